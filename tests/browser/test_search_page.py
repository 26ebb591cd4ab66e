"""The search page by keyboard, by ear, by its address, without scripts and without a network."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.engines import axe, ibm
from tests.browser.hearing import Listener
from tests.browser.searching import NUMBERS, SLUGS, ask, paths, script, small_site
from tests.browser.served import LANGUAGES, NewContext, Served
from tests.serving import Host

SOMETHING = re.compile("..")
FIELD, STATUS, RESULT = "#search_query", "#search_status", ".search-result"
COMMON = {"ar": "إعاقة", "fr": "handicap"}  # in more than twenty pages
ANNOUNCED = {
    "ar": ("وُجدت صفحة واحدة", "وُجدت صفحتان", "وُجدت 3 صفحات", "وُجدت 11 صفحة"),
    "fr": ("1 page trouvée", "2 pages trouvées", "3 pages trouvées", "11 pages trouvées"),
}
NONE = {"ar": re.compile("لم نجد أي صفحة"), "fr": re.compile("Aucune page trouvée")}
FAILED = {"ar": re.compile("لا يستجيب البحث"), "fr": re.compile("La recherche ne répond pas")}
# How far what is on the screen has moved by itself, as the layout-shift standard adds it up.
SHIFT = """new Promise(done => new PerformanceObserver(list => done(
    list.getEntries().reduce((sum, entry) => sum + (entry.hadRecentInput ? 0 : entry.value), 0)
)).observe({type: 'layout-shift', buffered: true}) || setTimeout(() => done(0), 500))"""


def search_page(served: Served, language: str, query: str = "") -> str:
    return f"{served.address}{language}/{SLUGS[language]}/{query and '?q=' + query}"


def faults(listener: Listener) -> list[str]:
    """What it has heard; that the tests let no service worker in is no fault."""
    return [each for each in listener.faults if "Service Worker" not in each]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory, server: Host) -> Served:
    tree = small_site(tmp_path_factory.mktemp("search") / "site")
    return Served(tree, server.mount(tree, "/sub/"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_typing_searches_and_keeps_the_focus(
    language: str, page: Page, sub_path_site: Served
) -> None:
    listener = Listener(page, sub_path_site.address)
    page.goto(search_page(sub_path_site, language))
    field = page.get_by_role("search").get_by_role("searchbox")
    expect(field).to_have_accessible_description(SOMETHING)
    expect(field).to_have_accessible_name(SOMETHING)
    field.focus()
    page.keyboard.type(COMMON[language])
    expect(page.locator(RESULT)).to_have_count(10)
    expect(page.get_by_role("status")).to_have_text(re.compile(r"\d"))
    expect(field).to_be_focused()
    assert not faults(listener)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_number_of_pages_is_announced_in_its_form(
    language: str, page: Page, small: Served
) -> None:
    page.goto(search_page(small, language))
    assert page.locator(STATUS).get_attribute("role") == "status"
    told = ask(page, *NUMBERS.values(), "xyzxyzxyz")
    assert tuple(each.status for each in told[:-1]) == ANNOUNCED[language]
    assert [len(each.pages) for each in told] == [1, 2, 3, 10, 0]
    assert NONE[language].match(told[-1].status)


@pytest.mark.parametrize("language", LANGUAGES)
def test_results_are_lists_under_headings(language: str, page: Page, site: Served) -> None:
    page.goto(search_page(site, language, COMMON[language]))
    expect(page.locator(RESULT)).to_have_count(10)
    headings = page.locator("#search_results h2")
    assert headings.count() > 1
    assert len(set(headings.all_inner_texts())) == headings.count()
    assert page.locator(".search-group").count() == headings.count()
    assert page.locator(".search-group > ol > li > h3 > a").count() == 10
    assert page.locator(".search-group").first.locator(RESULT).count() == 3
    known = paths(language)
    for link in page.locator(f"{RESULT} h3 a").all():
        assert link.evaluate("link => decodeURI(link.pathname)") in known


@pytest.mark.parametrize("language", LANGUAGES)
def test_more_leads_to_the_first_new_result(language: str, page: Page, site: Served) -> None:
    page.goto(search_page(site, language, COMMON[language]))
    links = page.locator(f"{RESULT} h3 a")
    expect(links).to_have_count(10)
    before = links.all_inner_texts()
    page.locator(".search-more").focus()
    page.keyboard.press("Enter")
    expect(links).to_have_count(20)
    expect(links.nth(10)).to_be_focused()
    assert links.all_inner_texts()[:10] == before
    assert len({link.get_attribute("href") for link in links.all()}) == 20
    assert page.locator(".search-more").count() == 1
    while page.locator(".search-more").count():
        shown = links.count()
        page.locator(".search-more").click()
        expect(links).not_to_have_count(shown)
    announced = re.search(r"\d+", page.locator(STATUS).inner_text())
    assert announced is not None
    assert links.count() == int(announced[0])


def test_escape_clears(page: Page, site: Served) -> None:
    page.goto(search_page(site, "fr", "train"))
    expect(page.locator(RESULT).first).to_be_visible()
    page.locator(FIELD).focus()
    page.keyboard.press("Escape")
    expect(page.locator(RESULT)).to_have_count(0)
    expect(page.locator(STATUS)).to_have_text("")
    expect(page.locator(FIELD)).to_have_value("")
    expect(page.locator(FIELD)).to_be_focused()
    assert "?" not in page.url


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_address_holds_the_query_and_back_returns_to_it(
    language: str, page: Page, site: Served
) -> None:
    page.goto(f"{site.address}{language}/")
    page.goto(search_page(site, language))
    page.locator(FIELD).fill(COMMON[language])
    page.keyboard.press("Enter")
    expect(page.locator(RESULT)).to_have_count(10)
    shared, first = page.url, page.locator(f"{RESULT} h3 a").first.inner_text()
    page.locator(f"{RESULT} h3 a").first.click()
    page.wait_for_url(lambda url: url != shared)
    page.go_back()
    expect(page.locator(RESULT)).to_have_count(10)
    expect(page.locator(FIELD)).to_have_value(COMMON[language])
    page.go_back()
    assert page.url == f"{site.address}{language}/"
    page.goto(shared)
    expect(page.locator(f"{RESULT} h3 a").first).to_have_text(first)


def test_an_old_answer_does_not_replace_a_newer_one(page: Page, small: Served) -> None:
    page.goto(search_page(small, "fr"))
    page.evaluate(
        """script => import(script).then(({ answer }) =>
            Promise.all([answer("lobipe"), answer("kazuma")]))""",
        script(page),
    )
    assert page.locator(RESULT).count() == 1
    assert page.locator(STATUS).inner_text() == ANNOUNCED["fr"][0]


@pytest.mark.parametrize(
    ("language", "query", "marked"),
    [
        ("ar", "مركز", "مركز"),
        ("ar", "شخص في وضعيه اعاقه", "إعاقة"),
        ("fr", "hopital", "hôpital"),
        ("fr", "OEUVRE", "œuvres"),
        ("fr", "hpoital", "hôpital"),
        ("fr", "gagne-pain", "génératrice"),
    ],
)
def test_what_was_found_is_marked(
    language: str, query: str, marked: str, page: Page, small: Served
) -> None:
    page.goto(search_page(small, language))
    ask(page, query)
    assert marked in page.locator(f"{RESULT} mark").all_inner_texts()


def test_a_word_with_a_clitic_is_marked_whole(page: Page, site: Served) -> None:
    page.goto(search_page(site, "ar", "قطار"))
    expect(page.locator(f"{RESULT} mark").first).to_be_visible()
    assert "القطار" in page.locator(f"{RESULT} mark").all_inner_texts()


@pytest.mark.parametrize("query", ["<img src=x onerror=alert(1)>", "<b>train</b>", "\"'`${1}&amp;"])
def test_a_query_is_never_markup(query: str, page: Page, site: Served) -> None:
    listener = Listener(page, site.address)
    page.goto(search_page(site, "fr"))
    before = page.locator("img, b").count()
    page.locator(FIELD).fill(query)
    page.keyboard.press("Enter")
    expect(page.locator(STATUS)).to_have_text(SOMETHING)
    expect(page.locator(FIELD)).to_have_value(query)
    assert page.locator("img, b").count() == before
    page.goto(page.url)
    expect(page.locator(FIELD)).to_have_value(query)
    assert not faults(listener)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_network_that_fails_is_told_and_forgiven(language: str, page: Page, site: Served) -> None:
    page.goto(search_page(site, language))
    page.route("**/search/*.json", lambda route: route.abort())
    page.locator(FIELD).fill(COMMON[language])
    expect(page.locator(STATUS)).to_have_text(FAILED[language])
    expect(page.locator(RESULT)).to_have_count(0)
    page.unroute("**/search/*.json")
    page.keyboard.press("Enter")
    expect(page.locator(RESULT)).to_have_count(10)
    page.route("**/search/*.json", lambda route: route.fulfill(status=404))
    page.locator(FIELD).fill("xyzxyzxyz")
    expect(page.locator(STATUS)).not_to_have_text(re.compile(r"\d"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_engines_find_nothing_to_say_of_results(
    language: str, context: NewContext, site: Served
) -> None:
    page = context(reduced_motion="reduce").new_page()
    page.goto(search_page(site, language, COMMON[language]))
    expect(page.locator(RESULT)).to_have_count(10)
    assert not axe(page)
    # What a closed panel holds has no name for the second engine: it is looked at open.
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    assert not ibm(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_moves_by_itself(language: str, context: NewContext, site: Served) -> None:
    page = context(viewport={"width": 360, "height": 740}).new_page()
    page.goto(search_page(site, language, COMMON[language]))
    expect(page.locator(RESULT)).to_have_count(10)
    assert page.evaluate(SHIFT) < 0.01
    page.evaluate("scrollTo(0, 0); document.body.style.paddingBlockStart = '50vh'")
    assert page.evaluate(SHIFT) > 0.1


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_scripts_two_pages_lead_to_all_others(
    language: str, context: NewContext, site: Served
) -> None:
    page = context(java_script_enabled=False).new_page()
    page.goto(search_page(site, language))
    expect(page.get_by_role("searchbox")).to_have_count(0)
    expect(page.locator("main .callout")).to_contain_text("JavaScript")
    addresses = {key: path for path, key in paths(language).items()}
    for key in ("site/a-z", "site/site-map"):
        link = page.locator(f"main a[href='{addresses[key]}']").first
        expect(link).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_leads_to_the_search(language: str, page: Page, site: Served) -> None:
    addresses = {key: path for path, key in paths(language).items()}
    for key in ("index", "programmes/card", "guides/index", "site/privacy"):
        page.goto(site.address.rstrip("/") + addresses[key])
        link = page.locator(f"header a[href='{addresses['search']}']")
        expect(link.first).to_be_visible()
        expect(link.first).to_have_accessible_name(SOMETHING)


def test_the_index_holds_no_other_language(site: Served) -> None:
    for language in LANGUAGES:
        folder = Path(site.tree) / language / "search"
        index = json.loads((folder / "index.json").read_text("utf-8"))
        for name in index["pages"]:
            for url, *_ in json.loads((folder / name).read_text("utf-8")):
                assert url.startswith(f"/{language}/")
