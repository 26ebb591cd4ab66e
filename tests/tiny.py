"""The smallest whole site, as texts that a test lays out and changes."""

import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dalil import disk
from dalil.builder import Outcome, Request, build
from dalil.config import SiteConfig, load
from dalil.ledger import Job, Options, Record, SiteKey
from dalil.questions import Known
from dalil.shards import Memory
from dalil.work import Task, work

SITE = """\
base_url: https://www.example.org/sub/
languages:
  ar: {locale: ar-MA, name: العربية}
  fr: {locale: fr-MA, name: Français}
default_language: ar
name: {ar: دليل, fr: Guide}
description: {ar: دليل الخدمات., fr: Le guide des services.}
outputs: []
"""
MENUS = "menus: {main: [{page: about}]}\n"
TEMPLATE = """\
<!doctype html>
<html lang="{{ page.lang }}"><head><title>{{ page.title }}</title></head>
<body><h1>{{ page.title }}</h1>{{ page.html }}</body></html>
"""

TODAY = Options("2026-11-23")


def page(title: str, body: str = "", **values: str) -> str:
    """A page's file."""
    head = "".join(f"{name}: {value}\n" for name, value in values.items())
    return f"---\ntitle: {title}\ndescription: {title}.\n{head}---\n\n{body}\n"


FILES = {
    "site.yaml": SITE + MENUS,
    "content/index.ar.md": page("الرئيسية", "مرحبا بكم في الدليل."),
    "content/index.fr.md": page("Accueil", "Bienvenue dans le guide."),
    "content/about.ar.md": page("من نحن", "نساعد الأسر."),
    "content/about.fr.md": page("À propos", "Nous aidons les familles."),
    "templates/page.html": TEMPLATE,
}


def lay_out(root: Path, changes: Mapping[str, str | bytes | None] | None = None) -> Path:
    """Write the site's files, and then the changes (None: no such file); returns `root`."""
    for path, content in {**FILES, **(changes or {})}.items():
        file = root / path
        if content is None:
            file.unlink(missing_ok=True)
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def configured(more: str = "") -> SiteConfig:
    """The configuration of the site, with more lines of `site.yaml`."""
    config, faults = load("site.yaml", SITE + more)
    assert config is not None
    assert faults == []
    return config


def built(root: Path, **asked: object) -> Outcome:
    """Build it in this process, with one worker."""
    request = Request(root / "site.yaml", root / "output", workers=1)
    return build(request._replace(**asked))  # type: ignore[arg-type]


def tree(folder: Path) -> dict[str, bytes]:
    """Path → bytes of every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def task_of(root: Path, options: Options = TODAY) -> Task:
    """What the engine is told of the site as it stands now."""
    sources = {}
    for folder in ("content", "templates", "static"):
        for path in disk.walk(root / folder):
            sources[f"{folder}/{path}"] = disk.fingerprint((root / folder / path).read_bytes())
    sources["site.yaml"] = disk.fingerprint((root / "site.yaml").read_bytes())
    store = root / ".cache" / "store"
    store.mkdir(parents=True, exist_ok=True)
    return Task(root, root / "site.yaml", store, dict(sorted(sources.items())), options, 1)


def known_of(root: Path, options: Options = TODAY) -> Known:
    """What is known of the site once its prose is rendered."""
    task = task_of(root, options)
    made = work(task, Memory({}, SiteKey()), {}, (), quiet)
    site, _ = pickle.loads((task.store / made.memory.site.stored).read_bytes())
    return Known(root, task.store, task.sources, site, made.memory.records)


def returned(value: Any) -> Record:
    """What is remembered of a job that read and made nothing, and returned a value."""
    return Record((), (), None, (), (), (), value, ())


def values(known: Known) -> dict[Job, Any]:
    """What each job returned."""
    return {job: record.value for job, record in known.records.items()}


def quiet(kind: str, done: int, total: int) -> None:
    """Show no progress."""
