"""One file at a time: its bytes in, plain values and faults out."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from dalil.datafiles import ANYTHING, CONFIDENCES
from dalil.diagnostics import Diagnostic
from dalil.reader import (
    Keyed,
    Page,
    body,
    read_data,
    read_image,
    read_keyed,
    read_page,
    read_style,
    read_template,
)
from tests.tiny import configured, page

CONFIG = configured("""\
variants: {simple: {ar: مبسط, fr: facile}}
collections:
  guides: {fields: {places: {type: integer}, topic: {type: reference, to: guides}}}
  schools: {folder: guides/schools}
""")


def read(
    text: str | bytes, path: str = "content/guides/school.fr.md"
) -> tuple[Page, list[Diagnostic]]:
    found, faults = read_page(path, text.encode() if isinstance(text, str) else text, CONFIG)
    assert found is not None
    return found, faults


def said(faults: list[Diagnostic]) -> list[tuple[int, int, str]]:
    return [(f.line, f.column, f.code) for f in faults]


# Pages


def test_a_page_is_read() -> None:
    found, faults = read(page("L’école", "## Texte", places="3", topic="a", sources="[s1]"))
    assert faults == []
    head = found.head
    assert (head.key, head.lang) == ("guides/school", "fr")
    assert dict(head.values) == {
        "title": "L’école",
        "description": "L’école.",
        "places": 3,
        "topic": "a",
        "sources": ("s1",),
    }
    assert [(r.key, r.to, r.target) for r in head.references] == [
        ("topic", "guides", "a"),
        ("sources.0", "sources", "s1"),
    ]
    assert dict(head.places)["places"] == (4, 9, 1)
    assert found.body_line == 8


def test_all_faults_of_a_page_are_found_at_once() -> None:
    _, faults = read("---\ntitel: a\ndraft: oui\nplaces: many\ndate: 2026-02-30\n---\n")
    assert said(faults) == [
        (2, 1, "key-unknown"),
        (3, 8, "value-type"),
        (4, 9, "value-type"),
        (5, 7, "date-impossible"),
        (2, 1, "field-missing"),
    ]


def test_an_index_page_has_no_fields_of_its_collection() -> None:
    _, faults = read(page("a", places="3"), "content/guides/index.fr.md")
    assert said(faults) == [(4, 1, "key-unknown")]


def test_a_page_may_name_another_collection() -> None:
    _, faults = read(page("a", collection="guides", places="3"), "content/other/a.fr.md")
    assert faults == []
    _, faults = read(page("a", collection="none", places="3"), "content/other/a.fr.md")
    assert said(faults) == [(5, 1, "key-unknown")]


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("", [(1, 1, "front-matter-missing")]),
        ("text", [(1, 1, "front-matter-missing")]),
        ("---\ntitle: a\n", [(1, 1, "front-matter-unclosed")]),
        ("---\n---\n", [(1, 1, "field-missing")]),
        ("---\n# remark\n---\n", [(1, 1, "field-missing")]),
        ("---\n- a\n- b\n---\n", [(2, 1, "yaml-syntax")]),
        ("---\nhello\n---\n", [(2, 1, "yaml-syntax")]),
        ("---\n~\n---\n", [(2, 1, "yaml-syntax")]),
        ("---\ntitle: a: b\n---\n", [(2, 9, "yaml-syntax")]),
        ("---\ntitle: *a\n---\n", [(2, 8, "yaml-syntax")]),
        ("---\nx: &a [*a]\n---\n", [(2, 8, "yaml-syntax")]),
    ],
)
def test_a_page_without_a_head_is_still_that_page(
    text: str, faults: list[tuple[int, int, str]]
) -> None:
    found, noted = read(text)
    assert said(noted) == faults
    assert (found.head.key, found.head.lang, found.head.values) == ("guides/school", "fr", ())


@given(
    st.integers(0, 3),
    st.text("aéع🎉", max_size=6),
    st.sampled_from([b"\xe9", b"\xff\xfe", b"\xd8"]),
)
def test_what_is_not_utf_8_is_shown_where_it_stands(lines: int, before: str, wrong: bytes) -> None:
    content = ("عé\n" * lines + before).encode() + wrong + b" after\n"
    found, faults = read(content)
    assert said(faults) == [(lines + 1, len(before) + 1, "encoding-not-utf8")]
    assert found.body == ""


@given(st.text(), st.text(max_size=80))
def test_any_text_is_read_without_an_error(head: str, text: str) -> None:
    content = f"---\n{head}\n---\n{text}".encode("utf-8", "replace")
    found, faults = read(content)
    assert found.head.key == "guides/school"
    assert "title" in dict(found.head.values) or faults


@given(st.binary(max_size=80))
def test_any_bytes_are_read_without_an_error(content: bytes) -> None:
    _, faults = read(content)
    assert faults


def test_a_huge_page_is_read() -> None:
    found, faults = read(page("a", "mot " * 1_000_000))
    assert faults == []
    assert found.body


def test_the_same_body_has_the_same_fingerprint_whatever_the_head() -> None:
    one, _ = read(page("a", "text"))
    other, _ = read(page("b", "text", places="3"))
    different, _ = read(page("a", "texts"))
    assert one.body == other.body != different.body
    assert body(page("a", "text").replace("\n", "\r\n").encode()) == "\ntext\n"


# YAML beside the pages


def data(name: str, text: str) -> tuple[Keyed, list[Diagnostic]]:
    return read_data(f"content/data/{name}.yaml", text.encode(), ("ar", "fr"))


def test_entries_have_their_places() -> None:
    keyed, faults = data("sources", "s1:\n  title: a\n  publisher: b\n")
    assert faults == []
    assert keyed.values == (("s1", (("title", "a"), ("publisher", "b"))),)
    assert dict(keyed.places) == {"s1": (1, 1, 2)}


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("s1: {title: a}\n", [(1, 6, "field-missing")]),
        ("s1: {title: a, publisher: b, urll: c}\n", [(1, 30, "key-unknown")]),
        ("s1: {title: a, publisher: b, url: c}\n", [(1, 35, "url-invalid")]),
        ("- s1\n", [(1, 1, "yaml-syntax")]),
        ("s1\n", [(1, 1, "yaml-syntax")]),
        ("s1: a: b\n", [(1, 6, "yaml-syntax")]),
        ("s1: {title: a, publisher: b}\ns1: {title: a, publisher: b}\n", [(2, 1, "key-duplicate")]),
        ("", []),
    ],
)
def test_a_source_is_complete(text: str, faults: list[tuple[int, int, str]]) -> None:
    assert said(data("sources", text)[1]) == faults


@pytest.mark.parametrize("confidence", CONFIDENCES)
def test_a_weak_source_says_with_which_words_it_is_cited(confidence: str) -> None:
    text = f"s1: {{title: a, publisher: b, confidence: {confidence}}}\n"
    faults = [(1, 1, "field-missing")] if confidence == "weak" else []
    assert said(data("sources", text)[1]) == faults


@pytest.mark.parametrize(
    ("attribution", "faults"),
    [
        ("{ar: [أ], fr: [a, b]}", []),
        ("{ar: [أ]}", ["field-missing"]),
        ("{ar: [أ], fr: []}", ["value-type"]),
        ("{ar: [أ], fr: [a], de: [a]}", ["key-unknown"]),
    ],
)
def test_a_weak_source_has_words_in_each_language(attribution: str, faults: list[str]) -> None:
    text = f"s1: {{title: a, publisher: b, confidence: weak, attribution: {attribution}}}\n"
    assert [code for *_, code in said(data("sources", text)[1])] == faults


@pytest.mark.parametrize(
    ("date", "faults"),
    [
        ('"2018"', []),
        ("2018", []),
        ('"2018-10"', []),
        ("2018-10-04", []),
        ('"2018-13"', ["date-impossible"]),
        ("2018-02-30", ["date-impossible"]),
        ("last year", ["value-type"]),
        ("2015/2018", ["value-type"]),
    ],
)
def test_a_source_is_of_a_day_a_month_or_a_year(date: str, faults: list[str]) -> None:
    keyed, found = data("sources", f"s1: {{title: a, publisher: b, date: {date}}}\n")
    assert [code for *_, code in said(found)] == faults
    assert faults or dict(dict(keyed.values)["s1"])["date"] == date.strip('"')


FIGURE = {
    "value": "27642",
    "unit": "{ar: طفلا, fr: enfants}",
    "year": '"2025"',
    "scope": "{ar: أ, fr: a}",
    "source": "[s1]",
}


def figure(**changes: str) -> tuple[Keyed, list[Diagnostic]]:
    values = {key: value for key, value in (FIGURE | changes).items() if value}
    return data("figures", "f1:\n" + "".join(f"  {key}: {values[key]}\n" for key in values))


def test_a_figure_has_its_number_its_year_and_its_sources() -> None:
    keyed, faults = figure(value="72.7", source="[s1, s2]")
    assert faults == []
    assert dict(dict(keyed.values)["f1"])["value"] == 72.7
    assert [(each.to, each.target, each.place[:2]) for each in keyed.references] == [
        ("sources", "s1", (6, 12)),
        ("sources", "s2", (6, 16)),
    ]


@pytest.mark.parametrize("key", FIGURE)
def test_nothing_of_a_figure_may_be_missing(key: str) -> None:
    assert [code for *_, code in said(figure(**{key: ""})[1])] == ["field-missing"]


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("value", "many", "value-type"),
        ("unit", "{fr: enfants}", "field-missing"),
        ("scope", "{ar: أ}", "field-missing"),
        ("source", "[]", "value-type"),
        ("source", "s1", "value-type"),
        ("year", "about 2025", "value-type"),
        ("year", "2015-2020", "value-type"),
        ("year", "2015/2020/2021", "value-type"),
        ("year", '"2018-13"', "date-impossible"),
        ("year", "2024-02-30", "date-impossible"),
        ("year", "2015/2020-00", "date-impossible"),
    ],
)
def test_a_figure_is_held_to_its_form(key: str, value: str, code: str) -> None:
    assert [found for *_, found in said(figure(**{key: value})[1])] == [code]


@pytest.mark.parametrize(
    "year", ["2025", '"2025"', "2018-10", "2024-07-02", "2015/2020", "2015-11/2018-10"]
)
def test_a_year_is_a_year_a_month_a_day_or_a_period(year: str) -> None:
    keyed, faults = figure(year=year)
    assert faults == []
    assert dict(dict(keyed.values)["f1"])["year"] == year.strip('"')


def test_other_data_may_be_anything() -> None:
    keyed, faults = data("offices", "a: {b: [1, x]}\n")
    assert (keyed.values, faults) == ((("a", (("b", (1, "x")),)),), [])


@pytest.mark.parametrize(
    ("text", "value", "faults"),
    [
        ("menu: Menu", "Menu", []),
        ("menu: 2026", "2026", []),
        ("menu: {one: a, other: b}", (("one", "a"), ("other", "b")), []),
        ("menu: {one: a, othr: b}", (("one", "a"),), [(1, 16, "key-unknown")]),
        ("menu: [ab, cd]", None, [(1, 7, "value-type")]),
        ("menu:", None, [(1, 6, "value-type")]),
    ],
)
def test_a_string_is_a_text_or_its_plural_forms(
    text: str, value: object, faults: list[tuple[int, int, str]]
) -> None:
    keyed, noted = read_keyed("content/strings.fr.yaml", text.encode(), ANYTHING)
    assert dict(keyed.values).get("menu") == value
    assert said(noted) == faults


def test_data_in_another_encoding_is_a_fault() -> None:
    _, faults = read_keyed("content/data/a.yaml", "é".encode("latin-1"), ANYTHING)
    assert said(faults) == [(1, 1, "encoding-not-utf8")]


# Images, style sheets, templates


def png(width: int, height: int) -> bytes:
    file = io.BytesIO()
    Image.new("1", (width, height)).save(file, "PNG")
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "size"),
    [
        (b'<svg xmlns="x" width="20" height="10.4">', (20, 10)),
        (b'<svg height="10px"\n width="20px"/>', (20, 10)),
        (b'<svg viewBox="0 0 20 10"/>', (0, 0)),
        (b'<svg width="100%" height="1.2.3"/>', (0, 0)),
        (b'<svg width="." height=""/>', (0, 0)),
        (b"", (0, 0)),
    ],
)
def test_a_drawing_may_say_its_size(content: bytes, size: tuple[int, int]) -> None:
    assert read_image(content, "content/a.svg") == (size, [])


def test_an_image_says_its_size() -> None:
    assert read_image(png(3, 7), "content/a.png") == ((3, 7), [])


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"no image", png(9, 9)[:20]])
def test_an_image_that_is_none_is_a_fault(content: bytes) -> None:
    size, faults = read_image(content, "content/a.png")
    assert size == (0, 0)
    assert [(f.path, f.code) for f in faults] == [("content/a.png", "image-unreadable")]


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_an_image_without_measure_is_a_fault() -> None:
    huge = (100_000).to_bytes(4, "big")
    content = png(1, 1)
    content = content[:16] + huge + huge + content[24:29]
    size, faults = read_image(content, "content/a.png")
    assert (size, [f.code for f in faults]) == ((0, 0), ["image-unreadable"])


def test_a_style_sheet_names_what_it_loads() -> None:
    content = b"""@import "base.css"; a{background:url(../images/a.svg?x#y)} b{src:url('f.woff2')}
    c{background:url(data:image/png;base64,AA)} d{background:url(https://a.example/b.png)}
    e{background:url(f.woff2)} f{mask:url(#m)} g{background:url(//a.example/c.png)}"""
    assert read_style(content, "static/css/site.css") == (
        "static/css/base.css",
        "static/images/a.svg",
        "static/css/f.woff2",
    )
    assert read_style(content, "static/js/site.js") == ()


def test_a_template_names_those_it_uses() -> None:
    text = (
        "{% extends 'base.html' %}{% include 'a.html' %}{% from 'b.html' import c %}{% include x %}"
    )
    assert read_template(text.encode(), "templates/p.html") == (
        ("", "a.html", "b.html", "base.html"),
        [],
    )


@pytest.mark.parametrize(
    ("text", "line"), [("a\n{% if %}", 2), ("{{ a", 1), ("\n\n{% nothing %}", 3)]
)
def test_a_template_that_cannot_be_parsed_is_a_fault(text: str, line: int) -> None:
    names, faults = read_template(text.encode(), "templates/p.html")
    assert names == ()
    assert said(faults) == [(line, 0, "template-syntax")]


def test_a_template_in_another_encoding_is_a_fault() -> None:
    _, faults = read_template("é".encode("latin-1"), "templates/p.html")
    assert said(faults) == [(1, 1, "encoding-not-utf8")]
