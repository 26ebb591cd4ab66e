"""The source of a page: places, marks, scripts, raw HTML, and the rows of tables."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown.extensions.tables import TableProcessor

from dalil.prose import html
from dalil.prose.scan import MARK, Source
from dalil.prose.script import script_of
from dalil.prose.syntax import Tables, build

MD = build()
TEXT = st.text(alphabet=list("ab[]()#`~@:^<>!-=. \n\téع"), max_size=60)


@settings(max_examples=300, deadline=None)
@given(TEXT)
def test_marks_only_add(text):
    source = Source(text, 1)
    assert MARK.sub("", source.marked()) == source.text
    assert len(source.blank) == len(source.text)
    assert sorted(set(source.marks)) == source.marks


@settings(max_examples=300, deadline=None)
@given(TEXT, st.integers(0, 60))
def test_a_position_is_where_the_character_stands_in_the_file(text, offset):
    source = Source(text, 5)
    expanded_lines = text.expandtabs(4)[:offset]
    line, column = source.position(min(offset, len(source.text)))
    own = text.split("\n")[line - 5]
    assert line == 5 + expanded_lines.count("\n")
    assert 1 <= column <= len(own) + 1
    character = source.text[offset : offset + 1]
    if character and character not in " \n":
        assert own[column - 1] == character


@pytest.mark.parametrize(
    ("text", "blank"),
    [
        ("a `b` c", "a \0\0\0 c"),
        ("a ``b`c`` d", "a \0\0\0\0\0\0\0 d"),
        ("```\nx\n```\ny", "\0\0\0\n\0\n\0\0\0\ny"),
        ("<!-- a\nb -->c", "\0\0\0\0\0\0\n\0\0\0\0\0c"),
        ("a `b\n\nc` d", "a `b\n\nc` d"),
        ("a \\`b` c", "a \\`b` c"),
    ],
)
def test_code_and_comments_are_blanked(text, blank):
    assert Source(text, 1).blank == blank


@pytest.mark.parametrize(
    ("locale", "script"),
    [
        ("ar-MA", "Arab"), ("fr", "Latn"), ("zgh-MA", "Tfng"), ("zgh-Latn", "Latn"),
        ("ru-RU", "Cyrl"), ("he", "Hebr"), ("xx", ""),
    ],
)  # fmt: skip
def test_the_script_of_a_locale(locale, script):
    assert script_of(locale) == script


def test_raw_html_faults_have_places():
    found = list(html.faults('<b STYLE="a>b">x</b><script>'))
    assert found == [
        html.HtmlFault("html-attribute-not-allowed", 3, 5, "b", "style"),
        html.HtmlFault("html-not-allowed", 20, 7, "script"),
    ]


def test_every_tag_left_open_is_named():
    assert [each.tag for each in html.faults("<div><b><i></b></u><br>")] == ["i", "/u", "div"]


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=list("<>/abip \"'=!-&;"), max_size=40))
def test_cleaning_is_idempotent(text):
    once = html.clean(text)
    assert html.clean(once) == once


@settings(max_examples=500, deadline=None)
@given(st.text(alphabet=list("ab| `\\"), max_size=30), st.booleans())
def test_a_row_is_split_as_by_the_library(row, border):
    config = {"use_align_attribute": True}
    ours, theirs = Tables(MD.parser, config), TableProcessor(MD.parser, config)
    ours.border = theirs.border = border
    assert ours._split_row(row) == theirs._split_row(row)  # type: ignore[attr-defined]
