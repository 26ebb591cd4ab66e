"""A JSON Feed (version 1.1) of each dated collection in each language: `fr/news/feed.json`.

A page has a date but no hour: its times are the start of the day, 00:00 UTC.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from dalil.facts import Result
from dalil.feeds import feed_jobs, feed_path, read_feed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dalil.facts import Reading
    from dalil.feeds import Entry, Feed
    from dalil.model import Site

NAME = "feed.json"


def jobs(site: Site) -> Sequence[str]:
    """List "news@fr" for every dated collection and language."""
    return feed_jobs(site)


def run(reading: Reading, arg: str) -> Result:
    """Write one feed; nothing while the collection is empty."""
    feed = read_feed(reading, arg, NAME)
    return Result(((feed_path(arg, NAME), _document(feed)),)) if feed else Result()


def _document(feed: Feed) -> bytes:
    document: dict[str, object] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.page_url,
        "feed_url": feed.url,
        "description": feed.description,
        "language": feed.locale,
        "authors": [{"name": feed.author}],
        "items": [_item(entry, feed.locale) for entry in feed.entries],
    }
    return json.dumps(_known(document), ensure_ascii=False, indent=2).encode() + b"\n"


def _item(entry: Entry, locale: str) -> dict[str, object]:
    item: dict[str, object] = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        # An item must have one of the two: a page without prose is said by its description.
        "content_html": entry.html or None,
        "content_text": None if entry.html else entry.summary or entry.title,
        "date_published": entry.published,
        "date_modified": entry.updated,
        "language": locale,
    }
    return _known(item)


def _known(document: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in document.items() if value not in ("", None)}
