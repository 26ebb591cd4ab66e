"""Python-Markdown, without the work that cannot change its result.

`Engine` is a `markdown.Markdown` whose three costly stages are done again here: the choice of a
block processor, the search for inline patterns, and writing the tree out. Each of them asks first
whether a trigger (a character that every match must contain) is there at all, and calls the very
processor of Python-Markdown when it is. The result equals that of the slow stages, which
`tests/unit/test_prose_fast.py` holds over generated pages.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, cast
from xml.etree import ElementTree

from markdown import Markdown, treeprocessors
from markdown.blockparser import BlockParser
from markdown.inlinepatterns import InlineProcessor
from markdown.util import (
    INLINE_PLACEHOLDER,
    INLINE_PLACEHOLDER_PREFIX,
    INLINE_PLACEHOLDER_RE,
    AtomicString,
)

Element = ElementTree.Element

# Inline pattern → the strings of which every match needs one of each group.
_TRIGGERS: dict[str, tuple[str, ...]] = {
    "backtick": ("`",),
    "escape": ("\\",),
    "footnote": ("[^",),
    "citation": ("[", "@"),
    "reference": ("[",),
    "link": ("](",),
    "image_link": ("![", "]("),
    "image_reference": ("![",),
    "short_reference": ("[",),
    "short_image_ref": ("![",),
    "language_run": ("]{",),
    "autolink": ("://", "<"),
    "automail": ("@", "<"),
    "linebreak": ("  \n",),
    "html": ("<",),
    "entity": ("&",),
    "em_strong": (),
}
# These look a label up in the references of the page: none there, nothing to find.
_NEED_REFERENCES = {"reference", "image_reference", "short_reference", "short_image_ref"}
_TRIGGER = re.compile(r"[\\`*_\[<&]").search
_TRIGGER_OR_BREAK = re.compile(r"[\\`*_\[<&]|  \n").search
_BLANK_LINES = re.compile(r"(?<=\n) +\n")
_ESCAPED = re.compile("\x02([0-9]+)\x03")
_TAG_START = re.compile(r"<[a-zA-Z/!?]").search


class FastInline(treeprocessors.InlineProcessor):
    """The tree processor of inline patterns: same order, same calls, fewer vain ones."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.stashed_nodes: dict[str, Element | str] = {}
        self._plan: list[tuple[InlineProcessor, Any, tuple[str, ...]]] = []

    def _plan_for(self, source: str) -> None:
        """Keep the patterns that can match something in this page."""
        self._plan = []
        footnotes = getattr(self.md, "footnotes_found", True)
        for item in self.md.inlinePatterns._priority:
            name = item.name
            if name in _NEED_REFERENCES and not self.md.references:
                continue
            if name == "footnote" and not footnotes:
                continue
            triggers = _TRIGGERS.get(name, ())
            if all(trigger in source for trigger in triggers):
                pattern = self.md.inlinePatterns[name]
                self._plan.append((pattern, pattern.getCompiledRegExp(), triggers))

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        """Put elements in place of the inline marks of every text below `tree`."""
        self.stashed_nodes = {}
        len(self.md.inlinePatterns) and self.md.inlinePatterns[0]  # sorts the registry
        self._plan_for(self.md.source)
        triggered = _TRIGGER_OR_BREAK if "  \n" in self.md.source else _TRIGGER
        queue = [tree]
        for current in queue:
            inserts: list[tuple[Element, list[Element]]] = []
            # Elements put after `child` are met by this very loop, as in the slow stage.
            for child in current:
                text = child.text
                if text and triggered(text) and not isinstance(text, AtomicString):
                    child.text = None
                    found = self._elements(self._replace(text, 0), child, True)
                    if found:
                        queue += found
                        inserts.append((child, found))
                tail = child.tail
                if tail and triggered(tail):
                    self._replace_tail(current, child, tail)
                if len(child):
                    queue.append(child)
            for element, found in inserts:
                element[0:0] = found
        return tree

    def _replace_tail(self, parent: Element, child: Element, tail: str) -> None:
        holder = Element("d")
        data = self._replace(tail, 0)
        child.tail = None
        found = self._elements(data, holder, False)
        if holder.tail:
            child.tail = holder.tail
        if found:
            at = list(parent).index(child) + 1
            parent[at:at] = found

    def _replace(self, data: str, index: int) -> str:
        """Put placeholders in place of what the patterns from `index` on match in `data`."""
        if isinstance(data, AtomicString):
            return data
        plan = self._plan
        start = 0
        while index < len(plan):
            pattern, regex, triggers = plan[index]
            for trigger in triggers:
                if trigger not in data:
                    matched, start = False, 0
                    break
            else:
                data, matched, start = self._apply(pattern, regex, data, index, start)
            if not matched:
                index += 1
        return data

    def _apply(
        self, pattern: InlineProcessor, regex: re.Pattern[str], data: str, index: int, begin: int
    ) -> tuple[str, bool, int]:
        node: Element | str | None = None
        start: int | None = None
        end: int | None = None
        for match in regex.finditer(data, begin):
            node, start, end = pattern.handleMatch(match, data)
            if start is not None and end is not None:
                break
        else:
            return data, False, 0
        assert start is not None and end is not None
        if node is None:
            return data, True, end
        if not isinstance(node, str) and not isinstance(node.text, AtomicString):
            for child in [node, *node]:
                if child.text:
                    child.text = self._replace(child.text, index + 1)
                if child.tail:
                    child.tail = self._replace(child.tail, index)
        number = "%04d" % len(self.stashed_nodes)
        self.stashed_nodes[number] = node
        placeholder = INLINE_PLACEHOLDER % number
        return f"{data[:start]}{placeholder}{data[end:]}", True, start + len(placeholder)

    def _elements(self, data: str, parent: Element, is_text: bool) -> list[Element]:
        """Give `parent` the text of `data` and return the elements of its placeholders."""
        result: list[Element] = []
        at = 0
        while True:
            found = data.find(INLINE_PLACEHOLDER_PREFIX, at)
            if found == -1:
                rest = data[at:]
                if isinstance(data, AtomicString):
                    rest = AtomicString(rest)
                _add_text(rest, parent, result, is_text)
                return result
            match = INLINE_PLACEHOLDER_RE.search(data, found)
            node = self.stashed_nodes.get(match.group(1)) if match else None
            if match is None or node is None:
                end = found + len(INLINE_PLACEHOLDER_PREFIX)
                _add_text(data[at:end], parent, result, is_text)
                at = end
                continue
            if found > 0:
                _add_text(data[at:found], parent, result, is_text)
            at = match.end()
            if isinstance(node, str):
                _add_text(node, parent, result, is_text)
            else:
                self._fill(node)
                result.append(node)

    def _fill(self, node: Element) -> None:
        """Replace the placeholders inside a stashed element."""
        for child in [node, *node]:
            tail = child.tail
            if tail and INLINE_PLACEHOLDER_PREFIX in tail:
                child.tail = None
                found = self._elements(tail, child, False)
                at = list(node).index(child) + 1 if child is not node else 0
                node[at:at] = found
            text = child.text
            if text and INLINE_PLACEHOLDER_PREFIX in text:
                child.text = None
                child[0:0] = self._elements(text, child, True)


