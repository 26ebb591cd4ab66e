"""Pages fit every screen, in both directions."""

import pytest
from playwright.sync_api import Page

from tests.browser.served import DIRECTIONS, LANGUAGES, Served

WIDTHS = (320, 360, 768, 1280)
HEIGHT = 800

OVERFLOWING = """() => {
    const root = document.scrollingElement;
    if (root.scrollWidth === root.clientWidth) return '';
    const wide = [...document.body.querySelectorAll('*')].filter(element => {
        const box = element.getBoundingClientRect();
        const spills = element.scrollWidth > element.clientWidth + 1 &&
            getComputedStyle(element).overflowX === 'visible';
        return box.width > 0 && (spills || box.right > root.clientWidth + 1 || box.left < -1);
    });
    const name = element => element.tagName.toLowerCase() +
        (element.className ? '.' + element.className : '');
    return `${root.scrollWidth} wide in ${root.clientWidth}: ${wide.map(name).slice(0, 5)}`;
}"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_overflows(language: str, page: Page, site: Served) -> None:
    faults = []
    for address in site.readable(language):
        page.goto(address)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": HEIGHT})
            overflow = page.evaluate(OVERFLOWING)
            if overflow:
                faults.append(f"{address} at {width}: {overflow}")
    assert not faults, "\n".join(faults)


def test_an_overflow_is_seen(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": HEIGHT})
    page.set_content('<body><pre class="wide">' + "x" * 500)
    assert "pre.wide" in page.evaluate(OVERFLOWING)


@pytest.mark.parametrize("language", LANGUAGES)
def test_language_and_direction(language: str, page: Page, site: Served) -> None:
    for address in site.readable(language):
        page.goto(address)
        root = page.locator("html")
        assert (root.get_attribute("lang") or "").split("-")[0] == language, address
        assert root.get_attribute("dir") == DIRECTIONS[language], address
        style = page.evaluate("getComputedStyle(document.body).direction")
        assert style == DIRECTIONS[language], address
