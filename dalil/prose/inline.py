"""Inline marks, found without trying every pattern on every text."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, cast
from xml.etree import ElementTree

from markdown import treeprocessors
from markdown.inlinepatterns import DelimiterProcessor, InlineProcessor
from markdown.util import (
    INLINE_PLACEHOLDER,
    INLINE_PLACEHOLDER_PREFIX,
    INLINE_PLACEHOLDER_RE,
    AtomicString,
)

from dalil.typography import holds

if TYPE_CHECKING:
    from dalil.prose.fast import Engine

Element = ElementTree.Element
Triggered = Callable[[str], "re.Match[str] | None"]

# Inline pattern → the strings of which every match needs one of each group.
_TRIGGERS: dict[str, tuple[str, ...]] = {
    "backtick": ("`",),
    "escape": ("\\",),
    "footnote": ("[^",),
    "citation": ("[", "@"),
    "figure": ("[", "=", "]"),
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
# STX begins a placeholder, which a text deep in emphasis can still hold.
_TRIGGER = re.compile(r"[\\`*_\[<&\x02]").search
_TRIGGER_OR_BREAK = re.compile(r"[\\`*_\[<&\x02]|  \n").search


# Marks that mean the same whatever stands around them: a link, strong and plain emphasis, with
# nothing inside that could be a mark. Most texts hold no others. Each begins with its own letter,
# which the search then looks for; what must stand before it comes second.
_INSIDE = r"\\`*_\[\]<>&!\x02"
_SIMPLE = re.compile(
    rf"\[(?<!!\[)([^@=^{_INSIDE}\ue000-\uefff][^{_INSIDE}]*)\]\(([^\s()\"'{_INSIDE}]+)\)"
    rf"|\*\*(?<!\S\*\*)([^\s{_INSIDE}](?:[^{_INSIDE}]*[^\s{_INSIDE}])?)\*\*(?!\*)"
    rf"|\*(?<!\S\*)([^\s{_INSIDE}](?:[^{_INSIDE}]*[^\s{_INSIDE}])?)\*(?!\*)"
)


_Step = tuple[InlineProcessor, re.Pattern[str], tuple[str, ...]]


class FastInline(treeprocessors.InlineProcessor):
    """The tree processor of inline patterns: same order, same calls, fewer vain ones."""

    def __init__(self, md: Engine) -> None:
        super().__init__(md)
        self.engine = md
        self.stashed_nodes: dict[str, Element | str] = {}
        self._plan: list[_Step] = []
        names = {
            id(md.inlinePatterns[name]): name for name in _TRIGGERS if name in md.inlinePatterns
        }
        self._all = [
            (names.get(id(pattern), ""), (pattern, pattern.getCompiledRegExp()))
            for pattern in cast("list[InlineProcessor]", list(md.inlinePatterns))
        ]

    def _plan_for(self, source: str) -> list[_Step]:
        """Return the patterns that can match something in this page."""
        plan: list[_Step] = []
        for name, (pattern, regex) in self._all:
            if name in _NEED_REFERENCES and not self.engine.references:
                continue
            if name == "footnote" and not self.engine.has_footnotes:
                continue
            if name == "linebreak" and not self.engine.has_breaks:
                continue
            triggers = _TRIGGERS.get(name, ())
            if all(holds(source, trigger) for trigger in triggers):
                plan.append((pattern, regex, triggers))
        return plan

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        """Put elements in place of the inline marks of every text below `tree`."""
        self.stashed_nodes = {}
        source = self.engine.source
        self._plan = self._plan_for(source)
        triggered = _TRIGGER_OR_BREAK if self.engine.has_breaks else _TRIGGER
        queue = [tree]
        for current in queue:
            inserts: list[tuple[Element, list[Element]]] = []
            # Elements put after `child` are met by this very loop, as in the slow stage.
            for child in current:
                text = child.text
                if text and triggered(text) and not isinstance(text, AtomicString):
                    child.text = None
                    if pieces := self._simple(text, triggered):
                        child.text, found = pieces[0] or None, _simple_elements(pieces)
                    else:
                        found = self._elements(self._replace(text, 0), child, True)
                        queue += found
                    if found:
                        inserts.append((child, found))
                tail = child.tail
                if tail and triggered(tail):
                    self._replace_tail(current, child, tail)
                if len(child):
                    queue.append(child)
            for element, found in inserts:
                element[0:0] = found
        return tree

    def _simple(self, text: str, triggered: Triggered) -> list[str]:
        """A text cut at its simple marks, five pieces a mark; [] when it holds anything else."""
        if "{" in text or ("[" in text and self.engine.references):
            return []
        pieces = _SIMPLE.split(text)
        return [] if triggered("".join(pieces[::5])) else pieces

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
        for match in regex.finditer(data, begin):
            node, start, end = pattern.handleMatch(match, data)
            if start is not None and end is not None:
                break
        else:
            return data, False, 0
        if node is None:
            return data, True, end
        if not isinstance(node, str) and not isinstance(node.text, AtomicString):
            for child in [node, *node]:
                if child.text:
                    child.text = self._replace(child.text, index + 1)
                if child.tail:
                    child.tail = self._replace(child.tail, index)
        number = f"{len(self.stashed_nodes):04d}"
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


def _simple_elements(pieces: list[str]) -> list[Element]:
    """The elements of simple marks, each with the text behind it."""
    found = []
    for at in range(1, len(pieces), 5):
        label, address, strong, plain, tail = pieces[at : at + 5]
        element = Element("a", {"href": address}) if address else Element("em")
        if strong:
            element.tag = "strong"
        element.text = label or strong or plain
        element.tail = tail or None
        found.append(element)
    return found


def _add_text(text: str, parent: Element, result: list[Element], is_text: bool) -> None:
    if not text:
        return
    if result:
        last = result[-1]
        last.tail = last.tail + text if last.tail else text
    elif not is_text:
        parent.tail = parent.tail + text if parent.tail else text
    else:
        parent.text = parent.text + text if parent.text else text


class FastDelimiters(DelimiterProcessor):
    """Emphasis: goes from one `*` or `_` to the next without looking at what is between."""

    def search(self, data: str, start: int) -> re.Match[str] | None:
        """Return the next run that may open or close an emphasis."""
        for found in self.compiled_re.finditer(data, start):
            delimiter = self.delimiters[found.group()]
            match = delimiter.boundary.match(data, found.start())
            if match and (delimiter.stack or match.lastgroup != "end"):
                return match
        return None
