"""What only the whole site shows, and when it need not be looked for again."""

from pathlib import Path

import pytest

from dalil.ledger import Job, Record
from dalil.packs import Kept
from dalil.whole import are_seen_alike, whole_faults
from tests import tiny
from tests.tiny import page, returned

TEXT = ("headings", "ids", ("about@fr",), False, (), (), ())
PROSE, PAGE, READ = ("prose", "a@fr"), ("page", "a@fr"), ("read", "content/a.fr.md")


def file(path: str, digest: str) -> tuple[tuple[str, Kept], ...]:
    return ((path, Kept(digest, "pack", 0, 1)),)


@pytest.mark.parametrize(
    ("job", "past", "now", "alike"),
    [
        (PROSE, returned(TEXT), returned(("other", "other", *TEXT[2:])), True),
        (PROSE, returned(TEXT), returned((*TEXT[:2], (), *TEXT[3:])), False),
        (PROSE, returned(TEXT), returned((*TEXT[:6], ("content/a.pdf",))), False),
        (READ, returned(1), returned(2), True),
        (PAGE, returned(((), (), ())), returned(((), (), ())), True),
        (PAGE, returned(((), (), ())), returned((("b@fr",), (), ())), False),
        (
            PAGE,
            returned(None)._replace(outputs=file("a", "1")),
            returned(None)._replace(outputs=file("a", "2")),
            True,
        ),
        (
            PAGE,
            returned(None)._replace(outputs=file("a", "1")),
            returned(None)._replace(outputs=file("b", "1")),
            False,
        ),
        (PAGE, None, returned(None), False),
        (PAGE, returned(None), None, False),
    ],
)
def test_a_job_that_is_seen_alike(
    job: Job, past: Record | None, now: Record | None, alike: bool
) -> None:
    before, after = ({job: each} if each else {} for each in (past, now))
    assert are_seen_alike([job], before, after) is alike


def test_faults_of_the_whole_site_come_in_one_order(tmp_path: Path) -> None:
    """A page to which nothing leads, and a source that nobody cites."""
    root = tiny.lay_out(
        tmp_path,
        {
            "site.yaml": tiny.SITE,
            "content/data/sources.yaml": "s1: {title: Dahir, publisher: BO}\n",
            "content/index.fr.md": page("Accueil", "[À propos](about.md)."),
        },
    )
    known = tiny.known_of(root)
    found = [(each.path, each.code) for each in whole_faults(known.site, known.records)]
    assert found == [
        ("content/about.ar.md", "page-orphan"),
        ("content/data/sources.yaml", "source-uncited"),
    ]
