"""Declared fields: one declaration validates YAML with positions and makes a JSON Schema.

`site.yaml`, front matter and data files are all described by `Field`s. A value is valid or it
does not exist: every fault of a file becomes a diagnostic at its place, and what is left is plain
data (str, int, float, bool, tuple, dict).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from dalil.diagnostics import Diagnostic, fault, nearest
from dalil.yamlfile import (
    BOOLEAN,
    DATE,
    FLOAT,
    INTEGER,
    NULL,
    MappingNode,
    Node,
    Place,
    ScalarNode,
    SequenceNode,
    entries,
    place,
)


class Field(NamedTuple):
    """What one key may hold."""

    type: str = "text"
    """One of TYPES, or `forms` (a text, or a mapping of its plural forms), `moment` (a day, a month
    or a year), `period` (a moment, or two), `duration` (3:20), or `anything`.
    """
    required: bool = False
    choices: tuple[str, ...] = ()
    """The only texts allowed, when there are any."""
    of: Field | None = None
    """What a list's items or a mapping's values hold."""
    fields: Mapping[str, Field] = {}
    """A record's keys."""
    keys: tuple[str, ...] = ()
    """The only keys a mapping may have, when there are any."""
    filled: bool = False
    """A list has at least one item."""
    to: str = ""
    """What a reference points to: a collection's name, or a file of `content/data/`."""
    aka: tuple[str, ...] = ()
    """Names that editors use for this key in their own language; each is a fault that names it."""
    description: str = ""


TYPES = (
    "text",
    "boolean",
    "integer",
    "number",
    "date",
    "url",
    "list",
    "mapping",
    "record",
    "reference",
)
TEXT = Field()
_MOMENT = r"\d{4}(?:-\d{2}(?:-\d{2})?)?"
_MOMENTS = {"moment": re.compile(_MOMENT), "period": re.compile(rf"{_MOMENT}(?:/{_MOMENT})?")}
_DURATION = re.compile(r"(?:\d{1,2}:[0-5])?\d:[0-5]\d|[0-5]\d:[0-5]\d")
_URL = re.compile(r"https?://[^\s/?#]+(?:[/?#]\S*)?")
_SCALARS = {
    "boolean": (BOOLEAN,),
    "integer": (INTEGER,),
    "number": (INTEGER, FLOAT),
    "date": (DATE,),
}


