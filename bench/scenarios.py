"""The scenarios: what is changed before a measured build, and how the change shows afterwards."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from bench.corpus import WORDS, section_key, url_path
from bench.peers import Generator

EDITED_PAGE = ("section-05/page-0005", "fr")
EDITED_TITLE = (section_key(1), "ar")
_OTHER_PAGE = ("section-07/page-0007", "ar")
_EDITION = re.compile(r"edition \d+")


class Site(NamedTuple):
    """A generator's copy of the corpus and the folder that it builds into."""

    generator: Generator
    folder: Path
    output: Path

    def page(self, key: str, lang: str) -> Path:
        """The built file of a page."""
        return self.output / url_path(key, lang).strip("/") / "index.html"


class Scenario(NamedTuple):
    """``prepare(site, run)`` changes the site; ``shows(site, run)`` says if the build has it."""

    name: str
    label: str
    prepare: Callable[[Site, int], None]
    shows: Callable[[Site, int], bool]


def remove_built(site: Site, run: int = 0) -> None:
    """Take away the output and every cache that the generator keeps with the site.

    They are moved, not deleted: after deleting thousands of files, ext4 looks long for an inode
    that was not freed in the last minutes, and a build would be charged for the removal.
    """
    trash = site.folder.parent / "removed"
    trash.mkdir(exist_ok=True)
    for path in (site.output, *(site.folder / cache for cache in site.generator.caches)):
        if path.exists():
            path.rename(trash / str(len(list(trash.iterdir()))))


def _leave(site: Site, run: int) -> None:
    """Change nothing."""


def _edit_body(site: Site, run: int) -> None:
    source = site.folder / site.generator.source(*EDITED_PAGE)
    text = source.read_text(encoding="utf-8").partition("\nDernière relecture")[0]
    source.write_text(f"{text}\nDernière relecture : version {run}.\n", encoding="utf-8")


def _edit_title(site: Site, run: int) -> None:
    source = site.folder / site.generator.source(*EDITED_TITLE)
    text = source.read_text(encoding="utf-8")
    title = re.sub(r"(?m)^(title: \D*?)(?: \d+)?$", rf"\g<1> {run}", text, count=1)
    source.write_text(title, encoding="utf-8")


def _edit_template(site: Site, run: int) -> None:
    template = site.folder / site.generator.template
    text = template.read_text(encoding="utf-8")
    template.write_text(_EDITION.sub(f"edition {run}", text), encoding="utf-8")


def _is_built(site: Site, run: int) -> bool:
    return all(site.page(*page).is_file() for page in (EDITED_PAGE, EDITED_TITLE, _OTHER_PAGE))


def _body_shows(site: Site, run: int) -> bool:
    html = site.page(*EDITED_PAGE).read_text(encoding="utf-8")
    # A build that skips unchanged sources must still know their titles.
    menu = WORDS[EDITED_PAGE[1]].sections
    return f"version {run}." in html and all(title in html for title in menu)


def _title_shows(site: Site, run: int) -> bool:
    link = re.escape(url_path(*EDITED_TITLE))
    html = site.page(*_OTHER_PAGE).read_text(encoding="utf-8")
    return re.search(rf'href="[^"]*{link}"[^>]*>[^<]* {run}</a>', html) is not None


def _template_shows(site: Site, run: int) -> bool:
    return f"edition {run}<" in site.page(*_OTHER_PAGE).read_text(encoding="utf-8")


SCENARIOS = {
    scenario.name: scenario
    for scenario in (
        Scenario("cold", "cold (output and caches removed)", remove_built, _is_built),
        Scenario("nothing", "nothing changed", _leave, _is_built),
        Scenario("body", "one body edited", _edit_body, _body_shows),
        Scenario("title", "one title in the menu edited", _edit_title, _title_shows),
        Scenario("template", "one template edited", _edit_template, _template_shows),
    )
}
