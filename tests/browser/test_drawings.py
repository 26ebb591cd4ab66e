"""Drawings as a browser sees them: in their boxes, in their direction, in every scheme."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.engines import axe
from tests.browser.letters import letters_of_the_device, own_letters
from tests.browser.served import DIRECTIONS, LANGUAGES, NewContext, Served
from tests.building import PROJECT
from tests.golden import EXPECTED
from tests.pages import readable
from tests.serving import Host

STYLE = PROJECT / "static/css/site.css"
SCHEMES: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "contrast": {"contrast": "more"},
    "forced": {"forced_colors": "active"},
}
# Every text with the box of its ink, and what is wrong with it. (The box that a browser tells is as
# high as the font says, whatever is written.)
TEXTS = """() => [...document.querySelectorAll('.drawing svg')].flatMap(svg => {
    const pen = document.createElement('canvas').getContext('2d');
    const ink = text => {
        const { fontWeight, fontSize, fontFamily } = getComputedStyle(text);
        pen.font = `${fontWeight} ${fontSize} ${fontFamily}`;
        const { actualBoundingBoxAscent: above, actualBoundingBoxDescent: below } =
            pen.measureText(text.textContent);
        const { x, width } = text.getBBox();
        return { x, width, y: text.y.baseVal[0].value - above, height: above + below };
    };
    const { width, height } = svg.viewBox.baseVal;
    const texts = [...svg.querySelectorAll('text')].map(text => [text, ink(text)]);
    const outside = texts.filter(([, box]) => box.x < -.5 || box.x + box.width > width + .5 ||
        box.y < 0 || box.y + box.height > height);
    const apart = (a, b) => a.x + a.width <= b.x || b.x + b.width <= a.x ||
        a.y + a.height <= b.y || b.y + b.height <= a.y;
    const over = texts.filter(([text, box]) =>
        texts.some(([other, its]) => other !== text && !apart(box, its)));
    const said = ([text, { x, y, width, height }]) =>
        `${text.textContent} (${[x, y, x + width, y + height].map(Math.round)})`;
    return [...outside, ...over].map(said);
})"""
COLOURS = """() => {
    const paper = getComputedStyle(document.querySelector('.drawing')).backgroundColor;
    const found = [];
    for (const each of document.querySelectorAll('.drawing svg *')) {
        const style = getComputedStyle(each);
        const colour = each.matches('text') || each.matches('.bar') ? style.fill : style.stroke;
        if (each.matches('text, path, circle, rect')) found.push([each.tagName, colour, paper]);
    }
    return found;
}"""

BOXES = "all => all.map(each => each.getBBox()).map(box => [box.x, box.width])"


@pytest.fixture(scope="module")
def drawings(server: Host) -> str:
    """The address of the small site that has every kind of drawing, beside the real site."""
    return server.mount(EXPECTED["drawings"], "/drawings/")


def opened(page: Page, address: str, language: str) -> Page:
    """The page of a language, in the clothes of the project's own site."""
    page.goto(f"{address}{language}/")
    page.add_style_tag(content=STYLE.read_text("utf-8"))
    assert page.locator(".drawing svg").count() == 5
    return page


