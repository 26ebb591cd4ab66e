"""Printed pages: a service on one sheet, with its address, also as a code that a phone reads."""

from collections.abc import Iterator
from urllib.parse import unquote

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.hearing import instead_of_printing
from tests.browser.kinds import kinds
from tests.browser.served import LANGUAGES, NewContext, Served

SHEET = (595, 842)  # A4, in points
# Services by their French address: those with little to say take one sheet.
SHORT = ("attestation-de-handicap", "aides-en-nature")
LONG = ("carte-de-train", "carte-personne-handicap", "travail-et-activites")


def printed(page: Page) -> list[Image.Image]:
    """The sheets that come out of the printer, all of one size."""
    document = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    assert {(round(sheet.get_width()), round(sheet.get_height())) for sheet in document} == {SHEET}
    return [sheet.render(scale=3).to_pil() for sheet in document]


def service(page: Page, site: Served, name: str, language: str) -> None:
    """Open the page of a service in a language."""
    page.goto(f"{site.address}fr/programmes-handicap/{name}/")
    if language != "fr":
        page.locator(f".languages a[hreflang={language}]").click()
        page.wait_for_url(f"**/{language}/**")


@pytest.mark.parametrize("name", [*SHORT, *LONG])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_service_is_a_sheet_with_its_address(
    language: str, name: str, page: Page, site: Served
) -> None:
    service(page, site, name, language)
    address = page.locator("link[rel=canonical]").get_attribute("href") or ""
    instead_of_printing(page)
    page.locator("[data-print]").click()
    expect(page).to_have_title("printing")
    sheets = printed(page)
    assert len(sheets) <= (1 if name in SHORT else 2)
    codes = [code.text for sheet in sheets for code in zxingcpp.read_barcodes(sheet)]
    assert codes == [address]
    page.emulate_media(media="print")
    line = page.locator(".page-address bdi")
    expect(line).to_be_visible()
    expect(line).to_have_text(unquote(address))


def test_the_code_is_loaded_for_those_who_print_alone(page: Page, site: Served) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    service(page, site, SHORT[0], "fr")
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if url.endswith("qr.svg")]
    with page.expect_response("**/qr.svg"):
        page.keyboard.press("Control")


LINKS = """all => all.filter(each => each.checkVisibility()).map(each =>
    [each.getAttribute('href'), getComputedStyle(each, '::after').content])"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_links_say_their_addresses(language: str, page: Page, site: Served) -> None:
    page.emulate_media(media="print")
    seen = 0
    for _, each in kinds(site.tree):
        if each.language == language:
            page.goto(site.address + each.url)
            links = page.locator("main a[rel~=external]").evaluate_all(LINKS)
            seen += len(links)
            assert not [href for href, after in links if href not in after], each.url
    assert seen


# What is no use on paper, and what is.
CHROME = "nav, .skip-link, .settings, .search-link, button, .choice, .media"


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_what_is_read_is_printed(language: str, context: NewContext, site: Served) -> None:
    page = context().new_page()
    page.emulate_media(media="print")
    for _, each in kinds(site.tree):
        if each.language == language:
            page.goto(site.address + each.url)
            shown = page.locator(CHROME).evaluate_all(
                "all => all.filter(each => each.checkVisibility()).map(each => each.outerHTML)"
            )
            assert not shown, each.url
            # Two kinds of drawing say every word of their list.
            said = ":is(.drawing-path, .drawing-roles) details"
            closed = page.locator(f"main details:not({said}) > :not(summary)")
            hidden = closed.evaluate_all(
                "all => all.filter(each => !each.getBoundingClientRect().height).length"
            )
            assert not hidden, each.url
            assert page.locator("h1").is_visible(), each.url


def filled(pdf: bytes) -> Iterator[float]:
    """How far down each sheet something is printed, as a part of its height."""
    for sheet in pypdfium2.PdfDocument(pdf):
        picture = sheet.render(scale=0.25).to_pil().convert("L")
        box = picture.point(lambda light: 255 * (light < 200)).getbbox()
        yield box[3] / picture.height if box else 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sheet_but_the_last_is_left_empty(language: str, page: Page, site: Served) -> None:
    for address in site.kinds(language):
        page.goto(address)
        sheets = [*filled(page.pdf(prefer_css_page_size=True))]
        assert min(sheets[:-1], default=1) > 0.6, f"{address}: {sheets}"


def test_an_empty_sheet_is_seen(page: Page) -> None:
    page.set_content("<p>a<p style='break-before: page'>b")
    assert [part < 0.6 for part in filled(page.pdf())] == [True, True]
