"""Alphabets, terms and the site map, as the `Site` alone gives them."""

import pytest

from dalil import indexes
from dalil.model import Site
from tests import tiny
from tests.tiny import page

MORE = """\
collections:
  glossary: {folder: glossary, terms: true}
  guides: {folder: guides, guide: true}
variants: {simple: {ar: مبسط, fr: facile}}
menus: {main: [{page: news/index}, {page: about}]}
"""
SITE = {
    "site.yaml": tiny.SITE + MORE,
    "content/index.fr.md": page("Accueil"),
    "content/about.simple.fr.md": page("Simple"),
    "content/glossary/index.fr.md": page("Glossaire"),
    "content/glossary/aid.fr.md": page("Aide", forms="[aides]", acronym="AI"),
    "content/glossary/aid.ar.md": page("إعانة", own_translation="true"),
    "content/glossary/ear.fr.md": page("Écoute", pronunciation="é-coute"),
    "content/glossary/draft.fr.md": page("Brouillon", draft="true"),
    "content/glossary/en.ar.md": page("التعاون الوطني"),
    "content/guides/child/index.fr.md": page("L'enfant", question="Quoi ?", terms="false"),
    "content/guides/child/aid.fr.md": page("Une aide", answer="Une aide"),
    "content/news/index.fr.md": page("Nouvelles"),
    "content/deep/er/page.fr.md": page("Profonde"),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return tiny.known_of(tiny.lay_out(tmp_path_factory.mktemp("site"), SITE)).site


@pytest.mark.parametrize(
    ("title", "locale", "letter"),
    [
        ("الإعاقة", "ar-MA", "ا"),
        ("أسرة", "ar", "ا"),
        ("آداب", "ar", "ا"),
        ("التعاون", "ar", "ت"),
        ("التزام", "ar", "ا"),
        ("الله", "ar", "ا"),
        ("الحاق", "ar", "ح"),
        ("مَركز", "ar", "م"),
        ("«المركز»", "ar", "م"),
        ("COAPH", "ar", "C"),
        ("École", "fr-MA", "E"),
        ("Œuvre", "fr", "O"),
        ("L’école", "fr", "E"),
        ("Les aides", "fr", "A"),
        ("Lesquelles ?", "fr", "L"),
        ("« Aide »", "fr", "A"),
        ("2025", "fr", "#"),
        ("—", "fr", "#"),
        ("الإعاقة", "fr", "ا"),
    ],
)
def test_the_letter_of_a_title(title: str, locale: str, letter: str) -> None:
    assert indexes.letter_of(title, locale) == letter


def test_every_page_stands_under_its_letter(site: Site) -> None:
    assert indexes.a_to_z(site, "fr") == (
        ("A", "about@fr"),  # À propos
        ("A", "index@fr"),  # Accueil
        ("A", "glossary/aid@fr"),
        ("E", "glossary/ear@fr"),
        ("E", "guides/child/index@fr"),  # L’enfant; its answers are not listed
        ("G", "glossary/index@fr"),
        ("N", "news/index@fr"),
        ("P", "deep/er/page@fr"),
    )


def test_borrowed_pages_are_in_no_alphabet(site: Site) -> None:
    assert indexes.a_to_z(site, "ar") == (
        ("ا", "glossary/aid@ar"),
        ("ت", "glossary/en@ar"),
        ("ر", "index@ar"),
        ("م", "about@ar"),
    )


def test_a_letter_stands_once_whatever_the_order_of_its_forms(site: Site) -> None:
    letters = [letter for letter, _ in indexes.a_to_z(site, "fr")]
    assert list(dict.fromkeys(letters)) == sorted(set(letters))


def test_the_glossary_has_the_terms_of_its_language(site: Site) -> None:
    assert indexes.glossary(site, "fr") == (("A", "glossary/aid@fr"), ("E", "glossary/ear@fr"))
    assert indexes.glossary(site, "ar") == (("ا", "glossary/aid@ar"), ("ت", "glossary/en@ar"))


def test_what_texts_look_for(site: Site) -> None:
    assert indexes.terms(site, "fr") == (
        ("glossary/aid", "Aide", "AI", ("aides",)),
        ("glossary/ear", "Écoute", "", ()),
    )
    assert indexes.wants_terms(site, "about@fr") is True
    assert indexes.wants_terms(site, "guides/child/index@fr") is False


def test_a_term_knows_itself_in_other_languages(site: Site) -> None:
    assert indexes.term(site, "glossary/aid@fr") == (
        "AI",
        "",
        False,
        (("ar", "rtl", "إعانة", True),),
    )
    assert indexes.term(site, "glossary/aid@ar") == ("", "", True, (("fr", "ltr", "Aide", False),))
    assert indexes.term(site, "glossary/ear@fr") == ("", "é-coute", False, ())


def test_the_map_follows_menu_and_lists(site: Site) -> None:
    id, forms, below = indexes.site_map(site, "fr")
    assert (id, forms) == ("index@fr", ())
    assert [each[0] for each in below] == [
        "news/index@fr",  # as in the menu
        "about@fr",
        "glossary/index@fr",
        "deep/er/page@fr",  # no page stands for its folder: the home page is the nearest above
        "guides/child/index@fr",
    ]
    assert below[1] == ("about@fr", ("about.simple@fr",), ())
    found = {each[0]: [child[0] for child in each[2]] for each in below}
    assert found["guides/child/index@fr"] == ["guides/child/aid@fr"]
    assert found["glossary/index@fr"] == ["glossary/aid@fr", "glossary/ear@fr", "glossary/en@fr"]


def test_a_language_without_a_home_page_has_no_map(site: Site) -> None:
    assert indexes.site_map(site, "de") == ()
    assert indexes.a_to_z(site, "de") == ()
