"""Typography that editors need not know: French spaces, isolated runs in Arabic text.

A typography takes text that is not escaped and returns HTML. To be fast it is given the text of
many nodes at once, with NUL between them (never part of a text); it treats NUL as the edge of a
node. It never sees code, nor text marked as being in another language.
"""

from __future__ import annotations

import re
from collections.abc import Callable

Typeset = Callable[[str], str]

EDGE = "\0"
_NBSP = "\u00a0"
_LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f"
_AMPERSAND = re.compile(r"&(?!(?:\#[0-9]+|\#x[0-9a-f]+|[0-9a-z]+);)", re.IGNORECASE)


def holds(text: str, mark: str) -> bool:
    """Say what `mark in text` says, of a long text and a short mark that it seldom holds.

    Python finds one character many times sooner than two in a row.
    """
    for character in mark:
        if character not in text:
            return False
    return mark in text


def escape(text: str) -> str:
    """Escape text for HTML, leaving what already is an entity."""
    if "&" in text:
        text = _AMPERSAND.sub("&amp;", text)
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    return text


# --- French --------------------------------------------------------------------------------------

_ADDRESS = re.compile(r"((?:https?://|www\.)[^\s<>\0]+)")
_ODD_APOSTROPHE = re.compile(rf"'(?:(?![{_LATIN}\0])|(?<![{_LATIN}]'))")
_APOSTROPHE = re.compile(rf"'(?<=[{_LATIN}]')(?=[{_LATIN}\0])")
# Marks, and digits before a space or a percent sign. One set of characters comes first, so that the
# search skips all others at once.
_MARKS = re.compile("[;!?:«»0-9](?:(?<![0-9])|(?=[ %]))")
_AFTER_NUMBER = re.compile(
    r"[0-9%€°]|(?:millions?|milliards?|km|kg|m²|ans?|h|min|DH|MAD|dirhams?)\b"
)
_NUMERO = re.compile(r"°(?<=[nN]°)(?<!\w[nN]°)(s?)[ ]?(?=[0-9])")  # begins with what is rare
_SPACES = " \u00a0"
_FACES = "/)(-_"
_MAY_END = ')]»”".,;!?:\0'
_MAY_PRECEDE = ")]%°’'\"»"


def french(text: str) -> str:
    """Set no-break spaces and apostrophes; a text already set comes out unchanged."""
    return escape(french_text(text))


def plain_text(text: str, language: str) -> str:
    """Set a title or a description, as text: no mark-up, so nothing is isolated in it."""
    return french_text(text) if language.partition("-")[0].lower() == "fr" else text


def french_text(text: str) -> str:
    """Do what `french` does, without escaping (titles, headings in lists)."""
    if holds(text, "://") or holds(text, "www."):
        pieces = _ADDRESS.split(text)
        pieces[::2] = map(_french_piece, pieces[::2])
        return "".join(pieces)
    return _french_piece(text)


def _french_piece(text: str) -> str:
    text = f"{EDGE}{text}{EDGE}"
    if "'" in text:
        if _ODD_APOSTROPHE.search(text):
            text = _APOSTROPHE.sub("’", text)
        else:
            text = text.replace("'", "’")
    if "°" in text:
        text = _NUMERO.sub(lambda match: f"°{match[1]}{_NBSP}", text)
    return _french_marks(text)[1:-1]


def _french_marks(text: str) -> str:
    """Set the spaces around the marks of punctuation that ask for them."""
    pieces: list[str] = []
    last = 0
    for match in _MARKS.finditer(text):
        at = match.start()
        mark = text[at]
        if mark == "«":
            end = at + 1
            while text[end] in _SPACES:
                end += 1
            pieces += (text[last : at + 1], _NBSP)
            last = end
            continue
        after = text[at + 1]
        if mark.isdecimal():
            if after == " " and _AFTER_NUMBER.match(text, at + 2):
                pieces += (text[last : at + 1], _NBSP)
                last = at + 2
            elif after == "%" and not (text[at + 2].isalnum() or text[at + 2] == "_"):
                pieces += (text[last : at + 1], _NBSP)
                last = at + 1
        elif text[at - 1] in _SPACES:
            face = mark in ":;" and after in _FACES  # « ;) » is no mark before a parenthesis
            if at > last and not after.isalnum() and not face:
                pieces += (text[last:at].rstrip(_SPACES), _NBSP)
                last = at
        elif _wants_space(mark, text[at - 1], after):
            pieces += (text[last:at], _NBSP)
            last = at
    pieces.append(text[last:])
    return "".join(pieces)


def _wants_space(mark: str, before: str, after: str) -> bool:
    """Tell whether a mark that has no space before it lacks one."""
    if not (before.isalnum() or before in _MAY_PRECEDE):
        return False
    return after.isspace() or after == EDGE or (mark != ":" and after in _MAY_END)


# --- Arabic --------------------------------------------------------------------------------------

_WORD = rf"[{_LATIN}](?:[{_LATIN}0-9'’._/@:&+#%?=~–-]*[{_LATIN}0-9/])?"
LATIN_RUN = rf"{_WORD}(?:[ \u00a0\n]+(?:{_WORD}|[0-9]+(?![0-9])))*"
"""A phrase in Latin letters, over the end of a line too."""
_FOREIGN = re.compile(
    rf"(?P<latin>{LATIN_RUN})"
    r"|(?P<number>"
    r"\+?[0-9]+(?:[ \u00a0][0-9]{2}){3,}(?![0-9])"  # 05 37 00 00 00
    r"|\+[0-9]+(?:[ \u00a0.-][0-9]+)*"  # +212 537 00 00 00
    r"|[0-9]{1,3}(?:[ \u00a0][0-9]{3})+(?:,[0-9]+)?(?![0-9])"  # 1 500 000
    r"|[0-9]+(?:[./:,–-][0-9]+)+(?:[ \u00a0]?%)?"  # 97.13, 2-71-625, 23/11/2026, 12:30, 1,5 %
    rf"|[0-9]+[ \u00a0]?(?:%|{_WORD})"  # 50 %, 12 km
    r")"
)
_FOREIGN_START = re.compile(rf"[{_LATIN}0-9+\x02]")
_DIGITS = re.compile("[0-9]+")


def arabic(text: str) -> str:
    """Isolate Latin runs, and numbers with separators or units, in right-to-left text."""
    pieces: list[str] = []
    last = at = 0
    escaped = escape if "&" in text or "<" in text or ">" in text else str
    while found := _FOREIGN_START.search(text, at):
        at = found.start()
        if text[at] == "\x02":  # a placeholder of the parser
            at = text.find("\x03", at) + 1 or len(text)
            continue
        match = _FOREIGN.match(text, at)
        if match is None:
            digits = _DIGITS.match(text, at)
            at = digits.end() if digits else at + 1
            continue
        tag = "bdi" if match.lastgroup == "latin" else 'bdi dir="ltr"'
        pieces += (escaped(text[last:at]), f"<{tag}>{escaped(match.group())}</bdi>")
        last = at = match.end()
    pieces.append(escaped(text[last:]))
    return "".join(pieces)


_BY_LANGUAGE: dict[str, Typeset] = {"fr": french, "ar": arabic}


def typeset_for(language: str) -> Typeset:
    """Return the typography of a language tag: of its first subtag, or none."""
    return _BY_LANGUAGE.get(language.partition("-")[0].lower(), escape)