def is_url(text: str) -> bool:
    """Whether a text is the whole address of a page or site."""
    try:
        parts = urlsplit(text)
        return bool(_URL.fullmatch(text) and parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number, a bracket that is never closed
        return False


class Reference(NamedTuple):
    """A reference met on the way: whether it leads anywhere is known when all is read."""

    key: str
    to: str
    target: str
    place: Place


@dataclass
class Validation:
    """One file under validation: what is known of it, and what was found wrong."""

    path: str
    first_line: int = 1
    faults: list[Diagnostic] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)
    """Dotted key → the place of its value, for faults that are found later."""
    keys: dict[str, Place] = field(default_factory=dict)
    """Dotted key → its own place."""

    def fault(self, code: str, node: Node, **args: str) -> None:
        """Note a fault at a node."""
        self.faults.append(fault(code, self.path, *place(node, self.first_line), **args))

    def value(self, node: Node, declared: Field, key: str) -> Any:
        """The valid plain value of a node; None when there is none (and a fault was noted)."""
        self.places[key] = place(node, self.first_line)
        if declared.type == "list":
            return self._list(node, declared, key)
        if declared.type == "forms" and not isinstance(node, MappingNode):
            return self._scalar(node, TEXT, key)
        if declared.type in ("mapping", "forms"):
            return self._mapping(node, declared, key)
        if declared.type == "record":
            return self.record(node, declared.fields, key)
        if declared.type == "anything":
            return self._anything(node, key)
        return self._scalar(node, declared, key)

    def record(self, node: Node, fields: Mapping[str, Field], prefix: str = "") -> dict[str, Any]:
        """The valid values of a mapping whose keys are declared."""
        if not isinstance(node, MappingNode):
            self._wrong(node, "mapping", prefix)
            return {}
        values: dict[str, Any] = {}
        seen = set()
        for key, key_node, value_node in entries(node):
            dotted = f"{prefix}.{key}" if prefix else key
            seen.add(key)
            self.keys[dotted] = place(key_node, self.first_line)
            if key not in fields:
                self._unknown_key(key, key_node, fields, seen)
            elif (value := self.value(value_node, fields[key], dotted)) is not None:
                values[key] = value
        for key, declared in fields.items():
            if declared.required and key not in seen:
                self.fault("field-missing", _first(node), key=f"{prefix}.{key}" if prefix else key)
        return values

    def _unknown_key(
        self, key: str, node: Node, fields: Mapping[str, Field], seen: set[str]
    ) -> None:
        for name, declared in fields.items():
            if key.strip().casefold() in declared.aka:
                seen.add(name)  # said once: the key is not missing, it is misnamed
                self.fault("key-translated", node, key=key, nearest=name)
                return
        guess = nearest(key, fields)
        seen.add(guess)
        self.fault("key-unknown", node, key=key, nearest=guess)

    def _list(self, node: Node, declared: Field, key: str) -> tuple[Any, ...] | None:
        if not isinstance(node, SequenceNode) or (declared.filled and not node.value):
            self._wrong(node, "list", key)
            return None
        item = declared.of or TEXT
        values = (self.value(child, item, f"{key}.{n}") for n, child in enumerate(node.value))
        return tuple(value for value in values if value is not None)

    def _mapping(self, node: Node, declared: Field, key: str) -> dict[str, Any] | None:
        if not isinstance(node, MappingNode) or (declared.required and not node.value):
            self._wrong(node, "mapping", key)
            return None
        values = {}
        for name, name_node, child in entries(node):
            self.keys[f"{key}.{name}"] = place(name_node, self.first_line)
            if declared.keys and name not in declared.keys:
                self.fault("key-unknown", name_node, key=name, nearest=nearest(name, declared.keys))
            elif (value := self.value(child, declared.of or TEXT, f"{key}.{name}")) is not None:
                values[name] = value
        return values

    def _anything(self, node: Node, key: str) -> Any:
        """Data of no declared shape, its scalars as YAML understands them."""
        if isinstance(node, MappingNode):
            return {k: self._anything(child, f"{key}.{k}") for k, _, child in entries(node)}
        if isinstance(node, SequenceNode):
            return tuple(self._anything(child, key) for child in node.value)
        by_tag = {BOOLEAN: "boolean", INTEGER: "integer", FLOAT: "number", DATE: "date"}
        if node.tag == NULL:
            return None
        return self._scalar(node, Field(by_tag.get(node.tag, "text")), key)

    def _scalar(self, node: Node, declared: Field, key: str) -> Any:
        if not isinstance(node, ScalarNode) or node.tag == NULL:
            self._wrong(node, declared.type, key)
            return None
        text = str(node.value).strip()
        if declared.type == "date":
            return self._date(node, text, key)
        if declared.type in _MOMENTS:
            return self._moments(node, declared.type, text, key)
        odd = declared.type == "duration" and not _DURATION.fullmatch(text)
        if odd or node.tag not in _SCALARS.get(declared.type, (node.tag,)):
            self._wrong(node, declared.type, key)
            return None
        if declared.choices and text not in declared.choices:
            guess, choices = nearest(text, declared.choices), ", ".join(declared.choices)
            self.fault("choice-unknown", node, key=key, found=text, choices=choices, nearest=guess)
            return None
        return self._converted(node, declared, key, text)

    def _converted(self, node: Node, declared: Field, key: str, text: str) -> Any:
        if declared.type == "boolean":
            return text.lower() == "true"
        if declared.type in ("integer", "number"):
            return self._number(node, declared, key, text)
        if declared.type == "url" and not is_url(text):
            self.fault("url-invalid", node, key=key, found=text)
            return None
        if declared.type == "reference":
            at = place(node, self.first_line)
            self.references.append(Reference(key, declared.to, text, at))
        if not text and declared.required:
            self._wrong(node, declared.type, key)
            return None
        return text

    def _number(self, node: Node, declared: Field, key: str, text: str) -> int | float | None:
        try:
            found = int(text) if node.tag == INTEGER else float(text)
        except ValueError:  # thousands of digits
            found = float("inf")
        if isfinite(found):
            return found
        self._wrong(node, declared.type, key)
        return None

    def _date(self, node: Node, text: str, key: str) -> str | None:
        if node.tag != DATE and not re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", text):
            self._wrong(node, "date", key)
            return None
        try:
            return datetime.date(*map(int, text.split("-"))).isoformat()
        except ValueError:
            self.fault("date-impossible", node, key=key, found=text)
            return None

    def _moments(self, node: Node, expected: str, text: str, key: str) -> str | None:
        """A year, a month or a day; as a period, also two of them with "/" between."""
        if not _MOMENTS[expected].fullmatch(text):
            self._wrong(node, expected, key)
            return None
        for part in text.split("/"):
            try:
                datetime.date.fromisoformat((part + "-01-01")[:10])
            except ValueError:
                self.fault("date-impossible", node, key=key, found=part)
                return None
        return text

    def _wrong(self, node: Node, expected: str, key: str) -> None:
        if not key:  # the whole file
            self.fault("yaml-syntax", node, problem="could not find expected ':'")
            return
        found = str(node.value).strip()
        if not isinstance(node, ScalarNode):
            found = "mapping" if isinstance(node, MappingNode) else "list"
        found = found if node.value else ""
        self.fault("value-type", node, key=key, expected=expected, found=found)


