"""The search index of each language, in pieces: a query loads only those that it needs.

    ar/search/index.json            what the query begins with: the rules, the synonyms, the pieces
    ar/search/words-3.<hash>.json   term → where it stands, for the terms with certain first letters
    ar/search/pages-0.<hash>.json   what the results say of twenty pages

A posting list is written "9 4,1;2 7": weights, the best first, each with the numbers of its pages
in base 36, as differences.
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from dalil.disk import fingerprint
from dalil.facts import Result
from dalil.model import is_index
from dalil.stems import RULES, Rules, stem, telling, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from dalil.facts import Reading
    from dalil.model import Site

    Postings = dict[str, list[tuple[int, int]]]

PIECE = 8_000
"""Bytes of a piece with terms, as far as one more letter can part them."""
BLOCK = 20
"""Pages in a piece with pages."""
MOST = 2_000
"""Pages kept for one term: the best. A word of all pages says little of any."""


def jobs(site: Site) -> Sequence[str]:
    """One for each language."""
    return list(site.config.languages)


def run(reading: Reading, arg: str) -> Result:
    """Write the index of a language."""
    ids: list[str] = []
    sections = []
    postings: Postings = defaultdict(list)
    for id in reading.ask("published", arg):
        vocabulary = reading.ask("vocabulary", id)
        if vocabulary:
            for weight, terms in vocabulary[0]:
                for term in terms.split(" "):
                    postings[term].append((weight, len(ids)))
            ids.append(id)
            sections.append(vocabulary[1])
    outputs = []

    def put(name: str, content: Any) -> str:
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
        file = f"{name}.{fingerprint(text)[:10]}.json"
        outputs.append((f"{arg}/search/{file}", text))
        return file

    written = {term: _posting(found) for term, found in sorted(postings.items())}
    bundles = enumerate(_bundled(_pieces(written, "", 1)))
    groups, pages = _pages(reading, ids, sections)
    index = {
        "count": len(ids),
        "words": {
            prefix: file
            for n, (prefixes, terms) in bundles
            for file in [put(f"words-{n}", terms)]
            for prefix in prefixes
        },
        "pages": [
            put(f"pages-{n // BLOCK}", pages[n : n + BLOCK]) for n in range(0, len(pages), BLOCK)
        ],
        "block": BLOCK,
        "worth": "".join(str(_worth(reading, id)) for id in ids),
        "groups": groups,
        "rules": RULES.get(arg, Rules())._asdict(),
        "synonyms": _synonyms(reading, arg, postings.keys()),
    }
    text = json.dumps(index, ensure_ascii=False, separators=(",", ":")).encode()
    outputs.append((f"{arg}/search/index.json", text))
    return Result(tuple(outputs))


def _posting(found: Sequence[tuple[int, int]]) -> str:
    """(Weight, page), the pages in order."""
    by_weight: dict[int, list[int]] = defaultdict(list)
    for weight, number in found:
        by_weight[weight].append(number)
    parts = []
    room = MOST
    for weight, numbers in sorted(by_weight.items(), reverse=True):
        best = numbers[:room]
        room -= len(best)
        if best:
            gaps = (b - a for a, b in zip([0, *best], best, strict=False))
            parts.append(f"{weight} {','.join(map(_base36, gaps))}")
    return ";".join(parts)


def _base36(number: int) -> str:
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    text = ""
    while number >= 36:
        number, digit = divmod(number, 36)
        text = digits[digit] + text
    return digits[number] + text


def _pieces(
    written: Mapping[str, str], prefix: str, letters: int
) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Terms that begin alike, parted by one more letter as long as they are too many."""
    if not written:
        return
    if prefix and (_size(written) <= PIECE or all(term == prefix for term in written)):
        yield prefix, written
        return
    parts: dict[str, dict[str, str]] = defaultdict(dict)
    for term, posting in written.items():
        parts[term[:letters]][term] = posting
    for start, part in sorted(parts.items()):
        if start == prefix:  # the one term that is all prefix
            yield start, part
        else:
            yield from _pieces(part, start, letters + 1)


def _bundled(
    pieces: Iterator[tuple[str, Mapping[str, str]]],
) -> Iterator[tuple[list[str], dict[str, str]]]:
    """Neighbouring pieces in one file, as long as it stays small: fewer files."""
    prefixes: list[str] = []
    terms: dict[str, str] = {}
    for prefix, piece in pieces:
        if prefixes and _size(terms) + _size(piece) > PIECE:
            yield prefixes, terms
            prefixes, terms = [], {}
        prefixes.append(prefix)
        terms.update(piece)
    if prefixes:
        yield prefixes, terms


def _size(terms: Mapping[str, str]) -> int:
    return sum(len(term.encode()) + len(posting) + 6 for term, posting in terms.items())


def _pages(reading: Reading, ids: list[str], sections: list[Any]) -> tuple[list[str], list[Any]]:
    """Names of the groups; each page: address, title, description, group, easy form, sections."""
    groups: dict[str, int] = {}
    pages = []
    for id, parts in zip(ids, sections, strict=True):
        _, _, url, title, _, description, *_ = reading.ask("card", id)
        _, _, trail, _, _, family = reading.ask("page", id)
        above = reading.ask("card", trail[1] if len(trail) > 1 else id)
        group = groups.setdefault(above[4], len(groups))
        easy = next((reading.ask("card", form)[2] for v, form in family if v), "")
        pages.append([url, title, description, group, easy, parts])
    return list(groups), pages


def _worth(reading: Reading, id: str) -> int:
    """Of pages that say as much, which comes first: 9 for a page below the home page.

    One that is deeper in the site says less by itself; a term or a piece of news is
    not what it speaks of.
    """
    document, _, trail, *_ = reading.ask("page", id)
    collection = document[4]
    _, dated, _, _, terms = reading.ask("collection", collection) if collection else [False] * 5
    beside = (dated or terms) and not is_index(document[1])
    return max(1, 10 - max(1, len(trail)) - 2 * beside)


def _synonyms(reading: Reading, lang: str, known: AbstractSet[str]) -> dict[str, list[str]]:
    """Stems, joined by spaces, of a word or phrase → what means the same and stands in pages."""
    found: dict[str, list[str]] = {}
    for _, entry in reading.ask("data", "synonyms"):
        names = list(dict.fromkeys(_stems(each, lang) for each in dict(entry).get(lang, ())))
        for name in names:
            others = [other for other in names if other != name and known >= set(other.split())]
            found[name] = list(dict.fromkeys([*found.get(name, ()), *others]))
    return {name: others for name, others in sorted(found.items()) if others}


def _stems(text: str, lang: str) -> str:
    return " ".join(stem(word, lang) for word in telling(words(text), lang))
