"""`page` in a template: languages, lists, headings, sources, and absolute addresses."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dalil.facts import Answers, Reading
from dalil.site_view import SiteView
from dalil.views import PageView
from dalil.words import TemplateFault, Words
from tests import tiny
from tests.tiny import page

MORE = """\
menus:
  main:
    - {page: index}
    - {page: news/index, children: [{page: news/n1}]}
    - {url: 'https://a.example/', label: {ar: خارج, fr: Dehors}}
collections: {news: {dated: true, per_page: 2, order: [title]}}
variants: {simple: {ar: مبسط, fr: facile}}
"""
SITE = {
    "site.yaml": tiny.SITE.replace("outputs: []", "outputs: [atom, jsonfeed]") + MORE,
    "content/about.fr.md": page(
        "À propos", "## Un\n\n### Deux\n\n[@s1]\n\n## Trois\n", sources="[s2, s1]"
    ),
    "content/about.ar.md": page("من نحن", "## واحد\n\n### اثنان\n\n## ثلاثة\n"),
    "content/about.simple.fr.md": page("Simple"),
    "content/news/index.fr.md": page("Nouvelles"),
    "content/news/index.ar.md": page("الأخبار"),
    **{f"content/news/n{n}.fr.md": page(f"N{n}", date=f"2026-01-0{n + 1}") for n in range(3)},
    "content/data/sources.yaml": (
        "s1: {title: Dahir, publisher: BO, language: ar, url: 'https://a.example/'}\n"
        "s2: {title: Rapport, publisher: EN}\n"
    ),
}

View = Callable[..., PageView]


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> View:
    known = tiny.known_of(tiny.lay_out(tmp_path_factory.mktemp("site"), SITE))
    return lambda id, number=1: PageView(Reading(Answers(known)), id, number)


ROOT = "https://www.example.org/sub/"


def test_a_page_says_what_its_front_matter_says(view: View) -> None:
    found = view("about@fr")
    assert (found.title, found.lang, found.dir, found.url) == (
        "À propos",
        "fr",
        "ltr",
        "/sub/fr/about/",
    )
    assert found.fields["sources"] == ("s2", "s1")
    assert view("about@ar").dir == "rtl"
    assert (view("index@fr").is_home, found.is_home) == (True, False)
    with pytest.raises(AttributeError):
        _ = found.titel


# Languages


def test_a_page_that_exists_claims_its_languages(view: View) -> None:
    found = view("about@fr")
    assert found.canonical == ROOT + "fr/about/"
    assert found.alternates == [
        ("ar", ROOT + "ar/about/"),
        ("fr", ROOT + "fr/about/"),
        ("x-default", ROOT + "ar/about/"),
    ]
    assert [(t.lang, t.current, t.exists) for t in found.translations] == [
        ("ar", False, True),
        ("fr", True, True),
    ]
    assert found.borrowed is None


def test_the_default_of_the_home_page_is_the_choice_of_languages(view: View) -> None:
    assert dict(view("index@fr").alternates)["x-default"] == ROOT


def test_a_borrowed_page_claims_nothing(view: View) -> None:
    found = view("news/n1@ar")
    assert found.alternates == []
    assert found.canonical == ROOT + "fr/news/n1/"
    assert found.borrowed is not None
    assert (found.borrowed.lang, found.borrowed.dir, found.borrowed.url) == (
        "fr",
        "ltr",
        "/sub/fr/news/n1/",
    )
    assert [(t.lang, t.exists) for t in found.translations] == [("ar", False), ("fr", True)]


def test_what_exists_in_one_language_has_no_alternate_but_itself(view: View) -> None:
    assert view("news/n1@fr").alternates == [
        ("fr", ROOT + "fr/news/n1/"),
        ("x-default", ROOT + "fr/news/n1/"),
    ]


def test_addresses_for_machines_are_encoded(view: View) -> None:
    assert view("about@fr").absolute("/sub/ar/صفحة/") == ROOT + "ar/%D8%B5%D9%81%D8%AD%D8%A9/"


# Headings


def test_the_contents_are_a_tree(view: View) -> None:
    first, third = view("about@fr").contents
    assert (first.text, [below.text for below in first.children]) == ("Un", ["Deux"])
    assert (third.text, third.children) == ("Trois", [])


def test_a_heading_answers_to_the_anchor_of_its_translation(view: View) -> None:
    html = view("about@fr").html
    assert '<h2 id="un"><span id="واحد"></span>' in html
    assert '<h3 id="deux"><span id="اثنان"></span>' in html
    assert '<h2 id="واحد"><span id="un"></span>' in view("about@ar").html


def test_headings_that_do_not_pair_have_no_second_anchor(tmp_path: Path) -> None:
    other = {"content/about.ar.md": page("ا", "## واحد\n\n## اثنان\n")}
    known = tiny.known_of(tiny.lay_out(tmp_path, SITE | other))
    assert "<span id=" not in PageView(Reading(Answers(known)), "about@fr").html


# Lists


def test_a_list_is_cut_into_pages(view: View) -> None:
    first, second = view("news/index@fr"), view("news/index@fr", 2)
    assert first.page_count == 2
    assert [card.title for card in first.listing] == ["N0", "N1"]
    assert [card.title for card in second.listing] == ["N2"]
    assert second.listed == ["news/n2@fr"]
    assert first.page_url(1) == "/sub/fr/news/"
    assert second.page_url(2) == "/sub/fr/news/2/"
    assert second.canonical == ROOT + "fr/news/2/"
    assert second.alternates == []


def test_a_plain_page_lists_nothing(view: View) -> None:
    assert (view("about@fr").listing, view("about@fr").page_count) == ([], 1)


def test_the_trail_begins_at_home(view: View) -> None:
    assert [card.title for card in view("news/n1@fr").trail] == ["Accueil", "Nouvelles"]
    assert view("index@fr").trail == []


def test_a_page_knows_its_other_forms(view: View) -> None:
    assert [(name, card.url) for name, card in view("about@fr").forms] == [
        ("simple", "/sub/fr/about/facile/")
    ]
    assert [(name, card.title) for name, card in view("about.simple@fr").forms] == [
        ("", "À propos")
    ]
    assert view("about@ar").forms == []


def test_a_card_of_no_page_is_a_fault_of_the_template(view: View) -> None:
    with pytest.raises(TemplateFault, match="gone@fr"):
        view("about@fr").card("gone@fr")


# Sources, feeds


def test_sources_stand_in_the_order_of_use_each_once(view: View) -> None:
    found = view("about@fr").sources
    assert [(s.id, s.title, s.language, s.dir, s.url) for s in found] == [
        ("s1", "Dahir", "ar", "rtl", "https://a.example/"),
        ("s2", "Rapport", "", "", ""),
    ]


def test_feeds_are_there_where_they_have_entries(view: View) -> None:
    french = view("index@fr").feeds
    assert [media for media, _, _ in french] == ["application/atom+xml", "application/feed+json"]
    assert all(url.startswith("/sub/fr/news/") for _, _, url in french)
    assert view("index@ar").feeds == []


# Menus and words, in `site` and `t`


def test_a_template_links_to_a_page_that_the_language_has(view: View) -> None:
    known = view("about@fr")._reading
    site = SiteView(known, "fr", known.answers.known.site.documents["about@fr"])
    about, news = site.page("about"), site.page("news/index")
    assert about is not None
    assert (about.title, about.url, about.current) == ("À propos", "/sub/fr/about/", True)
    assert news is not None
    assert (news.title, news.current) == ("Nouvelles", False)
    assert site.page("search") is None
    assert site.page("news/n1") is not None
    assert site.in_language("ar").page("news/n1") is None


def test_a_menu_knows_where_the_reader_is(view: View) -> None:
    found = view("news/n1@fr")
    site = SiteView(found._reading, "fr", found.document)
    home, news, outside = site.menu("main")
    assert (home.current, home.active) == (False, False)
    assert (news.title, news.current, news.active) == ("Nouvelles", False, True)
    assert (news.children[0].current, news.children[0].active) == (True, True)
    assert (outside.title, outside.url, outside.active) == ("Dehors", "https://a.example/", False)
    assert site.menu("nothing") == ()


def test_a_string_that_needs_a_value_says_which(tmp_path: Path) -> None:
    files = {
        "content/strings.fr.yaml": "a: '{x} {y}'\n",
        "content/strings.ar.yaml": "a: '{x} {y}'\n",
    }
    known = tiny.known_of(tiny.lay_out(tmp_path, files))
    words = Words(Reading(Answers(known)), "fr", [])
    assert words.t("a", x=1200, y="b") == f"{words.number(1200)} b"
    with pytest.raises(TemplateFault, match="«y»"):
        words.t("a", x=1)
