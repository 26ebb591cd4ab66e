"""Declared fields: all faults at once, each at its place; plain data; a JSON Schema that agrees."""

import datetime
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalil.schema import (
    TEXT,
    TYPES,
    Field,
    Reference,
    Validation,
    is_url,
    json_schema,
    plain,
)
from dalil.yamlfile import Place, parse

FIELDS = {
    "title": Field(required=True, aka=("titre", "العنوان")),
    "draft": Field("boolean"),
    "order": Field("integer"),
    "share": Field("number"),
    "date": Field("date"),
    "site": Field("url"),
    "audience": Field(choices=("families", "schools")),
    "sources": Field("list", of=Field("reference", to="sources")),
    "hours": Field("mapping", of=TEXT),
    "names": Field("mapping", of=TEXT, keys=("ar", "fr")),
    "place": Field("record", fields={"city": Field(required=True), "floor": Field("integer")}),
    "rest": Field("anything"),
    "words": Field("forms", keys=("one", "other")),
}


def validated(text: str, first_line: int = 1) -> tuple[dict[str, Any], Validation]:
    node, faults = parse("a.md", text, first_line)
    assert faults == []
    assert node is not None
    validation = Validation("a.md", first_line)
    return validation.record(node, FIELDS), validation


def said(text: str) -> list[tuple[int, int, str, dict[str, str]]]:
    _, validation = validated(text)
    return [(f.line, f.column, f.code, dict(f.args)) for f in validation.faults]


def test_a_valid_file_becomes_plain_data() -> None:
    values, validation = validated("""\
title: 2025
draft: true
order: -3
share: 12.5
date: 2026-1-5
site: https://www.example.org/a
audience: families
sources: [s39, s44]
hours: {lundi: 12:30, mardi: no}
names: {ar: دليل}
place: {city: Rabat, floor: 2}
rest: {a: [1, 2.5, true, ~, 0522, 2026-11-23]}
words: {one: page, other: pages}
""")
    assert validation.faults == []
    assert values == {
        "title": "2025",
        "draft": True,
        "order": -3,
        "share": 12.5,
        "date": "2026-01-05",
        "site": "https://www.example.org/a",
        "audience": "families",
        "sources": ("s39", "s44"),
        "hours": {"lundi": "12:30", "mardi": "no"},
        "names": {"ar": "دليل"},
        "place": {"city": "Rabat", "floor": 2},
        "rest": {"a": (1, 2.5, True, None, "0522", "2026-11-23")},
        "words": {"one": "page", "other": "pages"},
    }


def test_all_faults_are_found_at_once_each_at_its_place() -> None:
    assert said("""\
draft: oui
order: 3.5
date: 2026-02-30
site: www.example.org
audience: familys
sources: s39
place: {floor: high}
dradt: true
""") == [
        (1, 8, "value-type", {"key": "draft", "expected": "boolean", "found": "oui"}),
        (2, 8, "value-type", {"key": "order", "expected": "integer", "found": "3.5"}),
        (3, 7, "date-impossible", {"key": "date", "found": "2026-02-30"}),
        (4, 7, "url-invalid", {"key": "site", "found": "www.example.org"}),
        (
            5,
            11,
            "choice-unknown",
            {
                "key": "audience",
                "found": "familys",
                "choices": "families, schools",
                "nearest": "families",
            },
        ),
        (6, 10, "value-type", {"key": "sources", "expected": "list", "found": "s39"}),
        (7, 16, "value-type", {"key": "place.floor", "expected": "integer", "found": "high"}),
        (7, 9, "field-missing", {"key": "place.city"}),
        (8, 1, "key-unknown", {"key": "dradt", "nearest": "draft"}),
        (1, 1, "field-missing", {"key": "title"}),
    ]


@given(st.sets(st.sampled_from(["draft", "order", "share", "date"])), st.integers(1, 50))
def test_one_fault_never_hides_another(wrong: set[str], first_line: int) -> None:
    lines = ["title: x", *(f"{key}: [wrong]" for key in sorted(wrong))]
    values, validation = validated("\n".join(lines), first_line)
    assert values == {"title": "x"}
    places = {dict(f.args)["key"]: f.line for f in validation.faults}
    assert places == {key: first_line + n for n, key in enumerate(sorted(wrong), 1)}


@pytest.mark.parametrize(
    ("key", "code", "nearest"),
    [
        ("titre", "key-translated", "title"),
        ("Titre", "key-translated", "title"),
        ("العنوان", "key-translated", "title"),
        ("tilte", "key-unknown", "title"),
        ("TITLE", "key-unknown", "title"),
    ],
)
def test_a_misnamed_key_is_not_missing_as_well(key: str, code: str, nearest: str) -> None:
    assert said(f"{key}: x") == [(1, 1, code, {"key": key, "nearest": nearest})]


def test_an_unknown_key_like_no_other_hides_no_missing_one() -> None:
    assert [code for _, _, code, _ in said("zzz: x")] == ["key-unknown", "field-missing"]


@pytest.mark.parametrize("text", ["- a\n- b", "hello", "~", "[]"])
def test_a_file_that_is_no_mapping_is_one_fault(text: str) -> None:
    assert said(text) == [(1, 1, "yaml-syntax", {"problem": "could not find expected ':'"})]


@pytest.mark.parametrize("written", ["", "~", "[]", "{}", "[a]", "{a: b}"])
def test_a_required_text_is_a_text(written: str) -> None:
    (only,) = said(f"title: {written}")
    assert only[2] == "value-type"
    assert only[3]["found"] == {"[a]": "list", "{a: b}": "mapping"}.get(
        written, "~" if written == "~" else ""
    )


