"""From sources to a tree and a report, in memory and in the store: read, relate, render, check.

Nothing here touches the output folder.
"""

from __future__ import annotations

import pickle
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from dalil import config as configuration
from dalil.budgets import exceeded
from dalil.checks import orphans, overlaps
from dalil.config import MenuItem, SiteConfig
from dalil.diagnostics import Diagnostic, fault, merge
from dalil.disk import fingerprint
from dalil.engine import Available, Engine, Progress
from dalil.evidence import evidence_faults
from dalil.facts import Answers
from dalil.frontmatter import decode
from dalil.ledger import (
    Fact,
    Job,
    Memory,
    Options,
    Record,
    SiteKey,
    SourceChanged,
    Summary,
)
from dalil.model import Site
from dalil.names import STRINGS, kind
from dalil.packs import put
from dalil.pages import preload
from dalil.questions import Known
from dalil.reader import Page
from dalil.relate import relate
from dalil.strata import PICTURES, PROSE, READ, TREE, WHOLE, jobs


class Task(NamedTuple):
    """What is to be made, from what."""

    root: Path
    site: Path
    store: Path
    sources: Mapping[str, str]
    """Path → fingerprint; the configuration's path is "site.yaml" whatever its name."""
    options: Options
    workers: int


class Made(NamedTuple):
    """What was made: every job's record, the report, and how many pages were rendered."""

    memory: Memory
    changed: Collection[Job]
    """Jobs whose record is not the last build's."""
    summary: Summary
    rendered: int


def work(
    task: Task, past: Memory, available: Available, stored: Collection[str], progress: Progress
) -> Made:
    """Do every job whose past result does not hold; SourceChanged when a file moved meanwhile."""
    config, faults = _configuration(task)
    if config is None:
        return Made(past, (), Summary(False, merge(faults), 0, 0, ()), 0)
    engine = Engine(past, available, stored)
    known, between, key = _know(task, config, past.site, engine, stored, progress)
    for kinds in (PICTURES, PROSE, TREE):
        engine.run(jobs(kinds, known), known, task.workers, progress)
    for kinds in WHOLE:
        if last := jobs(kinds, known):
            outputs = (output for record in engine.now.values() for output in record.outputs)
            tree = tuple(sorted((path, kept.digest) for path, kept in outputs))
            engine.run(last, known._replace(tree=tree), task.workers, progress)

    said = [record.diagnostics for record in engine.now.values() if record.diagnostics]
    changed = engine.changed
    alike = engine.same_site and all(_is_seen_alike(job, engine) for job in changed)
    whole = past.whole if alike else _of_the_whole(known, engine.now)
    summary = Summary(
        published=False,
        diagnostics=_once_a_template(merge(faults, between, whole, *said)),
        pages=sum(1 for job in engine.now if job[0] == "page"),
        languages=len(config.languages),
        severities=tuple(config.severities.items()),
    )
    rendered = sum(1 for job, _ in engine.done if job[0] == "page")
    return Made(Memory(engine.now, key, whole), changed, summary, rendered)


def _of_the_whole(known: Known, records: Mapping[Job, Record]) -> tuple[Diagnostic, ...]:
    """Faults that only the whole site shows, each kind found in one pass."""
    site = known.site
    values = {job: record.value for job, record in records.items()}
    return merge(
        overlaps(site, records),
        exceeded(site, records),
        evidence_faults(site, values),
        orphans(site, values, _menu_ids(site)),
    )


def _is_seen_alike(job: Job, engine: Engine) -> bool:
    """Whether these passes would see of a job what they saw at the last build."""
    past, now = engine.past.get(job), engine.now.get(job)
    return bool(_seen(job, past) == _seen(job, now))


def _seen(job: Job, record: Record | None) -> Any:
    """What they see of a job: the names of its files, and of its value what does not tell bytes.

    What a source file says of itself is the `Site`'s.
    """
    if record is None:
        return None
    value = record.value
    if job[0] in READ:
        value = None
    elif job[0] == "prose":
        value = value[2:]  # after two fingerprints: see `pages.run_prose`
    return [path for path, _ in record.outputs], value


