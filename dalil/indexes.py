"""Lists of the whole site that the `Site` alone gives: terms, pages from A to Z, the site map."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from dalil.guides import is_inner
from dalil.languages import SortKey, direction, fold, sort_key
from dalil.model import Document, Site, section_of, variant_of

Filed = tuple[tuple[str, str], ...]
"""(Letter, id of a page), in the order of an alphabet."""

# Articles at the head of a title; at the head of some words «ال» belongs to the word itself.
_ARTICLES = {
    "ar": re.compile(r"ال(?=\w{2})(?!تزام|تحاق|تماس|تقاء|تفات|تهاب|تباس|له(?!\w))"),
    "fr": re.compile(r"(?:l['’]|(?:le|la|les)\s)(?=\w)", re.IGNORECASE),
}


# The alphabet


def letter_of(title: str, locale: str) -> str:
    """The letter under which a title is looked up: «الإعاقة» → «ا», « L’école » → "E"."""
    first = next((c for c in _without_article(title, locale) if c.isalnum()), "")
    return "#" if first.isdecimal() or not first else fold(first)[:1].upper()


def _without_article(title: str, locale: str) -> str:
    articles = _ARTICLES.get(locale.partition("-")[0])
    start = next((at for at, c in enumerate(title) if c.isalnum()), 0)
    article = articles.match(title, start) if articles else None
    return title[article.end() :] if article else title


def _key(title: str, locale: str) -> SortKey:
    return sort_key(_without_article(title, locale), locale)


def _filed(site: Site, lang: str, pages: Iterable[Document]) -> Filed:
    locale = site.config.languages[lang].locale
    found = [(letter_of(d.title, locale), d) for d in pages]
    found.sort(key=lambda pair: (_key(pair[1].title, locale), pair[1].id))
    rank = {letter: at for at, letter in enumerate(dict.fromkeys(letter for letter, _ in found))}
    found.sort(key=lambda pair: rank[pair[0]])  # letters that share a group stay together
    return tuple((letter, d.id) for letter, d in found)


def a_to_z(site: Site, lang: str) -> Filed:
    """Every page of a language; of a guide only the pages that are no answers."""
    if lang not in site.config.languages:
        return ()
    return _filed(
        site,
        lang,
        (
            d
            for d in site.documents.values()
            if d.lang == lang
            and d.status == "published"
            and not variant_of(d.key)[1]
            and not is_inner(site, d)
        ),
    )


# Terms


def _terms(site: Site, lang: str) -> list[Document]:
    """The pages of a language that explain a term, by key."""
    kinds = {name for name, each in site.config.collections.items() if each.terms}
    if not kinds:
        return []
    found = (
        d
        for d in site.documents.values()
        if d.collection in kinds
        and d.lang == lang
        and d.status == "published"
        and not d.is_index
        and not variant_of(d.key)[1]
    )
    return sorted(found, key=lambda d: d.key)


def terms(site: Site, lang: str) -> tuple[tuple[str, str, str, tuple[str, ...]], ...]:
    """(Key, title, acronym, other forms) of each term, for those who look for it in a text."""
    found = ((d, dict(d.values)) for d in _terms(site, lang))
    return tuple((d.key, d.title, v.get("acronym", ""), v.get("forms", ())) for d, v in found)


def wants_terms(site: Site, id: str) -> bool:
    """Whether the text of a page links to terms."""
    page = site.documents.get(id)
    return page is not None and dict(page.values).get("terms", True)


def glossary(site: Site, lang: str) -> Filed:
    """The terms of a language."""
    found = _terms(site, lang)
    return _filed(site, lang, found) if found else ()


def term(site: Site, id: str) -> tuple[str, str, bool, tuple[tuple[str, str, str, bool], ...]]:
    """(Acronym, pronunciation, "ours", (lang, dir, title, "ours") of the term in other languages).

    "Ours" is a form that no source gives: the site's own translation.
    """
    page = site.documents.get(id)
    if page is None:
        return "", "", False, ()
    own, group = dict(page.values), site.groups.get(page.key, {})
    others = tuple(
        (lang, direction(site.config.languages[lang].locale), d.title, _is_ours(d))
        for lang in site.config.languages
        if (d := group.get(lang)) and lang != page.lang and d.status == "published"
    )
    return own.get("acronym", ""), own.get("pronunciation", ""), _is_ours(page), others


def _is_ours(page: Document) -> bool:
    return bool(dict(page.values).get("own_translation"))


# The site map


def site_map(site: Site, lang: str) -> Any:
    """(Id, ids of its other forms, those below) of the home page; () when there is none."""
    home = site.groups.get("index", {}).get(lang)
    if home is None:
        return ()
    below: dict[str, list[Document]] = {}
    for (_, of), ids in site.listings.items():
        for page in (site.documents[id] for id in ids if of == lang):
            if page.key != "index":
                below.setdefault(_parent(site, page), []).append(page)
    items = [item.page for menu in site.config.menus.values() for item in menu]
    rank = {key: at for at, key in enumerate(dict.fromkeys(items))}
    below.get("index", []).sort(key=lambda page: rank.get(page.key, len(rank)))

    def branch(page: Document) -> tuple[Any, ...]:
        found = (site.groups.get(f"{page.key}.{v}", {}).get(lang) for v in site.config.variants)
        forms = tuple(d.id for d in found if d and d.status == "published")
        return page.id, forms, tuple(map(branch, below.get(page.key, ())))

    return branch(home)


def _parent(site: Site, page: Document) -> str:
    """Key of the nearest page above that exists in the language."""
    key = page.section
    while key != "index":
        above = site.groups.get(key, {}).get(page.lang)
        if above is not None and above.status in ("published", "borrowed"):
            break
        key = section_of(key)
    return key
