"""What a screen reader says of pages: `python -m tests.browser.spoken` writes the logs anew.

The reader is virtual: it walks through a page from its first word to its last, as a blind reader
would with one key. Read a new log aloud before you keep it: each line must make sense by itself.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Page, expect, sync_playwright

from tests import building
from tests.browser.engines import MODULES
from tests.browser.served import LANGUAGES, Served
from tests.browsing import launch
from tests.serving import hosting

LOGS = Path(__file__).parent / "spoken"
READER = MODULES / "@guidepup/virtual-screen-reader/lib/esm/index.browser.js"
ADDRESS = "virtual-screen-reader.js"  # beside the pages, as their security policy wants
MOST = 2000  # phrases

READ = """async ([script, selector, most]) => {
    const { virtual } = await import(script);
    // The reader does not know that scripts run.
    document.querySelectorAll('noscript').forEach(each => each.remove());
    await virtual.start({ container: document.querySelector(selector) });
    const [first] = await virtual.spokenPhraseLog();
    for (let phrases = 0; phrases < most; phrases++) {
        await virtual.next();
        if (await virtual.lastSpokenPhrase() === `end of ${first}`) break;
    }
    const log = await virtual.spokenPhraseLog();
    await virtual.stop();
    return log;
}"""


class Reading(NamedTuple):
    """A page to read, by its French address, and how much of it."""

    page: str
    query: tuple[str, str] = ("", "")  # what is looked for on it, in Arabic and French
    part: str = "main"


READINGS = {
    "programme": Reading("programmes-handicap/attestation-de-handicap/"),
    "guide-question": Reading("votre-situation/association/", part="body"),
    "guide-result": Reading("votre-situation/association/projet-de-travail/"),
    "search": Reading("recherche/", query=("بطاقة القطار", "carte de train")),
}


def spoken(page: Page, site: Served, name: str, language: str) -> str:
    """The log of one page: a phrase a line, what stands inside another indented."""
    reading = READINGS[name]
    page.goto(f"{site.address}fr/{reading.page}")
    if language != "fr":
        page.locator(f".languages a[hreflang={language}]").click()
        page.wait_for_url(f"**/{language}/**")
    query = reading.query[LANGUAGES.index(language)]
    if query:
        page.goto(f"{page.url.partition('#')[0]}?q={query}")
        expect(page.locator(".search-result").first).to_be_visible()
    page.route(f"**/{ADDRESS}", lambda route: route.fulfill(path=READER))
    said = page.evaluate(READ, [site.address + ADDRESS, reading.part, MOST])
    return "\n".join(indented(said)) + "\n"


def indented(phrases: list[str]) -> Iterator[str]:
    """Each phrase but those that say the end of another, under what it is a part of."""
    inside: list[str] = []
    for place, phrase in enumerate(phrases):
        if inside and phrase in ends(inside[-1]):
            inside.pop()
            continue
        yield "  " * len(inside) + phrase
        # The same may be open already: a group in a group, a text that says what its frame says.
        if sum(each in ends(phrase) for each in phrases[place:]) > inside.count(phrase):
            inside.append(phrase)


def ends(phrase: str) -> tuple[str, str]:
    """How the reader says that it leaves something."""
    return f"end of {phrase}", f"end, {phrase}"


def main() -> None:
    """Write every log."""
    LOGS.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        hosting() as host,
        sync_playwright() as playwright,
    ):
        source = building.copy_site(building.PROJECT, Path(folder) / "site")
        tree = building.must_build(source, base_url=host.url()).output
        site = Served(tree, host.mount(tree))
        browser = launch(playwright)
        for name in READINGS:
            for language in LANGUAGES:
                page = browser.new_context(service_workers="block").new_page()
                log = spoken(page, site, name, language)
                (LOGS / f"{name}.{language}.txt").write_text(log, "utf-8")
                page.context.close()
        browser.close()


if __name__ == "__main__":
    main()
