"""Two independent accessibility engines to put into a page: axe-core, IBM's Equal Access rules."""

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page

MODULES = Path(__file__).parent.parent / "tools/node_modules"
AXE = MODULES / "axe-core/axe.min.js"
IBM = MODULES / "accessibility-checker-engine/ace.js"

# Every rule that axe-core has: best practices, AAA, experimental and outdated ones among them.
EVERY = "{rules: Object.fromEntries(axe.getRules().map(each => [each.ruleId, {enabled: true}]))}"
# The rules whose answer may change with the colours alone; they look into no style sheet. What has
# enough contrast for `color-contrast-enhanced` (AAA) has enough for `color-contrast` (AA).
COLOURS = "{runOnly: ['color-contrast-enhanced', 'link-in-text-block'], preload: false}"
RUN_AXE = "axe.run({resultTypes: ['violations'], selectors: false, ...%s})"

# `value` is what kind of rule it is and how sure the engine is: FAIL is a violation, POTENTIAL
# and MANUAL are questions that it asks of a person on every page.
RUN_IBM = """new ace.Checker().check(document, ['IBM_Accessibility']).then(({ results }) =>
    results.filter(({ value }) => value[0] === 'VIOLATION' && value[1] === 'FAIL')
        .map(({ ruleId, message, snippet }) => `${ruleId}: ${message}: ${snippet}`))"""

_IBM_BY_NAME = ";window.ace = ace"


@cache
def _script(path: Path) -> str:
    assert path.exists(), f"{path.parent.name} is not installed: run `make test`"
    return path.read_text(encoding="utf-8")


def with_engines(profile: BrowserContext) -> BrowserContext:
    """A profile whose pages have both engines from the start: quicker than to bring them later."""
    profile.add_init_script(_script(AXE))
    profile.add_init_script(_script(IBM) + _IBM_BY_NAME)
    return profile


def axe(page: Page, options: str = EVERY) -> list[str]:
    """What axe-core says of the page as it stands, by default with all its rules."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_script(AXE))
    result: dict[str, Any] = page.evaluate(RUN_AXE % options)
    return [
        f"{page.url}: {violation['id']}: {violation['help']}: {node['html']}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]


def ibm(page: Page) -> list[str]:
    """What IBM's rules call a violation in the page as it stands."""
    if not page.evaluate("'ace' in window"):
        page.evaluate(_script(IBM) + _IBM_BY_NAME)
    said: list[str] = page.evaluate(RUN_IBM)
    return [f"{page.url}: {each}" for each in said]
