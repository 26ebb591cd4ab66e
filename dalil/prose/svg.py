"""The pictures themselves: entries in, one `<svg>` out, right for the direction of its text.

Everything stands in one column 320 units wide, which is a small phone's. A distance is counted
from the start of a line; `Sheet.x` makes an x of it. Each line of text is a `<text>` of its own:
a paragraph for the bidirectional algorithm, which would mix the ends of two lines otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from dalil.languages import direction
from dalil.prose.lettering import width, wrap
from dalil.typography import escape, plain_text, typeset_for

WIDTH = 320
Entries = Sequence[tuple[str, str]]
_BDI = re.compile(r"<(/?)bdi[^>]*>")


class Named(NamedTuple):
    """What a picture is called, for those who do not see it."""

    id: str
    title: str
    description: str


class Bar(NamedTuple):
    """A row of a chart; a value that is not known is None, and has no bar."""

    label: str
    value: float | None
    written: str
    follows: bool = True
    """Nothing is left out between the row before and this one."""


class Sheet:
    """A picture that is being drawn."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.direction = direction(lang)
        is_arabic = lang.partition("-")[0] == "ar"  # its letters are smaller at the same size
        self.size, self.line = (17, 28) if is_arabic else (16, 23)
        self.height = 0
        self._shapes: list[str] = []
        self._texts: list[str] = []

    def x(self, distance: int) -> int:
        """Return the x of a distance from the start of a line."""
        return WIDTH - distance if self.direction == "rtl" else distance

    def wrapped(self, text: str, room: int, bold: bool = False) -> list[str]:
        """Return the lines of a text, with the spaces that its language asks for."""
        return wrap(plain_text(text, self.lang), self.size, room, bold)

    def lines(self, start: int, lines: Sequence[str], bold: bool = False) -> None:
        """Write lines from the present height on."""
        for line in lines:
            self.height += self.line
            self.text(start, self.height - self.line // 3, line, ' font-weight="700"' * bold)

    def text(self, start: int, y: int, line: str, attributes: str = "") -> None:
        """Write one line; what must be isolated in it is."""
        written = _BDI.sub(_isolated, typeset_for(self.lang)(line))
        self._texts.append(f'<text x="{self.x(start)}" y="{y}"{attributes}>{written}</text>')

    def stroke(self, kind: str, path: str, attributes: str = "") -> None:
        """Draw a line."""
        self._shapes.append(f'<path class="{kind}" d="{path}"{attributes}/>')

    def disc(self, start: int, y: int, radius: int) -> None:
        """Draw a disc that hides the line under it."""
        self._shapes.append(f'<circle cx="{self.x(start)}" cy="{y}" r="{radius}"/>')

    def box(self, y: int, size: tuple[int, int], attributes: str = "", start: int = 0) -> None:
        """Draw a box from a distance of the start on."""
        x = self.x(start) - (size[0] if self.direction == "rtl" else 0)
        wide, high = size
        self._shapes.append(f'<rect x="{x}" y="{y}" width="{wide}" height="{high}"{attributes}/>')

    def svg(self, named: Named) -> str:
        """Return the picture, whose text is its own title and description."""
        title, described, description = f"{named.id}-title", "", ""
        if named.description:
            described = f' aria-describedby="{named.id}-text"'
            text = escape(plain_text(named.description, self.lang))
            description = f'<desc id="{named.id}-text">{text}</desc>'
        return (
            f'<svg role="img" aria-labelledby="{title}"{described}'
            f' viewBox="0 0 {WIDTH} {self.height + 4}" width="{WIDTH}"'
            f' direction="{self.direction}">\n'
            f'<title id="{title}">{escape(plain_text(named.title, self.lang))}</title>'
            f"{description}\n"
            f'<g fill="none" stroke="currentColor" stroke-width="2">{"".join(self._shapes)}</g>\n'
            f'<g fill="currentColor" font-size="{self.size}">{"".join(self._texts)}</g>\n</svg>'
        )


def _isolated(tag: re.Match[str]) -> str:
    """Return what stands for `<bdi>`: only left-to-right runs are isolated in Arabic.

    Characters, not a `<tspan>`: browsers anchor a line by the direction of its first element.
    """
    return "\u2069" if tag.group(1) else "\u2066"


def timeline(sheet: Sheet, entries: Entries) -> None:
    """Draw dates along a rail, and beside it what happened."""
    rail, start = 9, 32
    dots: list[int] = []
    for date, event in entries:
        dots.append(sheet.height + sheet.line // 2)
        sheet.lines(start, sheet.wrapped(date, WIDTH - start, bold=True), bold=True)
        sheet.lines(start, sheet.wrapped(event, WIDTH - start))
        sheet.height += 14
    sheet.height -= 14
    sheet.stroke("rail", f"M{sheet.x(rail)} {dots[0]}V{dots[-1]}")
    for dot in dots:
        sheet.disc(rail, dot, 6)


def path(sheet: Sheet, entries: Entries) -> None:
    """Draw numbered steps, an arrow from each to the next."""
    radius, start, gap = 16, 46, 22
    centre = radius + 1
    for number, (_, step) in enumerate(entries, 1):
        top = sheet.height
        lines = sheet.wrapped(step, WIDTH - start)
        high = max(2 * radius + 2, sheet.line * len(lines))
        sheet.height += max(0, (2 * radius + 2 - sheet.line * len(lines)) // 2)
        sheet.lines(start, lines)
        sheet.height = top + high
        sheet.disc(centre, top + centre, radius)
        sheet.text(centre, top + centre + 6, str(number), ' text-anchor="middle" font-weight="700"')
        if number < len(entries):
            sheet.height += gap
            below = f"M{sheet.x(centre)} {top + 2 * centre + 3}V{sheet.height - 4}"
            sheet.stroke("arrow", f"{below}m-5-6 5 6 5-6")


def roles(sheet: Sheet, entries: Entries) -> None:
    """Draw each of those who act in a box, and an arrow from it to what they do."""
    padding, stem, tip, start, gap = 14, 20, 40, 50, 18
    for who, what in entries:
        top = sheet.height
        sheet.height += 7
        sheet.lines(padding, sheet.wrapped(who, WIDTH - 2 * padding, bold=True), bold=True)
        sheet.height += 7
        sheet.box(top + 1, (WIDTH - 2, sheet.height - top - 1), ' rx="8"', start=1)
        middle = sheet.height + 8 + sheet.line // 2
        head = "-6-5 6 5-6 5" if sheet.direction == "ltr" else "6-5-6 5 6 5"
        route = f"M{sheet.x(stem)} {sheet.height}V{middle}H{sheet.x(tip)}"
        sheet.stroke("arrow", f"{route}m{head}")
        sheet.height += 8
        sheet.lines(start, sheet.wrapped(what, WIDTH - start))
        sheet.height += gap
    sheet.height -= gap


def chart(sheet: Sheet, bars: Sequence[Bar]) -> None:
    """Draw bars from zero on: each has its label before it or above it, and its value behind it."""
    labels = max(width(bar.label, sheet.size) for bar in bars)
    is_beside = labels <= WIDTH // 4
    start = labels + 12 if is_beside else 1
    values = max(width(bar.written, sheet.size, bold=True) for bar in bars)
    room = WIDTH - start - values - 10
    most = max((bar.value for bar in bars if bar.value is not None), default=0) or 1
    thick, gap = 24, 12
    rows: list[tuple[int, bool]] = []  # where each bar is, and whether it follows the one before
    for bar in bars:
        if not bar.follows:
            sheet.height += gap * 2
        if not is_beside:
            sheet.lines(0, sheet.wrapped(bar.label, WIDTH))
            sheet.height += 3
        top = sheet.height
        base = top + thick // 2 + sheet.size // 3
        if is_beside:
            sheet.text(0, base, bar.label)
        long = 0 if bar.value is None else round(bar.value / most * room)
        if long:
            sheet.box(top, (long, thick), ' class="bar"', start=start)
        sheet.text(start + long + 8, base, bar.written, ' font-weight="700"')
        rows.append((top, bar.follows and is_beside))
        sheet.height = top + thick + gap
    sheet.height -= gap // 2
    _zero(sheet, sheet.x(start), rows, (gap // 2 if is_beside else 0, thick))


def _zero(sheet: Sheet, x: int, rows: Sequence[tuple[int, bool]], size: tuple[int, int]) -> None:
    """Draw the line from which bars start: dotted where something is left out between two."""
    margin, thick = size
    line = dots = ""
    for index, (top, follows) in enumerate(rows):
        begin, end = max(top - margin, 0), top + thick + margin
        if index and not follows:
            before = rows[index - 1][0] + thick + margin
            dots += f"M{x} {before}V{begin}" * bool(margin)
        line += f"V{end}" if index and follows else f"M{x} {begin}V{end}"
    sheet.stroke("zero", re.sub(r"V\d+(?=V)", "", line))
    if dots:
        sheet.stroke("left-out", dots, ' stroke-dasharray="2 5"')
