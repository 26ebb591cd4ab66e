"""The questions that the `Site` alone answers: while it is the same, so are their answers.

An answer is plain data: text, numbers, booleans, None, and tuples of those. A question about
something that is not there answers None or (): absence is an answer too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dalil import indexes
from dalil.config import MenuItem
from dalil.guides import guide
from dalil.model import Document, Site, variant_of
from dalil.schema import plain


def _address(site: Site, document: Document) -> str:
    return site.config.base_path + document.url


def _target(site: Site, key: str, lang: str) -> tuple[str, str, str, str] | None:
    group = site.groups.get(key)
    if not group:
        return None
    document = group.get(lang) or next(iter(group.values()))
    return document.id, _address(site, document), document.words_lang, document.status


def _keys(site: Site) -> tuple[str, ...]:
    return tuple(sorted(site.groups))


def _entry(site: Site, name: str, id: str) -> Any:
    return site.data.get(name, {}).get(id)


def _data(site: Site, name: str) -> Any:
    return tuple(site.data.get(name, {}).items())


def _string(site: Site, lang: str, key: str) -> Any:
    return site.strings.get(lang, {}).get(key)


def _strings(site: Site) -> Any:
    return tuple((lang, tuple(sorted(s.items()))) for lang, s in sorted(site.strings.items()))


def _card(site: Site, id: str) -> tuple[str, ...] | None:
    d = site.documents.get(id)
    if d is None:
        return None
    return (
        d.id,
        d.words_lang,
        _address(site, d),
        d.title,
        d.nav_title,
        d.description,
        d.date,
        d.updated,
    )


def _head(site: Site, id: str) -> tuple[tuple[str, Any], ...] | None:
    d = site.documents.get(id)
    return d.values if d else None


def _page(site: Site, id: str) -> tuple[Any, ...] | None:
    """Everything the page's own template may say of it but its prose."""
    d = site.documents.get(id)
    if d is None:
        return None
    standard, variant = variant_of(d.key)
    family = _family(site, standard, d.lang)
    return (
        tuple(d),
        _address(site, d),
        _trail(site, d),
        _alternates(site, d.key),
        variant,
        family,
    )


def _side_by_side(site: Site, id: str) -> str:
    """Address of a page beside its translation; "" when there is no such."""
    document = site.documents.get(id)
    url = site.side_by_side(document) if document else ""
    return site.config.base_path + url if url else ""


def _trail(site: Site, document: Document) -> tuple[str, ...]:
    """Ids of the pages above, the home page first."""
    above: list[str] = []
    key, lang = document.section, document.lang
    while key:
        parent = site.groups.get(key, {}).get(lang)
        if parent is None:
            break
        above.append(parent.id)
        key = parent.section
    return tuple(reversed(above))


def _family(site: Site, standard: str, lang: str) -> tuple[tuple[str, str], ...]:
    """Forms of one page in one language as (variant, id); "" is the standard."""
    keys = [("", standard), *((v, f"{standard}.{v}") for v in site.config.variants)]
    found = ((variant, site.groups.get(key, {}).get(lang)) for variant, key in keys)
    return tuple((variant, d.id) for variant, d in found if d and d.status == "published")


def _alternates(site: Site, key: str) -> tuple[tuple[str, str, str], ...]:
    group = site.groups.get(key, {})
    found = ((lang, group.get(lang)) for lang in site.config.languages)
    return tuple(
        (lang, d.id, _address(site, d)) for lang, d in found if d and d.status == "published"
    )


def _newer(site: Site, id: str) -> str:
    """Id of the form of a page, in another language, that was updated last; "" if none is newer."""
    document = site.documents.get(id)
    if document is None or document.status != "published" or not document.updated:
        return ""
    dated = (d for d in site.groups[document.key].values() if d.status == "published")
    newest = max(dated, key=lambda d: d.updated)
    return newest.id if newest.updated > document.updated else ""


def _forms(site: Site, key: str) -> tuple[tuple[str, str, str, str], ...]:
    """Each language in which a page can be opened, as (language, id, address, status)."""
    group = site.groups.get(key, {})
    found = ((lang, group.get(lang)) for lang in site.config.languages)
    shown = ("published", "borrowed")
    return tuple(
        (lang, d.id, _address(site, d), d.status) for lang, d in found if d and d.status in shown
    )


