"""Pelican's settings for the benchmark: pages in two languages, and nothing beside them."""

from typing import Any

SITENAME = "دليل القياس"
SITEURL = ""
TIMEZONE = "Africa/Casablanca"
DEFAULT_LANG = "ar"
PATH = "content"
THEME = "theme"
THEME_STATIC_DIR = "theme"

PAGE_PATHS = ["."]
ARTICLE_PATHS = ["no-articles"]
PATH_METADATA = r"(?P<slug>.*)\.(?P<lang>ar|fr)\.md"
PAGE_URL = PAGE_LANG_URL = "{lang}/{slug}/"
PAGE_SAVE_AS = PAGE_LANG_SAVE_AS = "{lang}/{slug}/index.html"

DIRECT_TEMPLATES: list[str] = []
ARCHIVES_SAVE_AS = AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ""
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None

LANGUAGES = {
    "ar": {
        "dir": "rtl",
        "name": "العربية",
        "site": "دليل القياس",
        "menu": "القائمة الرئيسية",
        "breadcrumb": "مسار التصفح",
        "updated": "آخر تحديث",
        "footer": "موقع تجريبي بدون محتوى رسمي",
    },
    "fr": {
        "dir": "ltr",
        "name": "Français",
        "site": "Guide de mesure",
        "menu": "Menu principal",
        "breadcrumb": "Fil d’Ariane",
        "updated": "Mis à jour le",
        "footer": "Site d’essai sans contenu officiel",
    },
}

_menus: dict[str, list[Any]] = {}


def menu(pages: list[Any], lang: str) -> list[Any]:
    """The index pages of a language in order, looked for once a build instead of once a page."""
    if not _menus:
        indexes = [page for page in pages if hasattr(page, "menu_order")]
        indexes.sort(key=lambda page: int(page.menu_order))
        for page in indexes:
            for version in (page, *page.translations):
                _menus.setdefault(version.lang, []).append(version)
    return _menus[lang]


JINJA_GLOBALS = {"menu": menu}
