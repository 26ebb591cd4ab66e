"""What a first view weighs as a real nginx sends it, and that it stands still."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, Route

from tests.browser.kinds import kinds
from tests.browser.reading import choose
from tests.browser.served import LANGUAGES, Served
from tests.servers.test_headers import nginx
from tests.servers.test_hosting import SECONDS, free_port, wait_for

KILOBYTE = 1000
MOST = {"all": 40, "document": 12, "stylesheet": 8, "script": 3, "font": 21}
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
def compressing(
    built_real_site: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """The site on an nginx that obeys the generated headers and their hint on compression."""
    folder = tmp_path_factory.mktemp("first-view")
    folder.chmod(0o755)
    root = folder / "root"
    shutil.copytree(built_real_site, root)
    port = free_port()
    command = nginx(folder, root, root, port)
    hint = re.search(r"^# (gzip on;.*)$", (root / "nginx-headers.conf").read_text(), re.MULTILINE)
    assert hint
    settings = folder / "nginx.conf"
    text = settings.read_text().replace("index index.html;", f"index index.html; {hint[1]}")
    settings.write_text(text)
    process = subprocess.Popen(command)
    try:
        wait_for(port, process)
        yield Served(root, f"http://127.0.0.1:{port}/")
    finally:
        process.terminate()
        process.wait(SECONDS)


def first_view(browser: Browser, address: str) -> tuple[list[Request], Page]:
    """All that a browser with nothing in store asks for, until the page is whole."""
    page = browser.new_context(service_workers="block").new_page()
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))
    page.goto(address, wait_until="networkidle")
    return asked, page


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_first_view_is_light(language: str, chromium: Browser, compressing: Served) -> None:
    faults = []
    for _, each in kinds(compressing.tree):
        if each.language != language:
            continue
        asked, page = first_view(chromium, compressing.address + each.url)
        found = dict.fromkeys(MOST, 0)
        searching = page.locator(SEARCH).count()
        if searching:  # what it loads beyond the page has a budget of its own
            asked = [request for request in asked if "search" not in request.url]
        for request in asked:
            assert request.url.startswith(compressing.address), request.url
            sizes = request.sizes()
            size = sizes["responseBodySize"] + sizes["responseHeadersSize"]
            found["all"] += size
            found[request.resource_type] = found.get(request.resource_type, 0) + size
        page.context.close()
        faults += [
            f"{each.url}: {kind} {found[kind] / KILOBYTE:.1f} KB, not {most}"
            for kind, most in MOST.items()
            if found[kind] > most * KILOBYTE
        ]
        if len(asked) > REQUESTS:
            urls = [request.url for request in asked]
            faults.append(f"{each.url}: {len(asked)} requests: {urls}")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("settings", [{}, {"size": "3", "theme": "dark", "spacing": "wide"}])
@pytest.mark.parametrize("language", LANGUAGES)
def test_late_fonts_and_settings_move_nothing(
    language: str, settings: dict[str, str], chromium: Browser, compressing: Served
) -> None:
    for _, each in kinds(compressing.tree):
        if each.language != language:
            continue
        profile = chromium.new_context(service_workers="block", reduced_motion="reduce")
        if settings:
            choose(profile, **settings)
        page = profile.new_page()
        held: list[Route] = []
        page.route("**/*.woff2", lambda route, held=held: held.append(route))
        page.goto(compressing.address + each.url, wait_until="commit")
        page.wait_for_function(PAINTED)
        assert held, each.url  # the fonts were asked for, and have not come
        for route in held:
            route.continue_()
        page.wait_for_load_state("load")
        page.evaluate("document.fonts.ready.then(() => 0)")
        assert page.evaluate(SHIFT) == 0, each.url
        profile.close()


FONTS = {"ar": {"arabic", "digits"}, "fr": {"latin", "arabic-name"}}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_loads_the_fonts_of_its_language(
    language: str, chromium: Browser, compressing: Served
) -> None:
    for _, each in kinds(compressing.tree):
        if each.language == language and each.url.count("/") > 1:
            asked, page = first_view(chromium, compressing.address + each.url)
            page.context.close()
            fonts = [request.url for request in asked if request.resource_type == "font"]
            names = {url.rpartition("/")[2].partition(".")[0] for url in fonts}
            assert names == FONTS[language], each.url
            assert len(fonts) == len(names), each.url  # a preloaded font is the one that is used
