"""Typography that editors need not know: French spaces, isolated runs in Arabic text.

Each function takes the text of one node (not escaped) and returns HTML. They never see code,
addresses or text that is already marked as being in another language.
"""

from __future__ import annotations

import re

from dalil.prose.serial import Typeset, escape

_NBSP = "\u00a0"
_LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f"

_FRENCH = re.compile(
    r"(?P<url>https?://[^\s<>]+|www\.[^\s<>]+)"
    rf"|(?P<apostrophe>'(?<=[{_LATIN}]')(?=[{_LATIN}]|$))"
    r"|(?P<before>[ \u00a0]+(?=[;!?:»](?![\w/)(-])))"
    r"|(?P<after>«[ \u00a0]*)"
    r"|(?P<glued>[;!?»](?<=[\w)\]%°’'\"][;!?»])(?=[\s)\]»”\".,]|$))"
    r"|(?P<colon>:(?<=[\w)\]»%°][:])(?=\s|$))"
    r"|(?P<number>[ ](?<=[0-9][ ])(?=[0-9%€°]|(?:km|kg|m²|ans?|h|min|DH|MAD|dirhams?)\b))"
    r"|(?P<percent>%(?<=[0-9]%)(?!\w))"
    r"|(?P<numero>\b[nN]°s?[ ]?(?=[0-9]))"
)


def french(text: str) -> str:
    """Set no-break spaces and apostrophes; a text already set comes out unchanged."""
    return escape(french_text(text))


def french_text(text: str) -> str:
    """Do what `french` does, without escaping (titles, headings in lists)."""
    return _FRENCH.sub(_french_piece, text)


def _french_piece(match: re.Match[str]) -> str:
    kind = match.lastgroup
    piece = match.group()
    if kind == "url":
        return piece
    if kind == "apostrophe":
        return "’"
    if kind in ("before", "number"):
        return _NBSP
    if kind == "after":
        return "«" + _NBSP
    if kind == "numero":
        return piece.rstrip() + _NBSP
    return _NBSP + piece


_WORD = rf"[{_LATIN}](?:[{_LATIN}0-9'’._/@:&+#%?=~–-]*[{_LATIN}0-9/])?"
_ARABIC = re.compile(
    r"(?P<held>\x02[^\x03]*\x03)"
    rf"|(?P<latin>{_WORD}(?:[ \u00a0]+(?:{_WORD}|[0-9]+(?![0-9])))*)"
    r"|(?P<number>"
    r"\+?[0-9]+(?:[ \u00a0][0-9]{2}){3,}"  # 05 37 00 00 00
    r"|\+[0-9]+(?:[ \u00a0.-][0-9]+)*"  # +212 537 00 00 00
    r"|[0-9]{1,3}(?:[ \u00a0][0-9]{3})+(?:,[0-9]+)?(?![0-9])"  # 1 500 000
    r"|[0-9]+(?:[./:,–-][0-9]+)+(?:[ \u00a0]?%)?"  # 97.13, 2-71-625, 23/11/2026, 12:30, 1,5 %
    rf"|[0-9]+[ \u00a0]?(?:%|{_WORD})"  # 50 %, 12 km
    r")"
)
_ARABIC_START = re.compile(rf"[{_LATIN}0-9+\x02]").search
_DIGITS_ONLY = re.compile(r"[0-9 ]+")


def arabic(text: str) -> str:
    """Isolate Latin runs, and numbers with separators or units, in right-to-left text."""
    if not _ARABIC_START(text):
        return escape(text)
    pieces: list[str] = []
    last = 0
    for match in _ARABIC.finditer(text):
        if match.lastgroup == "held":
            continue
        start, end = match.span()
        pieces.append(escape(text[last:start]))
        tag = "bdi" if match.lastgroup == "latin" else 'bdi dir="ltr"'
        pieces.append(f"<{tag}>{escape(match.group())}</bdi>")
        last = end
    if not last:
        return escape(text)
    pieces.append(escape(text[last:]))
    return "".join(pieces)


_BY_LANGUAGE: dict[str, Typeset] = {"fr": french, "ar": arabic}


def typeset_for(language: str) -> Typeset:
    """Return the typography of a language tag: of its first subtag, or none."""
    return _BY_LANGUAGE.get(language.partition("-")[0].lower(), escape)
