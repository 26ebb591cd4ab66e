"""Pages are read without network, as they were kept; two versions never mix."""

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import pytest
import yaml
from playwright.sync_api import BrowserContext, Page

from dalil.languages import format_date
from tests import building
from tests.browser.served import DIRECTIONS, LANGUAGES, NewContext, Served
from tests.serving import SUB_PATH, Host, hosting

LOCALES = {"ar": "ar-MA", "fr": "fr-MA"}
VISITED = 6
PROGRAMME = {"ar": "ar/برامج-الإعاقة/", "fr": "fr/programmes-handicap/"}
HISTORY = {"ar": "content/about/history.ar.md", "fr": "content/about/history.fr.md"}

KEPT = """async () => {
    const found = [];
    for (const name of await caches.keys())
        for (const { url } of await (await caches.open(name)).keys()) found.push(decodeURI(url));
    return found;
}"""
IS_KEPT = f"async url => (await ({KEPT})()).includes(url)"
IS_FILLED = f"async mark => (await ({KEPT})()).some(url => url.includes(mark))"
IS_CONTROLLED = "() => navigator.serviceWorker.controller !== null"
UNTIL = """async arg => {
    const end = Date.now() + 120000;
    while (!await (%s)(arg)) {
        if (Date.now() > end) throw new Error('never: ' + arg + ' ' + await (%s)());
        await new Promise(done => setTimeout(done, 50));
    }
}"""
COLOUR = "() => getComputedStyle(document.documentElement).getPropertyValue('--edition').trim()"


class Edition(NamedTuple):
    """A site that changes, its host, and the address where it is read."""

    folder: Path
    host: Host
    prefix: str
    address: str
    tree: Path  # as it was first published

    def publish(self) -> Path:
        """Build the site as it stands, and serve that from now on; returns the tree."""
        built = building.must_build(self.folder, base_url=f"http://127.0.0.1{self.prefix}")
        tree = self.folder.parent / f"tree-{len(list(self.folder.parent.iterdir()))}"
        shutil.copytree(built.output, tree)
        self.host.mount(tree, self.prefix)
        return tree


@pytest.fixture(scope="module")
def first_edition(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Edition]:
    """The project's own site under a path, as it is first published."""
    folder = building.copy_site(building.PROJECT, tmp_path_factory.mktemp("offline") / "site")
    settings = yaml.safe_load((folder / "site.yaml").read_text("utf-8"))
    settings["offline"] |= {"visited": VISITED, "wait": 1}
    (folder / "site.yaml").write_text(yaml.safe_dump(settings, allow_unicode=True), "utf-8")
    with hosting() as host:
        edition = Edition(folder, host, SUB_PATH, host.url(SUB_PATH), folder)
        yield edition._replace(tree=edition.publish())


@pytest.fixture
def edition(first_edition: Edition, tmp_path: Path) -> Iterator[Edition]:
    """The same, to be changed by a test: its changes are taken back."""
    shutil.copytree(first_edition.folder, tmp_path / "site", symlinks=True)
    folder = tmp_path / "site"
    yield first_edition._replace(folder=folder)
    first_edition.host.mount(first_edition.tree, first_edition.prefix)


@pytest.fixture
def reader(context: NewContext) -> BrowserContext:
    """A reader's browser, that keeps what the site asks it to keep."""
    return context(service_workers="allow")


def visit(page: Page, url: str) -> None:
    """Read a page on the network, until it is kept."""
    page.goto(url)
    until(page, IS_CONTROLLED)
    until(page, IS_KEPT, url)


def until(page: Page, condition: str, arg: str = "") -> None:
    """Wait until a condition holds in the page."""
    page.evaluate(UNTIL % (condition, KEPT), arg)


def filled(page: Page, language: str) -> None:
    """Wait for the essential pages of a language."""
    until(page, IS_FILLED, f"?{language}/")