def _site(site: Site, lang: str) -> tuple[str, str, str, str]:
    config = site.config
    name, description = config.name.get(lang, ""), config.description.get(lang, "")
    return name, description, config.base_url, config.base_path


def _languages(site: Site) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(language) for language in site.config.languages.values())


def _config(site: Site, name: str) -> Any:
    """A plain setting of `site.yaml`, such as default_language, theme, outputs or budgets."""
    return plain(getattr(site.config, name))


def _font(site: Site, name: str) -> tuple[tuple[Any, ...], tuple[int, ...]] | None:
    """What a font is cut from and to, and the place in `site.yaml` that says so."""
    found = site.config.fonts.get(name)
    return (tuple(found), tuple(site.config.places[f"fonts.{name}.from"])) if found else None


def _collections(site: Site) -> tuple[str, ...]:
    return tuple(site.config.collections)


def _collection(site: Site, name: str) -> tuple[Any, ...] | None:
    """(Folder, dated, per page, structured, "its pages are terms") of a collection."""
    c = site.config.collections.get(name)
    return (c.folder, c.dated, c.per_page, c.structured, c.terms) if c else None


def _listing(site: Site, key: str, lang: str) -> tuple[str, ...]:
    if key in site.config.collections:
        key = f"{site.config.collections[key].folder}/index"
    return site.listings.get((key, lang), ())


def _feed(site: Site, name: str, lang: str) -> tuple[str, ...]:
    """Ids of a dated collection's pages, newest first; borrowed ones are left out."""
    pages = [
        d
        for d in site.documents.values()
        if d.collection == name
        and d.lang == lang
        and d.status == "published"
        and d.date
        and not d.is_index
    ]
    return tuple(d.id for d in sorted(pages, key=lambda d: (d.date, d.id), reverse=True))


def _published(site: Site, lang: str) -> tuple[str, ...]:
    pages = (d for d in site.documents.values() if d.lang == lang and d.status == "published")
    return tuple(d.id for d in sorted(pages, key=lambda d: d.url))


def _sitemap(site: Site) -> tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]:
    """(Address, last change, alternates) of every page that really exists, by address."""
    pages = (d for d in site.documents.values() if d.status == "published")
    return tuple(
        (
            _address(site, d),
            d.updated or d.date,
            tuple((lang, url) for lang, _, url in _alternates(site, d.key)),
        )
        for d in sorted(pages, key=lambda d: d.url)
    )


def _menu(site: Site, name: str, lang: str) -> tuple[Any, ...]:
    """Entries as (id, label, its language, address, children); id is "" for one outside."""

    def entry(item: MenuItem) -> tuple[Any, ...] | None:
        children = tuple(filter(None, map(entry, item.children)))
        label = item.label.get(lang, "")
        if not item.page:
            return ("", label, lang, item.url, children)
        document = site.groups.get(item.page, {}).get(lang)
        if document is None or document.status not in ("published", "borrowed"):
            return None
        words = (label, lang) if label else (document.nav_title, document.words_lang)
        return (document.id, *words, _address(site, document), children)

    return tuple(filter(None, map(entry, site.config.menus.get(name, ()))))


def _redirects(site: Site) -> tuple[tuple[str, str, str], ...]:
    """(Former address, address it leads to, language of the target)."""
    base, documents, config = site.config.base_path, site.documents, site.config
    found = []
    for path, to in site.redirects:
        if to in documents:
            found.append((base + path, _address(site, documents[to]), documents[to].lang))
        else:  # an address outside: said in the language of the former one
            lang = path.partition("/")[0]
            lang = lang if lang in config.languages else config.default_language
            found.append((base + path, to, lang))
    return tuple(found)


QUESTIONS: dict[str, Callable[..., Any]] = {
    question.__name__.removeprefix("_"): question
    for question in (
        _target, _keys, _entry, _data, _string, _strings, _card, _head, _page, _alternates,
        _newer, _forms, _site, _languages, _config, _collections, _collection, _listing, _feed,
        _published, _sitemap, _menu, _redirects, _font, _side_by_side,
        indexes.a_to_z, indexes.glossary, indexes.site_map, indexes.term, indexes.terms,
        indexes.wants_terms, guide,
    )
}  # fmt: skip
