"""The kinds of page of a site: enough of its pages to see every part of them."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.pages import Page, readable


@cache
def kinds(tree: Path) -> tuple[tuple[str, Page], ...]:
    """Pages that hold together each part that any of their language has, and names for pictures.

    First the longest page in one language, then the one with most of what those before it lack;
    of two, the shorter one.
    """
    return tuple(
        (page.url.strip("/").replace("/", "-") or "choice", page)
        for language in sorted({page.language for page in readable(tree)})
        for page in _chosen([page for page in readable(tree) if page.language == language])
    )


def _chosen(pages: list[Page]) -> Iterator[Page]:
    parts = {page.url: _parts(page) for page in pages}
    lacking = set[str]().union(*parts.values())
    alone = [page for page in pages if ".side-by-side" not in parts[page.url]] or pages
    page = max(alone, key=lambda page: len(page.elements))
    while lacking:
        yield page
        lacking -= parts[page.url]
        page = max(pages, key=lambda page: (len(parts[page.url] & lacking), -len(page.elements)))


def _parts(page: Page) -> set[str]:
    """The names and classes of its elements; outside the sections a page is a part by itself."""
    tags = {each.tag for each in page.elements}
    classes = {f".{name}" for each in page.elements for name in each.classes}
    return tags | classes | ({page.url} if page.url.count("/") <= 1 else set())
