"""Copied files, each under a name that changes with its bytes."""

import posixpath
import re
from pathlib import Path

import pytest

from dalil.assets import asset_jobs, run_asset
from dalil.facts import Answers, Reading, Result
from dalil.questions import Known
from tests import tiny

STYLE = """\
@import "more.css";
@import url('./more.css');
a { background: url(../images/a.svg) }
b { background: url( "../images/a.svg#part" ) }
c { background: url("../images/a.svg?v=1") }
d { background: url(gone.png) }
e { background: url(data:image/png;base64,AA) }
f { content: "../images/a.svgz" }
"""
SITE: dict[str, str | bytes | None] = {
    "static/css/site.css": STYLE,
    "static/css/more.css": "a{src:url(../fonts/f.woff2)}",
    "static/images/a.svg": "<svg/>",
    "static/fonts/f.woff2": b"\x00\xff font",
    "static/plain": b"no suffix",
    "content/guides/form.pdf": b"%PDF\xff",
}


@pytest.fixture
def known(tmp_path: Path) -> Known:
    return tiny.known_of(tiny.lay_out(tmp_path, SITE))


def run(known: Known, path: str) -> tuple[str, bytes]:
    result: Result = run_asset(Reading(Answers(known)), path)
    ((name, content),) = result.outputs
    return name, content


def test_everything_that_is_not_read_as_something_else_is_copied(known: Known) -> None:
    assert sorted(asset_jobs(known)) == sorted(SITE)


@pytest.mark.parametrize("path", ["static/images/a.svg", "static/plain", "content/guides/form.pdf"])
def test_a_file_keeps_its_bytes_under_a_name_of_its_own(known: Known, path: str) -> None:
    name, content = run(known, path)
    assert content == (known.root / path).read_bytes()
    stem, dot, suffix = path.partition("/")[2].partition(".")
    assert name == f"assets/{stem}.{known.sources[path][:10]}{dot}{suffix}"


def test_a_style_sheet_loads_what_is_really_there(known: Known) -> None:
    names = {run(known, path)[0] for path in SITE}
    for path in ("static/css/site.css", "static/css/more.css"):
        name, content = run(known, path)
        loaded = re.findall(r"""(?:url\(\s*["']?|@import ")([^"')?#\s]+)""", content.decode())
        found = {
            posixpath.normpath(posixpath.join(posixpath.dirname(name), each)) for each in loaded
        }
        if path == "static/css/site.css":
            assert found - names == {"assets/css/gone.png", "assets/css/data:image/png;base64,AA"}
            assert len(found & names) == 2
        else:
            assert found <= names


def test_only_addresses_are_renamed(known: Known) -> None:
    content = run(known, "static/css/site.css")[1].decode()
    assert content.count("\n") == STYLE.rstrip().count("\n")
    assert '"../images/a.svgz"' in content
    assert "url(../images/a.svg)" not in content
    assert re.search(r'url\( "\.\./images/a\.[0-9a-f]{10}\.svg#part" \)', content)
    assert re.search(r'url\("\.\./images/a\.[0-9a-f]{10}\.svg\?v=1"\)', content)


def test_the_trace_names_all_that_was_looked_at(known: Known) -> None:
    reading = Reading(Answers(known))
    run_asset(reading, "static/css/site.css")
    assert ("asset", "images/a.svg") in reading.trace
    assert ("asset", "css/gone.png") in reading.trace  # when it comes, the sheet is done again
    assert ("source", "static/css/site.css") in reading.trace


def test_a_style_sheet_goes_out_without_comments_and_indentation(tmp_path: Path) -> None:
    style = """\
/* For authors. */
@media print {
  /*! A licence stays. */
  a::after { content: "/* no comment */" }  /* two
  lines */
}
"""
    known = tiny.known_of(tiny.lay_out(tmp_path, {"static/css/own.css": style}))
    assert run(known, "static/css/own.css")[1].decode() == (
        '@media print {\n/*! A licence stays. */\na::after { content: "/* no comment */" }\n}'
    )


def test_a_script_goes_out_without_lines_that_are_comments(tmp_path: Path) -> None:
    script = (
        '// Why.\nlet a = "// no comment"; // kept\n  //! A licence stays.\n\t// gone\nlet b;\n'
    )
    known = tiny.known_of(tiny.lay_out(tmp_path, {"static/js/site.js": script}))
    _, content = run(known, "static/js/site.js")
    assert content.decode() == (
        'let a = "// no comment"; // kept\n  //! A licence stays.\nlet b;\n'
    )
