"""The Markdown of this project: Python-Markdown's own extensions, and what is added to them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, cast
from xml.etree import ElementTree

from markdown.blockprocessors import BlockProcessor
from markdown.extensions.abbr import AbbrExtension
from markdown.extensions.admonition import AdmonitionProcessor
from markdown.extensions.attr_list import AttrListTreeprocessor, get_attrs_and_remainder
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.fenced_code import FencedBlockPreprocessor
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableProcessor
from markdown.inlinepatterns import InlineProcessor, LinkInlineProcessor

from dalil.languages import direction
from dalil.prose.fast import Engine
from dalil.prose.figures import FIGURE, Figures
from dalil.prose.page import Page

Element = ElementTree.Element

CALLOUTS = ("note", "warning", "important", "tip")
_CAPTION = re.compile(r"(?:Table|Tableau|Tabla|جدول|الجدول|ⵜⴰⴼⵍⵡⵉⵜ)[ \u00a0]*:\s*", re.IGNORECASE)
_CAPTION_CLASSES = re.compile(r"\s*\{:?(?P<classes>(?:[ ]*\.(?:row-headers|chart))+)[ ]*\}\s*$")
_ATTRIBUTES_LINE = re.compile(r"\{:?[ ]*([^}\n ][^\n]*)\}[ ]*$", re.MULTILINE)
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
# The space that editors type before it would let a line end there: it goes.
_CITATION = r" ?\[[\ue000-\uefff]?@(?P<ids>[^\s\[\],@]+(?:,\s*@[^\s\[\],@]+)*)\](?![(\[])"
# «[=id]: word» and «[@id]: word» on a line are text, not the target of a link.
_NO_TARGET = (r"\[(", r"\[(?![\ue000-\uefff]?[=@])(")
_ALIGN = {"left": "align-start", "center": "align-center", "right": "align-end"}


class PageEngine(Engine):
    """The converter, with the page that it converts now."""

    page: Page


def build(accelerated: bool = True) -> PageEngine:
    """Return a converter; the one that is not accelerated is for comparing."""
    md = PageEngine(
        extensions=[DefListExtension(), SaneListExtension(), AbbrExtension(), Footnotes()],
        output_format="html",
    )
    md.ESCAPED_CHARS.append("|")
    fenced = FencedCode(md, {"lang_prefix": "language-"})
    md.preprocessors.register(fenced, "fenced_code_block", 25)
    blocks = md.parser.blockprocessors
    blocks.register(Callouts(md.parser), "admonition", 105)
    blocks.register(Tables(md.parser, {"use_align_attribute": True}), "table", 75)
    blocks.register(attributes := ListAttributes(md.parser), "attributes", 102)
    for name in ("olist", "ulist", "deflist"):
        attributes.ends(blocks[name])
    reference = cast("Any", blocks["reference"])
    reference.RE = re.compile(reference.RE.pattern.replace(*_NO_TARGET), re.MULTILINE)
    md.treeprocessors.register(AttributeLists(md), "attr_list", 8)
    md.inlinePatterns.register(Citations(_CITATION, md), "citation", 172)
    md.inlinePatterns.register(Figures(FIGURE, md), "figure", 171)
    md.inlinePatterns.register(LanguageRuns(r"(?<!\!)\[", md), "language_run", 128)
    if accelerated:
        md.accelerate()
    return md


class FencedCode(FencedBlockPreprocessor):
    """Fenced code keeps only its language: an attribute list there would bypass the allow-list."""

    def handle_attrs(self, attrs: Any) -> tuple[str, list[str], dict[str, Any]]:
        """Return no id, the language's class alone, and no attributes."""
        _, classes, _ = super().handle_attrs(attrs)
        return "", classes[:1], {}


