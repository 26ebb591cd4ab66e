"""Ways of reading: themes of the device and of the reading settings, as options of a profile."""

import json
from typing import Any

from playwright.sync_api import BrowserContext, Page

from tests.browser.served import NewContext

DEVICES: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "more-contrast": {"color_scheme": "light", "contrast": "more"},
    "dark-more-contrast": {"color_scheme": "dark", "contrast": "more"},
    "forced-colors": {"forced_colors": "active"},
}
SETTINGS: dict[str, dict[str, str]] = {
    "set-light": {"theme": "light"},
    "set-dark": {"theme": "dark"},
    "set-contrast": {"theme": "contrast"},
}
THEMES = (*DEVICES, *SETTINGS)
SET_THEME = """theme => {
    const { dataset } = document.documentElement;
    theme ? dataset.theme = theme : delete dataset.theme;
}"""


def reader(context: NewContext, theme: str, **options: Any) -> BrowserContext:
    """A profile that reads in a theme: the device says so, or the reader's own choice."""
    profile = context(reduced_motion="reduce", **DEVICES.get(theme, {}), **options)
    if theme in SETTINGS:
        choose(profile, **SETTINGS[theme])
    return profile


def show(page: Page, theme: str) -> None:
    """Show the open page in a theme, as if the device or the reader changed it now."""
    asked = {"color_scheme": "light", "contrast": "no-preference", "forced_colors": "none"}
    page.emulate_media(**(asked | DEVICES.get(theme, {})))
    page.evaluate(SET_THEME, SETTINGS.get(theme, {}).get("theme"))


def choose(profile: BrowserContext, **settings: str) -> None:
    """Reading settings as if they had been chosen at an earlier visit."""
    kept = json.dumps(json.dumps(settings))
    profile.add_init_script(f"localStorage.reading ||= {kept}")
