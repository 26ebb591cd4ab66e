"""What a first view weighs as a real nginx sends it, and that it stands still."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, Route

from tests.browser.kinds import kinds
from tests.browser.reading import choose
from tests.browser.served import LANGUAGES, Served
from tests.servers.compressing import compressing
from tests.servers.test_hosting import free_port

KILOBYTE = 1000
MOST = {"all": 40, "document": 12, "stylesheet": 8, "script": 3, "font": 21}
FONTS = {"ar": ["arabic", "digits"], "fr": ["arabic-name", "latin"]}
# A page beside its translation is the text of two pages.
MOST_OF_TWO = MOST | {"all": 46, "document": 18}
REQUESTS = 5
# The search loads its script and index, and is measured with them; see docs/search.md.
SEARCH = "form.search"

SHIFT = """() => new Promise(done => {
    let sum = 0;
    new PerformanceObserver(list => {
        for (const entry of list.getEntries()) sum += entry.value;
    }).observe({ type: 'layout-shift', buffered: true });
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(sum))));
})"""
PAINTED = "() => performance.getEntriesByName('first-contentful-paint').length > 0"


@pytest.fixture(scope="module")
def travelling(built_real_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The site on an nginx that compresses."""
    folder = tmp_path_factory.mktemp("first-view")
    root = folder / "root"
    shutil.copytree(built_real_site, root)
    with compressing(root, folder, free_port()) as address:
        yield Served(root, address)


def first_view(browser: Browser, address: str) -> tuple[list[Request], Page]:
    """All that a browser with nothing in store asks for, until the page is whole."""
    page = browser.new_context(service_workers="block").new_page()
    asked: list[Request] = []

    def note(request: Request) -> None:
        asked.append(request)

    page.on("request", note)
    page.goto(address, wait_until="networkidle")
    return asked, page


def heavy(asked: list[Request], address: str, most: dict[str, int]) -> Iterator[str]:
    """What is over its budget, as it is compressed; headers are the host's."""
    found = dict.fromkeys(most, 0)
    for request in asked:
        assert request.url.startswith(address), request.url
        size = request.sizes()["responseBodySize"]
        found["all"] += size
        if request.resource_type in found:
            found[request.resource_type] += size
    for kind, allowed in most.items():
        if found[kind] > allowed * KILOBYTE:
            yield f"{kind} {found[kind] / KILOBYTE:.1f} KB, not {allowed}"
    # The icon of the tab is the browser's, which asks for it once a site, when the page is there.
    needed = [request.url for request in asked if not request.url.endswith(".svg")]
    if len(needed) > REQUESTS:
        yield f"{len(needed)} requests: {needed}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_first_view_is_light(language: str, chromium: Browser, travelling: Served) -> None:
    faults: list[str] = []
    for _, each in kinds(travelling.tree):
        if each.language != language:
            continue
        asked, page = first_view(chromium, travelling.address + each.url)
        if each.url.count("/") > 1:
            fonts = sorted(
                request.url.rpartition("/")[2].partition(".")[0]
                for request in asked
                if request.resource_type == "font"
            )  # each once: a preloaded font is the one that is used
            first = "ar" if page.locator("body.side-by-side").count() else language
            faults += [f"{each.url}: fonts: {fonts}"] if fonts != FONTS[first] else []
        if page.locator(SEARCH).count():
            asked = [request for request in asked if "search" not in request.url]
        most = MOST_OF_TWO if page.locator("body.side-by-side").count() else MOST
        faults += [f"{each.url}: {fault}" for fault in heavy(asked, travelling.address, most)]
        page.context.close()
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("settings", [{}, {"size": "3", "theme": "dark", "spacing": "wide"}])
@pytest.mark.parametrize("language", LANGUAGES)
def test_late_fonts_and_settings_move_nothing(
    language: str, settings: dict[str, str], chromium: Browser, travelling: Served
) -> None:
    for _, each in kinds(travelling.tree):
        if each.language != language:
            continue
        profile = chromium.new_context(service_workers="block", reduced_motion="reduce")
        if settings:
            choose(profile, **settings)
        page = profile.new_page()
        held: list[Route] = []
        page.route("**/*.woff2", holding(held))
        page.goto(travelling.address + each.url, wait_until="commit")
        page.wait_for_function(PAINTED)
        assert held, each.url  # the fonts were asked for, and have not come
        for route in held:
            route.continue_()
        page.wait_for_load_state("load")
        page.evaluate("document.fonts.ready.then(() => 0)")
        assert page.evaluate(SHIFT) == 0, each.url
        profile.close()


def holding(held: list[Route]) -> Callable[[Route], None]:
    """Keeps what is asked for, until it is let through."""

    def hold(route: Route) -> None:
        held.append(route)

    return hold
