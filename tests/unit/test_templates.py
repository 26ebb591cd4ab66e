"""What templates can say, and how their faults are told: file, line and page."""

from pathlib import Path

import pytest

from dalil import views
from dalil.diagnostics import Diagnostic
from dalil.facts import Answers, Reading
from dalil.ledger import SourceChanged
from dalil.questions import Known
from dalil.templates import render
from dalil.views import PageView
from tests import tiny
from tests.tiny import page

STRINGS = """\
menu: Menu
hello: Bonjour {name}
pages: {one: "{count} page", many: "{count} de pages", other: "{count} pages"}
"""
ARABIC = """\
menu: القائمة
hello: مرحبا {name}
pages:
  {zero: لا, one: صفحة, two: صفحتان, few: "{count} صفحات", many: "{count} صفحة", other: "{count}"}
"""


def site(root: Path, template: str, more: dict[str, str] | None = None) -> Known:
    files = {
        "content/strings.fr.yaml": STRINGS,
        "content/strings.ar.yaml": ARABIC,
        "content/about.fr.md": page("<À propos>", date="2026-08-01"),
        "static/site.css": "a{}",
        "templates/try.html": template,
    }
    return tiny.known_of(tiny.lay_out(root, files | (more or {})))


def rendered(known: Known, id: str = "about@fr") -> tuple[str | None, list[Diagnostic], Reading]:
    reading = Reading(Answers(known))
    view = PageView(reading, id)
    html, faults = render(reading, "try.html", id.rpartition("@")[2], view, view.document.path)
    return html, faults, reading


def said(root: Path, template: str, id: str = "about@fr") -> str:
    html, faults, _ = rendered(site(root, template), id)
    assert (faults, html is None) == ([], False)
    return html or ""


@pytest.mark.parametrize(
    ("template", "html"),
    [
        ("{{ page.title }}", "&lt;À propos&gt;"),
        ("{{ t('menu') }}", "Menu"),
        ("{{ t('hello', name='<Ali>') }}", "Bonjour &lt;Ali&gt;"),
        ("{{ t('pages', count=1) }}", "1 page"),
        ("{{ t('pages', count=1200) }}", "1\u202f200 pages"),
        ("{{ words('ar').t('menu') }}", "القائمة"),
        ("{{ words('ar').t('pages', count=3) }}", "3 صفحات"),
        ("{{ date(page.date) }}", "1er août 2026"),
        ("{{ number(2500) }}", "2\u202f500"),
        ("{{ site.name }} {{ site.home }}", "Guide /sub/fr/"),
        ("{{ site.in_language('ar').name }}", "دليل"),
        ("{% for each in page.translations %}{{ each.lang }} {% endfor %}", "ar fr "),
        ('{{ {"a": "</script>&é"} | tojson }}', '{"a":"\\u003c/script\\u003e\\u0026é"}'),
        ("{% if page.updated %}x{% endif %}y", "y"),
        ("  {% if true %}\na\n  {% endif %}\nb", "a\nb"),
    ],
)
def test_what_a_template_can_say(tmp_path: Path, template: str, html: str) -> None:
    assert said(tmp_path, template).replace("\xa0", "\u202f") == html


def test_an_asset_has_its_fingerprint(tmp_path: Path) -> None:
    known = site(tmp_path, "{{ asset('site.css') }}")
    html, _, reading = rendered(known)
    assert html == f"/sub/assets/site.{known.sources['static/site.css'][:10]}.css"
    assert ("asset", "site.css") in reading.trace


def test_all_that_a_template_says_is_in_the_trace(tmp_path: Path) -> None:
    template = "{{ t('menu') }}{{ site.menu('main') }}{{ page.card('index@fr').title }}"
    _, _, reading = rendered(site(tmp_path, template))
    for fact in (
        ("template", "try.html"),
        ("string", "fr", "menu"),
        ("menu", "main", "fr"),
        ("card", "index@fr"),
    ):
        assert fact in reading.trace


# Faults


