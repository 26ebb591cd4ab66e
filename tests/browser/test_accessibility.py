"""Two engines find nothing to say: on each kind of page in every theme, on the small sites too.

Every page of the site is looked at in `test_every_page.py`, on a desk, in three themes. Here all
rules of axe-core run on each kind of page on a phone, and with the settings open; then those that
look at colours, in the other themes.
"""

from urllib.parse import urlsplit

import pytest
import yaml
from playwright.sync_api import Page

from tests.browser.engines import COLOURS, axe, ibm, with_engines
from tests.browser.reading import THEMES, show
from tests.browser.served import LANGUAGES, NewContext, Served
from tests.building import PROJECT
from tests.golden import EXPECTED, GOLDENS, SITES
from tests.serving import Host

PHONE = {"width": 360, "height": 740}
OTHER_THEMES = [theme for theme in THEMES if theme not in ("light", "dark", "set-contrast")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_violation_in_any_theme(language: str, context: NewContext, site: Served) -> None:
    page = with_engines(context(reduced_motion="reduce", viewport=PHONE)).new_page()
    found = []
    for address in site.kinds(language):
        page.goto(address)
        found += axe(page)
        if page.locator(".settings summary").count():
            page.locator(".settings summary").click()
            found += axe(page)
        for theme in OTHER_THEMES:
            show(page, theme)
            found += [f"{theme}: {fault}" for fault in axe(page, COLOURS)]
        show(page, "light")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", GOLDENS)
def test_no_violation_on_the_small_sites(name: str, context: NewContext, server: Host) -> None:
    settings = yaml.safe_load((SITES / GOLDENS[name].site / "site.yaml").read_text("utf-8"))
    base = urlsplit(settings["base_url"]).path.rstrip("/") + "/"
    served = Served(EXPECTED[name], server.mount(EXPECTED[name], base))
    profile = context(color_scheme="light", reduced_motion="reduce")
    page = with_engines(profile).new_page()
    found = []
    for address in served.readable():
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
