"""The lists of the whole site that templates show: terms, pages, sources, figures.

Each asks one fact for the list and one for each line, so that a page that shows a list is written
again when, and only when, something of it changes.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from dalil.cards import Card, FiledCard, OtherTerm, Source, Term, card, card_fields, source
from dalil.facts import Reading
from dalil.languages import format_date, format_number
from dalil.typography import plain_text


class Branch(NamedTuple):
    """A page of the site map, and those below it."""

    card: Card
    children: tuple[Branch, ...]
    forms: tuple[Card, ...]
    """Its other forms: the easy-to-read page."""


class CitedSource(NamedTuple):
    """A source of the site, and the pages that cite it; what is not known is ""."""

    id: str
    title: str
    publisher: str
    date: str
    language: str
    dir: str
    url: str
    confidence: str
    """official, press, other, weak."""
    seen: bool
    """A copy of it was read."""
    cited_by: tuple[Card, ...]


class FigureLine(NamedTuple):
    """A figure of the site, in words and numbers of the reader's language."""

    id: str
    value: str
    unit: str
    year: str
    """A year, a date, or a period from one to another."""
    scope: str
    series: str
    sources: tuple[Source, ...]


def terms(reading: Reading, lang: str) -> list[Term]:
    """The terms of a language in alphabetical order."""
    return [term(reading, id, letter) for letter, id in reading.ask("glossary", lang)]


def term(reading: Reading, id: str, letter: str) -> Term:
    """A term, by its id."""
    acronym, pronunciation, ours, others = reading.ask("term", id)
    other = tuple(OtherTerm(*each) for each in others)
    return Term(*card_fields(reading, id), letter, acronym, pronunciation, ours, other)


def a_to_z(reading: Reading, lang: str) -> list[FiledCard]:
    """The pages of a language in alphabetical order."""
    filed = reading.ask("a_to_z", lang)
    return [FiledCard(*card_fields(reading, id), letter) for letter, id in filed]


def site_map(reading: Reading, lang: str) -> Branch | None:
    """The home page of a language with all below it."""

    def branch(found: tuple[Any, ...]) -> Branch:
        id, forms, below = found
        return Branch(
            card(reading, id),
            tuple(map(branch, below)),
            tuple(card(reading, form) for form in forms),
        )

    found = reading.ask("site_map", lang)
    return branch(found) if found else None


def sources(reading: Reading, lang: str) -> list[CitedSource]:
    """All sources, in the order of their file."""
    citing = dict(reading.ask("citing", lang))
    return [
        CitedSource(
            *source(reading, id),
            confidence=(entry := dict(values)).get("confidence", ""),
            seen=entry.get("seen", False),
            cited_by=tuple(card(reading, page) for page in citing.get(id, ())),
        )
        for id, values in reading.ask("data", "sources")
    ]


def figures(reading: Reading, lang: str) -> list[FigureLine]:
    """All figures, in the order of their file."""
    locale = {code: locale for code, locale, *_ in reading.ask("languages")}[lang]
    lines = []
    for id, values in reading.ask("data", "figures"):
        entry = dict(values)
        lines.append(
            FigureLine(
                id=id,
                value=format_number(entry["value"], locale) if "value" in entry else "",
                unit=plain_text(dict(entry.get("unit", ())).get(lang, ""), locale),
                year=period(entry.get("year", ""), locale),
                scope=plain_text(dict(entry.get("scope", ())).get(lang, ""), locale),
                series=entry.get("series", ""),
                sources=tuple(source(reading, each) for each in entry.get("source", ())),
            )
        )
    return lines


def period(years: str, locale: str) -> str:
    """A date, or two with a dash: « 2015–2020 », « octobre 2018 – mars 2019 »."""
    parts = [format_date(part, locale) if part else "" for part in years.split("/")]
    return ("–" if all(part.isdecimal() for part in parts) else " – ").join(parts)
