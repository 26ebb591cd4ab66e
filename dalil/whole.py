"""Faults that only the whole site shows, and what they rest on: passes over all records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from dalil.budgets import exceeded
from dalil.checks import orphans, overlaps
from dalil.config import MenuItem
from dalil.diagnostics import Diagnostic, merge
from dalil.evidence import evidence_faults
from dalil.ledger import Job, Record
from dalil.model import Site
from dalil.strata import READ


def whole_faults(site: Site, records: Mapping[Job, Record]) -> tuple[Diagnostic, ...]:
    """Find each kind in one pass."""
    values = {job: record.value for job, record in records.items()}
    return merge(
        overlaps(site, records),
        exceeded(site, records),
        evidence_faults(site, values),
        orphans(site, values, _menu_ids(site)),
    )


def are_seen_alike(
    jobs: Iterable[Job], past: Mapping[Job, Record], now: Mapping[Job, Record]
) -> bool:
    """Whether these passes would see of jobs what they saw at the last build."""
    return all(_seen(job, past.get(job)) == _seen(job, now.get(job)) for job in jobs)


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


def _menu_ids(site: Site) -> Iterable[str]:
    def keys(items: Iterable[MenuItem]) -> Iterable[str]:
        for item in items:
            yield item.page
            yield from keys(item.children)

    for items in site.config.menus.values():
        for key in keys(items):
            for lang in site.config.languages:
                yield f"{key}@{lang}"
