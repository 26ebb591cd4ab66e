"""A page's file in two parts, and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalil.frontmatter import FIELDS, Parts, decode, split
from dalil.schema import TYPES

LINES = st.lists(
    st.text("ab -:#عé🎉", max_size=12).filter(lambda s: s.rstrip(" ") not in ("---", "...")),
    max_size=6,
)


@given(LINES, st.text("ab\n-عé🎉#", max_size=40), st.sampled_from(["---", "...", "---  "]))
def test_the_parts_are_what_was_joined(head: list[str], body: str, closing: str) -> None:
    front = "".join(f"{line}\n" for line in head)
    parts, fault = split("a.md", f"---\n{front}{closing}\n{body}")
    assert fault is None
    assert parts == Parts(front, body, len(head) + 3)


@given(LINES, LINES)
def test_the_body_begins_on_its_line(head: list[str], body: list[str]) -> None:
    text = "\n".join(["---", *head, "---", *body, ""])
    parts, _ = split("a.md", text)
    assert parts is not None
    lines = text.split("\n")
    assert "\n".join(lines[parts.body_line - 1 :]) == parts.body


@pytest.mark.parametrize(
    "text",
    ["", "\n---\ntitle: a\n---\n", " ---\n", "# Title\n", "----\na: b\n---\n", "--- a\n---\n"],
)
def test_a_page_begins_with_three_hyphens(text: str) -> None:
    parts, fault = split("a.md", text)
    assert parts is None
    assert fault is not None
    assert (fault.line, fault.column, fault.code) == (1, 1, "front-matter-missing")


@pytest.mark.parametrize("text", ["---", "---\n", "---\ntitle: a\n", "---\ntitle: a\n ---\nbody"])
def test_the_hyphens_are_closed(text: str) -> None:
    parts, fault = split("a.md", text)
    assert parts is None
    assert fault is not None
    assert (fault.line, fault.column, fault.length, fault.code) == (
        1,
        1,
        3,
        "front-matter-unclosed",
    )


def test_an_empty_front_matter_is_there() -> None:
    assert split("a.md", "---\n---") == (Parts("", "", 2), None)
    assert split("a.md", "---\n---\n") == (Parts("", "", 3), None)


def test_a_rule_in_the_text_stays_in_the_text() -> None:
    parts, _ = split("a.md", "---\ntitle: a\n---\none\n\n---\n\ntwo\n")
    assert parts is not None
    assert parts.body == "one\n\n---\n\ntwo\n"


@given(st.text(), st.sampled_from(["\n", "\r\n", "\r"]), st.booleans())
def test_decoding_normalises_line_ends_alone(text: str, ending: str, marked: bool) -> None:
    text = text.encode("utf-8", "replace").decode().replace("\r", "").removeprefix("\ufeff")
    content = ("\ufeff" if marked else "").encode() + text.replace("\n", ending).encode()
    assert decode(content) == text


@pytest.mark.parametrize(
    "content", [b"\xe9", "é".encode("latin-1") * 3, "عربي".encode("cp1256"), b"a\x00\xff"]
)
def test_another_encoding_is_no_text(content: bytes) -> None:
    assert decode(content) is None


def test_each_field_says_what_it_is_for() -> None:
    for name, field in FIELDS.items():
        assert field.description.endswith("."), name
        assert field.type in TYPES, name
        assert all(word == word.casefold() for word in field.aka), name
    assert {name for name, field in FIELDS.items() if field.required} == {"title", "description"}


def test_no_word_of_another_language_names_two_fields() -> None:
    words = [word for field in FIELDS.values() for word in field.aka]
    assert len(words) == len(set(words))
    assert not set(words) & set(FIELDS)
