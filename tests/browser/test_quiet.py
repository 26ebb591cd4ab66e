"""A page asks nothing of anybody else, and nothing that is not there, under a path too."""

import pytest
from playwright.sync_api import Page

from tests.browser.hearing import Listener
from tests.browser.kinds import kinds
from tests.browser.served import LANGUAGES, Served
from tests.serving import SUB_PATH


def test_pages_under_a_path_are_quiet(page: Page, sub_path_site: Served) -> None:
    listener = Listener(page, sub_path_site.address)
    for _, each in kinds(sub_path_site.tree):
        page.goto(sub_path_site.address + each.url)
    assert not listener.faults, "\n".join(listener.faults)


def test_noise_is_heard(page: Page, site: Served) -> None:
    listener = Listener(page, site.address + "elsewhere/")
    page.goto(site.address + "no-such-page/")
    page.evaluate("console.error('noise')")
    heard = "\n".join(listener.faults)
    assert "asks for" in heard
    assert "404" in heard
    assert "noise" in heard


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_missing_page_answers_in_its_language(
    language: str, page: Page, sub_path_site: Served
) -> None:
    listener = Listener(page, sub_path_site.address)
    missing = f"{sub_path_site.address}{language}/no/such/page/"
    response = page.goto(missing)
    assert response is not None
    assert response.status == 404
    assert (page.locator("html").get_attribute("lang") or "").split("-")[0] == language
    assert page.locator(f"a[href='{SUB_PATH}{language}/']").count()
    # Its style and pictures come along, however deep the address was.
    assert {each for each in listener.faults if missing not in each.split(": ", 1)[1]} <= {
        f"{missing}: Failed to load resource: the server responded with a status of 404 (Not Found)"
    }
