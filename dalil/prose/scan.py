"""The source of a page: where things stand in it, and the faults that can be seen in it.

Python-Markdown keeps no positions. So the source gets *marks* before it is parsed: one character
of the private-use area beside each link target, image target, citation, figure and heading. A mark
is the index of a position, travels with its text through the parser, and is taken out afterwards.
"""

from __future__ import annotations

import re

from dalil.typography import holds

FIRST_MARK = 0xE000
LAST_MARK = 0xEFFF
MARK = re.compile("[\ue000-\uefff]")
_MARK_BYTE = b"\xee"  # the first byte of every mark in UTF-8, and of nothing else in use

_TAB = 4
# Text in which no mark and no lint belongs; whichever begins first wins.
_VERBATIM = re.compile(
    r"^(?P<fence>`{3,}|~{3,})[^\n`]*\n(?:.*?\n)?(?P=fence)[ ]*$"
    r"|<!--.*?-->"
    r"|(?<![\\`])(?P<ticks>`+)(?!`)(?:[^\n]|\n(?![ ]*\n))+?(?<!`)(?P=ticks)(?!`)",
    re.MULTILINE | re.DOTALL,
)
_NOT_NEWLINE = re.compile(r"[^\n]")
_TARGETS = re.compile(r"\]\([ ]*<?(?!\()")
_HASHES = re.compile(r"##*[ ]*")
_BEFORE_HASHES = re.compile(r"[ \d.>*+:-]*")
_CITATIONS = re.compile(r"\[(?=@)")
_FIGURES = re.compile(r"\[(?==)")
_DEFINITIONS = re.compile(r"^[ >]*\[(?!\^)[^\[\]\n]+\]:[ ]*(?:\n[ ]*)?<?(?=\S)", re.MULTILINE)
_UNDERLINED = re.compile(
    r"^[ ]{0,3}(?![\[|!>#*+:-]|\d+\.)[^\W\d_](?=[^\n]*\n(?:=+|-+)[ ]*$)", re.MULTILINE
)


class Source:
    """The body of one file, and the way from its offsets to the file's lines and columns.

    `text` is the body with plain line ends and without tabs; offsets are offsets into `text`.
    `blank` is `text` with code and comments blanked out by NUL characters, of the same length.
    """

    def __init__(self, body: str, first_line: int) -> None:
        if "\r" in body:
            body = body.replace("\r\n", "\n").replace("\r", "\n")
        self._tabbed = body.split("\n") if "\t" in body else None
        self.first_line = first_line
        if "\0" in body:
            body = body.replace("\0", "\N{REPLACEMENT CHARACTER}")
        self.text = body.expandtabs(_TAB) if self._tabbed else body
        self.encoded = self.text.encode("utf-8", "surrogatepass")
        self.blank = _blanked(self.text)
        self.marks: list[int] = []
        self.dropped: list[tuple[int, int]] = []
        """What is not parsed: a tag that is never closed would hide all that follows it."""

    def position(self, offset: int) -> tuple[int, int]:
        """Return the line and the column (both from 1) in the file."""
        number = self.text.count("\n", 0, offset)
        column = offset - self.text.rfind("\n", 0, offset) - 1
        if self._tabbed is not None:
            column = _untabbed(self._tabbed[number], column)
        return self.first_line + number, column + 1

    def marked(self) -> str:
        """Return the text with its marks; `marks[n]` is the offset that mark n stands for."""
        text = self.text
        if _MARK_BYTE in self.encoded:
            text = MARK.sub("\N{REPLACEMENT CHARACTER}", text)
        for start, end in self.dropped:
            text = text[:start] + "\x03" * (end - start) + text[end:]  # which the parser drops
        self.marks = offsets = self._places()[: LAST_MARK - FIRST_MARK]
        pieces: list[str] = []
        last = 0
        for number, offset in enumerate(offsets, FIRST_MARK):
            pieces += (text[last:offset], chr(number))
            last = offset
        pieces.append(text[last:])
        return "".join(pieces)

    def _places(self) -> list[int]:
        """Return the offsets that get a mark, in order."""
        blank = self.blank
        places: list[int] = []
        if "](" in blank:
            places += [match.end() for match in _TARGETS.finditer(blank)]
        if "#" in blank:
            places += _headings(blank)
        if holds(blank, "[@"):
            places += [match.end() for match in _CITATIONS.finditer(blank)]
        if holds(blank, "[="):
            places += [match.end() for match in _FIGURES.finditer(blank)]
        if "]:" in blank:
            places += [match.end() for match in _DEFINITIONS.finditer(blank)]
        if holds(blank, "\n==") or "\n--" in blank:
            places += [match.end() for match in _UNDERLINED.finditer(blank)]
        return sorted(set(places))

    def offset_of(self, mark: str) -> int:
        """Return the offset that a mark stands for."""
        return self.marks[ord(mark) - FIRST_MARK]

    def find(self, wanted: str, start: int = 0) -> int:
        """Return where `wanted` stands outside code, or where the text begins."""
        found = self.blank.find(wanted, start)
        return found if found >= 0 else max(self.blank.find(wanted), 0)


def without_marks(text: str) -> str:
    """Return a text without the marks that nothing has taken out of it."""
    return MARK.sub("", text) if _MARK_BYTE in text.encode("utf-8", "surrogatepass") else text


def _headings(blank: str) -> list[int]:
    places = []
    for match in _HASHES.finditer(blank):
        start = match.start()
        if start and blank[start - 1] != "\n":
            line = blank.rfind("\n", 0, start) + 1
            if not _BEFORE_HASHES.fullmatch(blank, line, start):
                continue
        places.append(match.end())
    return places


def _blanked(text: str) -> str:
    if "`" not in text and not holds(text, "<!--") and not holds(text, "~~~"):
        return text
    return _VERBATIM.sub(lambda match: _NOT_NEWLINE.sub("\0", match.group()), text)


def _untabbed(line: str, column: int) -> int:
    """Return which character of a line with tabs stands at an expanded column."""
    width = 0
    for index, character in enumerate(line):
        if width >= column:
            return index
        width += _TAB - width % _TAB if character == "\t" else 1
    return len(line)
