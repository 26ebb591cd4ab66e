"""JSON-LD: what a page is, said with schema.org for machines.

Only what the page itself shows and what `site.yaml` declares. The institution that the site is
about is its subject, never its publisher: an independent site must not pass for an official one.

A collection says with `structured` what its pages are: article (the default), service, faq,
glossary or none. An index page is a CollectionPage, the home page is the WebSite.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from dalil.model import Document
from dalil.urls import absolute

if TYPE_CHECKING:
    from dalil.facts import Reading

Node: TypeAlias = dict[str, Any]


class _Page(NamedTuple):
    """What the nodes of one page are made from."""

    reading: Reading
    document: Document
    url: str
    locale: str
    base_url: str
    trail: tuple[str, ...]


def json_ld(reading: Reading, id: str) -> Node:
    """The JSON-LD of a page, ready for `json.dumps`; {} for a page that does not exist.

    Keys stand in a fixed order, addresses are absolute. Pages that borrow their text from another
    language say nothing: their original does.
    """
    answer = reading.ask("page", id)
    if answer is None:
        return {}
    document = Document(*answer[0])
    if document.original:
        return {}
    base_url = reading.ask("site", document.lang)[2]
    locales = {code: locale for code, locale, *_ in reading.ask("languages")}
    url = absolute(base_url, answer[1])
    page = _Page(reading, document, url, locales[document.lang], base_url, answer[2])
    nodes = [_home(page), *_subject_nodes(page)] if document.key == "index" else _inner(page)
    return {"@context": "https://schema.org", "@graph": nodes} if nodes else {}


def _known(node: Node) -> Node:
    """A node without the properties of which nothing is known."""
    return {name: value for name, value in node.items() if value not in (None, "", [], {})}


# --- the site and its subject ---


def _home(page: _Page) -> Node:
    name, description, _, _ = page.reading.ask("site", page.document.lang)
    return _known(
        {
            "@type": "WebSite",
            "@id": f"{page.url}#website",
            "url": page.url,
            "name": name,
            "description": description,
            "inLanguage": page.locale,
            "about": _reference(_subject(page)),
        }
    )


def _website(page: _Page) -> Node:
    """The site in one language, as far as an inner page has to name it."""
    name = page.reading.ask("site", page.document.lang)[0]
    home = absolute(page.base_url, f"{page.document.lang}/")
    return {"@type": "WebSite", "@id": f"{home}#website", "url": home, "name": name}


def _subject(page: _Page) -> Node:
    """The institution that the site is about; {} when `site.yaml` names none."""
    subject = dict(page.reading.ask("config", "subject"))
    names = dict(subject.get("name", ()))
    own = names.get(page.document.lang, "")
    if not own:
        return {}
    return _known(
        {
            "@type": subject.get("type", "Organization"),
            "@id": f"{page.base_url}#subject",
            "name": own,
            "alternateName": [name for name in names.values() if name != own],
            "url": subject.get("url", ""),
            "sameAs": list(subject.get("same_as", ())),
        }
    )


def _subject_nodes(page: _Page) -> list[Node]:
    subject = _subject(page)
    return [subject] if subject else []


def _reference(node: Node) -> Node:
    return {"@id": node["@id"]} if node else {}


# --- inner pages ---


def _inner(page: _Page) -> list[Node]:
    collection = page.reading.ask("collection", page.document.collection)
    kind = collection[3] if collection else "article"
    breadcrumb = _breadcrumb(page)
    if kind == "none":
        return [breadcrumb]
    if page.document.is_index:
        return [_glossary(page) if kind == "glossary" else _section(page), breadcrumb]
    if kind == "service":
        return [_service(page), breadcrumb]
    if kind == "glossary":
        return [_term(page), breadcrumb]
    if kind == "faq":
        questions = _questions(page)
        return [questions, breadcrumb] if questions else [_article(page), breadcrumb]
    return [_article(page), breadcrumb]


def _breadcrumb(page: _Page) -> Node:
    cards = [page.reading.ask("card", id) for id in page.trail]
    steps = [(card[4], absolute(page.base_url, card[2])) for card in cards]
    steps.append((page.document.nav_title, page.url))
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": url}
            for position, (name, url) in enumerate(steps, 1)
        ],
    }


def _section(page: _Page) -> Node:
    return _known(
        {
            "@type": "CollectionPage",
            "@id": page.url,
            "url": page.url,
            "name": page.document.title,
            "description": page.document.description,
            "inLanguage": page.locale,
            "dateModified": page.document.updated or page.document.date,
            "isPartOf": _website(page),
        }
    )


def _article(page: _Page) -> Node:
    return _known(
        {
            "@type": "Article",
            "@id": f"{page.url}#article",
            "mainEntityOfPage": page.url,
            "headline": page.document.title,
            "description": page.document.description,
            "inLanguage": page.locale,
            "datePublished": page.document.date,
            "dateModified": page.document.updated or page.document.date,
            "isPartOf": _website(page),
        }
    )


def _service(page: _Page) -> Node:
    subject = _subject(page)
    is_public = subject.get("@type") == "GovernmentOrganization"
    provider = {key: subject[key] for key in ("@type", "@id", "name") if key in subject}
    return _known(
        {
            "@type": "GovernmentService" if is_public else "Service",
            "@id": f"{page.url}#service",
            "mainEntityOfPage": page.url,
            "name": page.document.title,
            "description": page.document.description,
            "provider": provider,
        }
    )


def _questions(page: _Page) -> Node:
    """The questions of a page's head: `questions: [{question: …, answer: …}]`."""
    records = [dict(record) for record in dict(page.document.values).get("questions", ())]
    if not records:
        return {}
    return {
        "@type": "FAQPage",
        "@id": page.url,
        "url": page.url,
        "name": page.document.title,
        "inLanguage": page.locale,
        "isPartOf": _website(page),
        "mainEntity": [
            {
                "@type": "Question",
                "name": record["question"],
                "acceptedAnswer": {"@type": "Answer", "text": record["answer"]},
            }
            for record in records
        ],
    }


# --- glossary ---


def _glossary(page: _Page) -> Node:
    cards = [page.reading.ask("card", id) for id in _listed(page)]
    return _known(
        {
            "@type": "DefinedTermSet",
            "@id": f"{page.url}#terms",
            "url": page.url,
            "name": page.document.title,
            "description": page.document.description,
            "inLanguage": page.locale,
            "isPartOf": _website(page),
            "hasDefinedTerm": [
                {"@type": "DefinedTerm", "name": card[3], "url": absolute(page.base_url, card[2])}
                for card in cards
            ],
        }
    )


def _listed(page: _Page) -> tuple[str, ...]:
    ids = page.reading.ask("listing", page.document.key, page.document.lang)
    published = frozenset(page.reading.ask("published", page.document.lang))
    return tuple(id for id in ids if id in published)


def _term(page: _Page) -> Node:
    term: Node = {
        "@type": "DefinedTerm",
        "@id": f"{page.url}#term",
        "url": page.url,
        "name": page.document.title,
        "description": page.document.description,
        "inLanguage": page.locale,
    }
    if page.trail:
        _, _, address, title, *_ = page.reading.ask("card", page.trail[-1])
        url = absolute(page.base_url, address)
        term["inDefinedTermSet"] = {"@type": "DefinedTermSet", "@id": f"{url}#terms", "name": title}
    return _known(term)
