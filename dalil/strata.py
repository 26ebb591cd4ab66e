"""The table of all jobs, stratum by stratum: each reads only what the ones before it made."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from dalil import assets, checks, outputs, pages, reader
from dalil.facts import Reading, Result
from dalil.ledger import Job
from dalil.questions import Known


class Kind(NamedTuple):
    """One kind of job: which there are, and how one is done."""

    jobs: Callable[[Known], Iterable[str]]
    run: Callable[[Reading, str], Result]


def _read_jobs(known: Known) -> list[str]:
    return [path for path in known.sources if reader.kind(path) not in ("config", "file")]


def _run_read(reading: Reading, path: str) -> Result:
    content = reading.source(path)
    kind = reader.kind(path)
    if kind == "page":
        reading.ask("schema")
        head, faults = reader.read_page(path, content, reading.answers.known.site.config)
        return Result(diagnostics=tuple(faults), value=head)
    if kind in ("strings", "data"):
        name = path.rpartition("/")[2].partition(".")[0]
        field = reader.DATA_FIELDS.get(name, reader.ANYTHING)
        keyed, faults = reader.read_keyed(path, content, field)
        return Result(diagnostics=tuple(faults), value=keyed)
    if kind == "template":
        names, faults = reader.read_template(content, path)
        return Result(diagnostics=tuple(faults), value=names)
    if kind == "image":
        size, faults = reader.read_image(content, path)
        return Result(diagnostics=tuple(faults), value=size)
    return Result(value=reader.read_style(content, path))


def _output(name: str) -> Kind:
    """An output of the table: its jobs, when `site.yaml` asks for it."""

    def jobs_of(known: Known) -> Iterable[str]:
        wanted = name in known.site.config.outputs
        return outputs.output(name).jobs(known.site) if wanted else ()

    return Kind(jobs_of, lambda reading, arg: outputs.output(name).run(reading, arg))


READ = {"read": Kind(_read_jobs, _run_read)}
PROSE = {"prose": Kind(pages.prose_jobs, pages.run_prose)}
TREE = {
    "page": Kind(lambda known: pages.page_jobs(known.site), pages.run_page),
    "notice": Kind(lambda known: pages.notice_jobs(known.site), pages.run_notice),
    "asset": Kind(lambda known: assets.asset_jobs(known.sources), assets.run_asset),
    "anchors": Kind(lambda known: checks.anchor_jobs(known.site, known.values), checks.run_anchors),
    "strings": Kind(lambda known: checks.string_jobs(known.site), checks.run_strings),
    **{name: _output(name) for name in outputs.OUTPUTS},
}
KINDS = READ | PROSE | TREE


def jobs(kinds: dict[str, Kind], known: Known) -> list[Job]:
    """Every job of a stratum, in a total order."""
    return [(name, arg) for name, kind in kinds.items() for arg in kind.jobs(known)]
