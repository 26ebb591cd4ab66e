r"""YAML that knows its positions and has no surprises.

PyYAML speaks YAML 1.1, where `0522123456` is the number 88647470, `12:30` is 750 and `no` is
false. Here plain scalars follow the YAML 1.2 core schema, a number with a leading zero stays text
(it is a phone number or a code), only «\n» ends a line, and a duplicate key is a fault; so is an
alias (`*name`), which a text that begins with «*» nearly always is by mistake.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import yaml
from yaml.composer import Composer
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.resolver import BaseResolver
from yaml.scanner import Scanner

from dalil.diagnostics import Diagnostic, fault

__all__ = [
    "MappingNode",
    "Node",
    "Place",
    "ScalarNode",
    "SequenceNode",
    "entries",
    "parse",
    "place",
]

BOOLEAN, INTEGER, FLOAT = "tag:bool", "tag:int", "tag:float"
NULL, DATE, TEXT = "tag:null", "tag:date", "tag:yaml.org,2002:str"


class _Resolver(BaseResolver):
    """The plain scalars of YAML 1.2's core schema, and ISO dates."""


for _tag, _pattern, _first in (
    (BOOLEAN, r"true|True|TRUE|false|False|FALSE", "tTfF"),
    (INTEGER, r"[-+]?(?:0|[1-9][0-9]*)", "-+0123456789"),
    (FLOAT, r"[-+]?(?:0|[1-9][0-9]*)?\.[0-9]+(?:[eE][-+]?[0-9]+)?", "-+.0123456789"),
    (DATE, r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}", "0123456789"),
    (NULL, r"~|null|Null|NULL|", ["~", "n", "N", ""]),
):
    _Resolver.add_implicit_resolver(_tag, re.compile(f"(?:{_pattern})$"), list(_first))

try:
    from yaml.cyaml import CParser  # type: ignore[attr-defined]

    class _Loader(CParser, Composer, _Resolver):
        def __init__(self, text: str) -> None:
            CParser.__init__(self, text)
            Composer.__init__(self)
            _Resolver.__init__(self)

except ImportError:  # PyYAML without libyaml: the same, slower

    class _Loader(Reader, Scanner, Parser, Composer, _Resolver):  # type: ignore[no-redef]
        def __init__(self, text: str) -> None:
            Reader.__init__(self, text)
            Scanner.__init__(self)
            Parser.__init__(self)
            Composer.__init__(self)
            _Resolver.__init__(self)


class Place(NamedTuple):
    """Where something stands in a file: 1-based line and column, and its length in characters."""

    line: int
    column: int
    length: int


def place(node: Node, first_line: int = 1) -> Place:
    """The place of a node; one that spans lines is underlined to the end of its first word."""
    start, end = node.start_mark, node.end_mark
    length = end.column - start.column if end.line == start.line else 1
    return Place(start.line + first_line, start.column + 1, max(length, 1))


def parse(path: str, text: str, first_line: int = 1) -> tuple[Node | None, list[Diagnostic]]:
    """Compose one YAML document; no node when it is empty or its syntax is wrong.

    `first_line` is the number, in the file, of the text's first line; lines end in line feeds.
    """
    for other in _OTHER_LINE_ENDS:
        text = text.replace(other, " ")
    try:
        _refuse(text)
        node = _Loader(text).get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = _mark(error)
        line, column = _inside(text, mark.line, mark.column + 1) if mark else (0, 1)
        problem = error.problem or error.context or ""
        if problem.startswith("mapping values") and _lacks_colon(text, line, column):
            line, column, problem = line - 1, 1, "could not find expected ':'"
        return None, [fault("yaml-syntax", path, line + first_line, column, 1, problem=problem)]
    except (yaml.YAMLError, ValueError) as error:  # a character that YAML forbids
        line, column = _forbidden(text)
        problem = str(error).splitlines()[0]
        return None, [fault("yaml-syntax", path, line + first_line, column, 1, problem=problem)]
    return node, list(_duplicates(path, node, first_line)) if node is not None else []


_OTHER_LINE_ENDS = "\x85\u2028\u2029"
"""YAML 1.1 ends lines there, editors do not: positions would be wrong."""
_DEEPEST = 200
"""Far deeper than anyone nests, and far from what would exhaust the stack."""


def _refuse(text: str) -> None:
    """Raise MarkedYAMLError at an alias, and where values are nested too deeply."""
    # Nesting takes a bracket or a deeper column: most texts need not be looked at.
    widest = max(map(len, text.split("\n")))
    if "*" not in text and 2 * widest + text.count("[") + text.count("{") < 2 * _DEEPEST:
        return
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):  # type: ignore[arg-type]
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        alias = isinstance(event, yaml.AliasEvent)
        if alias or depth > _DEEPEST:
            problem = "found undefined alias" if alias else "nested too deeply"
            raise yaml.MarkedYAMLError(None, None, problem, event.start_mark)  # type: ignore[arg-type]


def _mark(error: yaml.MarkedYAMLError) -> yaml.Mark | None:
    """Where to look: what is never closed is shown where it was opened."""
    problem, context = error.problem_mark, error.context_mark
    opened = str(error.context).startswith(
        ("while scanning a simple key", "while scanning a quoted", "while parsing a flow")
    )
    if problem and context and opened and problem.line > context.line:
        return context
    return problem or context


def _inside(text: str, line: int, column: int) -> tuple[int, int]:
    """A position that exists: the end of the text is reported on its last written line."""
    lines = text.split("\n")
    if line < len(lines):
        return line, column
    last = max((n for n, content in enumerate(lines) if content.strip()), default=0)
    return last, len(lines[last]) or 1


def _lacks_colon(text: str, line: int, column: int) -> bool:
    """Whether the first «:» of a line is refused because the line above has none."""
    lines = text.split("\n")
    above = lines[line - 1] if line else ""
    return bool(
        re.match(r"[^\s:#-][^:]*$", above) and lines[line][: column - 1].replace("_", "a").isalnum()
    )


def _forbidden(text: str) -> tuple[int, int]:
    match = re.search(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text)
    before = text[: match.start()] if match else ""
    return before.count("\n"), len(before) - before.rfind("\n")


def entries(node: MappingNode) -> Iterator[tuple[str, ScalarNode, Node]]:
    """Yield the pairs of a mapping: key as text, key node, value node.

    A key that is not text is "?": it is found unknown rather than lost.
    """
    for key, value in node.value:
        yield str(key.value) if isinstance(key, ScalarNode) else "?", key, value


def _duplicates(path: str, node: Node, first_line: int) -> Iterator[Diagnostic]:
    if isinstance(node, SequenceNode):
        for item in node.value:
            yield from _duplicates(path, item, first_line)
    if isinstance(node, MappingNode):
        seen: dict[str, int] = {}
        for key, key_node, value in entries(node):
            at = place(key_node, first_line)
            if key in seen:
                yield fault("key-duplicate", path, *at, key=key, first_line=str(seen[key]))
            seen.setdefault(key, at.line)
            yield from _duplicates(path, value, first_line)
