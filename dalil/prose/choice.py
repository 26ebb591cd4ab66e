"""Which block processors a block of text could interest."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree import ElementTree

from markdown.blockparser import BlockParser

Element = ElementTree.Element


class BlockChoice:
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
            if heading := _HEADING(block):  # on a line of its own, and nothing hard in it
                del blocks[0]
                ElementTree.SubElement(parent, f"h{len(heading[1])}").text = heading[2].strip()
                continue
            for wants, test, run in self._steps:
                if not wants(block, parent) or not test(parent, block):
                    continue
                if run(parent, blocks) is not False:
                    break


_HEADING = re.compile(r"(#{1,6})([^\\#\n]*)").fullmatch
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
        or ("]" in block and ("]:" in block or "] :" in block))
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
