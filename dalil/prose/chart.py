"""What a chart shows: the numbers of one column of a table, when they may be compared."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple
from xml.etree import ElementTree

from dalil.languages import format_number
from dalil.prose.page import Page
from dalil.prose.scan import MARK
from dalil.prose.svg import Bar

Element = ElementTree.Element

_PLAIN = re.compile(
    r"(?P<number>[0-9]{1,3}(?:[.\u00a0\u202f ][0-9]{3})+(?:,[0-9]+)?|[0-9]+(?:[.,][0-9]+)?)"
    r"(?P<percent>[ \u00a0]?%)?"
)
_GROUPED = re.compile(r"[0-9]{1,3}(?:[.\u00a0\u202f ][0-9]{3})+(?:,[0-9]+)?")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_LONGEST = 14  # what is written at a bar: a number, perhaps with its sign
NOT_KNOWN = "—"


class Cell(NamedTuple):
    """A number in a table."""

    value: float
    written: str
    figure: str = ""


class Mixed(NamedTuple):
    """Two numbers that one chart must not compare."""

    first: str
    second: str


def text_of(element: Element) -> str:
    """Return the text of an element on one line, without the numbers of notes and citations."""
    return " ".join(MARK.sub("", "".join(_pieces(element))).split(" ")).strip()


def _pieces(element: Element) -> list[str]:
    pieces = [element.text or ""]
    for child in element:
        if child.tag != "sup":
            pieces += _pieces(child)
        pieces.append(child.tail or "")
    return [re.sub(r"[\n ]+", " ", piece) for piece in pieces]


def bars(table: Element, page: Page) -> list[Bar] | Mixed:
    """Return the rows of a table's first column of numbers; none, when it has no such column."""
    rows = [list(row) for row in table.iter("tr")][1:]
    locale = next((each[1] for each in page.reading.ask("languages") if each[0] == page.lang), "")
    columns = [
        [_cell(row[index], locale) if index < len(row) else None for row in rows]
        for index in range(1, len(rows[0]) if rows else 0)
    ]
    with_figures = (each for each in columns if any(cell and cell.figure for cell in each))
    plain = (
        column
        for index, column in enumerate(columns, 1)
        if any(column)
        and all(
            cell or text_of(row[index]) in _EMPTY for cell, row in zip(column, rows, strict=True)
        )
    )
    chosen = next(with_figures, None) or next(plain, None)
    if chosen is None:
        return []
    entries = [dict(_entry(page, cell)) for cell in chosen if cell]
    mixed = _mixed([cell for cell in chosen if cell], entries)
    return mixed or _bars([text_of(row[0]) for row in rows], chosen, page)


_EMPTY = ("", "-", "–", NOT_KNOWN)


def _cell(element: Element, locale: str) -> Cell | None:
    """Return the number of a cell: its first figure, or the number that it is."""
    whole = text_of(element)
    figure = next((each for each in element.iter("data") if each.get("data-figure")), None)
    if figure is not None:
        written = whole if len(whole) <= _LONGEST else text_of(figure)
        return Cell(float(figure.get("value", "0")), written, figure.get("data-figure", ""))
    match = _PLAIN.fullmatch(whole)
    if not match:
        return None
    number = match.group("number")
    if _GROUPED.fullmatch(number):
        number = re.sub(r"[.\u00a0\u202f ]", "", number)
    value = float(number.replace(",", "."))
    return Cell(value, format_number(value, locale) + (match.group("percent") or ""))


def _entry(page: Page, cell: Cell) -> Any:
    return page.reading.ask("entry", "figures", cell.figure) or () if cell.figure else ()


def _mixed(cells: Sequence[Cell], entries: Sequence[dict[str, Any]]) -> Mixed | None:
    """Return the first number that has another scope than the first of all."""
    for cell, entry in zip(cells[1:], entries[1:], strict=True):
        if not _comparable(cells[0], entries[0], cell, entry):
            names = [each.figure or each.written for each in (cells[0], cell)]
            return Mixed(*names)
    return None


def _comparable(a: Cell, first: dict[str, Any], b: Cell, second: dict[str, Any]) -> bool:
    """Tell whether two numbers count one thing: figures say so by `series` and `unit`.

    The unit may be inflected in one language (طفل، طفلا): one language that agrees is enough.
    """
    if not a.figure or not b.figure:
        return a.figure == b.figure and ("%" in a.written) == ("%" in b.written)
    units, others = dict(first.get("unit") or ()), dict(second.get("unit") or ())
    is_one_unit = units == others or any(units[lang] == others.get(lang) for lang in units)
    series = (each.get("series") for each in (first, second))
    return is_one_unit and (a.figure == b.figure or len({*series, None}) == 2)


def _bars(labels: Sequence[str], cells: Sequence[Cell | None], page: Page) -> list[Bar]:
    """Return the bars, each with its year, and those marked before which years are left out."""
    years = [str(dict(_entry(page, cell)).get("year", "")) if cell else "" for cell in cells]
    if len(set(filter(None, years))) > 1:  # else the table says the year of all
        labels = [
            label if not year or _stands_in(year, label) else f"{label} ({year})"
            for label, year in zip(labels, years, strict=True)
        ]
    rows: list[Bar] = []
    before = 0
    for label, cell in zip(labels, cells, strict=True):
        year = int(label) if _YEAR.fullmatch(label) else 0
        follows = not (year and before and abs(year - before) > 1)
        value, written = (cell.value, cell.written) if cell else (None, NOT_KNOWN)
        rows.append(Bar(label, value, written, follows))
        before = year
    return rows


def _stands_in(year: str, label: str) -> bool:
    return all(each in label for each in _YEAR.findall(year))
