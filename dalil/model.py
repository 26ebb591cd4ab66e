"""The site as values: documents with their addresses, joined with their translations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import unquote

from dalil.config import SiteConfig
from dalil.packs import pickled_in_thousands

Status = str
"""published, draft, scheduled, expired, or borrowed: the page exists only in another language."""


class Document(NamedTuple):
    """One page in one language."""

    id: str
    key: str
    lang: str
    path: str
    collection: str
    section: str
    """Key of the index page above it; "" for the home page."""
    url: str
    """Relative to the site's root, as read: "fr/programmes/schooling/"."""
    status: Status
    title: str
    nav_title: str
    description: str
    date: str
    updated: str
    template: str
    values: tuple[tuple[str, Any], ...]
    original: str
    """Id of the page that a borrowed page shows; "" for a page of its own."""

    @property
    def words_lang(self) -> str:
        """Language of its words: a borrowed page's are in its original's."""
        return self.original.rpartition("@")[2] or self.lang

    @property
    def is_index(self) -> bool:
        """Whether it stands for its folder."""
        return is_index(self.key)


pickled_in_thousands(Document)


class Prose(NamedTuple):
    """A page's rendered text, as the store keeps it: plain data."""

    html: str = ""
    headings: tuple[tuple[int, str, str], ...] = ()
    """(Level, anchor, text)."""
    links: tuple[tuple[str, str, int, int, int, str], ...] = ()
    """(Target's id, anchor, line, column, length, target as written)."""
    ids: tuple[str, ...] = ()
    text: str = ""
    """Without mark-up; kept for the search alone."""
    citations: tuple[str, ...] = ()


@dataclass(frozen=True)
class Site:
    """All pages and what joins them."""

    config: SiteConfig
    documents: Mapping[str, Document] = field(default_factory=dict)
    groups: Mapping[str, Mapping[str, Document]] = field(default_factory=dict)
    """Key → language → document: the translations of one page."""
    listings: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    """(Section key, language) → ids of the pages right below it, in their order."""
    strings: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    data: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    redirects: tuple[tuple[str, str], ...] = ()
    """(Former path, id or address it leads to)."""
    templates: frozenset[str] = frozenset()

    def side_by_side(self, document: Document) -> str:
        """The address, like a page's, of a page beside its translation; "" when it has none."""
        word = self.config.side_by_side.get(document.lang)
        group = self.groups[document.key].values()
        published = [d for d in group if d.status == "published"]
        wanted = not variant_of(document.key)[1] and dict(document.values).get("side_by_side", True)
        shown = wanted and document in published and len(published) > 1
        return f"{document.url}{word}/" if word and shown else ""

    @property
    def published(self) -> Iterator[Document]:
        """Documents that have a page in the tree, borrowed ones among them."""
        return (d for d in self.documents.values() if d.status in ("published", "borrowed"))


def is_index(key: str) -> bool:
    """Whether a key names the page that stands for its folder."""
    return key.rpartition("/")[2].partition(".")[0] == "index"


def variant_of(key: str) -> tuple[str, str]:
    """The key of the standard page, and the variant's name or ""."""
    folder, slash, name = key.rpartition("/")
    stem, _, variant = name.partition(".")
    return f"{folder}{slash}{stem}", variant


def section_of(key: str) -> str:
    """The key of the index page right above a page."""
    base, variant = variant_of(key)
    if variant:
        return base
    folder = base.rpartition("/")[0]
    if is_index(key):
        if not folder:
            return ""
        folder = folder.rpartition("/")[0]
    return f"{folder}/index" if folder else "index"


def alias_path(alias: str) -> str:
    """An alias as editors write it ("/old/page", "old/page/") → "old/page/"."""
    alias = unquote(alias)
    return alias.strip("/") + ("" if alias.endswith(".html") else "/")
