"""Whether a page is older than its form in another language, and which sections changed there.

A text says when it was `updated`; so the older form is known, and both dates. What has changed
since is found by comparison: `build.py translations` remembers in a file of data, as fingerprints,
the sections of every page on the day on which its languages agreed. Without a memory of that very
day nothing is said of sections.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from dalil.cards import card
from dalil.disk import fingerprint
from dalil.facts import Reading
from dalil.model import Document, Prose

MEMORY = "translated"
"""The file of `content/data/`: id of a page → the day, then a fingerprint for each section."""

_SECTION = re.compile(r"(?=<h2\b)")
_ANCHOR = re.compile(r'<h2\b[^>]*\sid="([^"]*)"')
_NOT_WORDS = re.compile(r'<sup class="cite">.*?</sup>|<svg\b.*?</svg>|<[^>]+>', re.DOTALL)
_WORD = re.compile(r"\w+")


class ChangedSection(NamedTuple):
    """A section of the newer form; its title is "" for what stands before the first heading."""

    title: str
    url: str


class Newer(NamedTuple):
    """The newest form of a page, in another language."""

    lang: str
    title: str
    url: str
    updated: str
    sections: tuple[ChangedSection, ...]
    """Those that are new or have other words since the older form was written; () if unknown."""


def newer(reading: Reading, document: Document) -> Newer | None:
    """What is newer than the page; None when nothing is."""
    id = reading.ask("newer", document.id)
    if not id:
        return None
    other = card(reading, id)
    day, *known = (reading.ask("entry", MEMORY, id) or "").split() or [""]
    prose = Prose(*(reading.ask("prose", id) or ()))
    titles = {anchor: title for _, anchor, title in prose.headings}
    changed = tuple(
        ChangedSection(titles.get(anchor, ""), f"{other.url}#{anchor}" if anchor else other.url)
        for anchor, print_ in sections(prose.html)
        if day == document.updated and print_ not in known
    )
    return Newer(other.lang, other.title, other.url, other.updated, changed)


def sections(html: str) -> Iterator[tuple[str, str]]:
    """(Anchor, fingerprint of its words) of the text before the first h2, and from each h2 on."""
    for part in _SECTION.split(html):
        words = _WORD.findall(unescape(_NOT_WORDS.sub(" ", part)))
        anchor = _ANCHOR.match(part)
        if words:
            yield anchor[1] if anchor else "", fingerprint(" ".join(words).encode())[:8]


def memory(document: Document, prose: Prose) -> str:
    """What is remembered of a page whose languages agree."""
    return " ".join((document.updated, *(print_ for _, print_ in sections(prose.html))))
