"""``python -m bench.search``: the tests' queries, answered by Dalil's search and by Pagefind.

Both see the same pages of the project's own site. With ``--huge``: what the search costs a build
of 10,000 pages, and what a first query loads there.
"""

import argparse
import gzip
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import yaml
from playwright.sync_api import Browser, Page, Response, sync_playwright

from bench import corpus, layouts, peers, scenarios
from tests import building
from tests.browser.searching import SLUGS, Queries, ask, paths
from tests.browsing import launch
from tests.serving import Host, hosting

FOLDER = peers.WORK / "search"
PAGEFIND = peers.PEERS / "pagefind"
PIN = "pagefind_bin==1.5.2"
FIRST = {"ar": "بطاقة التخفيض", "fr": "carte de réduction"}
HUGE = {"ar": ("التعاون", "والمدينة", "مدرسه"), "fr": ("école", "l’hôpital", "formation")}

_PAGEFIND = """async ([script, queries]) => {
    const engine = await import(script);
    const told = [];
    for (const query of queries) {
        const { results } = await engine.search(query);
        const found = await Promise.all(results.slice(0, 10).map(each => each.data()));
        told.push(found.map(each => decodeURI(new URL(each.url, location.href).pathname)));
    }
    return told;
}"""

Found = list[Sequence[str]]
Search = Callable[[Page, Sequence[str]], Found]


class Score(NamedTuple):
    """How one engine fared in one language."""

    first: int
    among_three: int
    queries: int
    bytes: int
    """After gzip, of all that the first query loads."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what was measured."""
    parser = argparse.ArgumentParser(prog="python -m bench.search", description=__doc__)
    parser.add_argument("--huge", action="store_true", help="measure 10,000 pages instead")
    options = parser.parse_args(arguments)
    shutil.rmtree(FOLDER, ignore_errors=True)
    with hosting() as host, sync_playwright() as playwright:
        browser = launch(playwright)
        lines = _huge(browser, host) if options.huge else _side_by_side(browser, host)
        print(*lines, sep="\n")
        browser.close()
    return 0


# Side by side.


def _side_by_side(browser: Browser, host: Host) -> Iterator[str]:
    site = building.copy_site(building.PROJECT, FOLDER / "site")
    tree = building.must_build(site, base_url=host.url()).output
    _index_with_pagefind(tree)
    address = host.mount(tree)
    yield "| language | engine | first | among three | bytes of a first query |"
    yield "|---|---|---|---|---|"
    for language in SLUGS:
        for name, search in (("Dalil", _own), ("Pagefind", _pagefind)):
            score = _score(browser, address, language, search)
            parts = (score.first, score.among_three)
            shares = (f"{part}, {part / score.queries:.0%}" for part in parts)
            asked = f"{language}, {score.queries} queries"
            yield f"| {asked} | {name} | {' | '.join(shares)} | {score.bytes:,} |"


def _index_with_pagefind(tree: Path) -> None:
    """Of the pages that our search finds, what their `main` holds."""
    if not PAGEFIND.exists():
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps"]
        subprocess.run([*pip, "--target", str(PAGEFIND), PIN], check=True)
    chosen = FOLDER / "pages"
    for language in SLUGS:
        for path in paths(language):
            page = tree / path.strip("/") / "index.html"
            if paths(language)[path] != "search" and page.is_file():
                (chosen / path.strip("/")).mkdir(parents=True, exist_ok=True)
                shutil.copy(page, chosen / path.strip("/"))
    command = [sys.executable, "-m", "pagefind_bin", "--site", str(chosen), "--quiet"]
    command += ["--output-path", str(tree / "pagefind"), "--root-selector", "main"]
    subprocess.run(command, env={**os.environ, "PYTHONPATH": str(PAGEFIND)}, check=True)


def _score(browser: Browser, address: str, language: str, search: Search) -> Score:
    wanted, keys = Queries.of(language).wanted, paths(language)
    with_loads, loads = _opened(browser, address, language)
    search(with_loads, [FIRST[language]])
    # The page loads our own script in any case.
    weight = sum(_weight(each) for each in loads if search is _own or "/pagefind/" in each.url)
    first = among_three = 0
    for served, found in zip(wanted.values(), search(with_loads, list(wanted)), strict=True):
        names = [keys.get(path, path) for path in found[:3]]
        first += bool(names) and names[0] in served
        among_three += bool(set(names) & set(served))
    with_loads.context.close()
    return Score(first, among_three, len(wanted), weight)


