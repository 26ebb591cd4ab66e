"""Faults between pages: addresses taken twice, names that lead nowhere."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase

from dalil.config import MenuItem
from dalil.diagnostics import Diagnostic, fault, nearest
from dalil.guides import guide_faults
from dalil.model import Document, Site, alias_path, variant_of
from dalil.reader import Head, Keyed
from dalil.schema import is_url

_NO_PATH = re.compile(r"://|[?#\\\x00-\x1f]")


def conflicts(
    site: Site,
    heads: Sequence[Head],
    by_key: Mapping[str, Mapping[str, Head]],
    data: Iterable[Keyed],
) -> Iterator[Diagnostic]:
    """All of them, from the pages' heads and the data files in a total order."""
    yield from _same_names(heads)
    yield from _collection_templates(site)
    yield from _missing_templates(site)
    yield from _collisions(site, heads)
    yield from _references(site, [*heads, *data])
    yield from _menus(site)
    yield from _offline(site)
    yield from _former_addresses(site, heads)
    yield from guide_faults(site, heads)


def _place(site: Site, head: Head, key: str) -> tuple[int, int, int]:
    return dict(head.places).get(key, (0, 0, 0))


def _same_names(heads: Sequence[Head]) -> Iterator[Diagnostic]:
    """Two files whose names differ only in capital letters or in their Unicode normal form."""
    first: dict[str, Head] = {}
    for head in heads:
        other = first.setdefault(_folded(head.path), head)
        if other is not head:
            yield fault("path-collision", head.path, other=other.path)


def _folded(path: str) -> str:
    """A path as the file systems read it that know no capital letters."""
    return unicodedata.normalize("NFC", path).casefold()


def _collection_templates(site: Site) -> Iterator[Diagnostic]:
    for name, collection in site.config.collections.items():
        if collection.template and collection.template not in site.templates:
            at = site.config.places.get(f"collections.{name}.template", (0, 0, 0))
            guess = nearest(collection.template, site.templates)
            named = {"template": collection.template, "nearest": guess}
            yield fault("template-unknown", "site.yaml", *at, **named)


def _missing_templates(site: Site) -> Iterator[Diagnostic]:
    """Templates that pages take when nothing else is said, and that are not there."""
    for name in sorted({d.template for d in site.published} - site.templates):
        guess = nearest(name, site.templates)
        yield fault("template-unknown", f"templates/{name}", template=name, nearest=guess)


def _collisions(site: Site, heads: Sequence[Head]) -> Iterator[Diagnostic]:
    """Two pages on one address, or on addresses that some file systems take for one."""
    slugs = {head.path: _place(site, head, "slug") for head in heads}
    first: dict[str, Document] = {}
    folded: dict[str, Document] = {}
    for document in sorted(
        site.published, key=lambda d: (d.status == "borrowed", slugs[d.path], d.path, d.id)
    ):
        other = first.setdefault(document.url, document)
        if _are_forms(document, other):
            continue
        if other is not document:
            yield fault(
                "url-collision",
                document.path,
                *slugs[document.path],
                url=f"/{document.url}",
                other=other.path,
            )
            continue
        other = folded.setdefault(_folded(document.url), document)
        if (
            other is not document
            and not _are_forms(document, other)
            and _folded(document.path) != _folded(other.path)  # told of the files themselves
        ):
            yield fault("path-collision", document.path, *slugs[document.path], other=other.path)


def _are_forms(one: Document, other: Document) -> bool:
    """Whether two pages are the same form of two others: what is wrong is said of those."""
    form = variant_of(one.key)[1]
    return one is not other and form != "" and form == variant_of(other.key)[1]


def _references(site: Site, files: Iterable[Head | Keyed]) -> Iterator[Diagnostic]:
    unknown = _unknown_targets(site)
    yield from unknown.values()
    for file in files:
        for key, to, target, at in file.references:
            if to in unknown:
                continue
            if to in site.config.collections:
                folder = site.config.collections[to].folder
                names = {
                    k.removeprefix(f"{folder}/") for k in site.groups if k.startswith(f"{folder}/")
                }
            else:
                names = set(site.data.get(to, {}))
            if target not in names:
                name = ".".join(part for part in key.split(".") if part and not part.isdecimal())
                guess = nearest(target, names)
                yield fault(
                    "reference-unknown", file.path, *at, key=name, target=target, nearest=guess
                )