@pytest.mark.parametrize("family", ["", "DejaVu Sans", "DejaVu Serif"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_text_stays_in_its_picture(language: str, family: str, page: Page, drawings: str) -> None:
    opened(page, drawings, language)
    if family:
        page.add_style_tag(content=f'.drawing text {{ font-family: "{family}", sans-serif }}')
    assert page.evaluate(TEXTS) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_stays_in_the_pictures_of_the_site(language: str, page: Page, site: Served) -> None:
    drawn = [
        each.url
        for each in readable(site.tree)
        if each.language == language
        and any(part.tag == "svg" and part.attributes.get("role") for part in each.elements)
    ]
    assert drawn
    for url in drawn:
        page.goto(site.address + url)
        for show in (own_letters, letters_of_the_device):
            show(page)
            assert page.evaluate(TEXTS) == [], f"{url}: {show.__name__}"


def test_a_text_outside_and_one_over_another_are_seen(page: Page) -> None:
    page.set_content(
        '<figure class="drawing"><svg viewBox="0 0 320 100" width="320">'
        '<text x="300" y="40">dehors</text><text x="0" y="80">un texte</text>'
        '<text x="20" y="82">un autre</text></svg></figure>'
    )
    assert len(page.evaluate(TEXTS)) == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_drawing_begins_where_its_language_does(language: str, page: Page, drawings: str) -> None:
    opened(page, drawings, language)
    rtl = DIRECTIONS[language] == "rtl"

    def starts(selector: str) -> set[int]:
        """The distances from the start of the line at which the elements begin."""
        boxes = page.locator(selector).evaluate_all(BOXES)
        ends = [320 - x - wide if rtl else x for x, wide in boxes]
        return {round(end) for end in ends}

    assert starts(".drawing-timeline .rail") == {9}
    assert starts(".drawing-path circle") == {1}
    assert starts(".drawing-roles .arrow") == {20}
    assert starts(".drawing-roles rect") == {1}
    for svg in range(2):  # the bars of one chart begin on one line, which is their zero
        assert len(starts(f".drawing-chart >> nth={svg} >> .bar")) == 1
    near = starts('.drawing-timeline text:not([font-weight="700"])')
    assert all(31 <= each <= 34 for each in near)  # a letter may have a little space before it


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_arrow_of_a_role_points_along_the_line(
    language: str, page: Page, drawings: str
) -> None:
    opened(page, drawings, language)
    for d in page.locator(".drawing-roles .arrow").evaluate_all("a => a.map(e => e.outerHTML)"):
        route = re.search(r'd="M(\d+) \d+V\d+H(\d+)m(-?)6', d)
        assert route
        stem, tip = int(route[1]), int(route[2])
        assert (stem < tip) is (DIRECTIONS[language] == "ltr")
        assert (route[3] == "-") is (stem < tip)  # the head is drawn back from the tip


def test_a_number_in_an_arabic_line_reads_from_its_first_digit(page: Page, drawings: str) -> None:
    opened(page, drawings, "ar")
    for number in ("2-71-625", "1,5 %"):
        places = page.locator(".drawing text", has_text=number).first.evaluate(
            """(e, number) => {
                const from = e.textContent.replace(/\u00a0/g, " ").indexOf(number);
                return [...number].map((_, at) => e.getStartPositionOfChar(from + at).x);
            }""",
            number,
        )
        assert places == sorted(places), number


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_value_of_a_bar_stands_beyond_its_end(language: str, page: Page, drawings: str) -> None:
    opened(page, drawings, language)
    bars = page.locator(".drawing-chart svg").first.evaluate(
        """svg => [...svg.querySelectorAll(".bar")].map(bar => {
            const middle = bar.getBBox().y + bar.getBBox().height / 2;
            const value = [...svg.querySelectorAll("text[font-weight]")].map(e => e.getBBox())
                .find(({y, height}) => y < middle && middle < y + height);
            return [bar.getBBox(), value].map(({x, width}) => [x, x + width]);
        })"""
    )
    assert bars
    for (left, right), (start, end) in bars:
        assert start >= right if DIRECTIONS[language] == "ltr" else end <= left, (start, end)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [320, 1280])
def test_a_drawing_fits_the_screen_and_grows_with_the_text(
    width: int, language: str, page: Page, drawings: str
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    opened(page, drawings, language)
    size = "e => [e.getBoundingClientRect().width, e.parentElement.clientWidth]"
    wide, room = page.locator(".drawing-timeline svg").evaluate(size)
    assert wide <= room
    written = page.locator(".drawing-timeline text").first.evaluate(
        "e => e.getScreenCTM().a * parseFloat(getComputedStyle(e).fontSize)"
    )
    assert written >= 13
    page.add_style_tag(content="html { font-size: 200% !important }")
    assert page.evaluate("document.scrollingElement.scrollWidth") == width
    larger, _ = page.locator(".drawing-timeline svg").evaluate(size)
    assert larger > wide or width == 320


def luminance(colour: str) -> float:
    red, green, blue = (int(each) / 255 for each in re.findall(r"\d+", colour)[:3])
    linear = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (red, green, blue)
    )
    return sum(each * part for each, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_text_and_shapes_stand_out(scheme: str, context: NewContext, drawings: str) -> None:
    page = opened(context(**SCHEMES[scheme]).new_page(), drawings, "fr")
    found = page.evaluate(COLOURS)
    assert {tag for tag, _, _ in found} == {"text", "path", "circle", "rect"}
    for tag, colour, paper in found:
        assert contrast(colour, paper) >= (7 if tag == "text" else 3), (tag, colour, paper)


def test_contrast_is_what_is_defined() -> None:
    assert round(contrast("rgb(0, 0, 0)", "rgb(255, 255, 255)")) == 21
    assert round(contrast("rgb(118, 118, 118)", "rgb(255, 255, 255)"), 1) == 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_violation(language: str, scheme: str, context: NewContext, drawings: str) -> None:
    page = opened(context(**SCHEMES[scheme]).new_page(), drawings, language)
    page.locator("summary").first.click()
    found = [each for each in axe(page) if "drawing" in each or "<svg" in each]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_of_a_drawing_opens_by_keyboard_and_in_print(
    language: str, page: Page, drawings: str
) -> None:
    opened(page, drawings, language)
    listing = page.locator(".drawing-timeline dl")
    assert not listing.is_visible()
    page.locator(".drawing-timeline summary").focus()
    page.keyboard.press("Enter")
    assert listing.is_visible()
    page.keyboard.press("Enter")
    page.emulate_media(media="print")
    assert listing.evaluate("e => e.getBoundingClientRect().height > 0 && e.checkVisibility()")
    target = page.locator(".drawing-timeline summary")
    assert not target.is_visible()
    page.emulate_media(media="screen")
    assert target.bounding_box()["height"] >= 44  # type: ignore[index]
