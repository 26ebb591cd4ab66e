"""Phrases of another script that marks cut in pieces."""

from xml.etree import ElementTree

import pytest

from dalil.prose.runs import join_runs


def joined(text: str, lang: str = "ar") -> str:
    root = ElementTree.fromstring(f"<p>{text}</p>")
    join_runs(root, lang)
    return ElementTree.tostring(root, "unicode")[3:-4]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("نص the <abbr>HTML</abbr> guide.", "نص <bdi>the <abbr>HTML</abbr> guide</bdi>."),
        ("<em>Foo</em> bar نص", "<bdi><em>Foo</em> bar</bdi> نص"),
        (
            "نص <b>A</b> <i>B</i>\nc d <u>E</u> نص",
            "نص <bdi><b>A</b> <i>B</i>\nc d <u>E</u></bdi> نص",
        ),
        ("نص run <code>ls -l</code> نص", "نص <bdi>run <code>ls -l</code></bdi> نص"),
        ("<a>نص <b>A</b> b</a>", "<a>نص <bdi><b>A</b> b</bdi></a>"),
        ("<b>نص</b> <b>A</b> b", "<b>نص</b> <bdi><b>A</b> b</bdi>"),
    ],
)
def test_a_phrase_is_isolated_whole(text: str, expected: str) -> None:
    assert joined(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "نص <b>HTML</b> نص",
        "نص the <b>نص</b> guide",
        'the <i lang="fr">eau</i> b',
        'the <a dir="ltr">x.org</a> b',
        "<bdi>the <b>A</b> c</bdi>",
        "the, <b>A</b>. guide",
    ],
)
def test_what_needs_nothing_stays(text: str) -> None:
    assert joined(text) == text


def test_a_page_that_reads_from_left_to_right_stays() -> None:
    assert joined("the <b>A</b> c", "fr") == "the <b>A</b> c"