def _unknown_targets(site: Site) -> dict[str, Diagnostic]:
    """What fields of `site.yaml` refer to and is neither a collection nor a data file."""
    found: dict[str, Diagnostic] = {}
    known = site.config.collections.keys() | site.data.keys()
    for key, at in site.config.places.items():
        if key.startswith("collections.") and key.endswith(".to") and ".fields." in key:
            target = _written(site, key)
            if target and target not in known:
                guess = nearest(target, known)
                named = {"key": key, "target": target, "nearest": guess}
                found[target] = fault("reference-unknown", "site.yaml", *at, **named)
    return found


def _written(site: Site, key: str) -> str:
    """What a field of a collection refers to, by the place of its `to`."""
    _, name, _, field, *more = key.split(".")
    declared = site.config.collections[name].fields[field]
    for each in more[:-1]:
        declared = declared.of if each == "of" and declared.of else declared
    return declared.to


def _menus(site: Site) -> Iterator[Diagnostic]:
    def walk(items: Iterable[MenuItem]) -> Iterator[Diagnostic]:
        for item in items:
            if item.page and item.page not in site.groups:
                guess = nearest(item.page, site.groups)
                yield fault("menu-dead", "site.yaml", *item.place, target=item.page, nearest=guess)
            yield from walk(item.children)

    for items in site.config.menus.values():
        yield from walk(items)
    for path, target in site.config.redirects.items():
        if not _leads_somewhere(site, target):
            at = site.config.places.get(f"redirects.{path}", (0, 0, 0))
            guess = nearest(target, site.groups)
            yield fault("redirect-dead", "site.yaml", *at, target=target, nearest=guess)


def _offline(site: Site) -> Iterator[Diagnostic]:
    for n, pattern in enumerate(site.config.offline["pages"]):
        at = site.config.places.get(f"offline.pages.{n}")  # None: nobody has written it
        if at and not any(fnmatchcase(key, pattern) for key in site.groups):
            guess = nearest(pattern, site.groups)
            yield fault("offline-dead", "site.yaml", *at, target=pattern, nearest=guess)


def _leads_somewhere(site: Site, target: str) -> bool:
    """Whether a redirect's target is an address outside, or a page that visitors can open."""
    if target.startswith(("http://", "https://")):
        return is_url(target)
    key, _, lang = target.partition("@")
    group = site.groups.get(key, {})
    forms = [group[lang]] if lang in group else [] if lang else list(group.values())
    return any(document.status in ("published", "borrowed") for document in forms)


def _former_addresses(site: Site, heads: Sequence[Head]) -> Iterator[Diagnostic]:
    """Aliases and redirects that lead out, hide a page, or are claimed twice."""
    pages = {d.url: d for d in site.published}
    owners: dict[str, str] = {}
    for file, at, alias in _claims(site, heads):
        path = alias_path(alias)
        if ".." in path.split("/") or not path.strip("/"):
            yield fault("path-outside", file, *at, path=alias)
        elif _NO_PATH.search(path):
            named = {"key": "aliases", "expected": "former-address", "found": alias}
            yield fault("value-type", file, *at, **named)
        elif hidden := pages.get(path.removesuffix("index.html")):
            yield fault("alias-hides-page", file, *at, alias=alias, page=hidden.path)
        elif owners.setdefault(path, file) != file:
            yield fault("alias-collision", file, *at, alias=alias, other=owners[path])


def _claims(site: Site, heads: Sequence[Head]) -> Iterator[tuple[str, tuple[int, int, int], str]]:
    """(File, place, former address), the pages' first."""
    for head in sorted(heads, key=lambda h: h.path):
        for n, alias in enumerate(dict(head.values).get("aliases", ())):
            yield head.path, _place(site, head, f"aliases.{n}"), alias
    for path in site.config.redirects:
        yield "site.yaml", site.config.places[f"redirects.{path}:"], path
