"""Atom and JSON Feed: one feed, said twice."""

# ruff: noqa: E501 (whole files, as they are written)

import json
import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from dalil import feeds
from dalil.ledger import Fact
from dalil.outputs import atom, jsonfeed
from tests.answering import bilingual, reading

ATOM = "{http://www.w3.org/2005/Atom}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def news() -> dict[Fact, Any]:
    return bilingual("/sub/") | {
        ("feed", "news", "fr"): ("news/b@fr", "news/a@fr"),
        ("feed", "news", "ar"): (),
        ("collection", "news"): ("news", True, 10, "article"),
        ("target", "news/index", "fr"): ("news/index@fr", "/sub/fr/actualités/", "fr", "published"),
        ("card", "news/index@fr"): (
            "news/index@fr", "fr", "/sub/fr/actualités/", "Actualités", "Actus", "Ce qui est neuf", "", "",
        ),
        ("card", "news/a@fr"): (
            "news/a@fr", "fr", "/sub/fr/actualités/a/", "Un & deux", "Un", "Résumé", "2026-01-05",
            "2026-03-01",
        ),
        ("card", "news/b@fr"): (
            "news/b@fr", "fr", "/sub/fr/actualités/b/", "Trois", "Trois", "", "2026-02-01", "",
        ),
        ("prose", "news/a@fr"): ('<p>A <a href="/sub/fr/x/">x</a> & b\x0c</p>', ()),
        ("prose", "news/b@fr"): None,
    }  # fmt: skip


def test_the_whole_atom_feed() -> None:
    result = atom.run(reading(news()), "news@fr")
    ((path, content),) = result.outputs
    assert path == "fr/news/feed.xml"
    assert (
        content.decode()
        == """\
<?xml version='1.0' encoding='utf-8'?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr-MA">
  <id>https://example.org/sub/fr/news/feed.xml</id>
  <title>Actualités – Guide</title>
  <subtitle>Ce qui est neuf</subtitle>
  <updated>2026-03-01T00:00:00Z</updated>
  <author>
    <name>Guide</name>
  </author>
  <link rel="self" type="application/atom+xml" href="https://example.org/sub/fr/news/feed.xml" />
  <link rel="alternate" type="text/html" href="https://example.org/sub/fr/actualit%C3%A9s/" />
  <entry>
    <id>tag:example.org,2026-02-01:/sub/news/b@fr</id>
    <title>Trois</title>
    <link rel="alternate" type="text/html" href="https://example.org/sub/fr/actualit%C3%A9s/b/" />
    <published>2026-02-01T00:00:00Z</published>
    <updated>2026-02-01T00:00:00Z</updated>
  </entry>
  <entry>
    <id>tag:example.org,2026-01-05:/sub/news/a@fr</id>
    <title>Un &amp; deux</title>
    <link rel="alternate" type="text/html" href="https://example.org/sub/fr/actualit%C3%A9s/a/" />
    <published>2026-01-05T00:00:00Z</published>
    <updated>2026-03-01T00:00:00Z</updated>
    <summary>Résumé</summary>
    <content type="html">&lt;p&gt;A &lt;a href="https://example.org/sub/fr/x/"&gt;x&lt;/a&gt; &amp; b&lt;/p&gt;</content>
  </entry>
</feed>
"""
    )


def test_the_atom_feed_has_what_rfc_4287_demands() -> None:
    ((_, content),) = atom.run(reading(news()), "news@fr").outputs
    root = ET.fromstring(content)
    assert root.tag == f"{ATOM}feed"
    assert root.get(XML_LANG) == "fr-MA"
    for element in (root, *root.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1
    assert len(root.findall(f"{ATOM}author")) == 1
    times = [e.text or "" for name in ("updated", "published") for e in root.iter(f"{ATOM}{name}")]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", time) for time in times)
    ids = [e.text for e in root.iter(f"{ATOM}id")]
    assert len(set(ids)) == len(ids) == 3
    for entry in root.iter(f"{ATOM}entry"):
        # An entry without content must have an alternate link.
        assert entry.find(f"{ATOM}link[@rel='alternate']") is not None


def test_the_whole_json_feed() -> None:
    result = jsonfeed.run(reading(news()), "news@fr")
    ((path, content),) = result.outputs
    assert path == "fr/news/feed.json"
    assert "Actualités" in content.decode()
    assert list(json.loads(content).items()) == [
        ("version", "https://jsonfeed.org/version/1.1"),
        ("title", "Actualités – Guide"),
        ("home_page_url", "https://example.org/sub/fr/actualit%C3%A9s/"),
        ("feed_url", "https://example.org/sub/fr/news/feed.json"),
        ("description", "Ce qui est neuf"),
        ("language", "fr-MA"),
        ("authors", [{"name": "Guide"}]),
        (
            "items",
            [
                {
                    "id": "tag:example.org,2026-02-01:/sub/news/b@fr",
                    "url": "https://example.org/sub/fr/actualit%C3%A9s/b/",
                    "title": "Trois",
                    "content_text": "Trois",
                    "date_published": "2026-02-01T00:00:00Z",
                    "date_modified": "2026-02-01T00:00:00Z",
                    "language": "fr-MA",
                },
                {
                    "id": "tag:example.org,2026-01-05:/sub/news/a@fr",
                    "url": "https://example.org/sub/fr/actualit%C3%A9s/a/",
                    "title": "Un & deux",
                    "summary": "Résumé",
                    "content_html": '<p>A <a href="https://example.org/sub/fr/x/">x</a> & b\x0c</p>',
                    "date_published": "2026-01-05T00:00:00Z",
                    "date_modified": "2026-03-01T00:00:00Z",
                    "language": "fr-MA",
                },
            ],
        ),
    ]


def test_an_empty_collection_has_no_feed() -> None:
    assert atom.run(reading(news()), "news@ar").outputs == ()
    assert jsonfeed.run(reading(news()), "news@ar").outputs == ()


def test_without_an_index_page_the_feed_belongs_to_the_site() -> None:
    facts = news() | {("target", "news/index", "fr"): None}
    ((_, content),) = jsonfeed.run(reading(facts), "news@fr").outputs
    feed = json.loads(content)
    assert (feed["title"], feed["description"]) == ("Guide", "Une description")
    assert feed["home_page_url"] == "https://example.org/sub/fr/"


def test_a_feed_holds_the_newest_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "LATEST", 1)
    asked = reading(news())
    ((_, content),) = jsonfeed.run(asked, "news@fr").outputs
    assert [item["title"] for item in json.loads(content)["items"]] == ["Trois"]
    assert ("prose", "news/a@fr") not in asked.trace


def test_a_changed_slug_does_not_change_the_id() -> None:
    def ids(facts: dict[Fact, Any]) -> Iterator[str]:
        ((_, content),) = jsonfeed.run(reading(facts), "news@fr").outputs
        return (item["id"] for item in json.loads(content)["items"])

    card = news()["card", "news/a@fr"]
    moved = {("card", "news/a@fr"): (*card[:2], "/sub/fr/ailleurs/", *card[3:])}
    assert list(ids(news())) == list(ids(news() | moved))
