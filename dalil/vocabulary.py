"""What each page is found by: its words with their weight, kept for the search index.

A job for each page, so that an edit of one text counts the words of one page.
"""

from __future__ import annotations

import marshal
from collections import Counter
from collections.abc import Iterable
from typing import Any

from dalil.facts import Reading, Result
from dalil.model import Prose, Site, variant_of
from dalil.stems import terms, words

TITLE, NAME, HEADING, DESCRIPTION = 5, 5, 2, 2
"""What a word adds by standing there; in the text it adds 1, and 1 more when it comes OFTEN."""
OFTEN = 3
BEST = 9
"""The highest weight: one digit in the index."""


def vocabulary_jobs(site: Site) -> list[str]:
    """Pages that a search may find; their variants are told with them."""
    if "search" not in site.config.outputs:
        return []
    return [
        d.id
        for d in site.documents.values()
        if d.status == "published"
        and not variant_of(d.key)[1]
        and dict(d.values).get("search", True)
    ]


def run_vocabulary(reading: Reading, id: str) -> Result:
    """The value names the stored words of a page: ((term, weight), …) in order."""
    lang = id.rpartition("@")[2]
    head = dict(reading.ask("head", id))
    _, _, _, title, nav_title, description, *_ = reading.ask("card", id)
    prose = Prose(*(reading.ask("prose", id) or ()))
    weights: Counter[str] = Counter()
    _add(weights, lang, (title, nav_title), TITLE)
    _add(weights, lang, _names(head), NAME)
    _add(weights, lang, (text for _, _, text in prose.headings), HEADING)
    _add(weights, lang, (description,), DESCRIPTION)
    counts: Counter[str] = Counter()
    for word in words(prose.text):
        counts.update(terms(word, lang))
    for term, count in counts.items():
        weights[term] += 1 + (count >= OFTEN)
    found = tuple((term, min(BEST, weight)) for term, weight in sorted(weights.items()))
    return Result(value=(reading.store(marshal.dumps(found, 2)),))


def _names(head: dict[str, Any]) -> Iterable[str]:
    """Other names of what a page is about, where its collection has such fields."""
    forms = head.get("forms", ())
    yield from forms if isinstance(forms, tuple) else ()
    yield str(head.get("acronym", ""))


def _add(weights: Counter[str], lang: str, texts: Iterable[str], weight: int) -> None:
    found = {term for text in texts for word in words(text) for term in terms(word, lang)}
    for term in found:
        weights[term] += weight
