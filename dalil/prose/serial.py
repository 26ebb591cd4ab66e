"""Writing a tree of elements as HTML: lines, escapes and typography in one walk.

The text equals what Python-Markdown's `prettify` and `to_html_string` give together, when no
typography is set.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Callable

from markdown.serializers import BOOLEAN_ATTRIBUTES
from markdown.util import BLOCK_LEVEL_ELEMENTS, AtomicString

Typeset = Callable[[str], str]
"""Text of one node, not yet escaped → HTML."""

_BLOCKS = frozenset(BLOCK_LEVEL_ELEMENTS)
_EMPTY = frozenset(etree.HTML_EMPTY)  # type: ignore[attr-defined]
_VERBATIM = frozenset({"code", "pre", "kbd", "samp", "bdi", "script", "style"})
_BOOLEAN = BOOLEAN_ATTRIBUTES["html"]
_AMPERSAND = re.compile(r"&(?!(?:\#[0-9]+|\#x[0-9a-f]+|[0-9a-z]+);)", re.IGNORECASE)


def escape(text: str) -> str:
    """Escape text for HTML, leaving what already is an entity."""
    if "&" in text:
        text = _AMPERSAND.sub("&amp;", text)
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    return text


class Writer:
    """Writes trees; `typeset_for` gives the typography of a `lang` attribute."""

    def __init__(
        self, typeset: Typeset = escape, typeset_for: Callable[[str], Typeset] | None = None
    ) -> None:
        self._typeset = typeset
        self._typeset_for = typeset_for
        self._out: list[str] = []
        self._plain: list[str] = []

    def write(self, root: etree.Element) -> tuple[str, str]:
        """Return the HTML of what `root` contains, and its plain text on one line."""
        self._out = []
        self._plain = []
        text = root.text
        if (not text or not text.strip()) and len(root) and root[0].tag in _BLOCKS:
            text = "\n"
        if text:
            self._text(text, self._typeset)
        for child in root:
            self._element(child, child.tag in _BLOCKS, self._typeset)
        return "".join(self._out).strip(), " ".join("".join(self._plain).split())

    def _text(self, text: str, typeset: Typeset) -> None:
        self._plain.append(text)
        self._out.append(escape(text) if isinstance(text, AtomicString) else typeset(text))

    def _element(self, element: etree.Element, pretty: bool, typeset: Typeset) -> None:
        tag = element.tag
        out = self._out
        before = len(self._plain)
        inner = typeset
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
        text = element.text
        lines = pretty and tag != "pre" and tag != "code"
        if lines and len(element) and element[0].tag in _BLOCKS and (not text or text.isspace()):
            text = "\n"
        if text:
            if text == "\n":
                out.append(text)
            else:
                self._plain.append(text)
                if inner is escape or (tag != "abbr" and isinstance(text, AtomicString)):
                    out.append(escape(text))
                else:
                    out.append(inner(text))
        for child in element:
            self._element(child, lines and child.tag in _BLOCKS, inner)
        if tag not in _EMPTY:
            out.append(f"</{tag}>")
        if tag == "sup" and (element.get("class") == "cite" or element.get("id", "")[:5] == "fnref"):
            del self._plain[before:]
        elif tag == "caption":
            self._plain.append("\n")
        tail = element.tail
        if pretty and (not tail or tail.isspace()):
            out.append("\n")
            self._plain.append("\n")
        elif tail:
            self._text(tail, typeset)


def _attributes(items: object) -> str:
    written = []
    for name, value in sorted(items):  # type: ignore[call-overload]
        if value is None:
            written.append(f" {name}")
            continue
        value = escape(value)
        if '"' in value:
            value = value.replace('"', "&quot;")
        written.append(
            f" {value}" if name == value and name in _BOOLEAN else f' {name}="{value}"'
        )
    return "".join(written)
