"""Charts and diagrams: lists and tables of a page that are drawn, and kept as text beside it.

`{.timeline}`, `{.path}` and `{.roles}` stand after a list, `{.chart}` in the caption of a table.
A picture is held back while the tree is written and raw HTML is cleaned: the tree has a
placeholder in its place, so that nothing an author writes can be a picture.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from xml.etree import ElementTree

from markdown.util import AtomicString

from dalil.diagnostics import fault
from dalil.prose import svg
from dalil.prose.chart import Mixed, bars, text_of
from dalil.prose.page import Page
from dalil.typography import escape

Element = ElementTree.Element
Draw = Callable[[svg.Sheet, svg.Entries], None]

CAPTION = re.compile(
    r"(?:Schéma|Diagram(?:me)?|Esquema|رسم|الرسم|ⵓⵏⵓⵖ)[ \u00a0]*:\s*", re.IGNORECASE
)
# Class → the list that can have it, and how it is drawn.
_KINDS: dict[str, tuple[str, Draw]] = {
    "timeline": ("dl", svg.timeline),
    "path": ("ol", svg.path),
    "roles": ("dl", svg.roles),
}
_ASKED = re.compile(r"\{[^}\n]*\.(?P<kind>chart|timeline|path|roles)(?![\w-])[^}\n]*\}")
_LISTS = ("dl", "ol", "ul", "blockquote", "table")


def draw(root: Element, page: Page, ids: tuple[str, ...]) -> tuple[str, ...]:
    """Put figures in place of the lists and tables that are to be drawn; return all ids."""
    if "{" not in page.source.blank:
        return ids
    places: dict[str, list[tuple[int, int]]] = {}
    for match in _ASKED.finditer(page.source.blank):
        start, end = match.span("kind")
        places.setdefault(match.group("kind"), []).append((start - 1, end - start + 1))
    if not places:
        return ids
    parents = {child: parent for parent in root.iter() for child in parent}
    taken = set(ids)
    for element, kind in list(_asking(root)):
        if places.get(kind):
            place = places[kind].pop(0)
            _Drawing(page, parents, taken, kind).place(element, place)
    return (*ids, *sorted(taken.difference(ids)))


def _asking(root: Element) -> Iterator[tuple[Element, str]]:
    """Yield each list and table that is to be drawn, with its kind, in their order."""
    for element in root.iter():
        if element.tag in _LISTS:
            kinds = element.get("class", "").split()
            yield from ((element, kind) for kind in (*_KINDS, "chart") if kind in kinds)


def finish(html: str, page: Page) -> str:
    """Put the pictures in their places in the finished HTML."""
    for number, piece in enumerate(page.drawn):
        html = html.replace(_placeholder(number), piece)
    return html


def _placeholder(number: int) -> str:
    return f"\x02drawing{number}\x03"


class _Drawing:
    """One list or table that is to be drawn."""

    def __init__(
        self, page: Page, parents: dict[Element, Element], taken: set[str], kind: str
    ) -> None:
        self.page = page
        self.parents = parents
        self.taken = taken
        self.kind = kind

    def place(self, element: Element, place: tuple[int, int]) -> None:
        """Draw the element, or report why it cannot be."""
        if self.kind == "chart":
            self._chart(element, place)
            return
        tag, drawn = _KINDS[self.kind]
        entries = _entries(element) if element.tag == tag else []
        if not entries:
            self.page.fault("drawing-misplaced", *place, kind=self.kind, wanted=tag)
            return
        self._diagram(element, lambda sheet: drawn(sheet, entries))

    def _chart(self, table: Element, place: tuple[int, int]) -> None:
        found = bars(table, self.page) if table.tag == "table" else []
        if isinstance(found, Mixed):
            self.page.fault("chart-mixed-scopes", *place, **found._asdict())
            return
        if not any(bar.value is not None for bar in found):
            self.page.fault("chart-empty", *place)
            return
        frame = self.parents[table]
        caption = next((each for each in table if each.tag == "caption"), None)
        figure = self._enclose(frame)
        title = text_of(caption) if caption is not None else ""
        figcaption = None
        if caption is not None:  # it names the chart too: once for both, above both
            table.remove(caption)
            table.set("aria-labelledby", caption.get("id", ""))
            caption.tag, caption.tail = "figcaption", None
            figure.insert(0, figcaption := caption)
        self._put(figure, figcaption, self._picture(title, lambda sheet: svg.chart(sheet, found)))
        _drop_class(table, "chart")

    def _diagram(self, listing: Element, drawn: Callable[[svg.Sheet], None]) -> None:
        caption = self._caption(listing)
        figure = self._enclose(listing)
        title = text_of(caption) if caption is not None else ""
        figure.remove(listing)
        if caption is not None:
            caption.tag = "figcaption"
            figure.append(caption)
        self._put(figure, caption, self._picture(title, drawn))
        details = ElementTree.SubElement(figure, "details")
        summary = ElementTree.SubElement(details, "summary")
        summary.text = self._hold(escape(self._string("drawing-text")))
        details.append(listing)
        _drop_class(listing, self.kind)

    def _caption(self, listing: Element) -> Element | None:
        """Take the paragraph before a list out of its place when it is a caption."""
        parent = self.parents[listing]
        at = list(parent).index(listing)
        before = parent[at - 1] if at else None
        start = (
            CAPTION.match(before.text or "") if before is not None and before.tag == "p" else None
        )
        if before is None or start is None:
            return None
        parent.remove(before)
        before.text, before.tail = str(before.text)[start.end() :], None
        return before

    def _enclose(self, element: Element) -> Element:
        """Put a figure around an element."""
        parent = self.parents[element]
        figure = Element("figure", {"class": f"drawing drawing-{self.kind}"})
        parent[list(parent).index(element)] = figure
        figure.tail, element.tail = element.tail, "\n"
        figure.append(element)
        self.parents[figure], self.parents[element] = parent, figure
        return figure

    def _picture(self, title: str, drawn: Callable[[svg.Sheet], None]) -> str:
        number = 1
        while f"drawing-{number}-title" in self.taken or f"drawing-{number}-text" in self.taken:
            number += 1
        kind = self._string(f"drawing-{self.kind}")  # without a caption, it is the title
        named = svg.Named(f"drawing-{number}", title or kind, kind if title else "")
        self.taken |= {f"{named.id}-title", *([f"{named.id}-text"] if title else [])}
        sheet = svg.Sheet(self.page.lang)
        drawn(sheet)
        return sheet.svg(named)

    def _put(self, figure: Element, caption: Element | None, picture: str) -> None:
        held = self._hold(f"\n{picture}\n")
        if caption is None:
            figure.text = held
        else:
            caption.tail = held

    def _hold(self, html: str) -> AtomicString:
        self.page.drawn.append(html)
        return AtomicString(_placeholder(len(self.page.drawn) - 1))

    def _string(self, key: str) -> str:
        page = self.page
        text = page.reading.ask("string", page.lang, key)
        if text is None:
            path = f"content/strings.{page.lang}.yaml"
            page.diagnostics.append(fault("string-missing", path, key=key, lang=page.lang))
        return str(text or key)


def _entries(listing: Element) -> list[tuple[str, str]]:
    """Return the entries of a list: (term, what is said of it), or ("", text of a step)."""
    if listing.tag == "ol":
        return [("", text_of(item)) for item in listing]
    entries: list[tuple[str, str]] = []
    said: list[str] | None = None
    for part in listing:
        if part.tag == "dt":
            entries.append((text_of(part), ""))
        elif entries:
            said = [each for each in (entries[-1][1], text_of(part)) if each]
            entries[-1] = (entries[-1][0], " ".join(said))
    return entries


def _drop_class(element: Element, name: str) -> None:
    """Remove a class that has done its work."""
    kept = [each for each in element.get("class", "").split() if each != name]
    element.attrib.pop("class", None)
    if kept:
        element.set("class", " ".join(kept))
