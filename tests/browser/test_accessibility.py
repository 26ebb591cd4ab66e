"""axe-core finds nothing to say, in both languages, on a phone and on a desk, in every theme."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.kinds import kinds
from tests.browser.reading import THEMES, reader
from tests.browser.served import LANGUAGES, NewContext, Served

AXE = Path(__file__).parent.parent / "tools/node_modules/axe-core/axe.min.js"
SCREENS = {"phone": (360, 740), "desk": (1280, 800)}
# The rules of AAA are not among axe-core's own choice: contrast of 7 to 1, links by themselves.
RUN = """axe.run({
    resultTypes: ['violations'],
    rules: {'color-contrast-enhanced': {enabled: true}, 'identical-links-same-purpose': {enabled: true}},
})"""


def violations(page: Page) -> list[str]:
    """What axe-core's default rules, and those of AAA, say of the page as it stands."""
    assert AXE.exists(), "axe-core is not installed: run `make test`"
    page.evaluate(AXE.read_text(encoding="utf-8"))
    result: dict[str, Any] = page.evaluate(RUN)
    return [
        f"{page.url}: {violation['id']}: {violation['help']}: {node['html']}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_violation(
    language: str, screen: str, scheme: str, context: NewContext, site: Served
) -> None:
    width, height = SCREENS[screen]
    page = context(
        viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
    ).new_page()
    found = []
    for address in site.readable(language):
        page.goto(address)
        found += violations(page)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_violation_in_any_theme(
    language: str, theme: str, context: NewContext, site: Served
) -> None:
    page = reader(context, theme, viewport={"width": 1280, "height": 800}).new_page()
    found = []
    for _, each in kinds(site.tree):
        if each.language == language:
            page.goto(site.address + each.url)
            if page.locator(".settings summary").count():
                page.locator(".settings summary").click()
            found += violations(page)
    assert not found, "\n".join(found)


def test_the_language_choice(page: Page, site: Served) -> None:
    page.goto(site.address)
    assert not violations(page)


def test_a_violation_is_seen(page: Page) -> None:
    page.set_content('<html lang="fr"><title>t</title><main><h1>t</h1><img src="data:,">')
    assert any(": image-alt: " in each for each in violations(page))
