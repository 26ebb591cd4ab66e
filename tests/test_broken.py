"""Editors' mistakes: each broken site in `tests/broken/` gets its exact report.

A site is `_base` with the case's files laid over it; `copies.txt` names files that are copied under
names which some file systems cannot keep side by side. `report.txt` is what the author reads.
"""

import shutil
from collections.abc import Mapping
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from dalil.builder import Outcome, Request, build
from dalil.diagnostics import LANGUAGES, catalogue, codes, has_errors, severity
from dalil.reports import format_text, summary

BROKEN = Path(__file__).parent / "broken"
CASES = sorted(path.name for path in BROKEN.iterdir() if not path.name.startswith("_"))
OURS = ("report.txt", "copies.txt")


def lay_out(case: str, root: Path) -> None:
    shutil.copytree(BROKEN / "_base", root)
    shutil.copytree(BROKEN / case, root, dirs_exist_ok=True, ignore=shutil.ignore_patterns(*OURS))
    copies = BROKEN / case / "copies.txt"
    if copies.exists():
        for line in copies.read_text("ascii").splitlines():
            source, target = line.encode().decode("unicode_escape").split()
            shutil.copyfile(root / source, root / target)


def built(root: Path) -> Outcome:
    return build(Request(root / "site.yaml", root / "output", workers=1))


def report(outcome: Outcome, root: Path, language: str = "en") -> str:
    def read_line(path: str, line: int) -> str:
        return (root / path).read_text("utf-8", "replace").split("\n")[line - 1]

    said = format_text(
        outcome.diagnostics,
        read_line=read_line,
        language=language,
        overrides=outcome.severities,
    )
    return f"{said}\n{summary(outcome.diagnostics, overrides=outcome.severities)}\n"


@pytest.fixture(autouse=True)
def fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")  # 2026-11-23


def test_the_base_of_the_broken_sites_is_whole(tmp_path: Path) -> None:
    shutil.copytree(BROKEN / "_base", tmp_path / "site")
    outcome = built(tmp_path / "site")
    assert outcome.diagnostics == ()
    assert outcome.published
    assert (tmp_path / "site/output/fr/guides/school/index.html").exists()


@pytest.mark.parametrize("case", CASES)
def test_report(case: str, tmp_path: Path) -> None:
    root = tmp_path / "site"
    lay_out(case, root)
    outcome = built(root)
    assert report(outcome, root) == (BROKEN / case / "report.txt").read_text("utf-8")
    assert outcome.diagnostics
    assert outcome.published is not has_errors(outcome.diagnostics, outcome.severities)
    assert (root / "output").exists() is outcome.published
    # A report is the same when it is asked for again, from the ledger.
    assert built(root).diagnostics == outcome.diagnostics
    for each in outcome.diagnostics:
        assert arguments(catalogue("en")["codes"][each.code]) <= dict(each.args).keys()


def arguments(entry: Mapping[str, Any]) -> set[str]:
    said = (entry["message"], entry["hint"], entry.get("nearest", ""))
    return {name for text in said for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_reports_in_other_languages_have_the_same_places(language: str, tmp_path: Path) -> None:
    root = tmp_path / "site"
    lay_out("several-at-once", root)
    outcome = built(root)
    english, other = report(outcome, root).split("\n"), report(outcome, root, language).split("\n")
    places = [line.split(": ")[0] for line in english if line.endswith("]")]
    assert places
    assert [line.split(": ")[0] for line in other if line.endswith("]")] == places


@pytest.mark.parametrize("code", codes())
def test_each_code_has_its_broken_site(code: str) -> None:
    assert code in CASES
    assert f": {severity(code)}: " in (first := (BROKEN / code / "report.txt").read_text("utf-8"))
    assert f"[{code}]\n" in first


def test_several_broken_pages_hide_nothing_of_each_other() -> None:
    said = (BROKEN / "several-at-once/report.txt").read_text("utf-8")
    assert len({line.split(":")[0] for line in said.split("\n") if line.endswith("]")}) >= 6