def _add_text(
    text: str, parent: Element, result: list[Element], is_text: bool
) -> None:
    if not text:
        return
    if result:
        last = result[-1]
        last.tail = last.tail + text if last.tail else text
    elif not is_text:
        parent.tail = parent.tail + text if parent.tail else text
    else:
        parent.text = parent.text + text if parent.text else text


class _Blocks:
    """`BlockParser.parseBlocks`, asking only the processors that could want the block."""

    def __init__(self, parser: BlockParser) -> None:
        named = {name: parser.blockprocessors[name] for name in _WANTS}
        in_order = list(parser.blockprocessors)
        if sorted(map(id, named.values())) != sorted(map(id, in_order)):
            raise ValueError("a block processor has no condition in _WANTS")
        names = {id(processor): name for name, processor in named.items()}
        self._steps = [
            (_WANTS[names[id(processor)]], processor.test, processor.run) for processor in in_order
        ]
        self._plain = parser.blockprocessors["paragraph"].run

    def __call__(self, parent: Element, blocks: list[str]) -> None:
        while blocks:
            block = blocks[0]
            if _is_plain(block):
                self._plain(parent, blocks)
                continue
            for wants, test, run in self._steps:
                if wants(block, parent) and test(parent, block) and run(parent, blocks) is not False:
                    break


