"""Whether a page is wider than its screen, and by what of it."""

from collections.abc import Iterator

from playwright.sync_api import Page

WIDTHS = (320, 360, 768, 1280)
HEIGHT = 800

OVERFLOWING = """() => {
    const root = document.scrollingElement;
    if (root.scrollWidth === root.clientWidth) return '';
    const wide = [...document.body.querySelectorAll('*')].filter(element => {
        const box = element.getBoundingClientRect();
        const spills = element.scrollWidth > element.clientWidth + 1 &&
            getComputedStyle(element).overflowX === 'visible';
        return box.width > 0 && (spills || box.right > root.clientWidth + 1 || box.left < -1);
    });
    const name = element => element.tagName.toLowerCase() +
        (element.className ? '.' + element.className : '');
    return `${root.scrollWidth} wide in ${root.clientWidth}: ${wide.map(name).slice(0, 5)}`;
}"""


def overflow(page: Page, *widths: int) -> Iterator[str]:
    """What is too wide in the open page on screens of these widths."""
    for width in widths:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        wide = page.evaluate(OVERFLOWING)
        if wide:
            yield f"{wide} at {width}"
