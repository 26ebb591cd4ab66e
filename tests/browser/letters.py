"""A page in the site's own letters, or in those of the device: chosen, not left to the network.

With `font-display: optional` a first visit shows the one or the other, by how fast a font comes.
"""

from playwright.sync_api import Page

# Each of a page's fonts, that is waited for; kept, so that it can come and go.
_FACES = """window.faces ??= [...document.styleSheets].flatMap(sheet =>
    [...sheet.cssRules].flatMap((rule, place) => rule instanceof CSSFontFaceRule
        ? { sheet, place, text: rule.cssText.replace(/font-display: \\w+/, 'font-display: block') }
        : []))"""
_TAKE_AWAY = f"""{_FACES};
    if (document.fonts.size)
        window.faces.toReversed().forEach(({{ sheet, place }}) => sheet.deleteRule(place));"""
_OWN = f"""async () => {{
    {_TAKE_AWAY}
    window.faces.forEach(({{ sheet, place, text }}) => sheet.insertRule(text, place));
    document.body.getBoundingClientRect();
    await document.fonts.ready;
    return [...document.fonts].some(({{ status }}) => status === 'loaded');
}}"""
_OF_THE_DEVICE = f"""() => {{
    {_TAKE_AWAY}
    return document.fonts.size === 0;
}}"""


def own_letters(page: Page) -> None:
    """Show the page in the fonts that the site brings along."""
    assert page.evaluate(_OWN), f"{page.url} has no font of its own"


def letters_of_the_device(page: Page) -> None:
    """Show it as where these fonts never come."""
    assert page.evaluate(_OF_THE_DEVICE)
