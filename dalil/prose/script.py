"""Text left in another language: found by its script, paragraph by paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_LETTERS = {
    "Latn": "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f",
    "Arab": "\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f\u08a0-\u08b4",
    "Tfng": "\u2d30-\u2d67",
    "Cyrl": "\u0400-\u04ff",
    "Grek": "\u0370-\u03ff",
    "Hebr": "\u05d0-\u05ea",
}
# The first bytes of a script's letters in UTF-8: with them a page is cleared in microseconds.
_LEAD_BYTES = {
    "Arab": b"\xd8\xd9\xda\xdb\xdd\xe0",
    "Cyrl": b"\xd0\xd1\xd2\xd3",
    "Grek": b"\xcd\xce\xcf",
    "Hebr": b"\xd7",
}
_TFNG = re.compile(rb"\xe2[\xb4\xb5]")
_OTHER_LEADS = {
    own: b"".join(leads for name, leads in _LEAD_BYTES.items() if name != own) for own in _LETTERS
}
_KNOWN = {"ar": "Arab", "fr": "Latn", "en": "Latn", "es": "Latn", "zgh": "Tfng"}
_FEWEST = 25  # letters of the other script that make a paragraph worth a word
_RUN = 15  # so many of them in a row, spaces included, before a paragraph is counted at all

# What is not the page's own text: targets, marked runs, tags, addresses, definitions.
_NOT_TEXT = re.compile(
    r"\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)"
    r"|\[[^\[\]\n]*\]\{[^}\n]*\blang=[^}\n]*\}"
    r"|\{[^}\n]*\}|<[^<>\n]+>|(?:https?://|www\.)\S+|[\w.+-]+@[\w.-]+"
    r"|^[*]\[[^\]\n]+\]:[^\n]*|^ {0,3}\[[^\]^\n]+\]:[^\n]*|\[[@=][^\]\n]*\]",
    re.MULTILINE,
)
# A line that begins something new: an item, a row, a term, a heading, a callout.
_OPENING = re.compile(r"[ ]*(?:[-+*][ ]|\d+\.[ ]|\||:[ ]|\#|!!!)")
_BLOCK_LANGUAGE = re.compile(r"\n[ >]*\{[^}\n]*\blang=[^}\n]*\}\s*$")
# Of each script few pages need them: `re` compiles them when they do.
_LETTER = {name: f"[{letters}]+" for name, letters in _LETTERS.items()}
_LONG_RUN = {
    name: f"[{letters}][{letters}\u064b-\u0652 '’,،]{{{_RUN - 1},}}"
    for name, letters in _LETTERS.items()
}


class Foreign(NamedTuple):
    """A stretch of the source in another script than the page's."""

    offset: int
    length: int
    script: str


def script_of(locale: str) -> str:
    """Return the ISO 15924 code of a locale's script, or "" when it is not known."""
    language, _, rest = locale.replace("_", "-").partition("-")
    for part in rest.split("-"):
        if len(part) == 4 and part.isalpha():
            return part.title()
    if language in _KNOWN:
        return _KNOWN[language]
    from babel.core import get_global

    likely = str(get_global("likely_subtags").get(language, ""))
    return next((part for part in likely.split("_") if len(part) == 4), "")


def foreign_text(blank: str, encoded: bytes, script: str) -> Iterator[Foreign]:
    """Yield the paragraphs, items and rows whose letters are mostly of another script.

    `encoded` is `blank` in UTF-8 (or a text with the same letters in it).
    """
    if script not in _LETTERS:
        return
    for other in _candidates(encoded, script):
        done = -1
        for match in re.finditer(_LONG_RUN[other], blank):
            if match.start() < done:
                continue
            start, done = _unit_around(blank, match.start())
            found = _foreign_in(blank[start:done], start, script, other)
            if found:
                yield found


def _candidates(encoded: bytes, own: str) -> list[str]:
    """Return the scripts of which a text may hold a paragraph's worth of letters."""
    found = [] if own == "Latn" else ["Latn"]
    if encoded.isascii():
        return found
    if own != "Tfng" and _TFNG.search(encoded):
        found.append("Tfng")
    if len(encoded) - len(encoded.translate(None, _OTHER_LEADS[own])) >= _FEWEST:
        found += [name for name in _LEAD_BYTES if name != own]
    return found


def _unit_around(blank: str, offset: int) -> tuple[int, int]:
    """Return where the paragraph, item or row around an offset begins and ends."""
    start = blank.rfind("\n", 0, offset) + 1
    while start and not _OPENING.match(blank, start):
        above = blank.rfind("\n", 0, start - 1) + 1
        if not blank[above : start - 1].strip():
            break
        start = above
    end = blank.find("\n", offset)
    while 0 <= end < len(blank) - 1:
        below = blank.find("\n", end + 1)
        line = blank[end + 1 : below if below >= 0 else len(blank)]
        if not line.strip() or _OPENING.match(line):
            break
        end = below
    return start, end if end >= 0 else len(blank)


def _foreign_in(unit: str, start: int, own: str, other: str) -> Foreign | None:
    text = _NOT_TEXT.sub(lambda match: "\0" * len(match.group()), unit)
    runs = list(re.finditer(_LETTER[other], text))
    count = sum(match.end() - match.start() for match in runs)
    if count < _FEWEST or count <= sum(map(len, re.findall(_LETTER[own], text))):
        return None
    if _BLOCK_LANGUAGE.search(unit):
        return None
    first = runs[0].start()
    line = text[first:].partition("\n")[0].rstrip("\0 |")
    return Foreign(start + first, len(line), other)
