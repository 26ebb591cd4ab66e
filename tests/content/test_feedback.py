"""How readers tell of an error: nowhere unless `site.yaml` says where."""

import re
import shutil
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from dalil.builder import Request, build

PROJECT = Path(__file__).parents[2]


def page(root: Path, setting: str, name: str) -> str:
    """One page of the site's own templates, with a `feedback` setting."""
    for folder in ("templates", "static"):
        shutil.copytree(PROJECT / folder, root / folder)
    content = root / "content"
    content.mkdir()
    for file in ("index.ar.md", "index.fr.md"):
        head = (PROJECT / "content" / file).read_text("utf-8").split("---\n")[1]
        (content / file).write_text(f"---\n{head}---\n", "utf-8")
    for lang in ("ar", "fr"):
        shutil.copy(PROJECT / "content" / f"strings.{lang}.yaml", content)
    own = (PROJECT / "site.yaml").read_text("utf-8")
    without_menus = own[: own.index("menus:")] + own[own.index("# Other forms of a page") :]
    without_pages = re.sub(r"^offline:\n(?:[ #].*\n)+", "", without_menus, flags=re.MULTILINE)
    (root / "site.yaml").write_text(without_pages + setting, "utf-8")
    outcome = build(Request(root / "site.yaml", root / "output", workers=1))
    assert {each.code for each in outcome.diagnostics} <= {"string-missing"}
    return (root / "output" / name).read_text("utf-8")


@pytest.mark.parametrize("lang", ["ar", "fr"])
def test_without_a_setting_nothing_is_offered(tmp_path: Path, lang: str) -> None:
    html = page(tmp_path, "", f"{lang}/index.html")
    assert "mailto:" not in html
    assert "feedback" not in html


@pytest.mark.parametrize(
    ("setting", "start"),
    [
        ("feedback: {email: contact@example.org}\n", "mailto:contact@example.org?"),
        ("feedback: {form: 'https://forms.example.org/new'}\n", "https://forms.example.org/new?"),
        ("feedback: {form: 'https://example.org/?f=1'}\n", "https://example.org/?f=1&"),
    ],
)
@pytest.mark.parametrize("lang", ["ar", "fr"])
def test_the_message_begins_with_the_page_and_a_warning(
    tmp_path: Path, setting: str, start: str, lang: str
) -> None:
    html = page(tmp_path, setting, f"{lang}/index.html")
    (section,) = re.findall(r'<section class="feedback".*?</section>', html, re.DOTALL)
    (link,) = re.findall(r'<a href="([^"]+)"', section)
    href = unescape(link)
    assert href.startswith(start)
    said = parse_qs(urlsplit(href).query)
    (title,) = re.findall(r"<h1>(.*?)</h1>", html)
    assert said["subject"][0].endswith(title)
    assert said.get("body", said.get("page")) == [f"https://dalil.example/{lang}/"]
    assert {"ar": "لا تكتب اسما", "fr": "N’écrivez ni nom"}[lang] in section
