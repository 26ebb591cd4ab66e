"""The lists of the whole site in templates, and what renders a page that shows one again."""

from pathlib import Path

import pytest

from dalil.builder import Request, dry_run
from dalil.cards import Card, OtherTerm
from dalil.facts import Answers, Reading
from dalil.registers import period
from dalil.site_view import SiteView
from dalil.views import PageView
from tests import tiny
from tests.tiny import page

MORE = """\
collections: {glossary: {folder: glossary, terms: true}}
variants: {simple: {ar: مبسط, fr: facile}}
"""
TEMPLATE = "{{ page.html }}"
SITE = {
    "site.yaml": tiny.SITE + MORE,
    "templates/page.html": TEMPLATE,
    "templates/glossary.html": (
        "{% for t in site.terms %}{{ t.letter }} {{ t.title }} {{ t.other }}{% endfor %}"
    ),
    "templates/sources.html": (
        "{% for s in site.all_sources %}{{ s.id }} {{ s.cited_by|map(attribute='title')|join }}"
        "{% endfor %}"
    ),
    "templates/map.html": "{{ site.tree.children|length }}",
    "content/index.fr.md": page("Accueil", template="map"),
    "content/about.fr.md": page("À propos", "L'aide [@s2]. Un dahir.", sources="[s1]"),
    "content/about.simple.fr.md": page("Facile", "Un texte sans rien [@s2]."),
    "content/glossary/index.fr.md": page("Glossaire", template="glossary"),
    "content/glossary/dahir.fr.md": page("Dahir", acronym="D", pronunciation="da-hir"),
    "content/glossary/dahir.ar.md": page("ظهير", own_translation="true"),
    "content/glossary/aid.fr.md": page("Aide", forms="[aides]"),
    "content/sources.fr.md": page("Sources", template="sources"),
    "content/data/sources.yaml": (
        "s1: {title: Dahir, publisher: BO, language: ar, confidence: official, seen: true}\n"
        "s2: {title: Rapport, publisher: EN, date: '2025'}\n"
    ),
    "content/data/figures.yaml": (
        "children-2025: {value: 27642, unit: {ar: طفلا, fr: enfants}, year: '2015/2020',\n"
        "  scope: {ar: المغرب, fr: Maroc}, series: children, source: [s1]}\n"
    ),
}


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    return Answers(tiny.known_of(tiny.lay_out(tmp_path_factory.mktemp("site"), SITE)))


def site(answers: Answers, lang: str) -> SiteView:
    return SiteView(Reading(answers), lang, None)


def test_terms_have_their_letter_and_their_translations(answers: Answers) -> None:
    aid, dahir = site(answers, "fr").terms
    assert (aid.letter, aid.title, aid.acronym, aid.other) == ("A", "Aide", "", ())
    assert (dahir.letter, dahir.acronym, dahir.pronunciation) == ("D", "D", "da-hir")
    assert (dahir.url, dahir.description) == ("/sub/fr/glossary/dahir/", "Dahir.")
    assert dahir.other == (OtherTerm("ar", "rtl", "ظهير", True),)
    (arabic,) = site(answers, "ar").terms
    assert (arabic.own_translation, dahir.own_translation) == (True, False)


def test_a_page_knows_its_term(answers: Answers) -> None:
    term = PageView(Reading(answers), "glossary/dahir@fr").term
    assert term is not None
    assert (term.title, term.acronym) == ("Dahir", "D")
    assert PageView(Reading(answers), "glossary/index@fr").term is None
    assert PageView(Reading(answers), "about@fr").term is None


def test_every_page_has_a_card_with_its_letter(answers: Answers) -> None:
    cards = site(answers, "fr").a_to_z
    assert [(card.letter, card.title) for card in cards] == [
        ("A", "À propos"),
        ("A", "Accueil"),
        ("A", "Aide"),
        ("D", "Dahir"),
        ("G", "Glossaire"),
        ("S", "Sources"),
    ]


def test_the_map_is_a_tree_of_cards(answers: Answers) -> None:
    home = site(answers, "fr").tree
    assert home is not None
    assert home.card.title == "Accueil"
    found = {branch.card.title: branch for branch in home.children}
    assert [form.title for form in found["À propos"].forms] == ["Facile"]
    assert [branch.card.title for branch in found["Glossaire"].children] == ["Aide", "Dahir"]
    assert SiteView(Reading(answers), "fr", None).tree == home


def test_sources_name_the_pages_that_cite_them(answers: Answers) -> None:
    first, second = site(answers, "fr").all_sources
    assert (first.id, first.title, first.confidence, first.seen) == (
        "s1",
        "Dahir",
        "official",
        True,
    )
    assert (second.publisher, second.date, second.confidence, second.seen) == (
        "EN",
        "2025",
        "",
        False,
    )
    assert [card.title for card in first.cited_by] == ["À propos"]
    assert [card.title for card in second.cited_by] == ["À propos", "Facile"]
    assert all(isinstance(card, Card) for card in second.cited_by)
    assert [each.cited_by for each in site(answers, "ar").all_sources] == [(), ()]


