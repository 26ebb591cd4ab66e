"""A page asks nothing of anybody else, and nothing that is not there."""

import pytest
from playwright.sync_api import Page

from tests.browser.served import LANGUAGES, Served
from tests.serving import SUB_PATH

BLOCKED = "Service Worker registration blocked by Playwright"
"""What the tool says where a test wants no worker: `test_offline.py` and others let it work."""


class Listener:
    """Hears what a tab asks for and complains of."""

    def __init__(self, page: Page, address: str) -> None:
        self.faults: list[str] = []
        page.on("console", lambda said: self._say(page, said.text) if said.type != "log" else None)
        page.on("pageerror", lambda error: self._say(page, str(error)))
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith((address, "data:", "blob:"))
                else self._say(page, f"asks for {request.url}")
            ),
        )
        page.on(
            "response",
            lambda response: (
                self._say(page, f"{response.status} {response.url}")
                if response.status >= 400
                else None
            ),
        )

    def _say(self, page: Page, sentence: str) -> None:
        if sentence != BLOCKED:
            self.faults.append(f"{page.url}: {sentence}")


@pytest.mark.parametrize("place", ["site", "sub_path_site"])
def test_pages_are_quiet(place: str, page: Page, request: pytest.FixtureRequest) -> None:
    served: Served = request.getfixturevalue(place)
    listener = Listener(page, served.address)
    for address in served.readable():
        page.goto(address, wait_until="load")
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