@pytest.mark.parametrize(
    ("template", "line", "word"),
    [
        ("a\n{{ page.titel }}", 2, "titel"),
        ("a\nb\n{{ nothing.at_all }}", 3, "nothing"),
        ("{{ page.fields['phone'].number }}", 1, "phone"),
        ("\n{{ asset('gone.css') }}", 2, "gone.css"),
        ("\n{{ page.card('gone@fr') }}", 2, "gone@fr"),
        ("\n\n{{ t('hello') }}", 3, "name"),
        ("{{ t('pages') }}", 1, "pages"),
        ("\n{% include 'gone.html' %}", 2, "gone.html"),
        ("\n{{ 1 / 0 }}", 2, "zero"),
        ("\n{{ page.title.nothing() }}", 2, "nothing"),
    ],
)
def test_a_fault_of_a_template_has_its_line_and_its_page(
    tmp_path: Path, template: str, line: int, word: str
) -> None:
    html, faults, _ = rendered(site(tmp_path, template))
    assert html is None
    (only,) = faults
    assert (only.path, only.line, only.code) == ("templates/try.html", line, "template-error")
    assert dict(only.args)["page"] == "content/about.fr.md"
    assert word in dict(only.args)["problem"]


def test_a_fault_is_told_of_the_template_in_which_it_stands(tmp_path: Path) -> None:
    more = {
        "templates/base.html": "{% block main %}{% endblock %}",
        "templates/part.html": "\n\n{{ nope.x }}",
    }
    template = (
        "{% extends 'base.html' %}\n{% block main %}\n{% include 'part.html' %}{% endblock %}"
    )
    _, (only,), _ = rendered(site(tmp_path, template, more))
    assert (only.path, only.line) == ("templates/part.html", 3)


@pytest.mark.parametrize("where", ["try", "part"])
def test_a_template_that_cannot_be_parsed_is_named(tmp_path: Path, where: str) -> None:
    text = "\n{% if %}"
    template = text if where == "try" else "{% include 'part.html' %}"
    known = site(tmp_path, template, {"templates/part.html": text})
    _, (only,), _ = rendered(known)
    assert (only.path, only.line, only.code) == (f"templates/{where}.html", 2, "template-syntax")


def test_a_missing_string_is_shown_and_told(tmp_path: Path) -> None:
    html, faults, _ = rendered(site(tmp_path, "{{ t('gone') }}"))
    assert html == "[gone]"
    assert [(f.path, f.code, dict(f.args)) for f in faults] == [
        ("content/strings.fr.yaml", "string-missing", {"key": "gone", "lang": "fr"})
    ]


def test_a_template_is_rendered_as_it_was_first_seen(tmp_path: Path) -> None:
    known = site(tmp_path, "before")
    (known.root / "templates/try.html").write_text("after")
    with pytest.raises(SourceChanged):
        rendered(known)


def test_a_template_cannot_leave_its_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.html").write_text("secret")
    _, (only,), _ = rendered(site(tmp_path / "site", "{% include '../site.yaml' %}"))
    assert only.code == "template-error"


def test_a_fault_of_ours_is_never_blamed_on_the_template(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(headings: object) -> None:
        raise ZeroDivisionError

    fail.__code__ = fail.__code__.replace(co_filename=views.__file__)
    monkeypatch.setattr(views, "_tree", fail)
    with pytest.raises(ZeroDivisionError):
        rendered(site(tmp_path, "{{ page.contents }}"))


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ("{{ date(page.date) }}", "«» is not a date such as 2026-11-23."),
        ("{{ number('x') }}", "«x» is not a number."),
        ("{{ words('de').t('a') }}", "site.yaml has no language «de»."),
        ("{{ t('a.b', 1) }}", ""),
    ],
)
def test_an_authors_mistake_is_a_fault_with_its_line(
    tmp_path: Path, said: str, problem: str
) -> None:
    site = tiny.lay_out(tmp_path, {"templates/page.html": f"<p>\n{said}\n"})
    found = {each.code: each for each in tiny.built(site).diagnostics}
    if problem:
        each = found["template-error"]
        assert (each.path, each.line) == ("templates/page.html", 2)
        assert dict(each.args)["problem"] == problem
    else:
        assert found.keys() & {"template-error", "string-missing"}


def test_a_string_that_another_language_lacks_is_told(tmp_path: Path) -> None:
    said = "{{ words('ar').t('nothing') }}"
    site = tiny.lay_out(tmp_path, {"templates/page.html": said})
    assert "string-missing" in {each.code for each in tiny.built(site).diagnostics}
