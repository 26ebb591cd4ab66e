"""Citations: numbered links to the sources of a page, and the words that weak sources ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from dalil.diagnostics import nearest
from dalil.languages import fold
from dalil.prose.page import Page
from dalil.prose.scan import MARK

Element = ElementTree.Element

_COMMAS = {"ar": "، "}
_NAMES = re.compile(r"@([^\s,@]+)")
_BLOCKS = frozenset(
    {"p", "li", "tr", "dd", "dt", "caption", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6"}
)


def cite(element: Element, page: Page) -> None:
    """Number the sources of one citation, and link them to the list of sources."""
    weak: list[tuple[str, int]] = []
    strong = False
    for source, offset in list(_sources(element, page)):
        entry = page.reading.ask("entry", "sources", source)
        if entry is None:
            known = [id for id, _ in page.reading.ask("data", "sources")]
            near = nearest(source, known)
            page.fault("citation-unknown", offset, len(source) + 1, source=source, nearest=near)
            continue
        if ("confidence", "weak") in entry:
            weak.append((source, offset))
        else:
            strong = True
        page.cited.append((source, offset))
        _number(element, page, source)
    if weak and not strong:
        page.weak += [(element, source, offset) for source, offset in weak]


def _sources(element: Element, page: Page) -> Iterator[tuple[str, int]]:
    """Yield the sources that a citation names, each with the offset of its `@`."""
    mark = element.attrib.pop("data-mark")
    start = page.source.offset_of(mark) if mark else -1
    for match in _NAMES.finditer("@" + element.attrib.pop("data-ids")):
        name = match.group(1)
        yield name, start + match.start() if mark else page.source.find(f"@{name}")


def _number(element: Element, page: Page, source: str) -> None:
    if source not in page.citations:
        page.citations.append(source)
    number = page.citations.index(source) + 1
    if len(element):
        element[-1].tail = _COMMAS.get(page.lang.partition("-")[0], ", ")
        ElementTree.SubElement(element, "wbr")
    link = Element("a")
    label = page.string("citation-label", number=number)
    link.attrib.update({"href": f"#source-{source}", "class": "cite-ref"})
    link.attrib.update({"aria-label": label, "role": "doc-biblioref"})
    link.text = str(number)
    element.append(link)


def check_attributions(root: Element, page: Page) -> None:
    """Report what only a weak source says, where the text does not say that it says so."""
    if not page.weak:
        return
    parents = {child: parent for parent in root.iter() for child in parent}
    for element, source, offset in page.weak:
        entry = dict(page.reading.ask("entry", "sources", source))
        phrases = dict(entry.get("attribution", ())).get(page.lang, ())
        block = element
        while block.tag not in _BLOCKS and block in parents:
            block = parents[block]
        said = fold(MARK.sub("", "".join(block.itertext())))
        if phrases and not any(fold(phrase) in said for phrase in phrases):
            page.fault(
                "claim-unattributed",
                offset,
                len(source) + 1,
                source=source,
                phrases=" / ".join(phrases),
            )
