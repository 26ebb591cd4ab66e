"""Joining what was read: documents with their addresses, their translations, their sections.

Pure: the heads of all pages in, a `Site` and the faults between pages out. Every address exists
before any Markdown is rendered.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from dalil.config import Collection, SiteConfig
from dalil.conflicts import conflicts
from dalil.diagnostics import Diagnostic, fault, nearest
from dalil.frontmatter import GUIDE_FIELDS
from dalil.languages import sort_key
from dalil.ledger import Options
from dalil.model import (
    Document,
    Site,
    Status,
    alias_path,
    is_index,
    section_of,
    variant_of,
)
from dalil.names import HIDDEN, collection_of
from dalil.reader import Head, Keyed


def relate(
    config: SiteConfig,
    heads: Sequence[Head],
    strings: Mapping[str, Keyed],
    data: Mapping[str, Keyed],
    templates: Iterable[str],
    options: Options,
) -> tuple[Site, list[Diagnostic]]:
    """Join all that was read. Faults: addresses, names, references, translations, menus."""
    by_key: dict[str, dict[str, Head]] = {}
    heads = sorted(heads, key=lambda head: head.path)  # never in the order of a build's history
    for head in heads:
        by_key.setdefault(head.key, {}).setdefault(head.lang, head)
    relating = _Relating(config, by_key, frozenset(templates), options)
    documents = {d.id: d for g in by_key.values() for d in map(relating.document, g.values())}
    groups: dict[str, dict[str, Document]] = {}
    for document in documents.values():
        groups.setdefault(document.key, {})[document.lang] = document
    relating.borrow(documents, groups)
    site = Site(
        config=config,
        documents=documents,
        groups=groups,
        listings=relating.listings(documents),
        strings={lang: dict(keyed.values) for lang, keyed in strings.items()},
        data={name: dict(keyed.values) for name, keyed in data.items()},
        redirects=tuple(_redirects(config, documents)),
        templates=relating.templates,
    )
    return site, [*relating.faults, *conflicts(site, heads, by_key, data.values())]


class _Relating:
    """What the steps of `relate` share while documents are being made."""

    def __init__(
        self,
        config: SiteConfig,
        by_key: Mapping[str, Mapping[str, Head]],
        templates: frozenset[str],
        options: Options,
    ) -> None:
        self.config = config
        self.by_key = by_key
        self.templates = templates
        self.options = options
        self.faults: list[Diagnostic] = []
        self.values = {head.path: dict(head.values) for g in by_key.values() for head in g.values()}
        self.title_keys = {
            f"{head.key}@{head.lang}": head.title_key
            for g in by_key.values()
            for head in g.values()
        }
        self._folders: dict[tuple[str, str], str] = {}

    def document(self, head: Head) -> Document:
        values = self.values[head.path]
        title = values.get("title") or head.key.rpartition("/")[2]
        collection = self._collection(head, values)
        return Document(
            id=f"{head.key}@{head.lang}",
            key=head.key,
            lang=head.lang,
            path=head.path,
            collection=collection,
            section=section_of(head.key),
            url=self.url(head.key, head.lang),
            status=self._status(values),
            title=title,
            nav_title=values.get("nav_title", title),
            description=values.get("description", ""),
            date=values.get("date", ""),
            updated=values.get("updated", ""),
            template=self._template(head, values, collection),
            values=head.values,
            original="",
        )

    def _fault(self, head: Head, at_key: str, code: str, /, **args: str) -> None:
        at = dict(head.places).get(at_key, (0, 0, 0))
        self.faults.append(fault(code, head.path, *at, **args))

    def _collection(self, head: Head, values: Mapping[str, Any]) -> str:
        name = values.get("collection")
        if name is None:
            return collection_of(head.key, self.config)
        if name not in self.config.collections:
            guess = nearest(name, self.config.collections)
            self._fault(head, "collection", "collection-unknown", collection=name, nearest=guess)
            return collection_of(head.key, self.config)
        return str(name)

    def _template(self, head: Head, values: Mapping[str, Any], collection: str) -> str:
        name = values.get("template")
        if name is not None:
            name = name if "." in name else f"{name}.html"
            if name in self.templates:
                return str(name)
            guess = nearest(name, self.templates)
            self._fault(head, "template", "template-unknown", template=name, nearest=guess)
        index = is_index(head.key)
        kind = self.config.collections[collection] if collection else None
        own = kind.template if kind and (not index or self._guides(head, kind)) else ""
        wanted = [own, "home.html" if head.key == "index" else "", "section.html" if index else ""]
        return next((name for name in wanted if name and name in self.templates), "page.html")

    def _guides(self, head: Head, kind: Collection) -> bool:
        """Whether the page of a folder asks or answers in a guide; its variants do as it does."""
        standard = self.by_key.get(variant_of(head.key)[0], {}).get(head.lang, head)
        said = self.values[head.path].keys() | self.values[standard.path].keys()
        return kind.guide and not said.isdisjoint(GUIDE_FIELDS)

    def _status(self, values: Mapping[str, Any]) -> Status:
        today = self.options.today
        if values.get("expiry", "9999") <= today:
            return "expired"
        if self.options.drafts:
            return "published"
        if values.get("draft"):
            return "draft"
        return "scheduled" if values.get("publish", "") > today else "published"

    def url(self, key: str, lang: str) -> str:
        """The address of a page, its slug checked: one safe segment."""
        base, variant = variant_of(key)
        if variant:
            return f"{self.url(base, lang)}{self.config.variants[variant].get(lang, variant)}/"
        folder, _, name = base.rpartition("/")
        if is_index(key):
            return self._folder(folder, lang)
        return f"{self._folder(folder, lang)}{self._slug(base, lang, name)}/"

    def _folder(self, folder: str, lang: str) -> str:
        if not folder:
            return f"{lang}/"
        if (folder, lang) not in self._folders:
            parent, _, name = folder.rpartition("/")
            segment = self._slug(f"{folder}/index", lang, name)
            self._folders[folder, lang] = f"{self._folder(parent, lang)}{segment}/"
        return self._folders[folder, lang]

    def _slug(self, key: str, lang: str, name: str) -> str:
        head = self.by_key.get(key, {}).get(lang)
        slug = self.values[head.path].get("slug") if head else None
        if head is None or slug is None:
            return name
        slug = unicodedata.normalize("NFC", slug)
        if not re.fullmatch(r"\w[\w.-]*", slug):
            outside = "/" in slug or "\\" in slug or slug.startswith(".")
            code = "path-outside" if outside else "value-type"
            args = {"path": slug} if outside else {"key": "slug", "expected": "slug", "found": slug}
            self._fault(head, "slug", code, **args)
            return name
        return str(slug)

    def borrow(
        self, documents: dict[str, Document], groups: Mapping[str, dict[str, Document]]
    ) -> None:
        """Give each page missing in a language a page that shows the original."""
        order = [self.config.default_language, *self.config.languages]
        for key in sorted(groups):
            group = groups[key]
            originals = [group[lang] for lang in order if lang in group]
            shown = [d for d in originals if d.status == "published"]
            for lang in self.config.languages:
                own = group.get(lang)
                if own and own.status == "published":
                    continue
                if own is None:
                    self.faults.append(fault("translation-missing", originals[0].path, lang=lang))
                if shown and self.config.missing_translation == "notice":
                    if own:  # a draft is looked through under another id, and not shown
                        del documents[own.id]
                        documents[f"{HIDDEN}{own.id}"] = own._replace(id=f"{HIDDEN}{own.id}")
                    original = shown[0]
                    borrowed = original._replace(
                        id=f"{key}@{lang}",
                        lang=lang,
                        url=self.url(key, lang),
                        status="borrowed",
                        original=original.id,
                    )
                    group[lang] = documents[borrowed.id] = borrowed

    def listings(self, documents: Mapping[str, Document]) -> dict[tuple[str, str], tuple[str, ...]]:
        below: dict[tuple[str, str], list[Document]] = {}
        for document in documents.values():
            if document.status in ("published", "borrowed") and not variant_of(document.key)[1]:
                below.setdefault((document.section, document.lang), []).append(document)
        return {place: tuple(d.id for d in self._ordered(pages)) for place, pages in below.items()}

    def _ordered(self, pages: list[Document]) -> list[Document]:
        """By the collection's order: last key first, since Python's sort is stable."""
        name = next((d.collection for d in pages if not d.is_index), "")
        order = self.config.collections[name].order if name else ("order", "title")
        pages.sort(key=lambda d: (self._title_key(d), d.id))
        for key in reversed(order):
            descending, key = key.startswith("-"), key.lstrip("-")
            if key != "title":
                pages.sort(key=lambda d: self._rank(d, key, descending), reverse=descending)
            elif descending:
                pages.sort(key=self._title_key, reverse=True)
        return pages

    def _title_key(self, document: Document) -> tuple[str, ...]:
        if document.original:  # its letters have another place among those of this language
            return sort_key(document.title, self.config.languages[document.lang].locale)
        return self.title_keys[document.id]

    def _rank(self, document: Document, key: str, descending: bool) -> tuple[bool, Any]:
        """Pages without a value come last, in either direction."""
        value = self.values[document.path].get(key)
        known = value if isinstance(value, int | float) else str(value or "")
        return (value is None) is not descending, known


def _redirects(config: SiteConfig, documents: Mapping[str, Document]) -> Iterator[tuple[str, str]]:
    found: dict[str, str] = {}
    for document in documents.values():
        if document.status == "published":
            for alias in dict(document.values).get("aliases", ()):
                found.setdefault(alias_path(alias), document.id)
    for path, target in config.redirects.items():
        if target.startswith(("http://", "https://")):
            found.setdefault(alias_path(path), target)
        else:
            key, _, lang = target.partition("@")
            lang = lang or path.strip("/").partition("/")[0]
            lang = lang if lang in config.languages else config.default_language
            if f"{key}@{lang}" in documents:
                found.setdefault(alias_path(path), f"{key}@{lang}")
    return iter(sorted(found.items()))