class Callouts(AdmonitionProcessor):
    """`!!! warning "Title"` → a note with a title in the page's language."""

    CLASSNAME = "callout"
    CLASSNAME_TITLE = "callout-title"

    def get_class_and_title(self, match: re.Match[str]) -> tuple[str, str | None]:
        """Return the class of a callout and its title, reporting a kind that does not exist."""
        page = cast("PageEngine", self.parser.md).page
        kind = match.group(1).lower().split(" ")[0]
        if kind not in CALLOUTS:
            offset = page.source.find("!!! " + match.group(1)) + 4
            page.fault(
                "choice-unknown",
                offset,
                len(match.group(1)),
                key="!!!",
                found=match.group(1),
                choices=", ".join(CALLOUTS),
                nearest="",
            )
            kind = "note"
        title = match.group(2)
        return f"callout-{kind}", page.string(f"callout-{kind}") if title is None else title or None

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Parse a callout, or what continues one."""
        opens = self.RE.search(blocks[0])
        super().run(parent, blocks)
        if opens and len(parent) and parent[-1].tag == "div":
            parent[-1].set("role", "note")


class Tables(TableProcessor):
    """Tables with a caption, header cells that say what they head, and a frame that scrolls."""

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Parse a table into a frame, with the caption that stands before it."""
        caption, classes = _take_caption(parent)
        frame = ElementTree.SubElement(parent, "div", {"class": "table"})
        super().run(frame, blocks)
        table = frame[0]
        for cell in table[0][0]:
            if cell.text:
                cell.set("scope", "col")
            else:
                cell.tag = "td"
        if "row-headers" in classes:
            for row in table[1]:
                row[0].tag = "th"
                row[0].set("scope", "row")
        if ":" in "".join(self.separator):
            for cell in table.iter():
                align = cell.attrib.pop("align", None)
                if align:
                    cell.set("class", _ALIGN[align])
        if caption:
            element = Element("caption")
            element.text = caption
            table.insert(0, element)
        if "chart" in classes:
            table.set("class", "chart")

    def _split_row(self, row: str) -> list[str]:
        if "\\" in row or "`" in row:
            return cast("list[str]", super()._split_row(row))  # type: ignore[misc]
        return (row.removeprefix("|").removesuffix("|") if self.border else row).split("|")


def _take_caption(parent: Element) -> tuple[str, list[str]]:
    """Remove the caption's paragraph before a table; return its text and its classes."""
    before = parent[-1] if len(parent) else None
    if before is None or before.tag != "p" or not before.text or len(before):
        return "", []
    start = _CAPTION.match(before.text)
    if not start:
        return "", []
    parent.remove(before)
    text = before.text[start.end() :]
    found = _CAPTION_CLASSES.search(text)
    if not found:
        return text, []
    return text[: found.start()], found.group("classes").replace(".", " ").split()


