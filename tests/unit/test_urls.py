"""Addresses for machines."""

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalil.urls import absolute, absolute_html, percent_encoded, plain_name

BASE = "https://example.org/sub/"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("/sub/fr/été/", "/sub/fr/%C3%A9t%C3%A9/"),
        ("/ar/برامج/", "/ar/%D8%A8%D8%B1%D8%A7%D9%85%D8%AC/"),
        ("/a%20b/?q=1&r=%C3%A9#x", "/a%20b/?q=1&r=%C3%A9#x"),
        ("/100 %/", "/100%20%25/"),
        ('/"<>\\^`{|}', "/%22%3C%3E%5C%5E%60%7B%7C%7D"),
    ],
)
def test_percent_encoding(url: str, expected: str) -> None:
    assert percent_encoded(url) == expected


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_percent_encoding_is_stable_and_loses_nothing(url: str) -> None:
    encoded = percent_encoded(url)
    assert encoded.isascii()
    assert percent_encoded(encoded) == encoded
    assert unquote(encoded) == unquote(url)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("/sub/fr/x/", "https://example.org/sub/fr/x/"),
        ("fr/feed.xml", "https://example.org/sub/fr/feed.xml"),
        ("#haut", "https://example.org/sub/#haut"),
        ("https://المغرب.ma/أ", "https://xn--mgbc0a9azcg.ma/%D8%A3"),
    ],
)
def test_absolute(url: str, expected: str) -> None:
    assert absolute(BASE, url) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a href="/sub/fr/é/">x</a>', '<a href="https://example.org/sub/fr/%C3%A9/">x</a>'),
        (
            '<a class="n" href="#fn1">1</a>',
            '<a class="n" href="https://example.org/sub/fr/p/#fn1">1</a>',
        ),
        ("<img alt='>' src='/sub/a.png'>", "<img alt='>' src=\"https://example.org/sub/a.png\">"),
        (
            '<img srcset="/sub/a 1x, /sub/b 2x" alt="">',
            '<img srcset="https://example.org/sub/a 1x, https://example.org/sub/b 2x" alt="">',
        ),
        (
            '<a href="/sub/?a=1&amp;b=2">x</a>',
            '<a href="https://example.org/sub/?a=1&amp;b=2">x</a>',
        ),
    ],
)
def test_html_with_absolute_addresses(html: str, expected: str) -> None:
    assert absolute_html(html, BASE + "fr/p/") == expected


@pytest.mark.parametrize(
    "html",
    [
        '<a href="mailto:a@example.org">x</a>',
        '<a href="tel:+212522123456">x</a>',
        '<a href="https://example.net/é">x</a>',
        "<p title='href=\"/x\"'>a &lt; b</p>",
        '<code>href="/x"</code> 1 < 2 src="/y"',
        '<a data-href="/x">x</a>',
    ],
)
def test_html_that_stays_as_it_is(html: str) -> None:
    assert absolute_html(html, BASE) == html


def test_an_address_hidden_in_character_references_is_understood() -> None:
    html = '<a href="&#109;&#97;&#105;&#108;&#116;&#111;&#58;a@example.org">x</a>'
    assert absolute_html(html, BASE) == '<a href="mailto:a@example.org">x</a>'


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a/plan 100 %.pdf", "a/plan-100-.pdf"),
        ("a/été_(1)-x.pdf", "a/été_(1)-x.pdf"),
        ("a?b#c,d\\e.png", "a-b-c-d-e.png"),
    ],
)
def test_the_name_of_a_file_is_an_address_as_it_is(path: str, expected: str) -> None:
    assert plain_name(path) == expected
