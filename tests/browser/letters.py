"""A page in the site's own letters, or in those of the device: chosen, not left to the network.

With `font-display: optional` a first visit shows the one or the other, by how fast a font comes.
"""

from playwright.sync_api import Page

_FACES = """change => {
    for (const sheet of document.styleSheets)
        for (let index = sheet.cssRules.length; index--;) {
            const { cssText } = sheet.cssRules[index];
            if (!(sheet.cssRules[index] instanceof CSSFontFaceRule)) continue;
            sheet.deleteRule(index);
            change(sheet, cssText, index);
        }
}"""
_OWN = f"""async () => {{
    ({_FACES})((sheet, face, index) =>
        sheet.insertRule(face.replace(/font-display: \\w+/, 'font-display: block'), index));
    document.body.getBoundingClientRect();
    await document.fonts.ready;
    return [...document.fonts].some(({{ status }}) => status === 'loaded');
}}"""
_OF_THE_DEVICE = f"""() => {{
    ({_FACES})(() => {{}});
    return document.fonts.size === 0;
}}"""


def own_letters(page: Page) -> None:
    """Show the page in the fonts that the site brings along."""
    assert page.evaluate(_OWN), f"{page.url} has no font of its own"


def letters_of_the_device(page: Page) -> None:
    """Show it as where these fonts never come."""
    assert page.evaluate(_OF_THE_DEVICE)
