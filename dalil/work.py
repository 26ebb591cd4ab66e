"""From sources to a tree and a report, in memory and in the store: read, relate, render, check.

Nothing here touches the output folder.
"""

from __future__ import annotations

import pickle
from collections import ChainMap
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from dalil import config as configuration
from dalil.config import SiteConfig
from dalil.diagnostics import Diagnostic, fault, merge
from dalil.disk import fingerprint
from dalil.engine import Available, Engine, Progress
from dalil.facts import Answers
from dalil.frontmatter import decode
from dalil.ledger import (
    Fact,
    Job,
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
from dalil.shards import Closed, Memory, Touched
from dalil.strata import PICTURES, PROSE, READ, TREE, WHOLE, Kind, jobs, told
from dalil.whole import are_seen_alike, whole_faults


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
    """What was made: the jobs' records, the tree, the report, and how many pages were rendered."""

    memory: Memory
    changed: Collection[Job]
    """Jobs whose record is not the last build's."""
    files: Mapping[str, str]
    """Path in the tree → fingerprint of the bytes."""
    summary: Summary
    rendered: int


def work(
    task: Task, past: Memory, available: Available, stored: Collection[str], progress: Progress
) -> Made:
    """Do every job whose past result does not hold.

    SourceChanged when a file moved meanwhile; Touched when this concerns shards that are closed.
    """
    config, faults = _configuration(task)
    if config is None:
        return Made(past, (), available, Summary(False, merge(faults), 0, 0, ()), 0)
    engine = Engine(past, available, stored)
    known, between, key = _know(task, config, past, engine, stored, progress)
    for kinds in (PICTURES, PROSE, TREE):
        engine.run(_jobs(kinds, known, past), known, task.workers, progress)
        if past.closed and not _same_jobs(engine):
            raise Touched(past.closed.shards)
    if past.closed and (touched := _touched(past.closed, known)):
        raise Touched(touched)
    for kinds in WHOLE:
        if last := _jobs(kinds, known, past):
            known = known._replace(tree=tuple(sorted(_files(past, engine, available).items())))
            engine.run(last, known, task.workers, progress)

    alike = engine.same_site and are_seen_alike(engine.changed, engine.past, engine.now)
    shut = past.closed.shards.values() if past.closed else ()
    said = [each.diagnostics for each in (*engine.now.values(), *shut) if each.diagnostics]
    whole = past.whole if alike else whole_faults(known.site, _in_order(known, past, engine))
    summary = Summary(
        published=False,
        diagnostics=_once_a_template(merge(faults, between, whole, *said)),
        pages=sum(job[0] == "page" for job in engine.now) + sum(each.pages for each in shut),
        languages=len(config.languages),
        severities=tuple(config.severities.items()),
    )
    rendered = sum(1 for job, _ in engine.done if job[0] == "page")
    memory = past._replace(records=engine.now, site=key, whole=whole)
    return Made(memory, engine.changed, _files(past, engine, available), summary, rendered)


def _jobs(kinds: dict[str, Kind], known: Known, past: Memory) -> list[Job]:
    """The jobs of a stratum in the open shards.

    Where some are closed, they are the last build's, as long as `_same_jobs` says so.
    """
    return [job for job in past.records if job[0] in kinds] if past.closed else jobs(kinds, known)


def _same_jobs(engine: Engine) -> bool:
    """Whether the jobs that were done leave the lists of later jobs as they are."""
    past, now = engine.past, engine.now
    return all(told(job, past[job].value) == told(job, now[job].value) for job, _ in engine.done)


def _in_order(known: Known, past: Memory, engine: Engine) -> Mapping[Job, Record]:
    """Every record, in the order of the strata; those of closed shards too."""
    if not past.closed:
        return engine.now
    every = past.closed.copy() | engine.now
    known = known._replace(records=every)
    strata = (READ, PICTURES, PROSE, TREE, *WHOLE)
    return {job: every[job] for kinds in strata for job in jobs(kinds, known)}


def _files(past: Memory, engine: Engine, available: Available) -> dict[str, str]:
    """Path → fingerprint of all that the jobs have made so far."""
    outputs = (output for record in engine.now.values() for output in record.outputs)
    files = {path: kept.digest for path, kept in outputs}
    if past.closed:
        open_ = {path for record in past.records.values() for path, _ in record.outputs}
        files |= {path: digest for path, digest in available.items() if path not in open_}
    return files


def _touched(closed: Closed, known: Known) -> list[int]:
    """The closed shards that asked others what these no longer answer."""
    answers = Answers(known)
    return [
        number
        for number, shard in closed.shards.items()
        if any(
            not closed.answer(fact) and answers.fingerprint(fact) != before
            for fact, before in shard.asked
        )
    ]


def _know(
    task: Task,
    config: SiteConfig,
    past: Memory,
    engine: Engine,
    stored: Collection[str],
    progress: Progress,
) -> tuple[Known, list[Diagnostic], SiteKey]:
    """Read every file and relate them; the site of the last build serves while it is the same."""
    records: Mapping[Job, Record] = engine.now
    if past.closed:
        records = ChainMap(engine.now, past.closed)  # type: ignore[arg-type]  # nobody writes to it
    known = Known(task.root, task.store, task.sources, Site(config), records)
    engine.run(_jobs(READ, known, past), known, task.workers, progress, meanwhile=preload)
    settings = fingerprint(repr((task.sources["site.yaml"], tuple(task.options))).encode())
    same = settings == past.site.settings and _same_heads(engine)
    if same and past.site.stored in stored:
        engine.same_site = True
        content = (task.store / past.site.stored).read_bytes()
        site, faults = pickle.loads(content)  # noqa: S301 (our own)
        return known._replace(site=site), faults, past.site
    if past.closed:
        raise Touched(past.closed.shards)
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
    if not isinstance(value, Page):
        return value
    return value.packed, value.references, bool(value.body)  # a body is a job, if there is one


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
    known, _, _ = _know(task, config, past, engine, stored, lambda kind, done, total: None)
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
