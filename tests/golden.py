"""Whole small sites, and the trees and reports that they must make.

`python -m tests.golden` builds every site of `tests/sites` and writes its golden tree again;
`python -m tests.golden minimal` does so for one. Read what has changed before you keep it: a golden
tree is only worth what its reader has seen in it.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from dalil.builder import Outcome, Request, build
from dalil.reports import format_text, summary
from tests.building import STEADY, copy_site

SITES = Path(__file__).parent / "sites"
NOTES = ".dalil-manifest"  # the builder's own, by which it knows its tree again
REPORT = "report.txt"


class Golden(NamedTuple):
    """A site, and the folder beside its sources that holds what it makes."""

    site: str
    expected: str = "expected"
    replaced: tuple[str, str] = ("", "")
    """What is written otherwise in `site.yaml` before the build."""


GOLDENS = {
    **{
        name: Golden(name)
        for name in (
            "collections",
            "drawings",
            "media",
            "minimal",
            "pictures",
            "prose",
            "subpath",
            "trilingual",
        )
    },
    "translations": Golden("translations"),
    "translations-none": Golden(
        "translations",
        "expected-none",
        ("missing_translation: notice", "missing_translation: none"),
    ),
}

EXPECTED = {name: SITES / golden.site / golden.expected for name, golden in GOLDENS.items()}
BASE = "https://example.org/"


def text(name: str, path: str) -> str:
    """What a file of a golden tree says."""
    return (EXPECTED[name] / path).read_text("utf-8")


def lay_out(golden: Golden, folder: Path) -> Path:
    """Copy the sources of a site, changed as the golden tree wants them; returns `folder`."""
    copy_site(SITES / golden.site, folder)
    before, after = golden.replaced
    settings = folder / "site.yaml"
    text = settings.read_text("utf-8")
    assert before in text
    settings.write_text(text.replace(before, after) if before else text, "utf-8")
    return folder


def build_site(
    folder: Path,
    *,
    base_url: str = "",
    drafts: bool = False,
    epoch: str = STEADY["SOURCE_DATE_EPOCH"],
) -> Outcome:
    """Build the site of a folder into its `output`, on the same day each time."""
    with mock.patch.dict(os.environ, {"SOURCE_DATE_EPOCH": epoch}):
        request = Request(folder / "site.yaml", folder / "output", base_url, 1, drafts=drafts)
        return build(request)


def make(
    name: str,
    folder: Path,
    *,
    base_url: str = "",
    drafts: bool = False,
    epoch: str = STEADY["SOURCE_DATE_EPOCH"],
) -> Path:
    """Build a site in a folder, with options of its own; returns the tree that it makes."""
    site = lay_out(GOLDENS[name], folder / name)
    outcome = build_site(site, base_url=base_url, drafts=drafts, epoch=epoch)
    assert outcome.published, report(outcome)
    return site / "output"


def report(outcome: Outcome) -> str:
    """What the author reads, in short: the sentences without the lines of the source."""
    said = format_text(outcome.diagnostics, read_line=lambda path, line: "")
    return f"{said}\n{summary(outcome.diagnostics)}\n" if outcome.diagnostics else ""


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder that a host would publish, by its path."""
    files = (path for path in folder.rglob("*") if path.is_file())
    names = ((path.relative_to(folder).as_posix(), path) for path in files)
    return {name: path.read_bytes() for name, path in sorted(names) if name != NOTES}


def write(name: str) -> None:
    """Build a site and keep what it makes as its golden tree and report."""
    golden = GOLDENS[name]
    target = SITES / golden.site / golden.expected
    with tempfile.TemporaryDirectory() as folder:
        site = lay_out(golden, Path(folder) / name)
        outcome = build_site(site)
        assert outcome.published, report(outcome)
        shutil.rmtree(target, ignore_errors=True)
        for path, content in tree(site / "output").items():
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            (target / path).write_bytes(content)
    said = target.with_name(f"{target.name}-{REPORT}")
    said.unlink(missing_ok=True)
    if outcome.diagnostics:
        said.write_text(report(outcome), "utf-8")


if __name__ == "__main__":
    for each in sys.argv[1:] or GOLDENS:
        write(each)
