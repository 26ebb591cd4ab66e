"""What a page says of other pages and of sources: cards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from dalil import languages
from dalil.facts import Reading
from dalil.typography import plain_text
from dalil.words import TemplateFault


@dataclass(frozen=True)
class Card:
    """What a page says of another page."""

    id: str
    lang: str
    """Of its words: not the reader's when the page is not translated."""
    url: str
    title: str
    nav_title: str
    description: str
    date: str
    updated: str


@dataclass(frozen=True)
class FiledCard(Card):
    """A page in an alphabetical list."""

    letter: str
    """Under which it stands."""


class OtherTerm(NamedTuple):
    """A term in another language."""

    lang: str
    dir: str
    title: str
    own_translation: bool
    """No source gives the term in that language: the site translated it."""


@dataclass(frozen=True)
class Term(FiledCard):
    """A term of the glossary; the title is the term, the description says what it means."""

    acronym: str
    pronunciation: str
    own_translation: bool
    other: tuple[OtherTerm, ...]


@dataclass(frozen=True)
class Choice(Card):
    """A page of a guide, and the answer that leads to it."""

    answer: str


class Source(NamedTuple):
    """A source the page cites; what is not known is ""."""

    id: str
    title: str
    publisher: str
    date: str
    language: str
    dir: str
    url: str


def card_fields(reading: Reading, id: str) -> tuple[str, str, str, str, str, str, str, str]:
    """What a card says, in the order of its fields."""
    found = reading.ask("card", id)
    if found is None:
        raise TemplateFault(f"No page has the id «{id}».")
    id, lang, url, title, nav_title, description, date, updated = found
    return id, lang, url, title, nav_title, description, date, updated


def card(reading: Reading, id: str) -> Card:
    """What can be said of a page, by its id."""
    return Card(*card_fields(reading, id))


def source(reading: Reading, id: str) -> Source:
    """A source, by its id."""
    entry = dict(reading.ask("entry", "sources", id) or ())
    lang = entry.get("language", "")
    return Source(
        id=id,
        title=plain_text(entry.get("title", ""), lang),
        publisher=plain_text(entry.get("publisher", ""), lang),
        date=entry.get("date", ""),
        language=lang,
        dir=direction(reading, lang) if lang else "",
        url=entry.get("url", ""),
    )


def direction(reading: Reading, lang: str) -> str:
    """Direction of a language, the site's own or another."""
    found = {code: direction for code, _, _, direction in reading.ask("languages")}
    return str(found.get(lang) or languages.direction(lang))
