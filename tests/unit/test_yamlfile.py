"""YAML that keeps what was written, and knows where it stands."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalil.diagnostics import Diagnostic
from dalil.frontmatter import decode
from dalil.yamlfile import (
    BOOLEAN,
    DATE,
    FLOAT,
    INTEGER,
    NULL,
    TEXT,
    MappingNode,
    Node,
    ScalarNode,
    entries,
    parse,
    place,
)

VALUES = [
    ("0522123456", TEXT),
    ("00212522123456", TEXT),
    ("+212522123456", INTEGER),
    ("05 22 12 34 56", TEXT),
    ("12:30", TEXT),
    ("1:30:45", TEXT),
    ("no", TEXT),
    ("yes", TEXT),
    ("on", TEXT),
    ("oui", TEXT),
    ("نعم", TEXT),
    ("n", TEXT),
    ("NaN", TEXT),
    (".inf", TEXT),
    ("1_000", TEXT),
    ("0x1F", TEXT),
    ("0o17", TEXT),
    ("007", TEXT),
    ("1e3", TEXT),
    ("=", TEXT),
    ("<<", TEXT),
    ("2026-11-23T10:00:00Z", TEXT),
    ("true", BOOLEAN),
    ("False", BOOLEAN),
    ("0", INTEGER),
    ("-12", INTEGER),
    ("3.50", FLOAT),
    ("2026-11-23", DATE),
    ("2026-13-45", DATE),
    ("~", NULL),
    ("null", NULL),
    ("nullement", TEXT),
]


def value_of(text: str) -> ScalarNode:
    node, faults = parse("a.yaml", f"key: {text}\n")
    assert faults == []
    assert isinstance(node, MappingNode)
    value = node.value[0][1]
    assert isinstance(value, ScalarNode)
    return value


@pytest.mark.parametrize(("written", "tag"), VALUES)
def test_a_plain_scalar_is_what_was_written(written: str, tag: str) -> None:
    value = value_of(written)
    assert (value.value, value.tag) == (written, tag)


@given(st.text("0123456789 .:-/+eEx_", min_size=1, max_size=20).map(str.strip).filter(bool))
def test_no_plain_scalar_of_digits_is_rewritten(written: str) -> None:
    node, faults = parse("a.yaml", f"key: {written}\n")
    if not faults and isinstance(node, MappingNode) and isinstance(node.value[0][1], ScalarNode):
        assert node.value[0][1].value == written


@given(st.from_regex(r"0[0-9]+", fullmatch=True))
def test_a_number_with_a_leading_zero_is_a_text(written: str) -> None:
    assert value_of(written).tag == TEXT


def test_a_quoted_scalar_is_a_text() -> None:
    assert value_of("'2026'").tag == TEXT
    assert value_of('"true"').tag == TEXT


# Places

LETTERS = "aé ع🎉ـ́\u200f…"
WORDS = st.text(LETTERS, min_size=1, max_size=12)


@given(
    before=st.lists(WORDS, max_size=4), indent=st.text(LETTERS, max_size=8), first=st.integers(1, 9)
)
def test_places_are_lines_and_characters_of_the_file(
    before: list[str], indent: str, first: int
) -> None:
    lines = [f'k{n}: "{word}"' for n, word in enumerate(before)]
    text = "\n".join([*lines, f'"{indent}": value'])
    node, _ = parse("a.yaml", text, first)
    assert isinstance(node, MappingNode)
    key, value = node.value[-1]
    line = first + len(before)
    assert place(key, first) == (line, 1, len(indent) + 2)
    assert place(value, first) == (line, len(indent) + 5, 5)


@given(st.lists(WORDS, max_size=3), WORDS, st.sampled_from(["\n", "\r\n", "\r"]), st.booleans())
def test_a_fault_stands_where_an_editor_sees_it(
    before: list[str], word: str, ending: str, marked: bool
) -> None:
    lines = [*(f'k{n}: "{w}"' for n, w in enumerate(before)), f'"{word}": a : b', "end: x"]
    content = ("\ufeff" if marked else "") + ending.join(lines)
    text = decode(content.encode())
    assert text is not None
    node, faults = parse("a.yaml", text)
    assert node is None
    at = (len(before) + 1, len(word) + 7)
    assert [(f.line, f.column, f.code) for f in faults] == [(*at, "yaml-syntax")]
    assert lines[at[0] - 1][at[1] - 1] == ":"


@pytest.mark.parametrize("character", ["\x85", "\u2028", "\u2029"])
def test_only_line_feeds_end_lines(character: str) -> None:
    _, faults = parse("a.yaml", f'title: "one{character}two"\nplaces: 3\nplaces: 4\n')
    assert [(f.line, f.column, f.code) for f in faults] == [(3, 1, "key-duplicate")]


@pytest.mark.parametrize(
    ("text", "line", "column", "problem"),
    [
        ('title: "one\nnext: two\n', 1, 8, "found unexpected end of stream"),
        ("title: 'one\nnext: two\n", 1, 8, "found unexpected end of stream"),
        ("a: b\nlist: [one, two\n", 2, 7, "did not find expected ',' or ']'"),
        ("a: {one: two\nb: c\n", 1, 4, "did not find expected ',' or '}'"),
        ("a: b\nno colon here\nc: d\n", 2, 1, "could not find expected ':'"),
        ("a: b\nno colon here", 2, 1, "could not find expected ':'"),
        ("a: 'l'école'", 1, 7, "did not find expected key"),
        ("a: b: c", 1, 5, "mapping values are not allowed in this context"),
        ("a:\n\tb: c", 2, 1, "found character that cannot start any token"),
        ("a: b\n---\nc: d", 2, 1, "but found another document"),
        ("a: *b", 1, 4, "found undefined alias"),
        ("a: x\x01", 1, 5, "unacceptable character #x0001: control characters are not allowed"),
        (
            "ع: 🎉\nb: 🎉\x0c",
            2,
            5,
            "unacceptable character #x000c: control characters are not allowed",
        ),
    ],
)
def test_what_is_wrong_is_shown_where_it_began(
    text: str, line: int, column: int, problem: str
) -> None:
    node, faults = parse("a.yaml", text)
    assert node is None
    assert faults == [Diagnostic("a.yaml", line, column, 1, "yaml-syntax", (("problem", problem),))]


@given(st.text(max_size=60) | st.text("abع:-[]{}\"'#&*!|>%@`, \n\t", max_size=40))
def test_any_text_gives_a_node_or_a_fault_inside_it(text: str) -> None:
    text = decode(text.encode("utf-8", "replace")) or ""
    node, faults = parse("a.yaml", text, 2)
    for fault in faults:
        lines = text.split("\n")
        assert 2 <= fault.line < 2 + len(lines)
        assert 1 <= fault.column <= len(lines[fault.line - 2]) + 1
    if node is None and text.strip():
        assert faults or not re.sub(r"#.*|---|\.\.\.|%.*", "", text).strip()


# Names twice, and names of no use


def test_every_duplicate_key_is_found_at_any_depth() -> None:
    text = "a: 1\nb:\n  - {c: 1, c: 2}\na: 2\na: 3\n"
    _, faults = parse("a.yaml", text, 10)
    assert [(f.line, f.column, dict(f.args)) for f in faults] == [
        (12, 12, {"key": "c", "first_line": "12"}),
        (13, 1, {"key": "a", "first_line": "10"}),
        (14, 1, {"key": "a", "first_line": "10"}),
    ]


@pytest.mark.parametrize("text", ["a: &a [*a]", "&a {b: *a}", "a: &x 1\nb: *x\n", "a: *none"])
def test_an_alias_is_a_fault_at_its_place(text: str) -> None:
    node, faults = parse("a.yaml", text)
    assert node is None
    (only,) = faults
    assert only.code == "yaml-syntax"
    assert text.split("\n")[only.line - 1][only.column - 1] == "*"


def test_aliases_of_aliases_do_not_explode() -> None:
    text = "a: &a [x, x]\n" + "".join(
        f"{after}: &{after} [{', '.join([f'*{before}'] * 9)}]\n"
        for before, after in zip("abcdefgh", "bcdefghi", strict=True)
    )
    node, faults = parse("a.yaml", text)
    assert node is None
    assert [(f.line, f.column) for f in faults] == [(2, 8)]


def test_a_star_inside_a_text_is_only_a_star() -> None:
    assert value_of("2 * 3 *important*").value == "2 * 3 *important*"
    assert value_of("'*important*'").value == "*important*"


@pytest.mark.parametrize(
    "text", ["[" * 100_000, "[" * 900 + "]" * 900, "{a: " * 900 + "}" * 900, "- " * 3000 + "x"]
)
def test_no_depth_exhausts_the_stack(text: str) -> None:
    node, faults = parse("a.yaml", text)
    assert node is None
    assert [f.code for f in faults] == ["yaml-syntax"]


def test_block_mappings_are_not_too_deep_without_a_fault() -> None:
    text = "\n".join(" " * n + "a:" for n in range(100))
    node, faults = parse("a.yaml", text)
    assert faults == []
    assert depth(node) == 100
    _, faults = parse("a.yaml", "\n".join(" " * n + "a:" for n in range(400)))
    assert [f.code for f in faults] == ["yaml-syntax"]


def depth(node: Node | None) -> int:
    return 1 + depth(node.value[0][1]) if isinstance(node, MappingNode) else 0


def keys(text: str) -> Iterator[str]:
    node, _ = parse("a.yaml", text)
    assert isinstance(node, MappingNode)
    return (key for key, _, _ in entries(node))


def test_a_key_that_is_no_text_is_not_lost() -> None:
    assert list(keys("5: a\n? [b, c]\n: d\ntrue: e\n~: f\n")) == ["5", "?", "true", "~"]


@pytest.mark.parametrize("text", ["", "\n\n", "   ", "# only a remark\n"])
def test_nothing_is_no_node_and_no_fault(text: str) -> None:
    assert parse("a.yaml", text) == (None, [])
