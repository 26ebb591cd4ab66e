"""An Atom feed (RFC 4287) of each dated collection in each language: `fr/news/feed.xml`.

A page has a date but no hour: its times are the start of the day, 00:00 UTC.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from dalil.facts import Result
from dalil.feeds import feed_jobs, feed_path, read_feed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dalil.facts import Reading
    from dalil.feeds import Entry, Feed
    from dalil.model import Site

NAME = "feed.xml"

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def jobs(site: Site) -> Sequence[str]:
    """List "news@fr" for every dated collection and language."""
    return feed_jobs(site)


def run(reading: Reading, arg: str) -> Result:
    """Write one feed; nothing while the collection is empty."""
    feed = read_feed(reading, arg, NAME)
    return Result(((feed_path(arg, NAME), _document(feed)),)) if feed else Result()


def _document(feed: Feed) -> bytes:
    names = {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": feed.locale}
    root = ET.Element("feed", names)
    _text(root, "id", feed.url)
    _text(root, "title", feed.title)
    if feed.description:
        _text(root, "subtitle", feed.description)
    _text(root, "updated", feed.updated)
    _text(ET.SubElement(root, "author"), "name", feed.author)
    _link(root, "self", "application/atom+xml", feed.url)
    _link(root, "alternate", "text/html", feed.page_url)
    for entry in feed.entries:
        _entry(root, entry)
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _entry(root: ET.Element, entry: Entry) -> None:
    element = ET.SubElement(root, "entry")
    _text(element, "id", entry.id)
    _text(element, "title", entry.title)
    _link(element, "alternate", "text/html", entry.url)
    _text(element, "published", entry.published)
    _text(element, "updated", entry.updated)
    if entry.summary:
        _text(element, "summary", entry.summary)
    if entry.html:
        _text(element, "content", entry.html, {"type": "html"})


def _text(
    parent: ET.Element, name: str, text: str, attributes: dict[str, str] | None = None
) -> None:
    # A form feed in a text is harmless in HTML, but no XML document may hold one.
    ET.SubElement(parent, name, attributes or {}).text = _NOT_XML.sub("", text)


def _link(parent: ET.Element, relation: str, kind: str, url: str) -> None:
    ET.SubElement(parent, "link", {"rel": relation, "type": kind, "href": url})