def _know(
    task: Task,
    config: SiteConfig,
    past: SiteKey,
    engine: Engine,
    stored: Collection[str],
    progress: Progress,
) -> tuple[Known, list[Diagnostic], SiteKey]:
    """Read every file and relate them; the site of the last build serves while it is the same."""
    known = Known(task.root, task.store, task.sources, Site(config), engine.now)
    engine.run(jobs(READ, known), known, task.workers, progress, meanwhile=preload)
    settings = fingerprint(repr((task.sources["site.yaml"], tuple(task.options))).encode())
    same = settings == past.settings and _same_heads(engine)
    if same and past.stored in stored:
        engine.same_site = True
        site, faults = pickle.loads((task.store / past.stored).read_bytes())  # noqa: S301 (our own)
        return known._replace(site=site), faults, past
    site, faults = _relate(config, engine.now, task.options)
    name = put(task.store, pickle.dumps((site, faults), 5))
    return known._replace(site=site), faults, SiteKey(settings, name)


def _same_heads(engine: Engine) -> bool:
    """Whether all that pages, strings and data say of themselves is what it was."""
    before = {job for job in engine.past if job[0] in READ}
    if before != engine.now.keys():
        return False
    done = (job for job, _ in engine.done)
    return all(_head(engine.past[job].value) == _head(engine.now[job].value) for job in done)


def _head(value: Any) -> Any:
    return (value.packed, value.references) if isinstance(value, Page) else value


class Plan(NamedTuple):
    """What would be done: every stale job with the fact that changed."""

    site: Site
    stale: Mapping[Job, Fact]
    past: Mapping[Job, Record]


def plan(task: Task, past: Memory, available: Available, stored: Collection[str]) -> Plan | None:
    """Say what `work` would do, without doing it; None when `site.yaml` cannot be read.

    Pages are judged by the texts of the last build: one whose own text is stale follows it.
    """
    config, _ = _configuration(task)
    if config is None:
        return None
    engine = Engine(past, available, stored)
    known, _, _ = _know(task, config, past.site, engine, stored, lambda kind, done, total: None)
    old = {job for job, _ in engine.plan(jobs(PICTURES, known), Answers(known))}
    kept = {job: record for job, record in engine.past.items() if job[0] in PICTURES | PROSE}
    before = {job: record for job, record in kept.items() if job not in old}
    known = known._replace(records=engine.now | before)
    stale = engine.plan(jobs(PROSE, known), Answers(known))
    pages = [job for job in jobs(TREE, known) if job[0] == "page"]
    stale += engine.plan(pages, Answers(known))
    return Plan(known.site, dict(stale), engine.past)


def _configuration(task: Task) -> tuple[SiteConfig | None, list[Diagnostic]]:
    content = task.site.read_bytes()
    if fingerprint(content) != task.sources["site.yaml"]:
        raise SourceChanged("site.yaml")
    text = decode(content)
    if text is None:
        return None, [fault("encoding-not-utf8", "site.yaml")]
    return configuration.load("site.yaml", text, task.options.base_url)


def _relate(
    config: SiteConfig, read: Mapping[Job, Record], options: Options
) -> tuple[Site, list[Diagnostic]]:
    heads, strings, data, templates = [], {}, {}, []
    for (_, path), record in read.items():
        value = record.value
        name = path.rpartition("/")[2].partition(".")[0]
        match kind(path):
            case "page" if value is not None:
                heads.append(value.head)
            case "strings":
                found = STRINGS.fullmatch(path)
                strings[found[1] if found else ""] = value
            case "data":
                data[name] = value
            case "template":
                templates.append(path.removeprefix("templates/"))
            case _:
                pass
    return relate(config, heads, strings, data, templates, options)


def _menu_ids(site: Site) -> Iterable[str]:
    def keys(items: Iterable[MenuItem]) -> Iterable[str]:
        for item in items:
            yield item.page
            yield from keys(item.children)

    for items in site.config.menus.values():
        for key in keys(items):
            for lang in site.config.languages:
                yield f"{key}@{lang}"


def _once_a_template(diagnostics: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """A template's fault shows on every page that uses it: say it once, with the first page."""
    seen = set()
    kept = []
    for each in diagnostics:
        where = (each.path, each.line, each.code)
        if each.code == "template-error":
            if where in seen:
                continue
            seen.add(where)
        kept.append(each)
    return tuple(kept)
