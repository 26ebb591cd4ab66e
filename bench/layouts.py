"""Writes a page of the corpus as each generator wants it: file name, front matter, links."""

import posixpath
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, Protocol

from bench.corpus import Page, url_path, with_links


class SourceFile(NamedTuple):
    """One file to write, its path being relative to the site's folder."""

    path: str
    text: str


class Layout(Protocol):
    """Turns a page into the file that one generator reads."""

    def __call__(self, page: Page, /) -> SourceFile: ...


def dalil(page: Page) -> SourceFile:
    """Siblings by language; links are relative paths to ``.md`` files, which Dalil resolves."""
    folder = posixpath.dirname(page.key)
    body = with_links(page.body, lambda key: posixpath.relpath(f"{key}.md", folder or "."))
    fields = {"order": str(page.order)} if page.key.endswith("index") else {}
    return SourceFile(f"content/{page.key}.{page.lang}.md", _text(page, body, fields))


def hugo(page: Page) -> SourceFile:
    """Translations by file name; section pages are ``_index``."""
    folder, name = posixpath.split(page.key)
    name = "_index" if name == "index" else name
    path = posixpath.join("content", folder, f"{name}.{page.lang}.md")
    return SourceFile(path, _text(page, _final_links(page), {"weight": str(page.order + 1)}))


def pelican(page: Page) -> SourceFile:
    """Translations by file name; slug and language come from the path (see pelicanconf.py)."""
    fields = {}
    if page.key.endswith("index"):
        url = url_path(page.key, page.lang).removeprefix("/")
        fields = {"url": url, "save_as": f"{url}index.html", "menu_order": str(page.order)}
    path = f"content/{page.key}.{page.lang}.md"
    return SourceFile(path, _text(page, _final_links(page), fields))


def mkdocs(page: Page) -> SourceFile:
    """A folder per language; ``order`` sorts the menu."""
    return SourceFile(f"docs/{page.lang}/{page.key}.md", _text(page, _final_links(page), {}))


def eleventy(page: Page) -> SourceFile:
    """A folder per language; ``order`` sorts the menu."""
    text = _text(page, _final_links(page), {"order": str(page.order)})
    return SourceFile(f"content/{page.lang}/{page.key}.md", text)


def write(pages: Iterator[Page], layouts: dict[Path, Layout]) -> None:
    """Write every page below every folder of ``layouts``, each in that folder's layout."""
    for page in pages:
        for root, layout in layouts.items():
            source = layout(page)
            path = root / source.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(source.text, encoding="utf-8")


def _final_links(page: Page) -> str:
    return with_links(page.body, lambda key: url_path(key, page.lang))


def _text(page: Page, body: str, fields: dict[str, str]) -> str:
    """Front matter that is YAML and, having no quotes, Python-Markdown's metadata as well."""
    head = {"title": page.title, "description": page.description, "date": page.date, **fields}
    lines = "".join(f"{name}: {value}\n" for name, value in head.items())
    return f"---\n{lines}---\n\n{body}"
