"""The JSON Schema that editors' tools read judges a value as the builder does."""

import json
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from dalil.config import described, load
from dalil.frontmatter import FIELDS
from dalil.schema import TYPES, Field, Validation, json_schema
from dalil.yamlfile import parse
from tests.golden import SITES

AGREEMENTS = SITES / "collections/site.yaml"
WHOLE = {"title": "t", "description": "d"}
AGREEMENT: dict[str, Any] = {
    **WHOLE,
    "state": "signed",
    "number": 1,
    "signed": "2026-08-01",
    "site": "https://example.com/",
    "themes": [],
    "centres": ["rabat"],
    "office": "fes",
}


def builder_accepts(declared: Field, value: object) -> bool:
    """Whether the builder finds no fault; JSON is YAML too."""
    node, faults = parse("page.md", json.dumps(value, ensure_ascii=False))
    if node is None or faults:
        return False
    validation = Validation("page.md")
    validation.value(node, declared, "key")
    return not validation.faults


def editor_accepts(schema: dict[str, Any], value: object) -> bool:
    """Whether a tool that follows the schema, formats too, finds no fault."""
    Draft202012Validator.check_schema(schema)
    checker = Draft202012Validator.FORMAT_CHECKER
    return bool(Draft202012Validator(schema, format_checker=checker).is_valid(value))


def judged_alike(declared: Field, value: object) -> bool:
    """What both say of a value; an assertion that they say the same."""
    accepted = builder_accepts(declared, value)
    assert editor_accepts(json_schema(declared), value) is accepted, (declared, value)
    return accepted


# Values of a declared kind, and of any other

LETTERS = "abzém ⴰ1:#-'\"{}[],&*!|>%@`?\\/"
WORDS = st.text(LETTERS, min_size=1, max_size=6)
CHOICES = ("signed", "planned", "مدة")
# JSON has one kind of number, where 1.0 is an integer; YAML 1.2 says that it is not.
NUMBERS = st.sampled_from([0.5, -3.25, 1250000.5])
INTEGERS = st.integers(-(10**12), 10**12)
URLS = st.sampled_from(
    ["https://a.example/b?c=1", "http://a.example", "//a.example", "a", "https://"]
)
DATES = st.dates().map(str) | st.sampled_from(["2026-02-30", "2026-13-01", "0000-01-01", "26-1-1"])
SCALARS = st.one_of(
    st.none(), st.booleans(), INTEGERS, NUMBERS, WORDS, DATES, URLS, st.sampled_from(["", " "])
)
ANYTHING = SCALARS | st.lists(SCALARS, max_size=2) | st.dictionaries(WORDS, SCALARS, max_size=2)
NAMES = ("title", "date", "état", "مدة")


@st.composite
def declarations(draw: st.DrawFn, depth: int = 2) -> Field:
    """A field of any type that `site.yaml` can declare."""
    name = draw(st.sampled_from(TYPES))
    required = draw(st.booleans())
    if name == "text" and draw(st.booleans()):
        return Field(name, required, choices=CHOICES)
    if name not in ("list", "mapping", "record"):
        return Field(name, required)
    inner = declarations(depth - 1) if depth else st.just(Field())
    if name == "record":
        keys = draw(st.lists(st.sampled_from(NAMES), max_size=3, unique=True))
        return Field(name, required, fields={key: draw(inner) for key in keys})
    allowed = NAMES[:2] if name == "mapping" and draw(st.booleans()) else ()
    return Field(name, required, of=draw(inner), keys=allowed)


@st.composite
def values(draw: st.DrawFn, declared: Field) -> Any:
    """A value that is more often right than wrong."""
    if draw(st.integers(0, 5)) == 0:
        return draw(ANYTHING)
    item = declared.of or Field()
    if declared.type == "list":
        return draw(st.lists(values(item), max_size=2))
    if declared.type == "mapping":
        keys = st.sampled_from(declared.keys) if declared.keys else WORDS
        return draw(st.dictionaries(keys, values(item), max_size=2))
    if declared.type == "record":
        kept = [k for k, f in declared.fields.items() if draw(st.integers(0, 5)) or not f.required]
        return {key: draw(values(declared.fields[key])) for key in kept}
    return draw(st.sampled_from(declared.choices) if declared.choices else FITTING[declared.type])


