"""`make lighthouse`: what Lighthouse says of each kind of page, on a phone and on a desk.

The site is built and served by a real nginx, compressed, with the generated headers.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests import building
from tests.browsing import NAMES
from tests.pages import readable
from tests.servers.compressing import compressing
from tests.servers.test_hosting import free_port

FOLDER = Path(__file__).parent
RESULTS = FOLDER.parent / ".work" / "lighthouse.json"
PRESETS = ("mobile", "desktop")
FRENCH_SIDE, SIDE = "deux-langues/", "باللغتين/"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
# A page of each kind, by its French address.
PAGES = {
    "home": "",
    "section": "programmes-handicap/",
    "programme": "programmes-handicap/scolarisation-des-enfants/",
    "simple": "programmes-handicap/scolarisation-des-enfants/facile/",
    "side by side": "programmes-handicap/scolarisation-des-enfants/deux-langues/",
    "guide: question": "votre-situation/association/",
    "guide: result": "votre-situation/association/projet-de-travail/",
    "glossary": "glossaire/",
    "figures": "chiffres/",
    "search": "recherche/",
}


def pages(tree: Path) -> Iterator[tuple[str, str, str]]:
    """(Kind, language, address under the root) of each page, in both languages."""
    known = {page.url: page for page in readable(tree)}
    for kind, path in PAGES.items():
        french = known[f"fr/{path}"]
        yield kind, "fr", french.url
        arabic = next(
            each.attributes["href"].removeprefix("/")
            for each in french.elements
            if each.tag == "a" and each.attributes.get("hreflang") == "ar"
        )
        # From a page in two languages, the link leads to the page in one.
        yield kind, "ar", arabic + (SIDE if path.endswith(f"/{FRENCH_SIDE}") else "")


def measured(address: str, urls: list[str], preset: str, runs: int) -> Iterator[dict[str, Any]]:
    """The results of Lighthouse, one after the other."""
    browser = next(filter(None, map(shutil.which, NAMES)), None)
    if browser is None:
        raise SystemExit("no Chromium here")
    asked = [browser, preset, str(runs), *(address + url for url in urls)]
    command = ["node", str(FOLDER / "run.mjs"), *asked]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as running:
        assert running.stdout
        for line in running.stdout:
            yield json.loads(line)


def table(rows: list[tuple[str, str, dict[str, Any]]]) -> Iterator[str]:
    """The results as Markdown; below, what took points away."""
    heads = ("page", "language", "screen", *CATEGORIES, "machine")
    yield f"| {' | '.join(heads)} |"
    yield "|---" * len(heads) + "|"
    for kind, language, found in rows:
        scores = " | ".join(str(found["scores"].get(each)) for each in CATEGORIES)
        yield f"| {kind} | {language} | {found['preset']} | {scores} | {found['index']} |"
    for kind, language, found in rows:
        for lost in found["lost"]:
            yield f"- {kind}, {language}, {found['preset']}: {lost}"


def main() -> int:
    """Build, serve, measure, print."""
    parser = argparse.ArgumentParser(prog="make lighthouse")
    parser.add_argument("--presets", nargs="*", choices=PRESETS, default=PRESETS)
    parser.add_argument("--pages", nargs="*", choices=PAGES, default=list(PAGES))
    parser.add_argument(
        "--runs",
        type=int,
        choices=range(1, 100),
        default=1,
        metavar="N",
        help="of each page; the median one counts",
    )
    options = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        port = free_port()
        site = building.copy_site(building.PROJECT, folder / "site")
        tree = building.must_build(site, base_url=f"http://127.0.0.1:{port}/").output
        with compressing(tree, folder, port) as address:
            chosen = [each for each in pages(tree) if each[0] in options.pages]
            for preset in options.presets:
                urls = [url for _, _, url in chosen]
                found = measured(address, urls, preset, options.runs)
                for (kind, language, _), result in zip(chosen, found, strict=True):
                    rows.append((kind, language, result))
                    print(kind, language, preset, *result["scores"].values(), file=sys.stderr)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(rows, indent=1, ensure_ascii=False), "utf-8")
    print("\n".join(table(rows)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
