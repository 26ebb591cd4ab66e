"""How wide a text will be, and where its lines end: for drawings, whose text no browser wraps.

The widths are the larger of those measured in Noto Sans, DejaVu Sans and Liberation Sans, so that
a line keeps to its box in whatever font the reader's device draws it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache

_EM = 100
_BOLD = 114  # per cent of the width of regular letters
_NBSP = "\u00a0"


def _table(groups: Mapping[int, str]) -> dict[str, int]:
    return {letter: width for width, letters in groups.items() for letter in letters}


_LATIN = _table(
    {
        34: "ijlI .,:;'’!|·\u00a0",
        41: 'frt()-/"[]',
        54: "?°–*",
        60: "ckszvxyJLFT",
        78: "ABCDGHKNOQRUVX&+",
        100: "mwMW%œŒæÆ—…",
    }
)
_OTHER_LATIN, _OTHER = 66, 84
# Arabic letters that a letter follows, joined to it; and as they are at the end of a word.
_JOINED = _table(
    {
        38: "بتثنيئلىپ",
        55: "فقكهةڭگڤ",
        66: "جحخعغم",
        90: "سشصضطظ",
    }
)
_UNJOINED = _table(
    {
        34: "اأإآٱ،؛",
        55: "دذرزوؤءة؟",
        67: "جحخعغمه",
        84: "قينلىئ",
        95: "كطظڭگ",
        112: "بتثفپڤ",
        136: "سشصض",
    }
)
_SENTENCE_GROUPS = re.compile(r"(?<=[0-9]) (?=[0-9]{3}(?![0-9])|%)")


def width(text: str, size: int, bold: bool = False) -> int:
    """Return how wide a text is at most, in the units in which its size is given."""
    total = sum(_advances(text))
    return -(-total * size * (_BOLD if bold else 100) // (_EM * 100))


def _advances(text: str) -> Iterator[int]:
    for letter, after in zip(text, f"{text[1:]} ", strict=True):
        yield _advance(letter, after)


@cache
def _advance(letter: str, after: str) -> int:
    if letter in _JOINED and (after in _UNJOINED or unicodedata.category(after) == "Mn"):
        return _JOINED[letter]
    if letter in _UNJOINED:
        return _UNJOINED[letter]
    if letter in _LATIN:
        return _LATIN[letter]
    if unicodedata.category(letter) in ("Mn", "Cf"):  # vowel marks, and marks of direction
        return 0
    base = unicodedata.normalize("NFD", letter)[0]
    return _LATIN.get(base, _OTHER_LATIN) if base < "\u0250" else _OTHER


def wrap(text: str, size: int, room: int, bold: bool = False) -> list[str]:
    """Break a text into as few lines as fit the room, and these into lines of about one width."""
    words = list(_words(_SENTENCE_GROUPS.sub(_NBSP, text), size, room, bold))
    lines = _lines(words, size, room, bold)
    best = lines
    for narrower in range(room - size // 2, room * 3 // 4, -size // 2):
        tried = _lines(words, size, narrower, bold)
        if len(tried) > len(lines) or any(width(line, size, bold) > narrower for line in tried):
            break
        best = tried
    return best


def _words(text: str, size: int, room: int, bold: bool) -> Iterator[str]:
    """Yield the words of a text; one that is wider than the room, in pieces (after a hyphen)."""
    for word in text.split(" "):
        piece = ""
        for letter in word:
            if piece and width(piece + letter, size, bold) > room:
                cut = piece.rfind("-") + 1 or len(piece)
                yield piece[:cut]
                piece = piece[cut:]
            piece += letter
        if piece:
            yield piece


def _lines(words: list[str], size: int, room: int, bold: bool) -> list[str]:
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, size, bold) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
