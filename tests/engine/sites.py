"""The small bilingual site of these tests, and what a build makes of it."""

import os
import shutil
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from dalil import shards
from dalil.builder import Outcome, Request, build
from dalil.diagnostics import Diagnostic

SITE = Path(__file__).parent / "site"
FOLDERS = ("content", "templates", "static")
Tree = dict[str, bytes]


class Said(NamedTuple):
    """What a build tells: all of it must be the same whether it began cold or not."""

    diagnostics: tuple[Diagnostic, ...]
    severities: Mapping[str, str]
    published: bool
    failed: bool
    pages: int
    languages: int


def said(outcome: Outcome) -> Said:
    return Said(
        outcome.diagnostics,
        outcome.severities,
        outcome.published,
        outcome.failed,
        outcome.pages,
        outcome.languages,
    )


def lay_out(root: Path) -> Path:
    """Make the small site in a new folder; returns it."""
    shutil.copytree(SITE, root)
    draw_image(root / "content/dot.png", 8, "red")
    return root


def enlarge(patch: pytest.MonkeyPatch) -> None:
    """Let sites be remembered as large ones are, in shards."""
    patch.setattr(shards, "MANY", 0)


def draw_image(path: Path, width: int, colour: str) -> None:
    """An image that says more than its pixels, so that a picture is made of it."""
    said = PngInfo()
    said.add_text("Comment", "by hand")
    Image.new("RGB", (width, 6), colour).save(path, pnginfo=said)


def many_pages(root: Path, count: int) -> Path:
    """The small site with `count` more guides in each language, each with links to its like."""
    lay_out(root)
    for number in range(count):
        for lang, word in (("ar", "الدليل"), ("fr", "Le guide")):
            other = (number + 1) % count
            (root / f"content/guides/g{number}.{lang}.md").write_text(
                f"---\ntitle: {word} {number}\ndescription: {word} {number}.\n---\n\n"
                f"## {word} {number}\n\n{word} [{other}](g{other}.md).\n",
                "utf-8",
            )
    return root


def copy_sources(root: Path, target: Path) -> None:
    """A copy of what a site is made of, and of nothing that builds have left."""
    target.mkdir()
    shutil.copy2(root / "site.yaml", target)
    for folder in FOLDERS:
        if (root / folder).exists():
            shutil.copytree(root / folder, target / folder)


def run(
    root: Path,
    output: Path | None = None,
    *,
    drafts: bool = False,
    clean: bool = False,
    publish: bool = True,
) -> Outcome:
    """Build inside this process."""
    return build(
        Request(
            root / "site.yaml",
            output or root / "output",
            workers=1,
            drafts=drafts,
            clean=clean,
            publish=publish,
        )
    )


def cold(root: Path, *, drafts: bool = False) -> tuple[Outcome, Tree]:
    """What a build of a copy that remembers nothing says and makes."""
    folder = root.with_name("cold")
    copy_sources(root, folder)
    try:
        return run(folder, drafts=drafts), read_tree(folder / "output")
    finally:
        shutil.rmtree(folder)


def prove(site: Path) -> Outcome:
    """Build after a change; the same must come of a cold build."""
    outcome = run(site)
    expected, tree = cold(site)
    assert said(outcome) == said(expected)
    if outcome.published:
        assert not difference(read_tree(site / "output"), tree)
    return outcome


def read_tree(folder: Path) -> Tree:
    """Path → bytes of every file below a folder; an empty folder is there with a "/"."""
    found: Tree = {}
    for place, folders, files in os.walk(folder):
        path = Path(place).relative_to(folder)
        found |= {(path / name).as_posix(): (Path(place) / name).read_bytes() for name in files}
        if not folders and not files:
            found[f"{path.as_posix()}/"] = b""
    return found


def read_sources(root: Path) -> Tree:
    """What a site is made of."""
    parts = {f"{part}/{path}": b for part in FOLDERS for path, b in read_tree(root / part).items()}
    return parts | {"site.yaml": (root / "site.yaml").read_bytes()}


def read_files(folder: Path) -> Tree:
    """The same without empty folders."""
    return {path: content for path, content in read_tree(folder).items() if path[-1] != "/"}


def new_tree(root: Path) -> Tree:
    """The tree that stands in a site's own output folder."""
    return read_tree(root / "output")


def modes(folder: Path) -> set[int]:
    """The permissions that the files below a folder have."""
    return {stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*") if path.is_file()}


def caches(root: Path) -> list[Path]:
    """The cache folders of a site: one for each output folder."""
    return sorted(path for path in (root / ".cache").glob("*") if path.is_dir())


def edit(path: Path, before: str, after: str) -> None:
    """Replace a text that must be there."""
    text = path.read_text("utf-8")
    assert before in text, f"«{before}» is not in {path}"
    path.write_text(text.replace(before, after), "utf-8")


def difference(found: Tree, expected: Tree) -> dict[str, str]:
    """Each path in which two trees differ, and how: what a failing test should show first."""
    verdicts = dict.fromkeys(expected.keys() - found.keys(), "missing")
    verdicts |= dict.fromkeys(found.keys() - expected.keys(), "should not be there")
    both = found.keys() & expected.keys()
    return verdicts | {path: "other bytes" for path in both if found[path] != expected[path]}
