"""The pages of a built tree, as a reader's tools see them."""

from collections.abc import Iterator
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

POINTING = {"href", "src", "poster", "action"}


class Element(NamedTuple):
    """A start tag."""

    tag: str
    attributes: dict[str, str]

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()


class Page(NamedTuple):
    """One HTML file of a tree."""

    path: str  # relative to the tree: "fr/about/index.html"
    url: str  # relative to the tree: "fr/about/"
    elements: tuple[Element, ...]

    @property
    def is_redirect(self) -> bool:
        """Whether the page only sends its reader elsewhere."""
        return any(
            each.attributes.get("http-equiv", "").lower() == "refresh" for each in self.elements
        )

    @property
    def is_not_found(self) -> bool:
        """Whether a host answers with this page when there is none."""
        return self.path.endswith("404.html")

    @property
    def language(self) -> str:
        """What `<html lang>` says."""
        return next(each.attributes.get("lang", "") for each in self.elements if each.tag == "html")

    @property
    def ids(self) -> frozenset[str]:
        """Every place that a link can lead to."""
        return frozenset(each.attributes["id"] for each in self.elements if "id" in each.attributes)

    @property
    def alternates(self) -> dict[str, str]:
        """The `hreflang` links of the head: language → address."""
        return {
            each.attributes["hreflang"]: each.attributes["href"]
            for each in self.elements
            if each.tag == "link" and "hreflang" in each.attributes
        }

    @property
    def targets(self) -> Iterator[str]:
        """All that the page points to, as written."""
        for each in self.elements:
            yield from (each.attributes[name] for name in POINTING & each.attributes.keys())
            for candidate in each.attributes.get("srcset", "").split(","):
                if candidate.strip():
                    yield candidate.split()[0]


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Element] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found.append(Element(tag, {name: value or "" for name, value in attributes}))


def parse(tree: Path, file: Path) -> Page:
    """Read one file of a tree."""
    parser = _Elements()
    parser.feed(file.read_text(encoding="utf-8"))
    path = file.relative_to(tree).as_posix()
    return Page(path, path.removesuffix("index.html"), tuple(parser.found))


@lru_cache(maxsize=4)
def pages(tree: Path) -> tuple[Page, ...]:
    """Every page of a tree, in the order of their paths; a tree without any fails the test.

    They are read once: a tree that tests look at does not change.
    """
    found = tuple(parse(tree, file) for file in sorted(tree.rglob("*.html")))
    assert found, f"no page in {tree}"
    return found


def readable(tree: Path) -> tuple[Page, ...]:
    """The pages that a reader stays on: redirects are none."""
    return tuple(page for page in pages(tree) if not page.is_redirect)
