"""Two engines find nothing to say: on each kind of page in every theme, on the small sites too.

Every page of the site is looked at in `test_every_page.py`, in three themes. Here all
rules of axe-core run on each kind of page on a phone, and with the settings open; then those that
look at colours, in the other themes, once for each style of a text.
"""

from collections import defaultdict
from urllib.parse import urlsplit

import pytest
import yaml
from playwright.sync_api import Page

from tests.browser.engines import (
    ENOUGH,
    Judged,
    axe,
    colours,
    ibm,
    not_judged,
    take_away_what_was_judged,
    with_engines,
)
from tests.browser.reading import THEMES, show
from tests.browser.served import LANGUAGES, NewContext, Served
from tests.building import PROJECT
from tests.golden import EXPECTED, GOLDENS, SITES
from tests.serving import Host

PHONE = {"width": 360, "height": 740}
OTHER_THEMES = [theme for theme in THEMES if theme != "light"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_violation_in_any_theme(language: str, context: NewContext, site: Served) -> None:
    page = with_engines(context(reduced_motion="reduce", viewport=PHONE)).new_page()
    judged: defaultdict[str, Judged] = defaultdict(Judged)
    found = []
    for address in site.kinds(language):
        page.goto(address)
        found += axe(page)
        if page.locator(".settings summary").count():
            page.locator(".settings summary").click()
            found += axe(page, part=".settings")
        for theme in OTHER_THEMES:
            show(page, theme)
            found += [f"{theme}: {fault}" for fault in colours(page, judged[theme])]
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
        ('<p style="color: #aaa; background: #fff">a text', "color-contrast"),
        (
            '<button aria-label="Search the site">Send it</button>',
            "label-content-name-mismatch",
        ),  # experimental
    ],
)
def test_axe_sees_a_violation(content: str, rule: str, page: Page) -> None:
    page.set_content(FAULTY % content)
    assert any(f": {rule}: " in each for each in axe(page))


def test_a_style_is_judged_once_and_each_new_one(page: Page) -> None:
    judged = Judged()
    for text, style, faults in (
        ("a", "color: #000; background: #fff", 0),
        ("b", "color: #000; background: #fff", 0),
        ("c", "color: #666; background: #fff", 1),
        ("d", "color: #666; background: #fff", 0),
        ("e", "color: #000; background: #333", 1),
        ("f", "color: #000; background: #fff; opacity: .5", 1),
        ("g", "color: #000; background: #fff; font-size: 9px", 0),
        ("k", "color: #000; background: #fff; font-size: 24px", 0),
        ("l", "color: #000; background: #fff; font-size: 20px", 0),
        ("m", "color: #000; background: #fff; font-size: 20px; font-weight: 700", 0),
        ("n", "color: #808080; background: #fff; font-size: 24px", 1),
        ("h", "color: #777; background: #fff; clip-path: inset(50%)", 0),
        ("i", "color: #777; background: #fff", 1),
    ):
        known = len(judged)
        page.set_content(FAULTY % f'<div style="{style}"><p>text {text}')
        assert len(colours(page, judged)) == faults, text
        assert (len(judged) > known) == (text not in "bdglm"), text


@pytest.mark.parametrize(("before", "faults"), [(0, 1), (ENOUGH - 1, 1), (ENOUGH, 0)])
def test_a_style_is_asked_about_until_it_is_judged(before: int, faults: int, page: Page) -> None:
    judged = Judged()
    grey = FAULTY % '<p style="color: #888; background: #fff">'
    for _ in range(before):
        page.set_content(f"{grey}x")  # a letter may be an ornament
        assert not colours(page, judged)
    page.set_content(f"{grey}a text")
    assert len(colours(page, judged)) == faults
    assert not colours(page, judged)


def test_a_theme_is_put_on_where_it_shows_a_new_style(page: Page) -> None:
    judged = {"set-dark": Judged(), "light": Judged()}
    dark = "<style>[data-theme=dark] i { color: #999 }</style>"
    for text, new in (
        ("<p>one text", ["set-dark", "light"]),
        ("<p>two texts", []),
        ("<p><i>a third</i>", []),
        ('<p><i style="color: #111">another</i>', ["set-dark", "light"]),
        (f"{dark}<p><i>a fourth</i>", ["set-dark"]),
        (f"{dark}<p><i>a fifth</i>", []),
    ):
        page.set_content(FAULTY % text)
        assert not_judged(page, judged) == new, text
        for theme in new:
            show(page, theme)
            colours(page, judged[theme])
            show(page, "light")


def test_a_part_of_the_frame_is_judged_once(page: Page) -> None:
    judged: set[str] = set()
    for menus, left in (("ab", "ab"), ("ba", ""), ("ac", "c"), ("d", "d")):
        page.set_content(
            "".join(f'<nav class="menu"><a href="{each}">{each}</a></nav>' for each in menus)
            + "<p>x"
        )
        take_away_what_was_judged(page, judged)
        assert page.locator("nav").all_inner_texts() == list(left)


def test_ibm_sees_a_violation(page: Page) -> None:
    page.set_content(FAULTY % "")
    assert any(": img_alt_valid: " in each for each in ibm(page))
