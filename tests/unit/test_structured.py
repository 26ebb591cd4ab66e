"""JSON-LD: what pages say of themselves to machines."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from dalil.ledger import Fact
from dalil.model import Document
from dalil.structured import json_ld
from tests.answering import bilingual, reading

BASE = "https://example.org/sub/"
WEBSITE = {
    "@type": "WebSite",
    "@id": f"{BASE}fr/#website",
    "url": f"{BASE}fr/",
    "name": "Guide",
}
SUBJECT = (
    ("type", "GovernmentOrganization"),
    ("name", (("ar", "التعاون الوطني"), ("fr", "Entraide nationale"))),
    ("url", "https://example.net/"),
    ("same_as", ("https://example.net/w",)),
)
HOME, SECTION = "index@fr", "programmes/index@fr"


def document(id: str, **changes: Any) -> Document:
    key, _, lang = id.partition("@")
    page = Document(
        id=id, key=key, lang=lang, path=f"content/{key}.{lang}.md",
        collection="", section="", url="", status="published", title="École & vie",
        nav_title="École", description="Une aide", date="", updated="", template="page.html",
        values=(), original="",
    )  # fmt: skip
    return page._replace(**changes)


def card(id: str, address: str, title: str, nav_title: str) -> tuple[str, ...]:
    return (id, "fr", address, title, nav_title, "", "", "")


def facts(page: Document, address: str, *trail: str, structured: str = "") -> dict[Fact, Any]:
    return bilingual("/sub/") | {
        ("config", "subject"): SUBJECT,
        ("page", page.id): (tuple(page), address, trail, (), "", ()),
        ("collection", page.collection): ("x", False, 0, structured) if structured else None,
        ("card", HOME): card(HOME, "/sub/fr/", "Le guide", "Accueil"),
        ("card", SECTION): card(SECTION, "/sub/fr/programmes/", "Les programmes", "Programmes"),
        ("prose", page.id): None,
    }


BREADCRUMB = {
    "@type": "BreadcrumbList",
    "itemListElement": [
        {"@type": "ListItem", "position": 1, "name": "Accueil", "item": f"{BASE}fr/"},
        {"@type": "ListItem", "position": 2, "name": "Programmes", "item": f"{BASE}fr/programmes/"},
        {
            "@type": "ListItem",
            "position": 3,
            "name": "École",
            "item": f"{BASE}fr/programmes/%C3%A9cole/",
        },
    ],
}
SCHOOL = "programmes/school@fr"
SCHOOL_URL = f"{BASE}fr/programmes/%C3%A9cole/"


def school(structured: str = "", **changes: Any) -> dict[Fact, Any]:
    page = document(SCHOOL, **changes)
    return facts(page, "/sub/fr/programmes/école/", HOME, SECTION, structured=structured)


def graph(told: dict[Fact, Any], id: str) -> list[dict[str, Any]]:
    found = json_ld(reading(told), id)
    assert list(found) == ["@context", "@graph"]
    assert found["@context"] == "https://schema.org"
    nodes: list[dict[str, Any]] = found["@graph"]
    return nodes


def test_the_home_page_is_the_site_and_its_subject_is_not_its_publisher() -> None:
    told = facts(document("index@fr"), "/sub/fr/")
    assert graph(told, "index@fr") == [
        {
            "@type": "WebSite",
            "@id": f"{BASE}fr/#website",
            "url": f"{BASE}fr/",
            "name": "Guide",
            "description": "Une description",
            "inLanguage": "fr-MA",
            "about": {"@id": f"{BASE}#subject"},
        },
        {
            "@type": "GovernmentOrganization",
            "@id": f"{BASE}#subject",
            "name": "Entraide nationale",
            "alternateName": ["التعاون الوطني"],
            "url": "https://example.net/",
            "sameAs": ["https://example.net/w"],
        },
    ]
    assert "publisher" not in json.dumps(json_ld(reading(told), "index@fr"))


def test_a_site_without_a_subject_is_about_nothing_in_particular() -> None:
    told = facts(document("index@fr"), "/sub/fr/") | {("config", "subject"): ()}
    (website,) = graph(told, "index@fr")
    assert "about" not in website


def test_an_article_cites_its_sources_once_in_order() -> None:
    told = school(
        "article", date="2026-01-05", updated="2026-03-01", values=(("sources", ("s2", "s1")),)
    ) | {
        ("prose", SCHOOL): ("<p></p>", (), (), (), "", ("s1", "s3", "s4"), ()),
        ("entry", "sources", "s1"): (
            ("title", "ظهير"),
            ("url", "https://example.net/é"),
            ("language", "ar"),
            ("date", "1957"),
        ),
        ("entry", "sources", "s2"): (("title", "Sans adresse"),),
        ("entry", "sources", "s3"): (("title", "Loi"), ("url", "https://example.net/loi")),
        ("entry", "sources", "s4"): None,
    }
    assert graph(told, SCHOOL) == [
        {
            "@type": "Article",
            "@id": f"{SCHOOL_URL}#article",
            "mainEntityOfPage": SCHOOL_URL,
            "headline": "École & vie",
            "description": "Une aide",
            "inLanguage": "fr-MA",
            "datePublished": "2026-01-05",
            "dateModified": "2026-03-01",
            "isPartOf": WEBSITE,
        },
        BREADCRUMB,
    ]


def test_a_page_outside_collections_is_an_article_that_claims_no_date() -> None:
    article, _ = graph(school(), SCHOOL)
    assert article["@type"] == "Article"
    assert not {"datePublished", "dateModified"} & set(article)


def test_a_section() -> None:
    told = facts(document(SECTION, updated="2026-02-02"), "/sub/fr/programmes/", HOME)
    section, breadcrumb = graph(told, SECTION)
    assert section == {
        "@type": "CollectionPage",
        "@id": f"{BASE}fr/programmes/",
        "url": f"{BASE}fr/programmes/",
        "name": "École & vie",
        "description": "Une aide",
        "inLanguage": "fr-MA",
        "dateModified": "2026-02-02",
        "isPartOf": WEBSITE,
    }
    assert len(breadcrumb["itemListElement"]) == 2


def test_a_service_of_a_public_body() -> None:
    service, breadcrumb = graph(school("service", collection="programmes"), SCHOOL)
    assert service == {
        "@type": "GovernmentService",
        "@id": f"{SCHOOL_URL}#service",
        "mainEntityOfPage": SCHOOL_URL,
        "name": "École & vie",
        "description": "Une aide",
        "provider": {
            "@type": "GovernmentOrganization",
            "@id": f"{BASE}#subject",
            "name": "Entraide nationale",
        },
    }
    assert breadcrumb == BREADCRUMB


def test_a_service_of_nobody_in_particular() -> None:
    told = school("service", collection="programmes") | {("config", "subject"): ()}
    service, _ = graph(told, SCHOOL)
    assert service["@type"] == "Service"
    assert "provider" not in service


def test_questions_and_answers() -> None:
    questions = ((("question", "Qui ?"), ("answer", "Tous.")),)
    told = school("faq", collection="faq", values=(("questions", questions),))
    page, _ = graph(told, SCHOOL)
    assert page == {
        "@type": "FAQPage",
        "@id": SCHOOL_URL,
        "url": SCHOOL_URL,
        "name": "École & vie",
        "inLanguage": "fr-MA",
        "isPartOf": WEBSITE,
        "mainEntity": [
            {
                "@type": "Question",
                "name": "Qui ?",
                "acceptedAnswer": {"@type": "Answer", "text": "Tous."},
            }
        ],
    }


def test_a_page_without_questions_is_no_faq() -> None:
    page, _ = graph(school("faq", collection="faq"), SCHOOL)
    assert page["@type"] == "Article"


def test_a_glossary_lists_the_terms_that_exist_in_its_language() -> None:
    index = document("glossary/index@fr", collection="glossary")
    told = facts(index, "/sub/fr/glossaire/", HOME, structured="glossary") | {
        ("listing", "glossary/index", "fr"): ("glossary/a@fr", "glossary/b@fr"),
        ("published", "fr"): ("glossary/a@fr",),
        ("card", "glossary/a@fr"): card("glossary/a@fr", "/sub/fr/glossaire/a/", "COAPH", ""),
    }
    terms, _ = graph(told, "glossary/index@fr")
    assert terms == {
        "@type": "DefinedTermSet",
        "@id": f"{BASE}fr/glossaire/#terms",
        "url": f"{BASE}fr/glossaire/",
        "name": "École & vie",
        "description": "Une aide",
        "inLanguage": "fr-MA",
        "isPartOf": WEBSITE,
        "hasDefinedTerm": [
            {"@type": "DefinedTerm", "name": "COAPH", "url": f"{BASE}fr/glossaire/a/"}
        ],
    }


def test_a_term_belongs_to_its_glossary() -> None:
    term, _ = graph(school("glossary", collection="glossary"), SCHOOL)
    assert term == {
        "@type": "DefinedTerm",
        "@id": f"{SCHOOL_URL}#term",
        "url": SCHOOL_URL,
        "name": "École & vie",
        "description": "Une aide",
        "inLanguage": "fr-MA",
        "inDefinedTermSet": {
            "@type": "DefinedTermSet",
            "@id": f"{BASE}fr/programmes/#terms",
            "name": "Les programmes",
        },
    }


def test_a_collection_can_say_nothing_but_the_way() -> None:
    assert graph(school("none", collection="x"), SCHOOL) == [BREADCRUMB]


def test_a_borrowed_page_says_nothing() -> None:
    assert json_ld(reading(school(original="programmes/school@ar")), SCHOOL) == {}


def test_a_page_that_does_not_exist_says_nothing() -> None:
    assert json_ld(reading({("page", "x@fr"): None}), "x@fr") == {}


def values(node: Any) -> Iterator[Any]:
    if isinstance(node, dict | list):
        for child in node.values() if isinstance(node, dict) else node:
            yield from values(child)
    else:
        yield node


@pytest.mark.parametrize("structured", ["article", "service", "faq", "glossary", "none"])
def test_nothing_is_empty_and_the_same_facts_make_the_same_text(structured: str) -> None:
    told = school(structured, collection="x")
    first, second = (json.dumps(json_ld(reading(told), SCHOOL)) for _ in range(2))
    assert first == second
    assert all(value not in (None, "") for value in values(json.loads(first)))
