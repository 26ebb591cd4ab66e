"""A dated collection in one language as a feed: what Atom and JSON Feed both say."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from dalil.urls import absolute, absolute_html, percent_encoded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dalil.facts import Reading
    from dalil.model import Site

LATEST = 30
"""Entries in a feed: readers keep what they have seen."""


class Entry(NamedTuple):
    """One page of the collection; times are RFC 3339, addresses absolute."""

    id: str
    url: str
    title: str
    summary: str
    html: str
    published: str
    updated: str


class Feed(NamedTuple):
    """The newest pages of a collection in one language, newest first; never empty."""

    title: str
    description: str
    locale: str
    author: str
    url: str
    page_url: str
    updated: str
    entries: tuple[Entry, ...]


def feed_jobs(site: Site) -> Sequence[str]:
    """List "news@fr" for every dated collection and language."""
    dated = (name for name, collection in site.config.collections.items() if collection.dated)
    return [f"{name}@{lang}" for name in dated for lang in site.config.languages]


def feed_path(arg: str, name: str) -> str:
    """The place of a feed in the tree: "fr/news/feed.xml" for "news@fr"."""
    collection, _, lang = arg.rpartition("@")
    return f"{lang}/{collection}/{name}"


def read_feed(reading: Reading, arg: str, name: str) -> Feed | None:
    """The feed of "news@fr" that is published under `name`; None while it has no page."""
    collection, _, lang = arg.rpartition("@")
    ids = reading.ask("feed", collection, lang)[:LATEST]
    if not ids:
        return None
    author, description, base_url, base_path = reading.ask("site", lang)
    index = _index(reading, collection, lang)
    locales = {code: locale for code, locale, *_ in reading.ask("languages")}
    entries = tuple(_entry(reading, id, base_url, base_path) for id in ids)
    return Feed(
        title=feed_title(reading, arg),
        description=index[5] if index else description,
        locale=locales[lang],
        author=author,
        url=absolute(base_url, feed_path(arg, name)),
        page_url=absolute(base_url, index[2] if index else f"{base_path}{lang}/"),
        updated=max(entry.updated for entry in entries),
        entries=entries,
    )


def feed_title(reading: Reading, arg: str) -> str:
    """What tells the feed of "news@fr" from others: its index page's title, and the site's."""
    collection, _, lang = arg.rpartition("@")
    name = str(reading.ask("site", lang)[0])
    index = _index(reading, collection, lang)
    return f"{index[3]} – {name}" if index else name


def _index(reading: Reading, collection: str, lang: str) -> tuple[str, ...] | None:
    """The card of the collection's index page."""
    folder = reading.ask("collection", collection)[0]
    target = reading.ask("target", f"{folder}/index", lang)
    return reading.ask("card", target[0]) if target else None


def _entry(reading: Reading, id: str, base_url: str, base_path: str) -> Entry:
    _, _, address, title, _, description, date, updated = reading.ask("card", id)
    url = absolute(base_url, address)
    # A tag URI outlives a changed slug: readers do not show the page as new a second time.
    name = percent_encoded(f"tag:{urlsplit(url).hostname},{date}:{base_path}{id}")
    prose = reading.ask("prose", id)
    return Entry(
        id=name,
        url=url,
        title=title,
        summary=description,
        html=absolute_html(prose[0], url) if prose else "",
        published=_midnight(date),
        updated=_midnight(max(updated, date)),
    )


def _midnight(date: str) -> str:
    """A page has a day, not an hour; feeds demand one. It is the day's start in UTC."""
    return f"{date}T00:00:00Z"
