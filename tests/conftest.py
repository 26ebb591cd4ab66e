"""Fixtures of the whole suite: sites to build, a host that serves them, a browser."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Protocol

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright

from tests import browsing, building, serving
from tests.building import Built, Option

# The same examples at each run: a failure seen once is seen again.
settings.register_profile(
    "exact",
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("exact")


class Build(Protocol):
    """Build the site of a folder."""

    def __call__(
        self,
        site: Path,
        *,
        command: str = "build",
        output: Path | None = None,
        environment: Mapping[str, str] | None = None,
        **options: Option,
    ) -> Built: ...


@pytest.fixture(scope="session")
def project_root() -> Path:
    """The folder of build.py."""
    return building.PROJECT


@pytest.fixture
def copy_site(tmp_path: Path) -> Callable[[str], Path]:
    """`copy_site("trilingual")` → a copy of `tests/sites/trilingual` that a test may change."""

    def copy(name: str) -> Path:
        return building.copy_site(building.PROJECT / "tests" / "sites" / name, tmp_path / name)

    return copy


@pytest.fixture
def build() -> Build:
    """`build(site, base_url="…", clean=True)` through the real command line."""
    return building.run_cli


@pytest.fixture
def build_here() -> Build:
    """The same inside this process."""
    return building.run_here


def _once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], Path]) -> Path:
    """The folder that `make` fills, made by the first of the workers that asks for it."""
    root = factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        root = root.parent  # the run's own folder: the workers share it
    folder, done = root / name, root / f"{name}.done"
    with (root / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if done.exists():
            return Path(done.read_text())
        shutil.rmtree(folder, ignore_errors=True)  # what a failing worker has left
        made = make(folder)
        done.write_text(str(made))
        return made


@pytest.fixture(scope="session")
def built_real_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output tree of the project's own site, at the root of its domain."""

    def make(folder: Path) -> Path:
        site = building.copy_site(building.PROJECT, folder)
        return building.must_build(site, base_url="http://127.0.0.1/").output

    return _once(tmp_path_factory, "real-site", make)


@pytest.fixture(scope="session")
def built_sub_path_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output tree of the project's own site, under a path of its domain."""

    def make(folder: Path) -> Path:
        site = building.copy_site(building.PROJECT, folder)
        return building.must_build(site, base_url=f"http://127.0.0.1{serving.SUB_PATH}").output

    return _once(tmp_path_factory, "sub-path-site", make)


@pytest.fixture(scope="module")
def server() -> Iterator[serving.Host]:
    """A module's static host: `server.mount(tree, "/sub/path/")` → the address of the tree."""
    with serving.hosting() as host:
        yield host


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A headless browser; DALIL_CHROMIUM names another executable."""
    with sync_playwright() as playwright:
        browser = browsing.launch(playwright)
        yield browser
        browser.close()
