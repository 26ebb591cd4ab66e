"""What editors do to a site: every change that the state machine can make, as small values."""

import posixpath
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from dalil.diagnostics import codes

KEYS = ("index", "about", "about.simple", "guides/index", "guides/school", "guides/work")
MORE_KEYS = (
    "news/n1", "news/n4", "news/n5", "guides/new", "guides/index.simple", "extra/index", "extra/a",
    "about.loud", "Guides/new",
)  # fmt: skip
FILES = ("form.pdf", "dot.png", "extra/table.csv")
LANGS = ("ar", "fr")
WORDS = {
    "fr": ("Un texte de plus, sans importance.", "Encore"),
    "ar": ("نص إضافي لا أهمية له.", "المزيد"),
}
_PIECES = {
    "plain": "{text}",
    "heading": "## {word}",
    "same heading": "## {word}\n\n{text}",
    "link": "[{word}]({guides/school})",
    "anchor": "[{word}]({guides/school}#inscription)",
    "other anchor": "[{word}]({about}#notre-histoire)",
    "anchor of the new heading": "[{word}]({guides/work}#encore)",
    "link to what may come": "[{word}]({guides/new})",
    "link with an anchor to what may come": "[{word}]({extra/a}#encore)",
    "link to a variant": "[{word}]({about.simple})",
    "link to a file": "[{word}]({form.pdf})",
    "link to the image": "[{word}]({dot.png})",
    "link to a file that may come": "[{word}]({extra/table.csv})",
    "image": "![{word}]({dot.png})",
    "figure": '![{word}]({dot.png} "{text}")',
    "citation": "{text} [@s1]",
    "citation of what may come": "{text} [@s3, @s2]",
    "citation of a weak source": "{text} [@s4]",
    "weak source, attributed": "Un article non signé, مقال غير موقع: {text} [@s4]",
    "number": "{text} [=centres] %",
    "number of what may come": "{text} [=pages]",
    "callout": "!!! warning\n    {text}",
    "footnote": "{text}[^n]\n\n[^n]: {word}",
    "raw": "<div>{text}</div>",
    "unclosed": "<div>{text}",
}
PIECES = tuple(_PIECES)
FRONT: dict[str, tuple[str, ...]] = {
    "title": ("Autre titre", "عنوان آخر", "À propos", "[]", "a: b"),
    "description": ("Une autre phrase.", "جملة أخرى."),
    "nav_title": ("Court", "قصير"),
    "slug": ("autre", "آخر", "n1", "2", "about", "../haut", "feed.xml", "Autre"),
    "date": ("2026-01-10", "2026-12-01", "2026-13-01"),
    "updated": ("2026-07-14", "2026-04-01", "hier"),
    "draft": ("true", "false", "oui"),
    "publish": ("2026-06-15", "2026-06-16"),
    "expiry": ("2026-06-15", "2026-06-17"),
    "order": ("1", "9", "-3"),
    "template": ("section", "page.html", "special.html"),
    "collection": ("news", "guides", "nothing"),
    "aliases": ("[/fr/qui/]", "[/fr/vieux/, /ar/news/]", "[fr/index.html]", "[/fr/404.html]"),
    "sources": ("[s1]", "[s3]", "[s1, s2]"),
    "audience": ("schools", "everybody"),
    "related": ("school", "new"),
    "titre": ("Une clé traduite",),
    "forms": ("[sans importance, le travail]", "[لا أهمية له, الوزارة]", "[texte]"),
    "acronym": ("BO", "نص"),
    "own_translation": ("true",),
    "terms": ("false", "true"),
    "audio": (
        "{file: tone.wav, transcript: form.pdf}",
        "{file: /content/tone.wav, transcript: ../form.pdf, duration: 0:07}",
        '{file: dot.png, transcript: "#notre-histoire"}',
    ),
    "question": ("Que cherchez-vous ?", "ما الذي تبحثون عنه؟"),
    "answer": ("Une école", "مدرسة"),
}
TEMPLATES: dict[str, tuple[str, ...]] = {
    "templates/partials/extra.html": (
        "<p>{{ page.title }}</p>",
        "<p>{{ page.nothing }}</p>",
        "{% if %}",
    ),
    "templates/partials/menu.html": (
        "",
        "<nav>{{ site.menu('footer')|length }}</nav>",
        "{{ t('new') }}",
    ),
    "templates/macros.html": (
        "{% macro link(card) %}{{ card.nav_title }}{% endmacro %}",
        "{% macro other() %}{% endmacro %}",
    ),
    "templates/special.html": (
        "{{ page.fields }}{% include 'partials/menu.html' %}",
        "{{ page.contents }}",
        "{{ page.media }}",
        "{{ site.terms }} {{ page.term }}",
        "{{ site.a_to_z }} {{ site.tree }}",
        "{{ site.all_sources }} {{ site.figures }}",
        "{{ page.question }} {{ page.answers_given }} {{ page.choices }}",
    ),
    "templates/404.html": ("{{ asset('css/none.css') }}", "<p>{{ site.name }}</p>"),
    "templates/home.html": ("{{ 1 // 0 }}", "{% include 'partials/' ~ 'extra.html' %}"),
}
STATIC: dict[str, tuple[str, ...]] = {
    "static/css/more.css": ("main { color: black; }", "@import 'site.css';", "@import 'deep.css';"),
    "static/css/deep.css": ("p { color: #000; }",),
    "static/css/none.css": ("",),
    "static/images/dot.svg": ('<svg xmlns="http://www.w3.org/2000/svg"/>',),
    "content/tone.wav": ("RIFF", "a longer sound"),
    "content/form.pdf": ("%PDF-1.4 (another form)",),
    "content/extra/table.csv": ("1;2", "3;4"),
    "content/data/figures.yaml": ("centres: {value: 13}", "centres: [", "{}"),
    "content/data/deep/sources.yaml": ("s1: {title: Autre, publisher: Ailleurs}",),
}
STRINGS: dict[str, tuple[str, ...]] = {
    "list": ("Autre", "{unknown}"),
    "count-pages": ("{one: Une, other: Plusieurs}", "plain"),
    "new": ("Nouveau",),
    "sources": ("Sources !",),
    "callout-warning": ("Danger",),
    "redirect-title": ("Ailleurs",),
    "not-found": ("404",),
}
SOURCES: dict[str, tuple[str, ...]] = {
    "s1": ("{title: Le dahir, publisher: BO}", "{title: Le dahir}"),
    "s2": ("{title: Rapport, publisher: A, url: 'javascript:x'}",),
    "s3": ("{title: Troisième, publisher: C}",),
    "s4": (
        "{title: Q, publisher: D, confidence: weak}",
        "{title: Q, publisher: D, confidence: weak, attribution: {fr: [signé], ar: [غير موقع]}}",
        "{title: Q, publisher: D, confidence: weak, attribution: {fr: [autre], ar: [آخر]}}",
        "{title: Q, publisher: D, confidence: press}",
    ),
}
_WORDS_OF_FIGURE = "unit: {ar: أ, fr: a}, scope: {ar: أ, fr: a}"
FIGURES: dict[str, tuple[str, ...]] = {
    "centres": (
        f"{{value: 13, year: 2026-01, {_WORDS_OF_FIGURE}, source: [s1, s3]}}",
        f"{{value: 12345, year: 2025, {_WORDS_OF_FIGURE}, source: [s2]}}",
        f"{{value: 13, {_WORDS_OF_FIGURE}}}",
    ),
    "pages": (f"{{value: 0.5, year: 2015/2020, {_WORDS_OF_FIGURE}, source: [s3]}}",),
}
GLOSSARY = {
    "guides": {
        "folder": "guides",
        "guide": True,
        "fields": {"audience": {"type": "text"}, "related": {"type": "reference", "to": "guides"}},
    },
    "news": {"folder": "news", "terms": True, "dated": True},
}
_LENIENT = dict.fromkeys(codes(), "warning")
SETTINGS: dict[str, tuple[Any, ...]] = {
    "base_url": ("https://www.example.org/sous/dossier/", "https://autre.example/"),
    "default_language": ("fr",),
    "name": ({"ar": "الدليل", "fr": "Le guide"}, {"fr": "Sans arabe"}),
    "description": ({"ar": "وصف", "fr": "Une description."},),
    "theme": ({}, {"colour": "#000000"}),
    "subject": ({},),
    "missing_translation": ("none",),
    "severities": (
        _LENIENT,
        {"link-unknown-page": "warning", "link-unknown-anchor": "off", "page-orphan": "error"},
        {"translation-missing": "error"},
        _LENIENT | {"url-collision": "error", "template-error": "error"},
    ),
    "outputs": ([], ["sitemap", "atom"], ["redirects-html", "jsonfeed", "robots"]),
    "images": (
        {"widths": [4]},
        {"widths": []},
        {"formats": []},
        {"sizes": "50vw"},
        {"widths": [0]},
    ),
    "redirects": ({}, {"/fr/ailleurs/": "guides/school@fr"}, {"/fr/ailleurs/": "extra/a@fr"}),
    "menus": (
        {},
        {"main": [{"page": "about"}, {"page": "guides/work"}]},
        {"main": [{"page": "extra/index"}], "footer": []},
        {"main": [{"page": "news/index", "label": {"fr": "Infos"}}]},
    ),
    "variants": ({}, {"simple": {"ar": "سهل", "fr": "simple"}, "loud": {"fr": "audio"}}),
    "collections": (
        {"news": {"folder": "news", "dated": True, "per_page": 1, "order": ["title"]}},
        {"news": {"folder": "news", "dated": True, "per_page": 0, "order": ["-title"]}},
        {
            "guides": {"folder": "guides", "template": "special.html", "dated": True},
            "news": {"folder": "news", "per_page": 2, "fields": {"place": {"required": True}}},
        },
        GLOSSARY,
    ),
    "languages": (
        {
            "fr": {"locale": "fr-MA", "name": "Français"},
            "zgh": {"locale": "zgh-MA", "name": "ⵜⴰⵎⴰⵣⵉⵖⵜ"},
            "ar": {"locale": "ar-MA", "name": "العربية"},
        },
        {"fr": {"locale": "fr-FR", "name": "Français"}},
    ),
    "unknown": (1,),
}
DAMAGES = (
    b"\xff\xfe not UTF-8",
    b"---\ntitle: never closed\n",
    b"---\ntitle: a: b\ntitle: [\n---\n\nText.\n",
    b"---\n---\nNothing above.\n",
    b"No front matter at all.\n",
    b"",
)


