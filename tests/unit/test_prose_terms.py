"""Terms of the glossary in a text: found as whole words, linked once, acronyms explained."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalil.prose import Rendered, render
from dalil.prose.terms import Forms, Term
from tests.answering import LANGUAGES

COAPH = "مركز توجيه ومساعدة الأشخاص في وضعية إعاقة"
TERMS: dict[str, tuple[Term, ...]] = {
    "fr": (
        ("glossary/bo", "Bulletin officiel", "BO", ()),
        ("glossary/cas", "Centre d’assistance sociale", "CAS", ()),
        ("glossary/centre", "Centre", "", ("centres",)),
        ("glossary/dahir", "Dahir", "", ("dahirs",)),
        ("glossary/idmaj", "IDMAJ", "IDMAJ", ()),
        ("glossary/law", "Loi-cadre n° 97-13", "", ()),
    ),
    "ar": (
        ("glossary/aids", "المعينات التقنية", "", ("معينات تقنية",)),
        ("glossary/centre", "مركز", "", ("مراكز",)),
        ("glossary/coaph", COAPH, "COAPH", ("مركز التوجيه",)),
        ("glossary/en", "التعاون الوطني", "", ()),
    ),
}


class Site:
    """Knows the terms, and where they are."""

    def __init__(self, wanted: bool = True) -> None:
        self.asked: list[tuple[Any, ...]] = []
        self.wanted = wanted

    def ask(self, *fact: Any) -> Any:
        self.asked.append(fact)
        if fact[0] == "target":
            _, key, lang = fact
            return f"{key}@{lang}", f"/{lang}/{key}/", lang, "published"
        known = {("languages",): LANGUAGES, ("wants_terms", fact[-1]): self.wanted}
        known |= {("terms", lang): terms for lang, terms in TERMS.items()}
        return known.get(fact, fact[-1] if fact[0] == "string" else ())


def page(body: str, lang: str = "fr", key: str = "about", site: Site | None = None) -> Rendered:
    return render(site or Site(), f"{key}@{lang}", f"content/{key}.{lang}.md", lang, body, 7)


def linked(body: str, lang: str = "fr", key: str = "about") -> list[tuple[str, str]]:
    """(Term, words of the link) of each link to a term."""
    found = re.findall(
        r'<a class="term" href="/\w+/glossary/(\w+)/">(.*?)</a>',
        page(body, lang, key).html,
        re.DOTALL,
    )
    return [(term, re.sub("<[^>]*>", "", text)) for term, text in found]


# French


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Un dahir, le Dahir, deux dahirs.", [("dahir", "dahir")]),
        ("Dahirs.", [("dahir", "Dahirs")]),
        ("L'ancien dahir ; l'IDMAJ.", [("dahir", "dahir"), ("idmaj", "IDMAJ")]),
        ("Au cas où. DAHIR. Des bo.", []),
        ("Le centre-ville, le télé-centre, centre.ma, le centres2.", []),
        ("Dans un centre.", [("centre", "centre")]),
        ("La loi-cadre n°\u00a097-13 dit.", [("law", "loi-cadre n°\u00a097-13")]),
        ("La loi-cadre n° 97-130.", []),
        ("Un centre d'assistance\nsociale.", [("cas", "centre d’assistance\nsociale")]),
        # Inside a longer term that is linked already, the shorter one is not meant.
        (
            "Centre d'assistance sociale. Le centre d’assistance sociale et le centre.",
            [("cas", "Centre d’assistance sociale"), ("centre", "centre")],
        ),
        ("Un centre d'assistance.", [("centre", "centre")]),
        ("**Dahir** et _centre_.", [("dahir", "Dahir"), ("centre", "centre")]),
    ],
)
def test_french_forms(text: str, expected: list[tuple[str, str]]) -> None:
    assert linked(text) == expected


# Arabic


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"هذا {word} قريب.", [(term, word)])
        for term, word in [
            ("centre", "مركز"),
            ("centre", "المركز"),
            ("centre", "والمركز"),
            ("centre", "للمركز"),
            ("centre", "وللمركز"),
            ("centre", "بمركز"),
            ("centre", "فبالمركز"),
            ("centre", "كمركز"),
            ("centre", "مَرْكَزٌ"),
            ("centre", "مـركز"),
            ("centre", "المراكز"),
            ("en", "التعاون الوطني"),
            ("en", "للتعاون الوطني"),
            ("en", "وللتعاون الوطني"),
            ("en", "بالتعاون الوطني"),
            ("aids", "والمعينات التقنية"),
            ("coaph", "بمركز التوجيه"),
            ("coaph", f"و{COAPH}"),
        ]
    ],
)
def test_arabic_particles_and_vowels(text: str, expected: list[tuple[str, str]]) -> None:
    assert linked(text, "ar") == expected


@pytest.mark.parametrize("text", ["المركزي قريب.", "هذه مركزية.", "تعاون وطني.", "يركز على ذلك."])
def test_what_only_resembles_an_arabic_term(text: str) -> None:
    assert linked(text, "ar") == []


# Where


@pytest.mark.parametrize(
    "body",
    [
        "## Le dahir",
        "[Un dahir](https://example.org/)",
        "`dahir`",
        "    dahir",
        "```\ndahir\n```",
        "<abbr>dahir</abbr>",
        '<span lang="fr">dahir</span>',
        "<h2>dahir</h2>",
        "*[dahir]: Décret royal\n\ndahir",
        "[dahir]{lang=en}",
        "Tableau : le dahir\n\n| Le dahir |\n|---|\n| x |",
        '!!! note "Le dahir"\n    x',
        "<https://example.org/dahir>",
    ],
)
def test_places_without_links(body: str) -> None:
    assert linked(f"{body}\n\nUn centre.") == [("centre", "centre")]


def test_a_use_where_no_link_may_stand_leaves_the_link_to_the_next() -> None:
    html = page("## Le dahir\n\n<kbd>dahir</kbd> puis dahir, dahir.").html
    assert html.count('class="term"') == 1
    assert "<kbd>dahir</kbd> puis <a" in html


def test_places_with_links() -> None:
    body = "- dahir\n\n> centre\n\n| A |\n|---|\n| IDMAJ |\n\nMot\n:   CAS"
    assert [term for term, _ in linked(body)] == ["dahir", "centre", "idmaj", "cas"]


def test_order_is_that_of_the_text() -> None:
    html = page("Un *dahir* dahir, centre **centre** centres.").html
    centre = '<a class="term" href="/fr/glossary/centre/">centre</a>'
    assert html == (
        '<p>Un <em><a class="term" href="/fr/glossary/dahir/">dahir</a></em> dahir, '
        f"{centre} <strong>centre</strong> centres.</p>"
    )


@pytest.mark.parametrize("key", ["glossary/dahir", "glossary/dahir.simple"])
def test_a_term_is_not_linked_from_its_own_page(key: str) -> None:
    assert linked("Le dahir et le centre.", key=key) == [("centre", "centre")]


def test_a_page_can_do_without() -> None:
    site = Site(wanted=False)
    assert "term" not in page("Un dahir.", site=site).html
    assert ("wants_terms", "about@fr") in site.asked


def test_only_the_addresses_of_the_terms_found_are_asked() -> None:
    site = Site()
    page("Un dahir.", site=site)
    assert [fact for fact in site.asked if fact[0] == "target"] == [
        ("target", "glossary/dahir", "fr")
    ]


def test_links_to_terms_count_as_links() -> None:
    assert [link[:2] for link in page("Un dahir.").links] == [("glossary/dahir@fr", "")]


def test_the_plain_text_stays() -> None:
    body = "Le BO et l'ancien **dahir** ; un centre."
    assert page(body).text == page(body, site=Site(wanted=False)).text


# Acronyms

BO = '<abbr title="Bulletin officiel">BO</abbr>'
LINK = '<a class="term" href="/fr/glossary/bo/">'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Au BO. Le BO.", f"Au {LINK}{BO}</a>. Le BO."),
        ("Bulletin officiel (BO). BO.", f"{LINK}Bulletin officiel</a> (BO). BO."),
        ("BO (Bulletin officiel).", f"{LINK}BO</a> (Bulletin officiel)."),
        ("Bulletin officiel. Puis le BO.", f"{LINK}Bulletin officiel</a>. Puis le {BO}."),
        ("IDMAJ.", '<a class="term" href="/fr/glossary/idmaj/">IDMAJ</a>.'),
    ],
)
def test_an_acronym_is_explained_at_its_first_use(text: str, expected: str) -> None:
    assert page(text).html == f"<p>{expected}</p>"


def test_an_acronym_in_arabic_is_isolated_and_explained_in_arabic() -> None:
    assert page("مع COAPH هنا.", "ar").html == (
        f'<p>مع <a class="term" href="/ar/glossary/coaph/"><abbr title="{COAPH}">'
        "<bdi>COAPH</bdi></abbr></a> هنا.</p>"
    )


def test_raw_html_does_not_lose_the_links() -> None:
    assert linked("Un <sub>x</sub> dahir et <br> BO.") == [("dahir", "dahir"), ("bo", "BO")]


def test_a_title_that_ends_with_its_acronym_is_known_without_it() -> None:
    forms = Forms((("glossary/bo", "Bulletin officiel (BO)", "BO", ()),), "fr")
    assert [use.form.key for use in forms.find("Le Bulletin officiel paraît.")] == ["glossary/bo"]


WORDS = ("centre", "Centre", "d'assistance", "sociale", "BO", "(", ")", ";", "CAS", "\n", "x")


@given(st.lists(st.sampled_from(WORDS)))
def test_the_forms_found_stand_in_the_text_in_order(words: list[str]) -> None:
    text = " ".join(words)
    uses = list(Forms(TERMS["fr"], "fr").find(text))
    ends = [0, *(use.end for use in uses)]
    assert all(end <= use.start < use.end for end, use in zip(ends, uses, strict=False))
    assert sum(text[use.start : use.end].casefold() == "cas" for use in uses) == words.count("CAS")
    assert page(text).text == page(text, site=Site(wanted=False)).text
