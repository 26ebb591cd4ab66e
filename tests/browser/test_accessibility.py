"""Two engines find nothing to say, on every page, in both languages and every theme.

axe-core runs with all its rules on every page in light colours; in dark ones and in high contrast
with the rules that look at colours, since nothing else of a page changes with them. On each kind of
page all rules run again in every theme, on a phone and on a desk, with the settings open.
"""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml
from playwright.sync_api import Page

from tests.browser.engines import COLOURS, axe, ibm
from tests.browser.kinds import kinds
from tests.browser.reading import THEMES, reader
from tests.browser.served import LANGUAGES, NewContext, Served
from tests.building import PROJECT
from tests.serving import hosting

SCREENS = {"phone": (360, 740), "desk": (1280, 800)}
PARTS = 8  # of the site's pages, for the processes that run the tests
OPEN = "document.querySelectorAll('details').forEach(each => { each.open = true })"
SMALL_SITES = sorted(path.parent.name for path in (PROJECT / "tests/sites").glob("*/site.yaml"))


def of_the_page(page: Page) -> Iterator[str]:
    """What both engines say of an open page, in light, dark and high contrast."""
    yield from axe(page)
    page.emulate_media(color_scheme="dark")
    yield from (f"dark: {each}" for each in axe(page, COLOURS))
    page.emulate_media(color_scheme="light")
    page.evaluate("document.documentElement.dataset.theme = 'contrast'")
    yield from (f"high contrast: {each}" for each in axe(page, COLOURS))
    page.evaluate("delete document.documentElement.dataset.theme")
    # What a closed panel holds has no name for this engine: it is looked at open.
    page.evaluate(OPEN)
    yield from ibm(page)


@pytest.mark.parametrize("part", range(PARTS))
def test_no_violation(part: int, context: NewContext, site: Served) -> None:
    page = context(color_scheme="light", reduced_motion="reduce").new_page()
    found: list[str] = []
    for address in site.readable()[part::PARTS]:
        page.goto(address)
        found += of_the_page(page)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_violation_in_any_theme(
    language: str, theme: str, context: NewContext, site: Served
) -> None:
    page = reader(context, theme).new_page()
    found = []
    for _, each in kinds(site.tree):
        if each.language == language:
            page.goto(site.address + each.url)
            for width, height in SCREENS.values():
                page.set_viewport_size({"width": width, "height": height})
                found += axe(page)
            if page.locator(".settings summary").count():
                page.locator(".settings summary").click()
                found += axe(page)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", SMALL_SITES)
def test_no_violation_on_the_small_sites(
    name: str, built_small_sites: Path, context: NewContext
) -> None:
    settings = yaml.safe_load((PROJECT / "tests/sites" / name / "site.yaml").read_text("utf-8"))
    base = urlsplit(settings["base_url"]).path.rstrip("/") + "/"
    page = context(color_scheme="light", reduced_motion="reduce").new_page()
    found = []
    with hosting() as host:
        tree = built_small_sites / name
        for address in Served(tree, host.mount(tree, base)).readable():
            page.goto(address)
            # Their own templates are bare: what the generator says wears the real site's clothes.
            page.add_style_tag(path=PROJECT / "static/css/site.css")
            page.add_script_tag(path=PROJECT / "static/js/site.js")
            found += axe(page) + ibm(page)
    assert not found, "\n".join(found)


FAULTY = '<html lang="fr"><title>t</title><main><h1>t</h1><img src="data:,">%s'


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        ("", "image-alt"),
        ("<h4>a</h4>", "heading-order"),  # a best practice
        ('<p style="color: #666; background: #fff">a text', "color-contrast-enhanced"),  # AAA
        (
            '<button aria-label="Search the site">Send it</button>',
            "label-content-name-mismatch",
        ),  # experimental
    ],
)
def test_axe_sees_a_violation(content: str, rule: str, page: Page) -> None:
    page.set_content(FAULTY % content)
    assert any(f": {rule}: " in each for each in axe(page))


def test_ibm_sees_a_violation(page: Page) -> None:
    page.set_content(FAULTY % "")
    assert any(": img_alt_valid: " in each for each in ibm(page))