def _first(node: MappingNode) -> Node:
    """Where to say that a key is missing: at the record's first key."""
    return node.value[0][0] if node.value else node


def json_schema(declared: Field) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a field, so that editors' tools complete and check as we do."""
    schema: dict[str, Any] = {"description": declared.description} if declared.description else {}
    match declared.type:
        case "list":
            schema |= {"type": "array", "items": json_schema(declared.of or TEXT)}
            schema |= {"minItems": 1} if declared.filled else {}
        case "mapping":
            schema |= _mapping_schema(declared)
        case "record":
            required = tuple(key for key, child in declared.fields.items() if child.required)
            children = {key: json_schema(child) for key, child in declared.fields.items()}
            schema |= _object(children, required)
        case "forms":
            forms = json_schema(declared._replace(type="mapping", description=""))
            schema |= {"anyOf": [json_schema(TEXT), forms]}
        case name:
            schema |= _SCALAR_SCHEMAS.get(name, {"type": "string"})
    if declared.choices:
        schema |= {"enum": list(declared.choices)}
    elif declared.required and declared.type in ("text", "reference"):
        schema |= {"pattern": r"\S"}
    return schema


# YAML reads an unquoted 2025 as a number, and true as a boolean; as text they are right too.
_TEXT_SCHEMA = {"type": ["string", "number", "boolean"]}
_SCALAR_SCHEMAS: dict[str, dict[str, Any]] = {
    "anything": {},
    "boolean": {"type": "boolean"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "text": _TEXT_SCHEMA,
    "reference": _TEXT_SCHEMA,
    "date": {"type": "string", "format": "date"},
    "duration": {"type": "string", "pattern": f"^(?:{_DURATION.pattern})$"},
    "url": {"type": "string", "format": "uri", "pattern": f"^(?:{_URL.pattern})$"},
}


def _mapping_schema(declared: Field) -> dict[str, Any]:
    values = json_schema(declared.of or TEXT)
    schema: dict[str, Any] = {"minProperties": 1} if declared.required else {}
    if declared.keys:
        return schema | _object(dict.fromkeys(declared.keys, values), ())
    return schema | {"type": "object", "additionalProperties": values}


def _object(properties: dict[str, Any], required: tuple[str, ...]) -> dict[str, Any]:
    schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return schema | ({"required": list(required)} if required else {})


def plain(value: Any) -> Any:
    """Nested dicts and lists as nested tuples, mappings in key order: an answer of plain data."""
    if isinstance(value, dict):
        return tuple((key, plain(item)) for key, item in value.items())
    if isinstance(value, list | tuple):
        return tuple(plain(item) for item in value)
    return value
