"""Arguments, exit statuses and printing, as a person or another program meets them."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from dalil.cli import main
from tests import tiny
from tests.building import PROJECT, STEADY
from tests.tiny import page, tree

BROKEN = {
    "content/about.fr.md": page("À propos", "[a](abuot.md) et %, ::x::"),
    "content/index.fr.md": "---\ntitle: a: b\n---\n",
    "content/plan.fr.md": page("Plan"),
}


class Said(NamedTuple):
    status: int
    out: str
    err: str


Run = Callable[..., Said]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run one command beside a site, in this process."""
    for name, value in (STEADY | {"LANG": "C", "LC_ALL": "", "LC_MESSAGES": ""}).items():
        monkeypatch.setenv(name, value)
    tiny.lay_out(tmp_path)
    monkeypatch.chdir(tmp_path)

    def command(*arguments: str) -> Said:
        try:
            status = main(arguments)
        except SystemExit as end:
            status = int(end.code or 0)
        found = capsys.readouterr()
        return Said(status, found.out, found.err)

    return command


@pytest.fixture
def broken(run: Run, tmp_path: Path) -> Run:
    tiny.lay_out(tmp_path, BROKEN)
    return run


# Exit statuses


def test_a_build_without_faults_ends_with_0_and_one_line(run: Run, tmp_path: Path) -> None:
    status, out, err = run("build")
    assert (status, err) == (0, "")
    assert re.fullmatch(r"4 pages, 2 languages, 4 rendered \(\d+\.\d\d s\)\n", out)
    assert (tmp_path / "output/fr/index.html").exists()


def test_building_is_the_default(run: Run, tmp_path: Path) -> None:
    assert run().status == 0
    assert (tmp_path / "output/fr/index.html").exists()
    assert run("--output", "other").status == 0
    assert tree(tmp_path / "other") == tree(tmp_path / "output")


def test_faults_end_with_1_and_are_all_printed(broken: Run, tmp_path: Path) -> None:
    status, out, err = broken("build")
    assert (status, err) == (1, "")
    assert "content/about.fr.md:6:5: error:" in out
    assert "[link-unknown-page]" in out
    assert "content/index.fr.md:2:9: error:" in out
    assert "content/plan.fr.md: warning:" in out
    assert re.search(r"2 errors, \d+ warnings\. .*Nothing published", out.splitlines()[-1])
    assert not (tmp_path / "output").exists()


def test_warnings_alone_end_with_0(run: Run, tmp_path: Path) -> None:
    tiny.lay_out(tmp_path, {"content/plan.fr.md": page("Plan")})
    status, out, _ = run()
    assert status == 0
    assert "warning:" in out
    assert "Nothing published" not in out


