"""The kinds of page of a site: those whose parts differ."""

import itertools
from collections.abc import Iterator
from pathlib import Path

from tests.pages import Page, readable


def kinds(tree: Path) -> Iterator[tuple[str, Page]]:
    """The first page, by language, with each combination of parts, and a name for its picture."""
    seen: set[tuple[str, frozenset[str]]] = set()
    for page in readable(tree):
        parts = [each.attributes.get("class", "").split() for each in page.elements]
        own = frozenset(itertools.chain.from_iterable(parts)) - SMALL_PARTS
        if (page.language, own) not in seen:
            seen.add((page.language, own))
            yield page.url.strip("/").replace("/", "-") or "choice", page


SMALL_PARTS = frozenset(
    "align-center align-end align-start cite cite-ref figure term turning mark".split()
)
"""Classes within a text, which make no other kind of page."""
