"""Writing a tree of elements as HTML: lines, escapes and typography in one walk.

The text equals what Python-Markdown's `prettify` and `to_html_string` give together, when no
typography is set.
"""

from __future__ import annotations

import re
from collections.abc import Callable, ItemsView, Sequence
from xml.etree import ElementTree

from markdown.util import BLOCK_LEVEL_ELEMENTS, HTML_PLACEHOLDER

from dalil.prose.html import RawTag, raw_tag
from dalil.typography import EDGE, Typeset, escape

Element = ElementTree.Element

_PLACEHOLDER = re.compile(HTML_PLACEHOLDER % "([0-9]+)")
BLOCKS = frozenset(BLOCK_LEVEL_ELEMENTS)
_EMPTY = frozenset({"br", "col", "hr", "img", "input", "wbr", "area", "source", "track"})
_VERBATIM = frozenset({"code", "pre", "kbd", "samp", "bdi", "script", "style"})
UNBROKEN = frozenset({"pre", "code"})
_BOOLEAN = frozenset({"reversed", "open", "hidden"})


class Writer:
    """Writes trees; `typeset_for` gives the typography of a `lang` attribute."""

    def __init__(
        self,
        typeset: Typeset = escape,
        typeset_for: Callable[[str], Typeset] | None = None,
        stash: Sequence[object] = (),
    ) -> None:
        self._typeset = typeset
        self._stash = stash
        self._raw: list[RawTag] = []  # raw tags that are open where the writing is
        self._typeset_for = typeset_for
        self._out: list[str] = []
        self._waiting: list[int] = []  # where in `_out` text stands that is not yet typeset
        self._plain: list[str] = []

    def write(self, root: Element) -> tuple[str, str]:
        """Return the HTML of what `root` contains, and its plain text."""
        self._out, self._waiting, self._plain = [], [], []
        text = root.text
        if len(root) and root[0].tag in BLOCKS and (not text or text.isspace()):
            text = "\n"
        if text:
            self._text(text, None)
        for child in root:
            self._element(child, child.tag in BLOCKS, None)
        self._typeset_waiting()
        return "".join(self._out).strip(), "".join(self._plain)

    def _typeset_waiting(self) -> None:
        """Typeset the text of all nodes in one go: a few passes for a page, not for a node."""
        if not self._waiting:
            return
        out = self._out
        text = EDGE.join([out[at] for at in self._waiting])
        for at, piece in zip(self._waiting, self._typeset(text).split(EDGE), strict=True):
            out[at] = piece

    def _text(self, text: str, typeset: Typeset | None) -> None:
        """Write text; the typography None is the page's own."""
        self._plain.append(text)
        if self._stash and (self._raw or "\x02wzx" in text):
            self._text_with_raw_html(text, typeset or self._typeset)
            return
        if typeset is not None:
            text = typeset(text)
        elif type(text) is not str:  # an AtomicString, not to be touched
            text = escape(text)
        else:
            self._waiting.append(len(self._out))
        self._out.append(text)

    def _text_with_raw_html(self, text: str, typeset: Typeset) -> None:
        """Write text among raw tags; what is in a `bdi` or has a language stays as it is."""
        for index, piece in enumerate(_PLACEHOLDER.split(text)):
            if index % 2 == 0:
                held = any(tag.holds for tag in self._raw)
                self._out.append(escape(piece) if held else typeset(piece))
                continue
            self._out.append(HTML_PLACEHOLDER % piece)
            tag = raw_tag(str(self._stash[int(piece)]))
            if tag and not tag.closes:
                self._raw.append(tag)
            elif tag and self._raw and self._raw[-1].name == tag.name:
                self._raw.pop()

    # The hot loop: split into two functions it takes a fifth longer.
    def _element(self, element: Element, pretty: bool, typeset: Typeset | None) -> None:  # noqa: C901, PLR0912
        tag = element.tag
        out = self._out
        inner = typeset
        if pretty and self._raw:  # a tag left open ends with its block
            self._raw = []
        items = element.items()
        if items:
            out.append(f"<{tag}{_attributes(items)}>")
            language = element.get("lang")
            if language and self._typeset_for is not None:
                inner = self._typeset_for(language)
        else:
            out.append(f"<{tag}>")
        if tag in _VERBATIM:
            inner = escape
        lines = pretty and tag not in UNBROKEN
        text = element.text
        if lines and len(element) and element[0].tag in BLOCKS and (not text or text.isspace()):
            out.append("\n")
        elif text:
            self._text(str(text) if tag == "abbr" else text, inner)
        before = len(self._plain)
        for child in element:
            self._element(child, lines and child.tag in BLOCKS, inner)
        if tag not in _EMPTY:
            out.append(f"</{tag}>")
        if tag == "caption":
            self._plain.append("\n")
        elif tag == "sup" and _is_note_number(element):
            del self._plain[before:]
        tail = element.tail
        if pretty and (not tail or tail.isspace()):
            out.append("\n")
            self._plain.append("\n")
        elif tail:
            self._text(tail, typeset)


def _is_note_number(element: Element) -> bool:
    return element.get("class") == "cite" or element.get("id", "").startswith("fnref")


def _attributes(items: ItemsView[str, str]) -> str:
    written = ""
    for name, value in sorted(items) if len(items) > 1 else items:
        if name == value and name in _BOOLEAN:
            written += f" {name}"
            continue
        text = escape(value)
        if '"' in text:
            text = text.replace('"', "&quot;")
        written += f' {name}="{text}"'
    return written