class Page(NamedTuple):
    """A page's file, taken apart; no front matter when the file is damaged."""

    front: tuple[str, ...]
    body: str


def read_page(path: Path) -> Page:
    text = path.read_text("utf-8", "replace")
    parts = text.split("---\n", 2)
    return Page(tuple(parts[1].splitlines()), parts[2]) if len(parts) == 3 else Page((), text)


def write_page(path: Path, page: Page) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    head = "".join(f"{line}\n" for line in page.front)
    path.write_text(f"---\n{head}---\n{page.body}", "utf-8")


def new_page(path: Path, key: str, lang: str) -> None:
    text, word = WORDS[lang]
    front = [f"title: {word} {key}", f"description: {text}"]
    if key.startswith("news/"):
        front.append("date: 2026-04-01")
    write_page(path, Page(tuple(front), f"\n## {word}\n\n{text}\n"))


def toggle_piece(path: Path, place: str, piece: str) -> None:
    """Put a piece at the end of a page's text, or take it away when it is there."""
    page = read_page(path)
    lang = path.name.split(".")[-2]
    text, word = WORDS.get(lang, WORDS["fr"])
    written = _PIECES[piece].replace("{text}", text).replace("{word}", word)
    here = posixpath.dirname(place) or "."
    for target in (*(f"{key}.md" for key in (*KEYS, *MORE_KEYS)), *FILES):
        written = written.replace(
            f"{{{target.removesuffix('.md')}}}", posixpath.relpath(target, here)
        )
    block = f"\n{written}\n"
    body = page.body.replace(block, "") if block in page.body else page.body + block
    write_page(path, page._replace(body=body))


def set_entry(lines: tuple[str, ...], key: str, value: str | None) -> tuple[str, ...]:
    """The lines of a mapping with one more entry, or one less."""
    kept = tuple(line for line in lines if not line.startswith(f"{key}:"))
    return kept if value is None else (*kept, f"{key}: {value}")


def set_front(path: Path, key: str, value: str | None) -> None:
    page = read_page(path)
    write_page(path, page._replace(front=set_entry(page.front, key, value)))


def set_line(path: Path, key: str, value: str | None) -> None:
    """One entry of a YAML file whose entries are a line each."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = tuple(path.read_text("utf-8").splitlines()) if path.exists() else ()
    path.write_text("".join(f"{line}\n" for line in set_entry(lines, key, value)), "utf-8")


def set_setting(site: Path, original: Path, key: str, value: Any) -> None:
    """One key of `site.yaml`; None: as in the original."""
    settings = yaml.safe_load(site.read_text("utf-8"))
    settings[key] = (
        value if value is not None else yaml.safe_load(original.read_text("utf-8")).get(key)
    )
    if settings[key] is None:
        del settings[key]
    site.write_text(yaml.safe_dump(settings, allow_unicode=True, sort_keys=False), "utf-8")