def kept(page: Page) -> set[str]:
    found: list[str] = page.evaluate(KEPT)
    return set(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_that_was_read_is_read_again(
    language: str, reader: BrowserContext, first_edition: Edition
) -> None:
    page = reader.new_page()
    before = today()
    url = first_edition.address + history(first_edition, language)
    visit(page, f"{first_edition.address}{language}/")
    visit(page, url)
    title = page.locator("h1").inner_text()
    assert not page.locator(".kept-notice").count()
    reader.set_offline(True)
    answer = page.goto(url)
    assert answer is not None
    assert answer.status == 200
    assert page.locator("h1").inner_text() == title
    days = {format_date(day, LOCALES[language]) for day in (before, today())}
    assert page.locator("main .kept-notice time").inner_text() in days
    reader.set_offline(False)
    page.goto(url)
    assert not page.locator(".kept-notice").count()


def today() -> str:
    """The day where the browser is: on this machine."""
    return datetime.now().astimezone().date().isoformat()


def history(edition: Edition, language: str) -> str:
    """The path of a page that is not essential."""
    source = (edition.folder / HISTORY[language]).read_text("utf-8")
    slug = yaml.safe_load(source.split("---")[1])["slug"]
    above = edition.folder / f"content/about/index.{language}.md"
    folder = yaml.safe_load(above.read_text("utf-8").split("---")[1])["slug"]
    return f"{language}/{folder}/{slug}/"


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_essential_page_is_read_though_nobody_opened_it(
    language: str, reader: BrowserContext, first_edition: Edition
) -> None:
    page = reader.new_page()
    visit(page, f"{first_edition.address}{language}/")
    filled(page, language)
    reader.set_offline(True)
    address = first_edition.address + PROGRAMME[language]
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200
    assert page.locator("main .kept-notice").is_visible()
    assert page.evaluate("document.styleSheets[0].cssRules.length") > 0
    assert any(url.endswith(".woff2") for url in kept(page))
    other = next(each for each in LANGUAGES if each != language)
    assert first_edition.address + PROGRAMME[other] not in kept(page)


def test_a_site_at_the_root_of_its_domain(reader: BrowserContext, site: Served) -> None:
    page = reader.new_page()
    visit(page, f"{site.address}ar/")
    filled(page, "ar")
    reader.set_offline(True)
    page.goto(site.address + PROGRAMME["ar"])
    assert page.locator("main .kept-notice").is_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_kept_is_said_in_the_language(
    language: str, reader: BrowserContext, first_edition: Edition
) -> None:
    page = reader.new_page()
    visit(page, f"{first_edition.address}{language}/")
    filled(page, language)
    reader.set_offline(True)
    answer = page.goto(f"{first_edition.address}{language}/{'غائب' if language == 'ar' else 'x'}/")
    assert answer is not None
    assert answer.status == 503
    assert page.locator("html").get_attribute("dir") == DIRECTIONS[language]
    strings = yaml.safe_load(
        (first_edition.folder / f"content/strings.{language}.yaml").read_text("utf-8")
    )
    assert page.locator("h1").inner_text() == strings["offline-title"]
    links = page.locator(".kept-pages a")
    addresses = links.evaluate_all("all => all.map(each => decodeURI(each.href))")
    assert first_edition.address + PROGRAMME[language] in addresses
    assert all(each.startswith(f"{first_edition.address}{language}/") for each in addresses)
    assert all(links.all_inner_texts())
    links.nth(addresses.index(first_edition.address + PROGRAMME[language])).click()
    assert page.locator(".kept-notice").is_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_search_answers(language: str, reader: BrowserContext, first_edition: Edition) -> None:
    page = reader.new_page()
    visit(page, f"{first_edition.address}{language}/")
    filled(page, language)
    reader.set_offline(True)
    words = {"ar": ("بحث", "كرسي"), "fr": ("recherche", "fauteuil")}[language]
    page.goto(f"{first_edition.address}{language}/{words[0]}/?q={quote(words[1])}")
    page.locator(".search-result").first.wait_for()


def test_a_host_that_does_not_answer_is_not_waited_for(
    reader: BrowserContext, first_edition: Edition
) -> None:
    page = reader.new_page()
    home = f"{first_edition.address}fr/"
    visit(page, home)
    first_edition.host.answering.clear()
    try:
        page.goto(home, wait_until="commit")
        page.locator(".kept-notice").wait_for()
    finally:
        first_edition.host.answering.set()


def test_two_versions_do_not_mix(reader: BrowserContext, edition: Edition) -> None:
    page = reader.new_page()
    changed, gone, other = (
        edition.address + path for path in (history(edition, "fr"), "fr/chiffres/", "fr/a-propos/")
    )
    style(edition, "one")
    edition.publish()
    visit(page, f"{edition.address}fr/")
    filled(page, "fr")
    version = mark(page)
    for url in (changed, gone, other):
        visit(page, url)
        assert page.evaluate(COLOUR) == "one"

    style(edition, "two")
    source = edition.folder / HISTORY["fr"]
    source.write_text(source.read_text("utf-8") + "\nDeuxième édition.\n", "utf-8")
    essential = edition.folder / "content/programmes/work.fr.md"
    essential.write_text(essential.read_text("utf-8") + "\nDeuxième édition.\n", "utf-8")
    edition.publish()
    page.goto(changed)
    assert page.evaluate(COLOUR) == "two"
    assert page.get_by_text("Deuxième édition.").is_visible()
    until(page, f"async old => !await ({IS_FILLED})(old) && await ({IS_FILLED})('?fr/')", version)

    reader.set_offline(True)
    page.goto(changed)
    assert page.get_by_text("Deuxième édition.").is_visible()
    assert page.evaluate(COLOUR) == "two"
    page.goto(other)  # kept in the first version, whose style the host no longer has
    assert page.locator(".kept-notice").is_visible()
    assert page.evaluate(COLOUR) == "one"
    page.goto(f"{edition.address}fr/programmes-handicap/travail-et-activites/")
    assert page.get_by_text("Deuxième édition.").is_visible()
    assert page.evaluate(COLOUR) == "two"
    reader.set_offline(False)
    visit(page, other)
    assert page.evaluate(COLOUR) == "two"


def mark(page: Page) -> str:
    """By what the worker notes that it has kept the essential pages of a version."""
    return next(url.partition("?")[2] for url in kept(page) if "?fr/" in url)


def style(edition: Edition, name: str) -> None:
    """A style sheet that says which version it is of."""
    sheet = edition.folder / "static/css/site.css"
    text = sheet.read_text("utf-8").partition("\n/* edition */")[0]
    sheet.write_text(f"{text}\n/* edition */ :root {{ --edition: {name}; }}\n", "utf-8")


def test_a_page_that_is_no_more_is_forgotten(
    reader: BrowserContext, edition: Edition, tmp_path: Path
) -> None:
    page = reader.new_page()
    url = f"{edition.address}fr/chiffres/"
    visit(page, f"{edition.address}fr/")
    visit(page, url)
    tree = shutil.copytree(edition.tree, tmp_path / "tree")
    shutil.rmtree(tree / "fr/chiffres")
    edition.host.mount(tree, edition.prefix)
    page.goto(url)
    until(page, f"async url => !await ({IS_KEPT})(url)", url)
    reader.set_offline(True)
    answer = page.goto(url)
    assert answer is not None
    assert answer.status == 503


def test_data_is_spared_when_the_reader_wants_it(
    reader: BrowserContext, first_edition: Edition
) -> None:
    reader.add_init_script(
        "Object.defineProperty(NetworkInformation.prototype, 'saveData', { get: () => true })"
    )
    page = reader.new_page()
    read = {first_edition.address + path for path in ("fr/", "fr/chiffres/", "fr/recherche/")}
    for url in sorted(read):
        visit(page, url)
    found = {url for url in kept(page) if url.endswith(("/", ".html"))}
    offline = {f"{first_edition.address}{language}/offline.html" for language in LANGUAGES}
    assert found == read | offline


def test_only_so_many_visited_pages_are_kept(
    reader: BrowserContext, first_edition: Edition
) -> None:
    page = reader.new_page()
    visit(page, f"{first_edition.address}fr/")
    filled(page, "fr")
    essential = kept(page)
    page.goto(f"{first_edition.address}fr/glossaire/")
    terms = page.locator("main a[href*='/fr/glossaire/']").evaluate_all(
        "all => all.map(each => each.href.split('#')[0])"
    )
    others = [url for url in dict.fromkeys(terms) if not url.endswith("/glossaire/")]
    others = others[: VISITED + 3]
    assert len(others) == VISITED + 3
    for url in others:
        visit(page, url)
    now = {url for url in kept(page) - essential if url.endswith("/")}
    assert len(now) <= VISITED
    assert others[-1] in now
    assert others[0] not in now
    assert essential <= kept(page) | {f"{first_edition.address}fr/glossaire/"}


def test_other_requests_are_left_alone(reader: BrowserContext, first_edition: Edition) -> None:
    page = reader.new_page()
    home = f"{first_edition.address}fr/"
    visit(page, home)
    answer = page.goto(home.rstrip("/"))  # the host sends on to the address with the slash
    assert answer is not None
    assert (answer.status, page.url) == (200, home)
    assert home.rstrip("/") not in kept(page)
    visit(page, home)
    reader.set_offline(True)
    tried = """options => fetch(location.href, options).then(answer => answer.status, () => 0)"""
    for options in ({"headers": {"Range": "bytes=0-3"}}, {"method": "POST"}, {}):
        assert page.evaluate(tried, options) == 0, options
    answer = page.goto(home)
    assert answer is not None
    assert answer.status == 200
