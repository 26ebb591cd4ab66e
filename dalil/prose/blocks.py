"""What is done to the parsed tree: headings, links, images, figures, citations, footnotes."""

from __future__ import annotations

import re
from functools import lru_cache
from xml.etree import ElementTree

from dalil.languages import slugify
from dalil.prose.citations import check_attributions, cite
from dalil.prose.figures import join_units
from dalil.prose.links import check_anchors, resolve_images, resolve_link
from dalil.prose.page import Page
from dalil.prose.scan import FIRST_MARK, LAST_MARK, MARK

Element = ElementTree.Element
Heading = tuple[int, str, str]
_Found = tuple[Element, int, str, int]  # a heading: element, level, plain text, offset
_slug = lru_cache(maxsize=4096)(slugify)  # the same headings stand in many pages
_LEVELS = {f"h{level}": level for level in range(1, 7)}
_WANTED = frozenset({*_LEVELS, "a", "p", "sup", "caption"})


def complete(root: Element, page: Page) -> tuple[tuple[Heading, ...], tuple[str, ...]]:
    """Finish the tree of a page in one walk; return its headings and all ids in it."""
    join_units(root, page)
    headings: list[_Found] = []
    anchors: list[tuple[str, str, int]] = []
    generated: list[str] = []
    has_captions = False
    for element in root.iter():
        tag = element.tag
        if tag not in _WANTED:
            continue
        if tag == "a":
            _link(element, page, anchors)
        elif tag == "p":
            _figure(element)
        elif tag == "sup":
            _note_number(element, page, generated)
        elif tag == "caption":
            has_captions = True
        else:
            headings.append(_heading(element, _LEVELS[tag], page))
    resolve_images(root, page)
    if generated:
        generated += [id for id in (li.get("id", "") for li in root.iter("li")) if id[:3] == "fn-"]
    named, ids = _name(headings, page, generated)
    if has_captions:
        ids = _caption_ids(root, ids, page)
    check_anchors(page, anchors, ids)
    check_attributions(root, page)
    return named, ids


def _note_number(element: Element, page: Page, generated: list[str]) -> None:
    if element.get("data-ids"):
        cite(element, page)
    elif element.get("id"):
        generated.append(element.get("id", ""))


def _link(element: Element, page: Page, anchors: list[tuple[str, str, int]]) -> None:
    kind = element.get("class", "")
    if kind == "footnote-ref":
        element.set("role", "doc-noteref")
    elif kind == "cite-ref":
        return
    elif kind == "footnote-backref":
        number = element.get("href", "").rpartition("#fnref")[2].strip("-").rpartition("-")[2]
        label = page.string("footnote-back", number=number)
        element.attrib.pop("title", None)
        element.set("aria-label", label)
        element.set("role", "doc-backlink")
    else:
        resolve_link(element, page, anchors)


def _figure(paragraph: Element) -> None:
    """Make an image with a title, alone in its paragraph, a figure with a caption."""
    image = paragraph[0] if len(paragraph) == 1 else paragraph
    title = image.get("title")
    if (
        image.tag != "img"
        or not title
        or (paragraph.text or "").strip()
        or (image.tail or "").strip()
    ):
        return
    del image.attrib["title"]
    paragraph.tag = "figure"
    paragraph.text = image.tail = None
    caption = ElementTree.SubElement(paragraph, "figcaption")
    caption.text = MARK.sub("", title)


# --- headings --------------------------------------------------------------------------------


def _heading(element: Element, level: int, page: Page) -> _Found:
    """Take the mark out of a heading; return it with its level, plain text and offset."""
    text = element.text or ""
    offset = -1
    if text and FIRST_MARK <= ord(text[0]) <= LAST_MARK:
        offset = page.source.offset_of(text[0])
        element.text = text = text[1:]
    else:
        mark = MARK.search("".join(element.itertext()))
        if mark:
            offset = page.source.offset_of(mark.group())
    plain = "".join(element.itertext()) if not len(element) else _plain(element)
    return element, level, MARK.sub("", plain).strip(), offset


def _plain(element: Element) -> str:
    """Return the text of a heading without the numbers of notes and citations."""
    parts = [element.text or ""]
    for child in element:
        if child.tag != "sup":
            parts.append(_plain(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _name(
    headings: list[_Found], page: Page, generated: list[str]
) -> tuple[tuple[Heading, ...], tuple[str, ...]]:
    """Give every heading its id, and check levels; ids that are set by hand come first."""
    taken = set(generated) | {"source-" + source for source in page.citations}
    explicit: list[str] = []
    for id in page.explicit_ids:
        if id in taken:
            _duplicate(page, id)
        else:
            taken.add(id)
            explicit.append(id)
    named: list[Heading] = []
    automatic: list[str] = []
    level_above = 1
    for element, level, text, offset in headings:
        _check_level(page, text, level, level_above, offset)
        level_above = max(level, 2)
        anchor = element.get("id")
        if not anchor:
            anchor = _unique(_slug(text), taken)
            taken.add(anchor)
            automatic.append(anchor)
            element.set("id", anchor)
        named.append((level, anchor, text))
    return tuple(named), (*generated, *explicit, *automatic)


def _unique(slug: str, taken: set[str]) -> str:
    if slug not in taken:
        return slug
    number = 2
    while f"{slug}-{number}" in taken:
        number += 1
    return f"{slug}-{number}"


def _check_level(page: Page, text: str, level: int, above: int, offset: int) -> None:
    if level > 1 and level <= above + 1:
        return
    source = page.source.text
    offset = max(offset, 0)
    start = source.rfind("\n", 0, offset) + 1
    end = source.find("\n", offset)
    line = source[start : end if end >= 0 else len(source)]
    begin = start + len(line) - len(line.lstrip())
    length = len(line.strip())
    if level == 1:
        page.fault("heading-second-h1", begin, length, text=text)
    else:
        page.fault("heading-skipped", begin, length, level=str(level), after=str(above))


def _duplicate(page: Page, id: str) -> None:
    """Report every place but the first that sets an id by hand."""
    setting = re.compile(r"\{[^}\n]*?(?:#|\bid=[\"']?)(" + re.escape(id) + r")(?=[\s}\"'])")
    raw = re.compile(r"<[^<>\n]*\bid\s*=\s*[\"']?(" + re.escape(id) + r")(?=[\s>\"'/])")
    blank = page.source.blank
    places = sorted(match.start(1) for regex in (setting, raw) for match in regex.finditer(blank))
    done = {(each.line, each.column) for each in page.diagnostics}
    if not places:
        return
    first_line = str(page.source.position(places[0])[0])
    for place in places[1:]:
        if page.source.position(place) not in done:
            page.fault("heading-duplicate-id", place, len(id), id=id, first_line=first_line)


# --- captions -----------------------------------------------------------------------------------


def _caption_ids(root: Element, ids: tuple[str, ...], page: Page) -> tuple[str, ...]:
    """Name each caption, and the frame that scrolls its table by it."""
    named: list[str] = []
    taken = set(ids)
    frames = [div for div in root.iter("div") if div.get("class") == "table"]
    for number, frame in enumerate(frames, 1):
        caption = frame[0][0]
        frame.attrib.update({"role": "region", "tabindex": "0"})
        if caption.tag != "caption":
            frame.set("aria-label", page.string("table-label", number=number))
            continue
        id = _unique(f"table-{len(named) + 1}", taken)
        taken.add(id)
        named.append(id)
        caption.set("id", id)
        frame.set("aria-labelledby", id)
    return (*ids, *named)
