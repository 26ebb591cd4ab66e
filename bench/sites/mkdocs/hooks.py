"""What MkDocs has no template variable for: languages, their menus, a page's translation."""

from typing import Any

LANGUAGES = {
    "ar": {
        "code": "ar",
        "dir": "rtl",
        "name": "العربية",
        "site": "دليل القياس",
        "menu": "القائمة الرئيسية",
        "breadcrumb": "مسار التصفح",
        "updated": "آخر تحديث",
        "footer": "موقع تجريبي بدون محتوى رسمي",
    },
    "fr": {
        "code": "fr",
        "dir": "ltr",
        "name": "Français",
        "site": "Guide de mesure",
        "menu": "Menu principal",
        "breadcrumb": "Fil d’Ariane",
        "updated": "Mis à jour le",
        "footer": "Site d’essai sans contenu officiel",
    },
}
OTHER = {"ar": "fr", "fr": "ar"}

_pages: dict[str, Any] = {}
_menus: dict[str, list[Any]] = {}


def on_nav(nav: Any, config: Any, files: Any) -> Any:
    """Find the index pages (in order of their URLs) and every page's URL, once a build."""
    for page in nav.pages:
        _pages[page.url] = page
    for lang in LANGUAGES:
        indexes = [page for page in nav.pages if page.url.split("/")[0] == lang and page.is_index]
        _menus[lang] = sorted(
            (page for page in indexes if page.file.name == "index"), key=lambda page: page.url
        )
    return nav


def on_page_context(context: Any, page: Any, config: Any, nav: Any) -> Any:
    """Add the page's language, menu, translation and ancestors to what the template sees."""
    lang, _, rest = page.url.partition("/")
    context["language"] = LANGUAGES[lang]
    context["other_language"] = LANGUAGES[OTHER[lang]]
    context["other"] = _pages.get(f"{OTHER[lang]}/{rest}")
    context["menu"] = _menus[lang]
    parts = page.url.split("/")[:-2]
    context["trail"] = [_pages["/".join(parts[:depth]) + "/"] for depth in range(1, len(parts) + 1)]
    return context
