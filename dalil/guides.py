"""Guides: a page asks a question, and each page right below it is one of the answers.

A guide is nothing but pages in folders: `guides/child/index` asks, `guides/child/school` answers,
and its address says which answers were given. Only a collection with `guide: true` has guides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dalil.diagnostics import Diagnostic, fault
from dalil.model import Document, Site, variant_of
from dalil.reader import Head
from dalil.typography import plain_text

Given = tuple[str, str, str]
"""A question, the answer that was given, and the id of the page that asks."""
Choice = tuple[str, str]
"""An answer, and the id of the page to which it leads."""


def guide(site: Site, id: str) -> tuple[str, str, tuple[Given, ...], tuple[Choice, ...]]:
    """What a page asks, which answer it is, the answers given before, and those to choose from."""
    page = site.documents.get(id)
    if page is None or not _is_guide(site, page):
        return "", "", (), ()
    standard = _standard(site, page)
    question = _said(site, page, "question") or _said(site, standard, "question")
    answer = _said(site, page, "answer") or _said(site, standard, "answer")
    below = site.listings.get((standard.key, page.lang), ()) if question else ()
    choices = tuple((_said(site, site.documents[each], "answer"), each) for each in below)
    return question, answer, _given(site, standard), choices


def is_inner(site: Site, page: Document) -> bool:
    """Whether a page is an answer: it is reached through the questions of its guide."""
    return bool(_is_guide(site, page) and _asking(site, _standard(site, page)))


def _is_guide(site: Site, page: Document) -> bool:
    return bool(page.collection) and site.config.collections[page.collection].guide


def _standard(site: Site, page: Document) -> Document:
    """The page itself, or the one of which it is a variant."""
    key, variant = variant_of(page.key)
    return site.groups.get(key, {}).get(page.lang, page) if variant else page


def _said(site: Site, page: Document, name: str) -> str:
    text = dict(page.values).get(name) if _is_guide(site, page) else None
    return plain_text(text, site.config.languages[page.words_lang].locale) if text else ""


def _asking(site: Site, page: Document) -> Document | None:
    """The page right above, when it asks a question."""
    above = site.groups.get(page.section, {}).get(page.lang)
    return above if above is not None and _said(site, above, "question") else None


def _given(site: Site, page: Document) -> tuple[Given, ...]:
    given: list[Given] = []
    while above := _asking(site, page):
        given.append((_said(site, above, "question"), _said(site, page, "answer"), above.id))
        page = above
    return tuple(reversed(given))


def guide_faults(site: Site, heads: Sequence[Head]) -> Iterator[Diagnostic]:
    """Answers without a label, and questions to which there is no answer."""
    if not any(collection.guide for collection in site.config.collections.values()):
        return
    for head in heads:
        page = site.groups.get(head.key, {}).get(head.lang)
        if page is None or page.path != head.path or variant_of(head.key)[1]:
            continue
        asking = _asking(site, page) if _is_guide(site, page) else None
        if asking is not None and not _said(site, page, "answer"):
            question = _said(site, asking, "question")
            yield fault("guide-answer-missing", head.path, 1, 1, 3, question=question)
        below = site.listings.get((page.key, page.lang), ())
        if page.status == "published" and _said(site, page, "question") and not below:
            at = dict(head.places).get("question", (0, 0, 0))
            yield fault("guide-dead-end", head.path, *at)
