"""A page beside its translation."""

import re
from collections.abc import Mapping
from pathlib import Path

from dalil.sides import TEMPLATE as SIDES
from tests import tiny

CONFIG = tiny.SITE + tiny.MENUS + "side_by_side: {ar: الصيغتان, fr: deux-langues}\n"
TEMPLATE = """\
<!doctype html><html lang="{{ page.lang }}"><head><title>{{ page.title }}</title></head><body>
{% for side in page.sides -%}
<h1 lang="{{ side.lang }}" dir="{{ side.dir }}">{{ side.title }}</h1>
{%- endfor %}
{% for row in page.rows %}
<section>{% for part in row %}<div>{{ part }}</div>{% endfor %}</section>
{% endfor %}
</body></html>
"""
PAGE = tiny.TEMPLATE.replace("</body>", "<i>{{ page.side_by_side }}</i></body>")
SITE: dict[str, str | bytes | None] = {
    "site.yaml": CONFIG,
    "templates/page.html": PAGE,
    f"templates/{SIDES}": TEMPLATE,
    "content/about.fr.md": tiny.page("À propos", "Début.\n\n## Qui {#who}\n\nNous [ici](#who).\n"),
    "content/about.ar.md": tiny.page("من نحن", "بداية.\n\n## من {#who}\n\nنحن.\n"),
}
FRENCH = "fr/about/deux-langues/index.html"


def view(tmp_path: Path, changes: Mapping[str, str | bytes | None] | None = None) -> dict[str, str]:
    root = tiny.lay_out(tmp_path, {**SITE, **(changes or {})})
    told = {f.code for f in tiny.built(root).diagnostics}
    assert told <= {"page-orphan", "translation-missing"}
    found = tiny.tree(root / "output")
    return {path: text.decode() for path, text in found.items() if path.endswith(".html")}


def sections(html: str) -> list[str]:
    return re.findall(r"<section>.*?</section>", html, re.DOTALL)


def test_sections_stand_beside_each_other(tmp_path: Path) -> None:
    tree = view(tmp_path)
    first, second = sections(tree[FRENCH])
    assert "Début." in first
    assert "بداية." in first
    assert "Nous" in second
    assert "نحن." in second
    assert (
        '<h1 lang="fr" dir="ltr">À propos</h1><h1 lang="ar" dir="rtl">من نحن</h1>' in tree[FRENCH]
    )
    assert "ar/about/الصيغتان/index.html" in tree


def test_the_page_knows_the_address_of_its_view(tmp_path: Path) -> None:
    assert "<i>/sub/fr/about/deux-langues/</i>" in view(tmp_path)["fr/about/index.html"]


def test_ids_are_told_apart_and_links_follow(tmp_path: Path) -> None:
    html = view(tmp_path)[FRENCH]
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert ids == ["fr-who", "ar-who"]
    assert 'href="#fr-who"' in html


def test_texts_whose_sections_do_not_pair_stand_whole(tmp_path: Path) -> None:
    longer = tiny.page("À propos", "Début.\n\n## Qui\n\nNous.\n\n## Quand\n\nDemain.\n")
    (only,) = sections(view(tmp_path, {"content/about.fr.md": longer})[FRENCH])
    assert all(word in only for word in ("Début.", "Demain.", "بداية."))


def test_what_a_text_cites_stands_on_its_page(tmp_path: Path) -> None:
    source = (
        "s1: {title: Une source, publisher: Un ministère, language: fr, confidence: official}\n"
    )
    cited = {
        "content/data/sources.yaml": source,
        "content/about.fr.md": tiny.page("À propos", "Un fait [@s1]."),
        "content/about.ar.md": tiny.page("من نحن", "خبر [@s1]."),
        "content/strings.fr.yaml": "citation-label: Source {number}\n",
        "content/strings.ar.yaml": "citation-label: المصدر {number}\n",
    }
    html = view(tmp_path, cited)[FRENCH]
    assert 'href="/sub/fr/about/#source-s1"' in html
    assert 'href="/sub/ar/about/#source-s1"' in html


def test_a_page_alone_in_its_language_has_no_view(tmp_path: Path) -> None:
    tree = view(tmp_path, {"content/about.ar.md": None})
    assert not any("deux-langues" in path for path in tree if path.startswith("fr/about"))
    assert "<i></i>" in tree["fr/about/index.html"]
    assert "<i></i>" in tree["ar/about/index.html"]


def test_a_page_may_want_no_view(tmp_path: Path) -> None:
    page = tiny.page("À propos", "Nous.", side_by_side="false")
    tree = view(tmp_path, {"content/about.fr.md": page})
    assert FRENCH not in tree
    assert "<i></i>" in tree["fr/about/index.html"]