def _opened(browser: Browser, address: str, language: str) -> tuple[Page, list[Response]]:
    """The search page and what it loads from now on; Pagefind needs more than our policy allows."""
    page = browser.new_context(bypass_csp=True, service_workers="block").new_page()
    loads: list[Response] = []
    page.on("response", lambda each: loads.append(each) if _is_search(each.url) else None)
    page.goto(f"{address}{language}/{SLUGS[language]}/", wait_until="networkidle")
    return page, loads


def _is_search(url: str) -> bool:
    return any(part in url for part in ("/search/", "/js/search", "/pagefind/"))


def _weight(response: Response) -> int:
    body = response.body()
    return min(len(body), len(gzip.compress(body, 9)))


def _own(page: Page, queries: Sequence[str]) -> Found:
    return [told.pages for told in ask(page, *queries)]


def _pagefind(page: Page, queries: Sequence[str]) -> Found:
    script = page.evaluate("new URL('/pagefind/pagefind.js', location).href")
    found: Found = page.evaluate(_PAGEFIND, [script, list(queries)])
    return found


# Ten thousand pages.


def _huge(browser: Browser, host: Host) -> Iterator[str]:
    generator = peers.generators()["dalil"]
    peers.copy_own()
    for outputs in ("[]", "[search]"):
        folder = FOLDER / outputs.strip("[]") / "site"
        shutil.copytree(peers.HERE / "sites" / "dalil", folder)
        _add_search_page(folder, outputs)
        size = corpus.SIZES["huge"]
        layouts.write(corpus.pages(size), {folder: generator.layout})
        site = scenarios.Site(generator, folder, folder.parent / "output")
        yield f"outputs: {outputs}: cold {_seconds(site):.1f} s"
        scenarios.SCENARIOS["body"].prepare(site, 1)
        yield f"outputs: {outputs}: one text edited {_seconds(site):.1f} s"
    tree = site.output
    for language in SLUGS:
        files = list((tree / language / "search").iterdir())
        sizes = [len(gzip.compress(file.read_bytes(), 9)) for file in files]
        yield f"{language}: {len(files)} files, {sum(sizes):,} bytes, the largest {max(sizes):,}"
        for query in HUGE[language]:
            page, loads = _opened(browser, host.mount(tree), language)
            (told,) = ask(page, query)
            weight = sum(map(_weight, loads))
            yield f"{query}: {told.status}; {weight:,} bytes, {len(loads)} files"
            page.context.close()


def _add_search_page(folder: Path, outputs: str) -> None:
    """The project's own search page, in the bench's bare frame."""
    project = building.PROJECT
    config = folder / "site.yaml"
    config.write_text(config.read_text("utf-8").replace("outputs: []", f"outputs: {outputs}"))
    frame = folder / "templates" / "page.html"
    text = frame.read_text("utf-8").replace("</main>", "{% block list %}{% endblock %}\n</main>")
    frame.write_text('{% from "partials/icon.html" import icon %}\n' + text)
    for name in ("templates/search.html", "templates/partials/icon.html", "static/js/search.js"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(project / name, folder / name)
    for language, slug in SLUGS.items():
        file = folder / f"content/strings.{language}.yaml"
        ours = yaml.safe_load((project / "content" / file.name).read_text("utf-8"))
        said = ours | yaml.safe_load(file.read_text("utf-8"))
        file.write_text(json.dumps(said, ensure_ascii=False), "utf-8")
        (folder / f"content/search.{language}.md").write_text(
            f"---\ntitle: {slug}\ndescription: {slug}\nslug: {slug}\n"
            "template: search.html\nsearch: false\n---\n"
        )


def _seconds(site: scenarios.Site) -> float:
    command = [part.format(output=site.output) for part in site.generator.build]
    start = time.perf_counter()
    subprocess.run(command, cwd=site.folder, env=dict(peers.environment()), check=True)
    return time.perf_counter() - start


if __name__ == "__main__":
    raise SystemExit(main())