def test_a_required_text_of_spaces_is_empty() -> None:
    assert said("title: '  '")[0][2:] == (
        "value-type",
        {"key": "title", "expected": "text", "found": ""},
    )


@pytest.mark.parametrize("written", ["9" * 5000, "!<tag:int> abc"])
def test_a_number_that_is_none_is_a_fault(written: str) -> None:
    assert [f[2] for f in said(f"title: x\norder: {written}")] == ["value-type"]


def test_a_number_without_end_is_a_fault() -> None:
    assert [f[2] for f in said("title: x\nshare: 1.0e999")] == ["value-type"]


@pytest.mark.parametrize("key", ["5", "~", "? [a]"])
def test_a_key_that_is_no_text_is_unknown(key: str) -> None:
    assert [
        f[2] for f in said(f"title: x\n{key}\n: y" if "?" in key else f"title: x\n{key}: y")
    ] == ["key-unknown"]


def test_the_keys_of_a_mapping_can_be_fixed() -> None:
    assert said("title: x\nnames: {ar: a, fe: b}") == [
        (2, 16, "key-unknown", {"key": "fe", "nearest": ""})
    ]
    assert [f[:3] for f in said("title: x\nwords: {one: a, othr: b}")] == [(2, 17, "key-unknown")]


@pytest.mark.parametrize(("written", "kept"), [("page", "page"), ("5", "5"), ("no", "no")])
def test_forms_may_be_one_text(written: str, kept: str) -> None:
    values, validation = validated(f"title: x\nwords: {written}")
    assert validation.faults == []
    assert values["words"] == kept


@pytest.mark.parametrize("written", ["[a, b]", "{one: [a]}"])
def test_forms_are_texts(written: str) -> None:
    assert [f[2] for f in said(f"title: x\nwords: {written}")] == ["value-type"]


def test_references_and_places_are_kept_for_later() -> None:
    _, validation = validated("title: x\nsources: [s39, s44]\n", 2)
    assert validation.references == [
        Reference("sources.0", "sources", "s39", Place(3, 11, 3)),
        Reference("sources.1", "sources", "s44", Place(3, 16, 3)),
    ]
    assert validation.places["sources.1"] == (3, 16, 3)
    assert validation.keys["sources"] == (3, 1, 7)


@given(st.dates())
def test_every_real_date_is_itself(day: datetime.date) -> None:
    values, validation = validated(f"title: x\ndate: {day.isoformat()}")
    assert validation.faults == []
    assert values["date"] == day.isoformat()


@given(st.integers(1, 9999), st.integers(0, 99), st.integers(0, 99))
def test_a_date_is_real_or_a_fault(year: int, month: int, day: int) -> None:
    values, validation = validated(f"title: x\ndate: {year:04}-{month:02}-{day:02}")
    try:
        expected: str | None = datetime.date(year, month, day).isoformat()
    except ValueError:
        expected = None
    assert values.get("date") == expected
    assert [f.code for f in validation.faults] == ([] if expected else ["date-impossible"])


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("https://www.example.org", True),
        ("http://localhost:8000/a?b#c", True),
        ("https://مثال.example/صفحة", True),
        ("https://[::1]/", True),
        ("www.example.org", False),
        ("ftp://example.org/", False),
        ("https://", False),
        ("https:///path", False),
        ("https://a b/", False),
        ("https://?a", False),
        ("https://[a/", False),
        ("https://a:port/", False),
        ("https://a:99999/", False),
        ("javascript:alert(1)", False),
        ("", False),
    ],
)
def test_a_url_is_a_whole_address(text: str, right: bool) -> None:
    assert is_url(text) is right


# JSON Schema


def test_the_json_schema_says_what_is_checked() -> None:
    schema = json_schema(Field("record", fields=FIELDS))
    assert schema["required"] == ["title"]
    assert schema["additionalProperties"] is False
    properties = schema["properties"]
    assert properties["audience"]["enum"] == ["families", "schools"]
    assert properties["sources"] == {"type": "array", "items": json_schema(Field("reference"))}
    assert list(properties["names"]["properties"]) == ["ar", "fr"]
    assert properties["place"]["required"] == ["city"]
    assert json.loads(json.dumps(schema)) == schema


@pytest.mark.parametrize("name", TYPES)
def test_each_type_has_a_schema_that_a_validator_takes(name: str) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.Draft202012Validator.check_schema(json_schema(Field(name, of=TEXT)))


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("title: x", True),
        ("title: 2025", True),
        ("title: x\nwords: {one: a}", True),
        ("title: x\nwords: a", True),
        ("title: x\ndraft: oui", False),
        ("title: x\nother: y", False),
        ("draft: true", False),
        ("title: x\nwords: [a]", False),
        ("title: x\naudience: all", False),
    ],
)
def test_editors_tools_judge_as_we_do(text: str, right: bool) -> None:
    yaml = pytest.importorskip("yaml")
    jsonschema = pytest.importorskip("jsonschema")
    _, validation = validated(text)
    assert (validation.faults == []) is right
    validator = jsonschema.Draft202012Validator(json_schema(Field("record", fields=FIELDS)))
    assert validator.is_valid(yaml.safe_load(text)) is right


def test_plain_data_holds_only_tuples() -> None:
    assert plain({"a": [1, {"b": None}], "c": "d"}) == (("a", (1, (("b", None),))), ("c", "d"))