_LINE_OF_NOTE = re.compile(r"\n {0,3}[-_*:=!]").search
_FIRST_OF_NOTE = frozenset("\n -+*0123456789:=_!>{|")


def _is_plain(block: str) -> bool:
    """Tell whether a block can be nothing but a paragraph."""
    if not block:
        return False
    first = block[0]
    return not (
        first in _FIRST_OF_NOTE
        or "|" in block
        or "#" in block
        or "]:" in block
        or "] :" in block
        or ">" in block
        or (not first.isascii() and first.isdecimal())
        or ("\n" in block and (_LINE_OF_NOTE(block) or "\n{" in block))
    )


def _indented(block: str, _: Element) -> bool:
    return block[:4] == "    "


# Block processor → may it want this block? A false yes costs time, a false no would be a fault.
_WANTS: dict[str, Callable[[str, Element], bool]] = {
    "admonition": lambda block, _: block[:4] == "    " or "!!!" in block,
    "attributes": lambda block, _: "{" in block,
    "empty": lambda block, _: not block or block[0] == "\n",
    "indent": _indented,
    "defindent": _indented,
    "code": _indented,
    "table": lambda block, _: "|" in block,
    "hashheader": lambda block, _: "#" in block,
    "setextheader": lambda block, _: "\n=" in block or "\n-" in block,
    "hr": lambda block, _: block[:1] in "-_* " or bool(_LINE_OF_NOTE(block)),
    "olist": lambda block, _: block[:1] == " " or block[:1].isdecimal(),
    "ulist": lambda block, _: block[:1] in " *+-",
    "deflist": lambda block, _: ": " in block,
    "quote": lambda block, _: ">" in block,
    "footnote": lambda block, _: "[^" in block,
    "abbr": lambda block, _: "*[" in block,
    "reference": lambda block, _: "]:" in block,
    "paragraph": lambda *_: True,
}


class Engine(Markdown):
    """A Markdown converter in two halves: `tree` (source → elements) and `finish` (HTML → HTML)."""

    source = ""
    footnotes_found = True
    fenced = 0  # how many stashed pieces are fenced code

    def accelerate(self) -> Engine:
        """Put the fast stages in place of the slow ones."""
        self.treeprocessors.register(FastInline(self), "inline", 20)
        self.parser.parseBlocks = _Blocks(self.parser)  # type: ignore[method-assign]
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
        if "```" in text or "~~~" in text:
            lines = self.preprocessors["fenced_code_block"].run(text.split("\n"))
            text = "\n".join(lines)
        self.fenced = self.htmlStash.html_counter
        if _TAG_START(text):
            text = "\n".join(self.preprocessors["html_block"].run(text.split("\n")))
        self.source = text
        root = Element(self.doc_tag)
        self.parser.root = root
        self.parser.parseChunk(root, text)
        return self._process(root, text)

    def _process(self, root: Element, text: str) -> Element:
        processors = self.treeprocessors
        footnotes = self.footnotes_found = bool(
            "[^" in text and processors["footnote"].footnotes.footnotes
        )
        if footnotes:
            processors["footnote"].run(root)
        root = processors["inline"].run(root) or root
        if footnotes:
            processors["footnote-duplicate"].run(root)
        if "  \n" in text:
            for br in root.iter("br"):
                br.tail = f"\n{br.tail}" if br.tail and br.tail.strip() else "\n"
        for pre in root.iter("pre"):
            if len(pre) and pre[0].tag == "code":
                code = pre[0]
                if not len(code) and code.text is not None:
                    code.text = AtomicString(code.text.rstrip() + "\n")
        if "{" in text:
            processors["attr_list"].run(root)
        if "*[" in text:
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
