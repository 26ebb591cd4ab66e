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
from dalil.stems import stem, telling, terms, words

NAMES = (8, 6, 5, 4)
"""What a word adds in a name of the page, by how many words the name has: alone it says most."""
HEADING, DESCRIPTION = 1, 2
"""What it adds there; in the text it adds 1, and 1 more when it comes OFTEN."""
OFTEN = 3


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
    """What is stored of a page: ((weight, "term term"), …), and its sections."""
    lang = id.rpartition("@")[2]
    head = dict(reading.ask("head", id))
    _, _, _, title, nav_title, description, *_ = reading.ask("card", id)
    prose = Prose(*(reading.ask("prose", id) or ()))
    weights: Counter[str] = Counter()
    _add_names(weights, lang, (title, nav_title, *_other_names(head)))
    _add(weights, lang, (text for _, _, text in prose.headings), HEADING)
    _add(weights, lang, (description,), DESCRIPTION)
    counts = Counter(stem(word, lang) for word in words(prose.text))
    for term, count in counts.items():
        weights[term] += 1 + (count >= OFTEN)
    sections = tuple((anchor, text) for level, anchor, text in prose.headings if level == 2)
    by_weight: dict[int, list[str]] = {}
    for term, weight in sorted(weights.items()):
        by_weight.setdefault(weight, []).append(term)
    # Long texts, since an index reads those of all pages.
    told = tuple((weight, " ".join(each)) for weight, each in sorted(by_weight.items()))
    found = (told, sections)
    reading.store(marshal.dumps(found, 2))
    return Result()


def _other_names(head: dict[str, Any]) -> Iterable[str]:
    """Other names of what a page is about, where its collection has such fields."""
    forms = head.get("forms", ())
    yield from forms if isinstance(forms, tuple) else ()
    yield str(head.get("acronym", ""))


def _add_names(weights: Counter[str], lang: str, names: Iterable[str]) -> None:
    """A word counts in one of the names only: where it says most."""
    best: Counter[str] = Counter()
    for name in names:
        said = telling(words(name), lang)
        weight = NAMES[min(len(said), len(NAMES)) - 1]
        for term in {term for word in said for term in terms(word, lang)}:
            best[term] = max(best[term], weight)
    weights.update(best)


def _add(weights: Counter[str], lang: str, texts: Iterable[str], weight: int) -> None:
    found = {term for text in texts for word in words(text) for term in terms(word, lang)}
    for term in found:
        weights[term] += weight
