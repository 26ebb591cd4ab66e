"""A page that is older than its form in another language says so, and what changed there."""

from pathlib import Path

import pytest

from dalil.builder import Request
from dalil.freshness import sections
from dalil.translations import Told, remember
from tests import building, tiny

TEMPLATE = """\
<!doctype html><html lang="{{ page.lang }}"><head><title>{{ page.title }}</title></head><body>
{{ page.html }}{% set newer = page.newer %}
{% if newer %}<aside>{{ page.updated }} {{ newer.updated }} {{ newer.url }}
{% for section in newer.sections %}<i>{{ section.title }}|{{ section.url }}</i>{% endfor %}
</aside>{% endif %}
</body></html>
"""


def french(day: str, who: str = "Nous.", where: str = "À Rabat.", more: str = "") -> str:
    text = f"Début.\n\n## Qui {{#who}}\n\n{who}\n\n## Où {{#where}}\n\n{where}\n{more}"
    return tiny.page("À propos", text, updated=day)


FILES: dict[str, str | bytes | None] = {
    "templates/page.html": TEMPLATE,
    "content/about.ar.md": tiny.page("من نحن", "بداية.\n\n## من\n\nنحن.\n", updated="2026-03-01"),
    "content/about.fr.md": french("2026-03-01"),
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The site, remembered on the day when its languages agreed."""
    site = tiny.lay_out(tmp_path, FILES)
    told = building.run_here(site, command="translations", language="en")
    assert told.stdout == "2 pages agree with their form in another language: remembered.\n"
    return site


def aside(root: Path, changed: str, lang: str = "ar") -> str:
    tiny.lay_out(root, {**FILES, "content/about.fr.md": changed})
    tiny.built(root)
    html = (root / f"output/{lang}/about/index.html").read_text("utf-8")
    return html.partition("<aside>")[2].partition("</aside>")[0].strip()


def test_nothing_is_said_while_the_languages_agree(root: Path) -> None:
    assert aside(root, french("2026-03-01", "Nous et vous.")) == ""


def test_the_older_page_names_both_dates_and_the_sections_that_changed(root: Path) -> None:
    said = aside(root, french("2026-04-05", where="À Fès.", more="\n## Quand {#when}\n\nHier.\n"))
    dates, _, listed = said.partition("\n")
    assert dates == "2026-03-01 2026-04-05 /sub/fr/about/"
    assert listed == "<i>Où|/sub/fr/about/#where</i><i>Quand|/sub/fr/about/#when</i>"


def test_the_newer_page_says_nothing(root: Path) -> None:
    assert aside(root, french("2026-04-05", where="À Fès."), "fr") == ""


def test_the_beginning_is_a_section_without_a_title(root: Path) -> None:
    said = aside(root, french("2026-04-05").replace("Début.", "Autre début."))
    assert said.endswith("<i>|/sub/fr/about/</i>")


def test_no_section_is_named_without_a_memory_of_the_older_page_s_day(root: Path) -> None:
    arabic = str(FILES["content/about.ar.md"]).replace("2026-03-01", "2026-03-20")
    (root / "content/data/translated.yaml").rename(root / "translated.yaml")
    forgotten = aside(root, french("2026-04-05", where="À Fès."))
    assert forgotten == "2026-03-01 2026-04-05 /sub/fr/about/"
    (root / "translated.yaml").rename(root / "content/data/translated.yaml")
    tiny.lay_out(root, {**FILES, "content/about.ar.md": arabic})
    (root / "content/about.fr.md").write_text(french("2026-04-05", where="À Fès."), "utf-8")
    tiny.built(root)
    html = (root / "output/ar/about/index.html").read_text("utf-8")
    assert "2026-03-20 2026-04-05" in html
    assert "<i>" not in html


def test_what_was_remembered_stays_while_the_languages_differ(root: Path) -> None:
    remembered = (root / "content/data/translated.yaml").read_text("utf-8")
    assert '"about@fr": 2026-03-01 ' in remembered
    tiny.lay_out(root, {**FILES, "content/about.fr.md": french("2026-04-05", where="À Fès.")})
    told = building.run_here(root, command="translations", language="en")
    assert "Older than its form in another language: content/about.ar.md\n" in told.stdout
    asked = Request(root / "site.yaml", root / "output")
    assert remember(asked) == Told(2, ("content/about.ar.md",))
    assert (root / "content/data/translated.yaml").read_text("utf-8") == remembered


def test_citations_drawings_and_marks_are_no_words() -> None:
    plain = '<h2 id="a">One</h2>\n<p>two three</p>'
    dressed = (
        '<h2 id="a">One</h2>\n<p>two <b>three</b><sup class="cite"><a href="#source-s1">1</a></sup>'
        "<svg><text>4</text></svg></p>"
    )
    assert list(sections(plain)) == list(sections(dressed))
    assert [anchor for anchor, _ in sections("<p>start</p>" + plain)] == ["", "a"]