FITTING = {
    "text": WORDS,
    "reference": WORDS,
    "boolean": st.booleans(),
    "integer": INTEGERS,
    "number": INTEGERS | NUMBERS,
    "date": DATES,
    "url": URLS,
    "duration": st.sampled_from(["3:20", "03:20", "1:02:03", "3:60", "20", "12:3", ":20"]),
}


@given(st.data())
@settings(max_examples=400)
def test_declared_fields_are_judged_alike(data: st.DataObject) -> None:
    declared = data.draw(declarations())
    value = data.draw(values(declared))
    judged_alike(declared, value)


@given(st.data())
@settings(max_examples=150)
def test_front_matter_is_judged_alike(data: st.DataObject) -> None:
    value: dict[str, Any] = dict(WHOLE)
    for key in data.draw(st.lists(st.sampled_from([*FIELDS, "titre"]), max_size=4, unique=True)):
        value[key] = data.draw(values(FIELDS.get(key, Field())))
    for key in data.draw(st.lists(st.sampled_from(["title", "description"]), max_size=1)):
        del value[key]
    judged_alike(Field("record", fields=FIELDS), value)


def test_generated_values_are_of_both_kinds() -> None:
    seen = set()

    @given(st.data())
    @settings(max_examples=100)
    def look(data: st.DataObject) -> None:
        declared = data.draw(declarations())
        seen.add(builder_accepts(declared, data.draw(values(declared))))

    look()
    assert seen == {True, False}


# A real declaration, as `build.py schema` writes it


@pytest.mark.parametrize(
    ("changes", "right"),
    [
        ({}, True),
        ({"state": "sgned"}, False),
        ({"number": "one"}, False),
        ({"number": 1.5}, False),
        ({"number": True}, False),
        ({"budget": 1.5}, True),
        ({"budget": 2}, True),
        ({"open": "oui"}, False),
        ({"open": False}, True),
        ({"signed": "2026-02-30"}, False),
        ({"signed": "demain"}, False),
        ({"themes": "école"}, False),
        ({"themes": ["école", 2]}, True),
        ({"themes": [["école"]]}, False),
        ({"centres": [None]}, False),
        ({"contact": {"phone": "05"}}, True),
        ({"contact": ["05"]}, False),
        ({"office": None}, False),
        ({"bureau": "fes"}, False),
        ({"title": None}, False),
        ({"title": 2026}, True),
        ({"العنوان": "x"}, False),
        ({"draft": True, "order": 3, "aliases": ["/a/"], "sources": []}, True),
    ],
)
def test_a_collection_is_judged_alike(changes: dict[str, Any], right: bool) -> None:
    schema = described(AGREEMENTS, "agreements")
    value = AGREEMENT | changes
    fields = _agreement_fields()
    assert builder_accepts(Field("record", fields=fields), value) is right
    assert editor_accepts(schema, value) is right


@pytest.mark.parametrize("missing", ["title", "description", "state", "themes", "office"])
def test_a_missing_field_is_judged_alike(missing: str) -> None:
    value = {key: held for key, held in AGREEMENT.items() if key != missing}
    assert not builder_accepts(Field("record", fields=_agreement_fields()), value)
    assert not editor_accepts(described(AGREEMENTS, "agreements"), value)


def _agreement_fields() -> dict[str, Field]:
    config, faults = load("site.yaml", AGREEMENTS.read_text("utf-8"))
    assert config is not None
    assert faults == []
    return FIELDS | dict(config.collections["agreements"].fields)


def test_a_site_is_judged_alike() -> None:
    schema = described(AGREEMENTS)
    for path in sorted(SITES.glob("*/site.yaml")):
        value = yaml.safe_load(path.read_text("utf-8"))
        if set(value["languages"]) == {"ar", "fr"}:  # the schema has this site's languages
            assert editor_accepts(schema, value), path
            assert not editor_accepts(schema, value | {"langue": "ar"}), path
            assert not editor_accepts(schema, value | {"outputs": ["sitmap"]}), path
