"""Why a page will be done again, or why it need not be: the engine's reasons, as sentences."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from dalil.builder import Request, cache_folder, dry_run
from dalil.diagnostics import catalogue
from dalil.ledger import Fact, Job, Record, settled
from dalil.model import Site


def explain(request: Request, page: str, language: str = "en") -> list[str]:
    """One or two sentences for each page that `page` names: a file, an address, a key or an id."""
    plan = dry_run(request)
    if plan is None:
        return []
    said = catalogue(language)["explain"]
    store = cache_folder(request) / "store"
    found = []
    for id in _ids(plan.site, page, request.site.resolve().parent):
        document = plan.site.documents[id]
        jobs: list[Job] = [("prose", document.original or id), ("page", id)]
        again = [
            f"  {said[job[0]]} {_because(said, plan.stale[job])}"
            for job in jobs
            if job in plan.stale
        ]
        lines = again or [f"  {_holds(said, plan.past.get(jobs[1]), store)}"]
        found += [f"{id} ({document.path})", *lines]
    return found


def _ids(site: Site, page: str, root: Path) -> list[str]:
    path = Path(page)
    if path.is_absolute() and path.is_relative_to(root):
        page = path.relative_to(root).as_posix()
    names = {page, page.strip("/") + "/", page.removesuffix("index.html"), f"content/{page}"}
    return [
        d.id
        for d in site.published
        if names & {d.id, d.key, d.url, d.path if not d.original else d.id}
    ]


def _because(said: Mapping[str, str], reason: Fact) -> str:
    if not reason:
        return said["new"]
    name, *values = reason
    # "prose" and "page" are kinds of job and questions too.
    sentence = said.get(f"{name}_fact") or said.get(name, said["other"])
    return sentence.format(*values, "", "", name=name)


def _holds(said: Mapping[str, str], record: Record | None, store: Path) -> str:
    if record is None:
        return said["new"]
    facts, _ = settled(store, record) or ((), ())
    count = len(record.trace) + len(facts)
    return said["holds"].format(count=count, last=_because(said, record.reason))