def test_figures_speak_the_language_of_the_reader(answers: Answers) -> None:
    (french,), (arabic,) = site(answers, "fr").figures, site(answers, "ar").figures
    assert french[:6] == (
        "children-2025",
        "27\u00a0642",
        "enfants",
        "2015–2020",
        "Maroc",
        "children",
    )
    assert [source.id for source in french.sources] == ["s1"]
    assert arabic[1:5] == ("27.642", "طفلا", "2015–2020", "المغرب")


@pytest.mark.parametrize(
    ("years", "locale", "text"),
    [
        ("2025", "fr-MA", "2025"),
        ("2018-10", "fr-MA", "octobre 2018"),
        ("2018-10", "ar-MA", "أكتوبر 2018"),
        ("2024-07-02", "ar-MA", "2 يوليوز 2024"),
        ("2015/2020", "ar-MA", "2015–2020"),
        ("2018-10/2019-03", "fr-MA", "octobre 2018 – mars 2019"),
        ("", "fr-MA", ""),
    ],
)
def test_a_period_in_words(years: str, locale: str, text: str) -> None:
    assert period(years, locale) == text


# What is done again


@pytest.fixture
def root(tmp_path: Path) -> Path:
    tiny.lay_out(tmp_path, SITE)
    assert tiny.built(tmp_path).published
    return tmp_path


ABOUT = SITE["content/about.fr.md"]
TERM, AID = "content/glossary/dahir.fr.md", "content/glossary/aid.fr.md"


@pytest.mark.parametrize(
    ("path", "text", "stale"),
    [
        # A term's definition: its own page, and the lists that show its card.
        (
            TERM,
            SITE[TERM].replace("description: Dahir.", "description: Un texte du Roi."),
            {"page glossary/dahir@fr", "page glossary/index@fr", "page index@fr"},
        ),
        # Its address: the texts that link to it, too.
        (
            TERM,
            SITE[TERM].replace("acronym", "slug: le-dahir\nacronym"),
            {
                "prose about@fr",
                "prose glossary/dahir@fr",  # it begins a line lower
                "page glossary/dahir@fr",
                "page glossary/dahir@ar",
                "page glossary/index@fr",
                "page index@fr",
            },
        ),
        # Another form: the texts of its language, and of no other.
        (
            AID,
            SITE[AID].replace("aides", "une forme nouvelle"),
            {
                "prose about@fr",
                "prose about.simple@fr",
                "prose glossary/aid@fr",
                "prose glossary/dahir@fr",
                "prose glossary/index@fr",
                "prose index@fr",
                "prose sources@fr",
                "page glossary/aid@fr",
                "page glossary/aid@ar",
            },
        ),
        # A page that does without the glossary.
        (
            "content/about.fr.md",
            ABOUT.replace("sources:", "terms: false\nsources:"),
            {"prose about@fr", "page about@fr"},
        ),
    ],
    ids=["definition", "address", "form", "page without terms"],
)
def test_what_an_edit_of_a_term_does_again(
    path: str, text: str, stale: set[str], root: Path
) -> None:
    (root / path).write_text(text)
    plan = dry_run(Request(root / "site.yaml", root / "output"))
    assert plan is not None
    assert {f"{kind} {arg}" for kind, arg in plan.stale} == stale


def rewritten(root: Path, path: str, text: str) -> set[str]:
    """The files of the output that an edit changes."""
    before = tiny.tree(root / "output")
    (root / path).write_text(text)
    assert tiny.built(root).published
    after = tiny.tree(root / "output")
    return {name for name in after if after[name] != before.get(name) and name.endswith(".html")}


def test_a_form_that_no_text_has_writes_no_page_again(root: Path) -> None:
    (root / AID).write_text(SITE[AID].replace("aides", "une forme nouvelle"))
    assert tiny.built(root).rendered == 2  # the term's page, and the page that borrows it


def test_the_list_of_sources_follows_the_texts(root: Path) -> None:
    assert rewritten(root, "content/about.fr.md", ABOUT.replace("L'aide", "Une aide")) == {
        "fr/about/index.html"
    }
    assert rewritten(root, "content/about.fr.md", ABOUT.replace(" [@s2]", "")) == {
        "fr/about/index.html",
        "fr/sources/index.html",
    }


def test_lists_lead_to_their_pages_and_the_map_does_not_count(answers: Answers) -> None:
    listed: list[str] = []
    site = SiteView(Reading(answers), "fr", None, listed)
    assert site.tree
    assert site.a_to_z
    assert listed == []
    assert site.terms
    assert listed == ["glossary/aid@fr", "glossary/dahir@fr"]


@pytest.mark.parametrize(("template", "lonely"), [("glossary.html", False), ("page.html", True)])
def test_a_term_that_only_the_glossary_shows_is_no_orphan(
    template: str, lonely: bool, tmp_path: Path
) -> None:
    path = "content/glossary/rare.fr.md"
    index = {"content/glossary/index.fr.md": page("Glossaire", template=template)}
    found = tiny.built(tiny.lay_out(tmp_path, SITE | index | {path: page("Rareté")})).diagnostics
    assert ((path, "page-orphan") in {(d.path, d.code) for d in found}) is lonely