def test_checking_has_the_same_statuses_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    assert run("check").status == 0
    tiny.lay_out(tmp_path, BROKEN)
    found = run("check")
    assert found.status == 1
    assert "[link-unknown-page]" in found.out
    assert not (tmp_path / "output").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("--nothing",),
        ("build", "--nothing"),
        ("nothing",),
        ("build", "page.md"),
        ("--jobs", "0"),
        ("--jobs", "many"),
        ("--jobs", "-1"),
        ("--base-url", "www.example.org"),
        ("--base-url", "https://"),
        ("--base-url", "https://a.example/?b"),
        ("--base-url", "https://[a/"),
        ("--base-url", "javascript:alert(1)"),
        ("--base-url", ""),
        ("--format", "xml"),
        ("--language", "de"),
        ("--site",),
        ("explain",),
        ("serve", "--port", "0"),
        ("serve", "--port", "65536"),
        ("serve", "--port", "http"),
    ],
)
def test_what_cannot_be_understood_ends_with_2(
    run: Run, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert "usage: build.py" in err
    assert not (tmp_path / "output").exists()


@pytest.mark.parametrize(
    ("arguments", "english", "french", "arabic"),
    [
        (("--jobs", "0"), "whole number", "nombre entier", "عددا صحيحا"),
        (("--base-url", "x"), "is not like", "ne ressemble pas", "لا يشبه"),
        (("--nothing",), "error:", "commande mal écrite", "الأمر غير صحيح"),
        (("--site", "x.yaml"), "There is no «x.yaml»", "« x.yaml » n’existe pas", "لا وجود لـ «x"),
        (("explain", "x"), "No page", "Aucune page", "لا توجد صفحة"),
        (("schema", "x"), "declares no", "ne déclare pas", "لا تعلن"),
        (("--output", "site.yaml"), "is not a folder", "n’est pas un dossier", "ليس مجلدا"),
        (("--output", "templates/.."), "did not write", "n’a pas écrits", "لم يكتبها"),
        (("--output", "static/out"), "where the sources are", "parmi les sources", "ملفات المصدر"),
    ],
)
def test_what_the_machine_refuses_is_said_in_the_persons_language(
    run: Run, arguments: tuple[str, ...], english: str, french: str, arabic: str
) -> None:
    for language, words in (("en", english), ("fr", french), ("ar", arabic)):
        status, _, err = run(*arguments, "--language", language)
        assert status == 2
        assert words in err


@pytest.mark.parametrize("site", ["nothing.yaml", ".", "content"])
def test_no_site_is_the_environments_fault(run: Run, site: str) -> None:
    status, out, err = run("--site", site)
    assert (status, out) == (2, "")
    assert site in err
    assert "Traceback" not in err


def test_an_output_of_somebody_else_is_the_environments_fault(run: Run, tmp_path: Path) -> None:
    (tmp_path / "output").mkdir()
    (tmp_path / "output/thesis.doc").write_text("x")
    status, _, err = run()
    assert status == 2
    assert "thesis.doc" in err
    assert (tmp_path / "output/thesis.doc").read_text() == "x"


def test_help_ends_with_0(run: Run) -> None:
    for words in (("--help",), ("-h",), ("build", "--help")):
        status, out, _ = run(*words)
        assert (status, out.startswith("usage: build.py")) == (0, True)
    for command in ("build", "check", "serve", "explain", "schema"):
        assert command in run("--help").out


def test_an_interruption_is_no_traceback(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("dalil.cli.build", interrupt)
    status, _, err = run()
    assert status == 2
    assert "Stopped" in err


# What is printed


def test_quiet_says_nothing_when_all_is_well(run: Run, tmp_path: Path) -> None:
    assert run("--quiet") == (0, "", "")
    tiny.lay_out(tmp_path, BROKEN)
    found = run("--quiet")
    assert found.status == 1
    assert "[link-unknown-page]" in found.out


def test_foreign_files_are_named(run: Run, tmp_path: Path) -> None:
    run()
    (tmp_path / "output/CNAME").write_text("a.example")
    assert "«CNAME»" in run().err


def test_the_marked_line_is_shown(broken: Run) -> None:
    lines = broken().out.splitlines()
    at = next(n for n, line in enumerate(lines) if "[link-unknown-page]" in line)
    assert lines[at + 1] == "     6 | [a](abuot.md) et %, ::x::"
    assert lines[at + 2] == "       |     ^^^^^^^^"
    assert "about.md" in lines[at + 3]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_the_marked_line_is_the_right_one_whatever_ends_lines(
    run: Run, tmp_path: Path, ending: str
) -> None:
    text = "\ufeff" + page("a\u2028b", "[a](abuot.md)").replace("\n", ending)
    (tmp_path / "content/about.fr.md").write_bytes(text.encode())
    out = run().out
    assert "content/about.fr.md:6:5: error:" in out
    assert "     6 | [a](abuot.md)\n" in out


def test_the_language_of_the_person_is_spoken(broken: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    english, french, arabic = (broken("--language", code).out for code in ("en", "fr", "ar"))
    assert len({english, french, arabic}) == 3
    monkeypatch.setenv("LC_ALL", "fr_MA.UTF-8")
    assert without_time(broken().out) == without_time(french)
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    assert without_time(broken().out) == without_time(english)


def without_time(text: str) -> str:
    return re.sub(r"\d+ rendered|\(\d+\.\d\d s\)", "", text)


def test_json_is_json_and_nothing_else(broken: Run, run: Run, tmp_path: Path) -> None:
    status, out, err = broken("check", "--format", "json")
    report = json.loads(out)
    assert status == 1
    assert "2 errors" in err
    assert report["counts"]["errors"] == 2
    first = report["diagnostics"][0]
    assert (first["path"], first["line"], first["column"]) == ("content/about.fr.md", 6, 5)
    for path in BROKEN:
        (tmp_path / path).unlink()
    tiny.lay_out(tmp_path)
    assert json.loads(run("check", "--format", "json").out)["diagnostics"] == []


def test_sarif_is_sarif(broken: Run) -> None:
    log = json.loads(broken("check", "--format", "sarif").out)
    (sarif,) = log["runs"]
    assert log["version"] == "2.1.0"
    rules = [rule["id"] for rule in sarif["tool"]["driver"]["rules"]]
    for result in sarif["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
    errors = [r for r in sarif["results"] if r["level"] == "error"]
    assert len(errors) == 2
    place = errors[0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "content/about.fr.md"
    assert place["region"] == {"startLine": 6, "startColumn": 5, "endColumn": 13}


def test_github_annotations_are_one_line_each(broken: Run) -> None:
    lines = broken("check", "--format", "github").out.splitlines()
    shape = re.compile(r"::(error|warning|notice) file=[^,:]+(,\w+=[^,:]+)*::.+")
    assert lines
    assert all(shape.fullmatch(line) for line in lines)
    assert lines[0].startswith(
        "::error file=content/about.fr.md,line=6,col=5,endColumn=13,title=link-unknown-page::"
    )


def test_machines_are_told_where_the_site_is_in_the_project(
    broken: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path.parent)
    site, file = f"{tmp_path.name}/site.yaml", f"{tmp_path.name}/content/about.fr.md"
    assert f" file={file}," in broken("check", "--site", site, "--format", "github").out
    (log,) = json.loads(broken("check", "--site", site, "--format", "sarif").out)["runs"]
    place = log["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == file


def test_machines_get_an_empty_report_too(run: Run) -> None:
    assert json.loads(run("--format", "sarif").out)["runs"][0]["results"] == []
    assert run("--format", "github").out == ""


# Options


def test_everything_is_found_beside_the_site_yaml(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    assert run("--site", "../site.yaml").status == 0
    assert (tmp_path / "output/fr/index.html").exists()
    assert list(elsewhere.iterdir()) == []


def test_another_address_reaches_the_pages(run: Run, tmp_path: Path) -> None:
    tiny.lay_out(tmp_path, {"templates/page.html": "{{ page.canonical }}"})
    assert run("--base-url", "https://a.example/b").status == 0
    assert (tmp_path / "output/fr/index.html").read_text() == "https://a.example/b/fr/"


def test_drafts_clean_and_jobs_are_understood(run: Run, tmp_path: Path) -> None:
    draft = page("Qui", draft="true")
    tiny.lay_out(tmp_path, {"content/about.fr.md": draft, "content/about.ar.md": draft})
    assert "2 pages" in run().out
    assert "4 pages" in run("--drafts").out
    assert "4 pages, 2 languages, 4 rendered" in run("--drafts", "--clean", "--jobs", "2").out


def test_source_date_epoch_is_the_day(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = page("Qui", publish="2026-11-24")
    tiny.lay_out(tmp_path, {"content/about.fr.md": later, "content/about.ar.md": later})
    assert run().status == 0
    assert not (tmp_path / "output/fr/about").exists()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795478400")
    assert run().status == 0
    assert (tmp_path / "output/fr/about/index.html").exists()


# Explain, schema


def test_explain_speaks_of_a_page(run: Run) -> None:
    run()
    status, out, _ = run("explain", "content/about.fr.md")
    assert status == 0
    assert out.startswith("about@fr (content/about.fr.md)\n")
    status, out, err = run("explain", "nothing")
    assert (status, out) == (2, "")
    assert "«nothing»" in err


def test_schema_is_a_json_schema(run: Run) -> None:
    status, out, _ = run("schema")
    assert status == 0
    assert json.loads(out)["properties"]["base_url"]["format"] == "uri"
    status, out, err = run("schema", "news")
    assert (status, out) == (2, "")
    assert "«news»" in err


# The real command


def command(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, str(PROJECT / "build.py"), *arguments],
        cwd=root,
        env={**os.environ, **STEADY, **environment},
        capture_output=True,
        check=False,
        timeout=60,
    )


def test_build_py_builds(tmp_path: Path) -> None:
    tiny.lay_out(tmp_path)
    built = command(tmp_path)
    assert (built.returncode, built.stderr) == (0, b"")
    assert b"4 pages, 2 languages" in built.stdout
    assert command(tmp_path, "--nothing").returncode == 2


@pytest.mark.parametrize("locale", ["C", "POSIX", "fr_MA.UTF-8"])
def test_reports_are_utf_8_in_every_locale(tmp_path: Path, locale: str) -> None:
    tiny.lay_out(tmp_path, {"content/about.ar.md": page("من: نحن")})
    checked = command(
        tmp_path,
        "check",
        "--language",
        "ar",
        LC_ALL=locale,
        PYTHONUTF8="0",
        PYTHONIOENCODING="ascii",
    )
    assert checked.returncode == 1
    assert "من: نحن" in checked.stdout.decode("utf-8")
    assert checked.stderr == b""


def test_a_reader_that_leaves_early_is_no_error_of_ours(tmp_path: Path) -> None:
    tiny.lay_out(tmp_path, BROKEN)
    process = subprocess.Popen(
        [sys.executable, str(PROJECT / "build.py"), "check"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **STEADY},
    )
    assert process.stdout is not None
    process.stdout.close()
    _, err = process.communicate(timeout=60)
    assert b"Traceback" not in err
