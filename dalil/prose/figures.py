"""Figures: `[=id]` in a text becomes the number that `content/data/figures.yaml` holds.

Each figure is a fact of its own: correcting one renders only the pages that show it.
"""

from __future__ import annotations

import re
from typing import Any, cast
from xml.etree import ElementTree

from markdown.inlinepatterns import InlineProcessor

from dalil.diagnostics import nearest
from dalil.languages import direction, format_number
from dalil.prose.page import Page
from dalil.typography import french_text

Element = ElementTree.Element

FIGURE = r"\[[\ue000-\uefff]?=(?P<id>[^\s\[\]=]+)\](?![(\[])(?P<percent>[ \u00a0]?%)?"


class Figures(InlineProcessor):
    """`[=children-2025]` → `<data>` with the number as the page's language writes it."""

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[Element | str, int, int]:
        """Return the number, or what was written when there is no such figure."""
        page = cast("Page", cast("Any", self.md).page)
        id = m.group("id")
        end = m.end("id") + 1
        value = _value(page, id, m.group()[1])
        if value is None:
            return f"[={id}]", m.start(), end
        locale = _locale(page)
        number = Element("data", {"class": "figure", "value": str(value), "data-figure": id})
        number.text = format_number(value, locale)
        percent = m.group("percent")
        if not percent or direction(locale) == "ltr":
            return number, m.start(), end
        # The sign would go to the other side of a number that stands alone.
        whole = Element("bdi", {"dir": "ltr"})
        whole.append(number)
        number.tail = percent
        return whole, m.start(), m.end()


def _value(page: Page, id: str, mark: str) -> Any:
    """Return a figure's value, noting its use; None when it is unknown or has none."""
    offset = page.source.offset_of(mark) if mark != "=" else page.source.find(f"={id}]")
    entry = page.reading.ask("entry", "figures", id)
    if entry is not None:
        page.figures.append((id, offset))
        return dict(entry).get("value")
    known = [name for name, _ in page.reading.ask("data", "figures")]
    page.fault("figure-unknown", offset, len(id) + 1, figure=id, nearest=nearest(id, known))
    return None


def _locale(page: Page) -> str:
    languages = page.reading.ask("languages")
    return next((str(each[1]) for each in languages if each[0] == page.lang), page.lang)


def forget_ids(root: Element, page: Page) -> None:
    """Take away the ids that charts are drawn by: no reader needs them, and they weigh."""
    if page.figures:
        for number in root.iter("data"):
            number.attrib.pop("data-figure", None)


def join_units(root: Element, page: Page) -> None:
    """Set the French spaces that what follows a figure asks for because a number is before it."""
    if not page.figures or page.lang.partition("-")[0] != "fr":
        return
    for number in root.iter("data"):
        if number.tail:
            number.tail = french_text(f"0{number.tail}")[1:]
