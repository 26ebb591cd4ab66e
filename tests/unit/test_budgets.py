"""What a first view weighs, against the budgets of `site.yaml`."""

import gzip
from pathlib import Path

from dalil.budgets import packed, weigh
from tests import tiny

HEAD = """\
<link rel="canonical" href="/a/"><link rel="stylesheet" href="/s.css">
<link as="font" href="/f.woff2" rel="preload" crossorigin><link rel="icon" href="/i.svg">
<script defer src="/j.js"></script><script type="application/ld+json">{}</script>
"""
TEMPLATE = """\
<!doctype html><html lang="{{ page.lang }}"><head><title>{{ page.title }}</title>
<link rel="stylesheet" href="{{ asset("css/site.css") }}"></head>
<body><h1>{{ page.title }}</h1>{{ page.html }}</body></html>
"""


def site(budgets: str, style: str = "a{}") -> dict[str, str | bytes | None]:
    return {
        "site.yaml": f"{tiny.SITE}{tiny.MENUS}budgets: {{{budgets}}}\n",
        "templates/page.html": TEMPLATE,
        "static/css/site.css": style,
    }


def said(root: Path) -> list[tuple[str, dict[str, str]]]:
    found = tiny.built(root).diagnostics
    assert {each.code for each in found} <= {"budget-exceeded"}
    return [(each.path, dict(each.args)) for each in found]


def incompressible(size: int) -> str:
    return "".join(f"{n * 2654435761 % 2**32:08x}" for n in range(size // 4))


def test_a_size_is_that_of_gzip() -> None:
    text = ("دليل " * 1000).encode()
    assert packed(text) == len(gzip.compress(text, 6))


def test_a_first_view_is_what_the_head_loads() -> None:
    assert weigh(HEAD).loaded == ("/s.css", "/f.woff2", "/j.js")
    assert weigh(HEAD).icon == ("/i.svg",)
    assert weigh(HEAD).size == packed(HEAD.encode())


def test_a_site_within_its_budgets_hears_nothing(tmp_path: Path) -> None:
    budgets = "page: 1, styles: 1, scripts: 1, first_view: 1, requests: 2"
    assert said(tiny.lay_out(tmp_path, site(budgets))) == []


def test_what_is_over_its_budget_is_told_with_its_size(tmp_path: Path) -> None:
    style = incompressible(8000)
    root = tiny.lay_out(tmp_path, site("styles: 2, first_view: 3, requests: 1", style))
    size = packed(style.encode()) / 1000
    found = said(root)
    assert (
        "static/css/site.css",
        {"budget": "styles", "found": f"{size:.1f}", "allowed": "2"},
    ) in found
    pages = {path for path, args in found if args["budget"] == "first_view"}
    assert pages == {
        f"content/{name}.{lang}.md" for name in ("index", "about") for lang in ("ar", "fr")
    }
    assert {args["found"] for _, args in found if args["budget"] == "requests"} == {"2"}


def test_the_icon_of_the_tab_weighs_and_is_no_request_of_the_page(tmp_path: Path) -> None:
    icon = f"<svg><!--{incompressible(8000)}--></svg>"
    link = '<link rel="icon" href="{{ asset("icon.svg") }}"></head>'
    files = site("first_view: 3, requests: 2") | {
        "static/icon.svg": icon,
        "templates/page.html": TEMPLATE.replace("</head>", link),
    }
    assert {args["budget"] for _, args in said(tiny.lay_out(tmp_path, files))} == {"first_view"}


def test_an_edit_that_makes_a_page_lighter_ends_the_fault(tmp_path: Path) -> None:
    long = tiny.page("À propos", incompressible(9000))
    root = tiny.lay_out(tmp_path, site("page: 1") | {"content/about.fr.md": long})
    assert [path for path, _ in said(root)] == ["content/about.fr.md"]
    tiny.lay_out(root, site("page: 1"))
    assert said(root) == []
