"""Python-Markdown, without the work that cannot change its result.

`Engine` is a `markdown.Markdown` whose three costly stages are done again here: the choice of a
block processor, the search for inline patterns, and writing the tree out. Each of them asks first
whether a trigger (a character that every match must contain) is there at all, and calls the very
processor of Python-Markdown when it is. The result equals that of the slow stages, which
`tests/unit/test_prose_fast.py` holds over generated pages.
"""

from __future__ import annotations

import re
from typing import Any, cast
from xml.etree import ElementTree

from markdown import Markdown
from markdown.util import AtomicString

from dalil.prose.choice import BlockChoice
from dalil.prose.inline import FastDelimiters, FastInline
from dalil.prose.serial import BLOCKS, UNBROKEN
from dalil.typography import holds

Element = ElementTree.Element

_BLANK_LINES = re.compile(r"(?<=\n) +\n")
_ESCAPED = re.compile("\x02([0-9]+)\x03")
# What the parser of HTML blocks could take for a tag, a comment or a declaration: not an address.
_TAG_START = re.compile(
    r"<(?![a-zA-Z][a-zA-Z0-9+.-]*://[^<>\s\"'`]*>|[a-zA-Z0-9._+-]+@[a-zA-Z0-9.-]+>)[a-zA-Z/!?]"
).search


class Engine(Markdown):
    """A Markdown converter in two halves: `tree` (source → elements) and `finish` (HTML → HTML)."""

    source = ""
    has_footnotes = True
    has_breaks = False  # two spaces at the end of a line
    fenced = 0  # how many stashed pieces are fenced code

    def accelerate(self) -> Engine:
        """Put the fast stages in place of the slow ones."""
        delimiters = FastDelimiters("*", "strong,em", self)
        delimiters.add("_", "strong,em", smart=True)
        self.inlinePatterns.register(delimiters, "em_strong", 60)
        self.treeprocessors.register(FastInline(self), "inline", 20)
        self.parser.parseBlocks = BlockChoice(self.parser)  # type: ignore[method-assign]
        return self

    def tree(self, source: str) -> Element:
        """Parse a page: blocks, inline marks, footnotes, attribute lists, abbreviations."""
        self.reset()
        self.source = ""
        self.fenced = 0
        if not source.strip():
            return Element(self.doc_tag)
        text = _normalise(source, self.tab_length)
        lines: list[str]
        if holds(text, "```") or holds(text, "~~~"):
            lines = self.preprocessors["fenced_code_block"].run(text.split("\n"))
            text = "\n".join(lines)
        self.fenced = self.htmlStash.html_counter
        if "&" in text or _TAG_START(text):
            text = "\n".join(self.preprocessors["html_block"].run(text.split("\n")))
        self.source = text
        self.has_breaks = " \n" in text and "  \n" in text
        root = Element(self.doc_tag)
        self.parser.root = root
        self.parser.parseChunk(root, text)
        return self._process(root, text)

    def _process(self, root: Element, text: str) -> Element:
        """Run the tree processors that have something to do."""
        processors = self.treeprocessors
        footnotes = cast("Any", processors["footnote"]).footnotes.footnotes
        self.has_footnotes = bool(footnotes) and "[^" in text
        if self.has_footnotes:
            processors["footnote"].run(root)
        processors["inline"].run(root)
        if self.has_footnotes:
            processors["footnote-duplicate"].run(root)
        if "{" in text:
            _prettify(root)  # attribute lists are looked for in tails, which this sets
        _end_lines(root, self.has_breaks)
        if "{" in text:
            processors["attr_list"].run(root)
        processors["abbr"].run(root)
        if "\\" in text:
            _unescape(root)
        return root

    def finish(self, html: str) -> str:
        """Put stashed HTML and entities back into the written page."""
        if "\x02" in html:
            for processor in self.postprocessors:
                html = processor.run(html)
        return html.strip()


def _prettify(element: Element) -> None:
    """Do what `PrettifyTreeprocessor` does to a block, so that others see the same text."""
    if element.tag not in UNBROKEN:
        text = element.text
        if len(element) and element[0].tag in BLOCKS and (not text or text.isspace()):
            element.text = "\n"
        for child in element:
            if child.tag in BLOCKS:
                _prettify(child)
    tail = element.tail
    if not tail or tail.isspace():
        element.tail = "\n"


def _end_lines(root: Element, has_breaks: bool) -> None:
    """Do what `PrettifyTreeprocessor` does to line breaks and code, which others look at."""
    if has_breaks:
        for br in root.iter("br"):
            br.tail = f"\n{br.tail}" if br.tail and br.tail.strip() else "\n"
    for pre in root.iter("pre"):
        if len(pre) and pre[0].tag == "code":
            code = pre[0]
            if not len(code) and code.text is not None:
                code.text = AtomicString(code.text.rstrip() + "\n")


def _unescape(root: Element) -> None:
    """Do what `UnescapeTreeprocessor` does; text that has nothing escaped stays the same object."""
    for element in root.iter():
        text = element.text
        if text and "\x02" in text and element.tag != "code" and _ESCAPED.search(text):
            element.text = _ESCAPED.sub(_character, text)
        tail = element.tail
        if tail and "\x02" in tail:
            element.tail = _ESCAPED.sub(_character, tail)
        for name, value in element.items():
            if value and "\x02" in value:
                element.set(name, _ESCAPED.sub(_character, value))


def _character(match: re.Match[str]) -> str:
    return chr(int(match.group(1)))


def _normalise(source: str, tab_length: int) -> str:
    """Do what `NormalizeWhitespace` does, only where there is something to do."""
    if "\x02" in source or "\x03" in source:
        source = source.replace("\x02", "").replace("\x03", "")
    if "\r" in source:
        source = source.replace("\r\n", "\n").replace("\r", "\n")
    source += "\n\n"
    if "\t" in source:
        source = source.expandtabs(tab_length)
    return _BLANK_LINES.sub("\n", source) if " \n" in source else source
