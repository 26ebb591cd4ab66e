"""The kinds of page of a site: enough of its pages to see every part of them."""

import itertools
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.pages import Page, readable


@cache
def kinds(tree: Path) -> tuple[tuple[str, Page], ...]:
    """Each page with a part that none before it has in its language, and a name for its picture."""
    return tuple(_with_new_parts(tree))


def _with_new_parts(tree: Path) -> Iterator[tuple[str, Page]]:
    seen: dict[str, set[str]] = {}
    for page in readable(tree):
        parts = itertools.chain.from_iterable(
            each.attributes.get("class", "").split() for each in page.elements
        )
        known = seen.setdefault(page.language, {""})
        own = {*parts, ""} if page.url.count("/") > 1 else {*parts, page.url}
        if not own <= known:
            known |= own
            yield page.url.strip("/").replace("/", "-") or "choice", page
