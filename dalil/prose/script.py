"""Text left in another language: found by its script, paragraph by paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_LETTERS = {
    "Latn": "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f",
    "Arab": "\u0621-\u064a\u066e-\u06d3\u0750-\u077f\u08a0-\u08b4",
    "Tfng": "\u2d30-\u2d67",
    "Cyrl": "\u0400-\u04ff",
    "Grek": "\u0370-\u03ff",
    "Hebr": "\u05d0-\u05ea",
}
_KNOWN = {"ar": "Arab", "fr": "Latn", "en": "Latn", "es": "Latn", "zgh": "Tfng"}
_FEWEST = 25

# What is not the page's own text: targets, marked runs, tags, addresses, definitions.
_NOT_TEXT = re.compile(
    r"\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)"
    r"|\[[^\[\]\n]*\]\{[^}\n]*\blang=[^}\n]*\}"
    r"|\{[^}\n]*\}|<[^<>\n]+>|(?:https?://|www\.)\S+|[\w.+-]+@[\w.-]+"
    r"|^[*]\[[^\]\n]+\]:[^\n]*|^ {0,3}\[[^\]^\n]+\]:[^\n]*|\[@[^\]\n]*\]",
    re.MULTILINE,
)
_UNIT = re.compile(r"(?:^|\n)(?=[ ]*(?:[-+*]|\d+\.|\||:|>|#+|!!!)[ ]?)|\n[ ]*\n")
_BLOCK_LANGUAGE = re.compile(r"\n[ >]*\{[^}\n]*\blang=[^}\n]*\}[ ]*$")
_COUNT = {name: re.compile(f"[{letters}]+") for name, letters in _LETTERS.items()}


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


def foreign_text(blank: str, script: str) -> Iterator[Foreign]:
    """Yield the paragraphs, items and rows whose letters are mostly of another script."""
    own = _COUNT.get(script)
    if own is None:
        return
    others = [(name, regex) for name, regex in _COUNT.items() if name != script and _may(blank, name)]
    if not others:
        return
    text = _NOT_TEXT.sub(lambda match: "\0" * len(match.group()), blank)
    start = 0
    for end in [*(match.start() for match in _UNIT.finditer(blank)), len(blank)]:
        if end - start >= _FEWEST:
            found = _foreign_in(blank, text[start:end], start, own, others)
            if found:
                yield found
        start = end


def _may(blank: str, script: str) -> bool:
    """Tell cheaply whether a text can hold a paragraph's worth of a script's letters."""
    if blank.isascii() and script != "Latn":
        return False
    return sum(map(len, _COUNT[script].findall(blank))) >= _FEWEST


def _foreign_in(
    blank: str,
    unit: str,
    start: int,
    own: re.Pattern[str],
    others: list[tuple[str, re.Pattern[str]]],
) -> Foreign | None:
    for name, regex in others:
        count = sum(map(len, regex.findall(unit)))
        if count < _FEWEST or count <= sum(map(len, own.findall(unit))):
            continue
        if _BLOCK_LANGUAGE.search(blank[start : start + len(unit)].rstrip()):
            continue
        first = regex.search(unit)
        assert first is not None
        line = unit[first.start() :].split("\n", 1)[0].rstrip("\0 |")
        return Foreign(start + first.start(), len(line), name)
    return None
