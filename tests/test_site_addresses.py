"""Every address that a small site names leads to one of its files, under any path of a host."""

import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

import pytest

from tests.crawling import absolute, addresses, place
from tests.golden import EXPECTED, make
from tests.pages import parse
from tests.serving import SUB_PATH, Host


def named(folder: Path, base: str) -> dict[str, set[str]]:
    """Address → the files that name it."""
    found: dict[str, set[str]] = {}
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        for url in addresses(folder, file, base):
            found.setdefault(url, set()).add(file.relative_to(folder).as_posix())
    return found


def dead(folder: Path, base: str, urls: dict[str, set[str]]) -> list[str]:
    """What leads out of the site's path, to nothing, or to no place of a page, by HTTP."""
    wrong = []
    origin = "{0.scheme}://{0.netloc}/".format(urlsplit(base))
    for url, files in sorted(urls.items()):
        if not url.startswith(origin):
            continue
        address, anchor = urldefrag(url)
        if not url.startswith(base):
            wrong.append(f"{files}: {url} is outside")
            continue
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                moved = answer.url != address
        except urllib.error.HTTPError as error:
            error.close()
            wrong.append(f"{files}: {url} is {error.code}")
            continue
        file = place(folder, base, address)
        is_page = file.suffix == ".html"
        if moved or (anchor and is_page and unquote(anchor) not in parse(folder, file).ids):
            wrong.append(f"{files}: {url} is not there")
    return wrong


@pytest.mark.parametrize(
    ("name", "prefix"),
    [("subpath", SUB_PATH), ("collections", "/"), ("minimal", SUB_PATH), ("translations", "/")],
)
def test_every_address_leads_somewhere(
    name: str, prefix: str, tmp_path: Path, server: Host
) -> None:
    base = server.url(prefix)
    folder = make(name, tmp_path, base_url=base)
    server.mount(folder, prefix)
    assert dead(folder, base, named(folder, base)) == []


@pytest.mark.parametrize("name", ["subpath", "minimal"])
def test_every_file_is_named_by_another(name: str, tmp_path: Path) -> None:
    base = "https://example.org/anywhere/"
    folder = make(name, tmp_path, base_url=base)
    urls = named(folder, base)
    files = {path for path in folder.rglob("*") if path.is_file()}
    reached = {place(folder, base, url) for url in urls if url.startswith(base)}
    lost = {path.relative_to(folder).as_posix() for path in files - reached}
    assert {path for path in lost if not is_asked_for_by_name(folder / path)} == set()


def is_asked_for_by_name(file: Path) -> bool:
    """Whether a file is found without a link: by hosts and robots, or by those who know it."""
    if file.suffix == ".html":
        return 'http-equiv="refresh"' in file.read_text("utf-8") or file.name == "404.html"
    hosts = ("_redirects", "_headers", ".htaccess", "nginx-redirects.conf", "nginx-headers.conf")
    # Templates and scripts know the address of a page's code, of an index, of what is kept.
    scripts = ("sw.js", "qr.svg")
    return (
        file.name in ("robots.txt", ".dalil-manifest", *hosts, *scripts)
        or file.parent.name == "search"
        or file.name.startswith("offline.")
    )


def test_the_crawler_reads_every_format(tmp_path: Path, server: Host) -> None:
    base = server.url(SUB_PATH)
    files = {
        f for found in named(make("subpath", tmp_path, base_url=base), base).values() for f in found
    }
    formats = {".html", ".xml", ".json", ".webmanifest", ".css", ".txt", ".conf", ""}
    assert {Path(file).suffix for file in files} == formats
    assert {"_redirects", ".htaccess", "ar/.htaccess"} <= files
    assert any(file.startswith("assets/css/type.") for file in files)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ('<a href="/fr/">', "outside"),
        ('<a href="nowhere/">', "404"),
        ('<a href="./#nowhere">', "not there"),
        ('<a href="services">', "not there"),
        ('<meta http-equiv="refresh" content="0; url=x/">', "404"),
    ],
)
def test_a_dead_address_is_seen(written: str, code: str, tmp_path: Path, server: Host) -> None:
    base = server.url(SUB_PATH)
    folder = make("subpath", tmp_path, base_url=base)
    server.mount(folder, SUB_PATH)
    (folder / "fr/more.html").write_text(written, "utf-8")
    urls = named(folder, base)
    own = {url: files for url, files in urls.items() if files == {"fr/more.html"}}
    wrong = dead(folder, base, own or {absolute(f"{base}fr/", "./#nowhere"): {"fr/more.html"}})
    assert len(wrong) == 1
    assert code in wrong[0]


def test_a_style_sheet_loads_its_files_by_their_new_names() -> None:
    assets = EXPECTED["subpath"] / "assets"
    (sheet,) = assets.glob("site.*.css")
    (loaded,) = (assets / "css").iterdir()
    (font,) = (assets / "fonts").iterdir()
    (icon,) = (assets / "images").iterdir()
    assert f'@import "css/{loaded.name}"' in sheet.read_text("utf-8")
    assert f"url(images/{icon.name}?v=1#top)" in sheet.read_text("utf-8")
    assert f'url("../fonts/{font.name}")' in loaded.read_text("utf-8")
