"""The reading settings: by keyboard, kept, without flash, and absent where they cannot work."""

import re

import pytest
from playwright.sync_api import Error, Page, expect

from tests.browser.hearing import instead_of_printing
from tests.browser.reading import choose
from tests.browser.served import LANGUAGES, NewContext, Served

MARKS = re.compile("[\u064b-\u0652\u0670]")
FOCUSED = "document.activeElement.matches.bind(document.activeElement)"


class Faults:
    """What scripts of a page complain of."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def hear(self, error: Error) -> None:
        self.heard.append(str(error))


def focused(page: Page, selector: str) -> bool:
    return bool(page.evaluate(f"{FOCUSED}({selector!r})"))


def tab_to(page: Page, selector: str, most: int = 15) -> None:
    for _ in range(most):
        page.keyboard.press("Tab")
        if focused(page, selector):
            return
    raise AssertionError(f"{most} steps do not lead to {selector}")


def size(page: Page) -> float:
    return float(page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_path_of_the_keyboard(language: str, page: Page, site: Served) -> None:
    page.goto(f"{site.address}{language}/")
    page.keyboard.press("Tab")
    skip = page.locator(".skip-link")
    expect(skip).to_be_focused()
    box = skip.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    for selector in (".site-name", ".languages a", ".settings summary", ".main-menu a"):
        tab_to(page, selector, 5)
    page.goto(f"{site.address}{language}/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize("language", LANGUAGES)
def test_settings_by_keyboard(language: str, page: Page, site: Served) -> None:
    page.goto(f"{site.address}{language}/")
    before = size(page)
    tab_to(page, ".settings summary")
    page.keyboard.press("Enter")
    tab_to(page, "[name=size]", 1)
    page.keyboard.press("ArrowDown")
    assert size(page) == pytest.approx(before * 1.15, rel=0.01)
    tab_to(page, "[name=theme]", 1)
    page.keyboard.press("ArrowDown")
    tab_to(page, "[name=spacing]", 1)
    page.keyboard.press("Space")
    page.keyboard.press("Escape")
    expect(page.locator(".settings summary")).to_be_focused()
    expect(page.locator(".settings")).not_to_have_attribute("open", "")

    page.goto(f"{site.address}{'fr' if language == 'ar' else 'ar'}/")
    kept = page.evaluate("({ ...document.documentElement.dataset })")
    assert kept == {"size": "1", "theme": "light", "spacing": "wide"}
    assert page.locator("[name=size][value='1']").is_checked()

    page.locator(".settings summary").click()
    page.locator(".settings [data-reset]").click()
    page.reload()
    assert page.evaluate("({ ...document.documentElement.dataset })") == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_panel_covers_no_focus(language: str, page: Page, site: Served) -> None:
    page.goto(f"{site.address}{language}/")
    page.locator(".settings summary").click()
    page.locator(".settings [data-reset]").focus()
    page.keyboard.press("Tab")
    assert focused(page, ".main-menu a")
    expect(page.locator(".settings-panel")).to_be_hidden()


def test_choices_are_there_before_the_page_is_shown(context: NewContext, site: Served) -> None:
    profile = context()
    choose(profile, theme="dark", size="3")
    page = profile.new_page()
    # Only what stands in the page itself may run: the deferred script never comes.
    page.route("**/*.js", lambda route: route.abort())
    page.goto(f"{site.address}ar/")
    assert page.evaluate("({ ...document.documentElement.dataset })") == {
        "theme": "dark", "size": "3",
    }  # fmt: skip


def test_damaged_or_forbidden_storage_harms_nothing(context: NewContext, site: Served) -> None:
    for script in (
        "localStorage.reading = '{'",
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no') } })",
    ):
        profile = context()
        profile.add_init_script(script)
        page = profile.new_page()
        faults = Faults()
        page.on("pageerror", faults.hear)
        page.goto(f"{site.address}fr/")
        page.locator(".settings summary").click()
        page.locator("[name=theme][value=dark]").check()
        assert page.evaluate("document.documentElement.dataset.theme") == "dark"
        assert not faults.heard


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_scripts_nothing_is_offered_that_fails(
    language: str, context: NewContext, site: Served
) -> None:
    page = context(java_script_enabled=False).new_page()
    page.goto(f"{site.address}{language}/")
    for selector in (".settings", "[data-print]"):
        assert page.locator(selector).count() == 1
        expect(page.locator(selector)).to_be_hidden()


def test_vowel_marks_go_and_come_back(page: Page, site: Served) -> None:
    marked = None
    for address in site.readable("ar"):
        page.goto(address)
        text = page.locator("main").inner_text()
        page.locator(".settings summary").click()
        offered = page.locator("label:has([name=vowels])").is_visible()
        assert offered == bool(MARKS.search(text)), address
        marked = marked or (address if MARKS.search(text) else None)
        if marked and not MARKS.search(text):
            break
    assert marked
    page.goto(marked)
    written = page.locator("main").inner_text()
    page.locator(".settings summary").click()
    page.locator("[name=vowels]").check()
    assert page.locator("main").inner_text() == MARKS.sub("", written)
    page.locator("[name=vowels]").uncheck()
    assert page.locator("main").inner_text() == written


def test_copied_text_has_no_vowel_marks(page: Page, site: Served) -> None:
    written = ""
    for address in site.readable("ar"):
        page.goto(address)
        written = page.locator("main").inner_text()
        if MARKS.search(written):
            break
    assert MARKS.search(written)
    page.evaluate(
        """() => {
            getSelection().selectAllChildren(document.querySelector("main .prose"));
            addEventListener("copy", event => {
                window.copied = event.clipboardData.getData("text/plain");
            });
        }"""
    )
    selected = page.evaluate("`${getSelection()}`")
    page.keyboard.press("Control+C")
    assert page.evaluate("window.copied") == MARKS.sub("", selected)


def test_a_button_prints(page: Page, site: Served) -> None:
    page.goto(f"{site.address}fr/")
    instead_of_printing(page)
    expect(page).not_to_have_title("printing")
    page.locator("[data-print]").click()
    expect(page).to_have_title("printing")
