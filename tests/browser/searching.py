"""The search page of a site, and what it answers."""

import json
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from playwright.sync_api import Page

from tests import building, tiny

QUERIES = Path(__file__).parent
SLUGS = {"ar": "بحث", "fr": "recherche"}

_ANSWER = """async ([script, queries]) => {
    const { answer } = await import(script);
    const told = [];
    for (const query of queries) {
        await answer(query);
        const links = document.querySelectorAll(".search-result h3 a");
        told.push({
            status: document.getElementById("search_status").textContent,
            pages: [...links].map(link => decodeURI(new URL(link.href).pathname)),
        });
    }
    return told;
}"""


class Told(NamedTuple):
    """What one query was answered: the announced sentence, the pages' paths in their order."""

    status: str
    pages: tuple[str, ...]


class Queries(NamedTuple):
    """What people type → keys of the pages of which one serves them."""

    wanted: dict[str, tuple[str, ...]]

    @classmethod
    def of(cls, language: str) -> "Queries":
        """The kept queries of a language."""
        text = (QUERIES / f"queries.{language}.yaml").read_text(encoding="utf-8")
        wanted = {
            str(query): (keys,) if isinstance(keys, str) else tuple(keys)
            for kind in yaml.safe_load(text).values()
            for query, keys in kind.items()
        }
        return cls(wanted)


def script(page: Page) -> str:
    """The address of the search's script, on an open search page."""
    return str(
        page.evaluate(
            "new URL(document.querySelector('[data-script]').dataset.script, location).href"
        )
    )


def ask(page: Page, *queries: str) -> list[Told]:
    """What the open search page shows for each query, without the pace of a keyboard."""
    told: list[dict[str, Any]] = page.evaluate(_ANSWER, [script(page), queries])
    return [Told(each["status"], tuple(each["pages"])) for each in told]


@cache
def paths(language: str) -> dict[str, str]:
    """Path → key of the project's pages of one language, from their front matter."""
    content = building.PROJECT / "content"
    suffix = f".{language}.md"

    def segment(file: Path, name: str) -> str:
        head = yaml.safe_load(file.read_text("utf-8").split("---")[1]) if file.exists() else {}
        return str(head.get("slug", name))

    found = {}
    for file in content.rglob(f"*{suffix}"):
        key = file.relative_to(content).as_posix().removesuffix(suffix)
        folder = content
        parts = [language]
        for name in key.split("/")[:-1]:
            folder /= name
            parts.append(segment(folder / f"index{suffix}", name))
        name = key.rpartition("/")[2]
        if name != "index":
            parts.append(segment(file, name))
        found[f"/{'/'.join(parts)}/"] = key
    return found


# A small site with the words of the vectors, and the project's own search page in a bare frame.

_SHELL = """\
{% from "partials/icon.html" import icon %}
<!doctype html>
<html lang="{{ page.lang }}" dir="{{ page.dir }}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{{ csp }}">
<title>{{ page.title }}</title></head>
<body><main><h1>{{ page.title }}</h1>{{ page.html }}
{% block contents %}{% endblock %}{% block list %}{% endblock %}</main></body></html>
"""
_SYNONYMS = {
    "disability": {
        "ar": ["معاق", "في وضعية إعاقة"],
        "fr": ["handicapé", "en situation de handicap"],
    },
    "chair": {"ar": ["كرسي", "كراسي"], "fr": ["fauteuil roulant", "chaise roulante"]},
    "income": {"fr": ["gagne-pain", "activité génératrice de revenus"]},
    "price": {"ar": ["تخفيض", "نقص في الثمن"]},
}
_TITLES = {
    "ar": {
        "hospital": "مستشفى المدينة",
        "town": "آسفي",
        "disability": "أشخاص في وضعية إعاقة",
        "aid": "مساعدة الأسر",
        "centre": "مركز التوجيه",
        "chair": "كرسي متحرك",
        "card": "بطاقة القطار",
        "discount": "تخفيض كبير",
    },
    "fr": {
        "hospital": "À l’hôpital",
        "works": "Les œuvres sociales",
        "chair": "Un fauteuil roulant",
        "people": "Personnes en situation de handicap",
        "income": "Une activité génératrice de revenus",
    },
}
NUMBERS = {1: "kazuma", 2: "lobipe", 3: "mitoku", 11: "nufesa"}
"""Words, each of which stands in so many pages of the small site."""


def small_site(root: Path) -> Path:
    """Lay out and build the small site under /sub/; returns its tree."""
    project = building.PROJECT
    files: dict[str, str | bytes | None] = {
        "site.yaml": tiny.SITE.replace("outputs: []", "outputs: [search]"),
        "content/data/synonyms.yaml": json.dumps(_SYNONYMS, ensure_ascii=False),
        "templates/page.html": _SHELL,
        "content/about.ar.md": None,
        "content/about.fr.md": None,
    }
    for name in ("templates/search.html", "templates/partials/icon.html", "static/js/search.js"):
        files[name] = (project / name).read_bytes()
    for language, titles in _TITLES.items():
        strings = (project / f"content/strings.{language}.yaml").read_bytes()
        files[f"content/strings.{language}.yaml"] = strings
        slug = SLUGS[language]
        files[f"content/search.{language}.md"] = tiny.page(
            slug, slug=slug, template="search.html", search="false"
        )
        for key, title in titles.items():
            files[f"content/{key}.{language}.md"] = tiny.page(title)
        for number in range(max(NUMBERS)):
            held = " ".join(word for count, word in NUMBERS.items() if number < count)
            files[f"content/number-{number}.{language}.md"] = tiny.page(f"{number}", held)
    assert tiny.built(tiny.lay_out(root, files)).published
    return root / "output"
