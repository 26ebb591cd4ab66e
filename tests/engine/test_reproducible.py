"""The bytes of a site depend on its sources, and on nothing else of the machine."""

import os
import random
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.building import Built, run_cli
from tests.engine.editing import set_front
from tests.engine.sites import Tree, copy_sources, difference, many_pages, modes, read_tree

GUIDES = 20
"""So many that worker processes are used: with its like in each language and the rest, 62 pages."""
EMPTY = {"LC_ALL": "", "LANG": "", "LANGUAGE": ""}


def built(site: Path, **options: int) -> tuple[Tree, str]:
    return finished(run_cli(site, format="json", jobs=options.get("jobs", 1)))


def finished(run: Built) -> tuple[Tree, str]:
    assert run.status == 0, run.stderr
    return read_tree(run.output), run.stdout


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return many_pages(tmp_path_factory.mktemp("source") / "site", GUIDES)


@pytest.fixture(scope="module")
def first(source: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Tree, str]:
    """What every other build must say and make."""
    site = tmp_path_factory.mktemp("first") / "site"
    copy_sources(source, site)
    return built(site)


def same(found: tuple[Tree, str], first: tuple[Tree, str]) -> None:
    assert not difference(found[0], first[0])
    assert found[1] == first[1]


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati"},
        {"PYTHONHASHSEED": "2", "TZ": "Pacific/Pago_Pago"},
        {"PYTHONHASHSEED": "3", **EMPTY, "LC_ALL": "C"},
        {"PYTHONHASHSEED": "4", **EMPTY, "LC_ALL": "ar_MA.UTF-8"},
        {"PYTHONHASHSEED": "5", **EMPTY, "LANG": "fr_FR.ISO-8859-1", "LANGUAGE": "ar"},
        {"PYTHONHASHSEED": "6", "HOME": "/nonexistent", "USER": "nobody", "COLUMNS": "20"},
        {"PYTHONHASHSEED": "7", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii", **EMPTY},
        {"PYTHONHASHSEED": "8", "PYTHONOPTIMIZE": "2", "PYTHONDONTWRITEBYTECODE": "1"},
    ],
    ids=lambda environment: " ".join(f"{name}={value}" for name, value in environment.items()),
)
@pytest.mark.parametrize("jobs", [1, 2])
def test_the_environment(
    source: Path,
    first: tuple[Tree, str],
    tmp_path: Path,
    environment: dict[str, str],
    jobs: int,
) -> None:
    copy_sources(source, tmp_path / "site")
    run = run_cli(
        tmp_path / "site",
        environment=environment,
        format="json",
        language="en",
        jobs=jobs,
    )
    same(finished(run), first)


@pytest.mark.parametrize("name", ["a", "deep/er/and/deeper", "with spaces & signs", "موقع/الدليل"])
def test_the_folder(source: Path, first: tuple[Tree, str], tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.parent.mkdir(parents=True, exist_ok=True)
    copy_sources(source, folder)
    same(built(folder, jobs=2), first)


def test_the_order_and_the_times_of_the_files(
    source: Path, first: tuple[Tree, str], tmp_path: Path
) -> None:
    for turn in (1, 2):
        site = tmp_path / str(turn)
        files = sorted(path for path in source.rglob("*") if path.is_file())
        random.Random(turn).shuffle(files)
        for number, file in enumerate(files):
            target = site / file.relative_to(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)
            os.utime(target, (number * 1e6, number * 1e6))
        same(built(site, jobs=turn), first)


@pytest.mark.parametrize("mask", [0o022, 0o077])
def test_the_permissions(source: Path, first: tuple[Tree, str], tmp_path: Path, mask: int) -> None:
    """What others may read is for whoever builds to say, not for the files that are copied."""
    copy_sources(source, tmp_path / "site")
    (tmp_path / "site/content/form.pdf").chmod(0o755)
    (tmp_path / "site/static/css/site.css").chmod(0o400)
    before = os.umask(mask)
    try:
        same(built(tmp_path / "site", jobs=2), first)
    finally:
        os.umask(before)
    assert modes(tmp_path / "site/output") == {0o666 & ~mask}


def test_the_history(source: Path, first: tuple[Tree, str], tmp_path: Path) -> None:
    """A site that was something else before is in the end the same."""
    site = tmp_path / "site"
    copy_sources(source, site)
    for path in sorted((site / "content/guides").glob("g*.md"))[::2]:
        path.unlink()
    run_cli(site, jobs=2, quiet=True)
    (site / "templates/page.html").write_text("{{ page.title }}")
    run_cli(site, jobs=2, quiet=True)
    for name in ("content", "templates"):
        shutil.rmtree(site / name)
        shutil.copytree(source / name, site / name)
    same(built(site, jobs=2), first)


# The day


@pytest.mark.parametrize(
    ("second", "published"),
    [
        ("2026-06-14T23:59:59", False),
        ("2026-06-15T00:00:00", True),
        ("2026-06-16T23:59:59", True),
        ("2026-06-17T00:00:00", False),
    ],
)
@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_the_day_is_that_of_source_date_epoch_in_utc(
    source: Path, tmp_path: Path, second: str, published: bool, zone: str
) -> None:
    site = tmp_path / "site"
    copy_sources(source, site)
    (site / "content/news/n1.ar.md").unlink()  # else its Arabic would be shown meanwhile
    set_front(site / "content/news/n1.fr.md", "publish", "2026-06-15")
    set_front(site / "content/news/n1.fr.md", "expiry", "2026-06-17")
    epoch = str(calendar(second))
    run = run_cli(site, environment={"SOURCE_DATE_EPOCH": epoch, "TZ": zone}, jobs=1)
    assert run.status == 0, run.stderr
    assert (site / "output/fr/news/n1/index.html").exists() is published


def calendar(second: str) -> int:
    return int(datetime.fromisoformat(second).replace(tzinfo=UTC).timestamp())


def test_without_it_the_day_is_today(source: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    copy_sources(source, site)
    for name in ("n1", "n2"):
        (site / f"content/news/{name}.ar.md").unlink()
    now = datetime.now(UTC)
    set_front(site / "content/news/n1.fr.md", "publish", now.date().isoformat())
    set_front(site / "content/news/n2.fr.md", "publish", (now + timedelta(2)).date().isoformat())
    run = run_cli(site, environment={"SOURCE_DATE_EPOCH": ""}, jobs=1)
    assert run.status == 0, run.stderr
    assert (site / "output/fr/news/n1/index.html").exists()
    assert not (site / "output/fr/news/n2/index.html").exists()
