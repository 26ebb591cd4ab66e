"""The table of generators: how each is installed, laid out, run, cleaned and edited."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from bench import layouts
from bench.corpus import Page

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parent
PEERS = HERE / ".peers"
WORK = HERE / ".work"
_VENV = PEERS / "venv"
_NODE = PEERS / "node"
_COPY = WORK / "dalil"
_LIBRARIES = """
from importlib.metadata import version
print("with", ", ".join(f"{name} {version(name)}" for name in ("Markdown", "Jinja2")))
"""


class Generator(NamedTuple):
    """One generator. Paths are relative to the site's folder; commands run in it.

    ``{output}`` in a build's command is the folder to build into.
    """

    name: str
    layout: layouts.Layout
    build: tuple[str, ...]
    caches: tuple[str, ...]
    template: str
    version: tuple[str, ...]

    def source(self, key: str, lang: str) -> str:
        """The path of a page's file."""
        return self.layout(Page(key, lang, "", "", "", 0, "")).path


def _script(name: str) -> str:
    return str(_VENV / "bin" / name)


def _hugo_binary() -> str:
    """The binary itself: the package's script would add Python's start to each of Hugo's builds."""
    found = sorted(_VENV.glob("lib/python3*/site-packages/hugo/binaries/hugo*"))
    return str(found[0]) if found else "hugo"


def generators() -> dict[str, Generator]:
    """All generators by name, Dalil first; the peers need not be installed yet."""
    build_py = str(_COPY / "build.py")
    hugo = _hugo_binary()
    eleventy = ("node", str(_NODE / "node_modules" / "@11ty" / "eleventy" / "cmd.cjs"))
    table = (
        Generator(
            name="dalil",
            layout=layouts.dalil,
            build=(
                *(sys.executable, build_py, "build", "--site", "site.yaml"),
                *("--output", "{output}", "--quiet"),
            ),
            caches=(".cache",),
            template="templates/page.html",
            version=(sys.executable, "-c", _LIBRARIES),
        ),
        Generator(
            name="hugo",
            layout=layouts.hugo,
            build=(hugo, "--quiet", "--destination", "{output}"),
            caches=("resources", ".hugo_build.lock"),
            template="layouts/all.html",
            version=(hugo, "version"),
        ),
        Generator(
            name="eleventy",
            layout=layouts.eleventy,
            build=(*eleventy, "--quiet", "--output={output}"),
            caches=(".cache",),
            template="_includes/page.njk",
            version=(*eleventy, "--version"),
        ),
        Generator(
            name="mkdocs",
            layout=layouts.mkdocs,
            build=(_script("mkdocs"), "build", "--quiet", "--site-dir", "{output}"),
            caches=(),
            template="theme/main.html",
            version=(_script("mkdocs"), "--version"),
        ),
        Generator(
            name="pelican",
            layout=layouts.pelican,
            build=(
                *(_script("pelican"), "content", "--settings", "pelicanconf.py"),
                *("--output", "{output}", "--quiet"),
            ),
            caches=("cache", "__pycache__"),
            template="theme/templates/page.html",
            version=(_script("pelican"), "--version"),
        ),
    )
    return {generator.name: generator for generator in table}


def install(names: Sequence[str]) -> list[str]:
    """Install the peers among ``names`` unless that was done with the same pins already.

    Returns the names of those that this machine cannot have (Eleventy where npm is missing).
    """
    if {"hugo", "mkdocs", "pelican"} & set(names):
        _install_once(_VENV, [HERE / "requirements.txt"], _install_from_pypi)
    if "eleventy" not in names:
        return []
    if not shutil.which("npm") or not shutil.which("node"):
        return ["eleventy"]
    _install_once(_NODE, [HERE / "package.json", HERE / "package-lock.json"], _install_from_npm)
    return []


def copy_own() -> None:
    """Copy Dalil's code as it is now: edited between two builds, it would build all again."""
    shutil.rmtree(_COPY, ignore_errors=True)
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(PROJECT / "dalil", _COPY / "dalil", ignore=ignored)
    shutil.copyfile(PROJECT / "build.py", _COPY / "build.py")


def _install_once(folder: Path, pins: list[Path], installer: Callable[[Path], None]) -> None:
    wanted = hashlib.sha256(b"".join(pin.read_bytes() for pin in pins)).hexdigest()
    stamp = folder / ".pins"
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    print(f"installing peers into {folder.relative_to(PROJECT)}", file=sys.stderr)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    installer(folder)
    stamp.write_text(wanted)


def _install_from_pypi(folder: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    pip = [str(folder / "bin" / "python"), "-m", "pip", "--disable-pip-version-check"]
    pins = str(HERE / "requirements.txt")
    subprocess.run([*pip, "install", "--quiet", "--no-deps", "--requirement", pins], check=True)


def _install_from_npm(folder: Path) -> None:
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(HERE / name, folder / name)
    quiet = ["--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run(["npm", "ci", *quiet], cwd=folder, check=True)


def environment() -> Mapping[str, str]:
    """What every generator gets: a neutral locale, a home of its own, no colour."""
    home = WORK / "home"
    home.mkdir(parents=True, exist_ok=True)
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "NO_COLOR": "1",
    }