class ListAttributes(BlockProcessor):
    """A line `{.steps}` right after a list, quotation or table: the attributes of the whole."""

    _TAGS = ("ol", "ul", "dl", "blockquote", "div")
    _ended: Element | None = None

    def ends(self, processor: BlockProcessor) -> None:
        """Keep a list's processor from adding to a list that such a line has ended."""
        last_child = processor.lastChild

        def open_list(parent: Element) -> Element | None:
            last = last_child(parent)
            return None if last is self._ended else last

        processor.lastChild = open_list  # type: ignore[method-assign]

    def test(self, parent: Element, block: str) -> bool:
        """Tell whether the block is such a line, or a list that ends with one."""
        if block[0:1] == "{":
            return bool(
                _ATTRIBUTES_LINE.match(block) and len(parent) and parent[-1].tag in self._TAGS
            )
        last = block.rfind("\n{")
        return last > 0 and bool(
            _ATTRIBUTES_LINE.fullmatch(block, last + 1) and _LIST_START.match(block)
        )

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Set the attributes, or cut the line off its list for the next round."""
        block = blocks.pop(0)
        if block[0] != "{":
            last = block.rfind("\n{")
            blocks[0:0] = [block[:last], block[last + 1 :]]
            return
        line, _, rest = block.partition("\n")
        match = _ATTRIBUTES_LINE.match(line)
        target = parent[-1]
        if target.tag == "div" and len(target):
            target = target[0]
        attributes = cast("AttributeLists", self.parser.md.treeprocessors["attr_list"])
        if match:
            attributes.assign_attrs(target, match.group(1))
            self._ended = target
        if rest:
            blocks.insert(0, rest)


_LIST_START = re.compile(r"[ ]{0,3}(?:\d+\.|[*+-])[ ]|(?:[^\n]+\n)*[ ]{0,3}:[ ]")


class AttributeLists(AttrListTreeprocessor):
    """Attribute lists that end at their first brace and set only what is harmless and valid."""

    _LIST = r"\{:?[ ]*([^}\n ][^}\n]*)\}"
    HEADER_RE = re.compile(rf"[ ]+{_LIST}[ ]*$")  # type: ignore[misc]
    BLOCK_RE = re.compile(rf"\n[ ]*{_LIST}[ ]*$")  # type: ignore[misc]
    INLINE_RE = re.compile(rf"^{_LIST}")  # type: ignore[misc]

    def assign_attrs(self, elem: Element, attrs_string: str, *, strict: bool = False) -> str:
        """Set the allowed attributes and report the others; return what was read too much."""
        attrs, remainder = get_attrs_and_remainder(attrs_string)
        if strict and remainder:
            return remainder
        page = cast("PageEngine", self.md).page
        for name, value in attrs:
            if name == ".":
                elem.set("class", f"{elem.get('class', '')} {value}".strip())
            elif not _is_allowed(elem.tag, name, value):
                offset = page.source.find("{" + attrs_string) + 1
                found = page.source.find(name, offset)
                page.fault(
                    "html-attribute-not-allowed", found, len(name), attribute=name, tag=elem.tag
                )
            else:
                elem.set(name, value)
                if name == "id":
                    page.explicit_ids.append(value)
                elif name == "lang" and elem.tag != "a":
                    elem.set("dir", direction(value))
        return remainder


def _is_allowed(tag: str, name: str, value: str | None) -> bool:
    rule = _ALLOWED.get(name)
    return bool(rule and value is not None and rule(tag, value))


# Attribute → may this element have it, with this value?
_ALLOWED: dict[str, Callable[[str, str], bool]] = {
    "id": lambda tag, value: bool(value) and not re.search(r"\s", value),
    "class": lambda tag, value: True,
    "lang": lambda tag, value: bool(_LANGUAGE_TAG.fullmatch(value)),
    "hreflang": lambda tag, value: tag == "a" and bool(_LANGUAGE_TAG.fullmatch(value)),
    "dir": lambda tag, value: value in ("ltr", "rtl", "auto"),
    "title": lambda tag, value: True,
    "translate": lambda tag, value: value in ("yes", "no"),
    "start": lambda tag, value: tag == "ol" and value.isdecimal(),
    "rel": lambda tag, value: tag == "a" and value.replace(" ", "").isalpha(),
}


class Citations(InlineProcessor):
    """`[@s39, @s44]` → an element that waits for its numbers until the whole page is known."""

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[Element, int, int]:
        """Return an element that holds the ids and the mark of the place."""
        element = Element("sup", {"class": "cite"})
        mark = data[data.index("[", m.start()) + 1]
        element.set("data-mark", mark if mark != "@" else "")
        element.set("data-ids", m.group("ids"))
        return element, m.start(0), m.end(0)


class LanguageRuns(LinkInlineProcessor):
    """`[texte]{lang=fr}` → a span, to which the attribute list then gives the language."""

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        """Return a span for a bracketed text with an attribute list behind it."""
        text, index, handled = self.getText(data, m.end(0))
        if not handled or not AttributeLists.INLINE_RE.match(data[index:]):
            return None, None, None
        element = Element("span")
        element.text = text
        return element, m.start(0), index


class Footnotes(FootnoteExtension):
    """Footnotes with ids that are numbers, and words in the page's language."""

    def __init__(self) -> None:
        super().__init__(SEPARATOR="-")

    def _number(self, label: str) -> str:
        return str([*self.footnotes].index(label) + 1)

    def makeFootnoteId(self, id: str) -> str:
        """Return the id of a note's text."""
        return f"fn-{self._number(id)}"

    def makeFootnoteRefId(self, id: str, found: bool = False) -> str:
        """Return the id of a place that refers to a note."""
        return self.unique_ref(f"fnref-{self._number(id)}", found)

    def makeFootnotesDiv(self, root: Element) -> Element | None:
        """Return the list of notes, with its role."""
        element = super().makeFootnotesDiv(root)
        if element is not None:
            element.set("role", "doc-endnotes")
            element.set("aria-label", cast("Any", self.parser.md).page.string("footnotes"))
        return element
