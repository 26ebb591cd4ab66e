"""The table of all jobs, stratum by stratum: each reads only what the ones before it made."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from dalil import (
    assets,
    checks,
    datafiles,
    fonts,
    media,
    names,
    outputs,
    pages,
    pictures,
    reader,
    sides,
    vocabulary,
)
from dalil.facts import Reading, Result
from dalil.ledger import Job
from dalil.questions import Known


class Kind(NamedTuple):
    """One kind of job: which there are, and how one is done."""

    jobs: Callable[[Known], Iterable[str]]
    run: Callable[[Reading, str], Result]
    slow: bool = False
    """A few of these jobs are worth starting workers for."""


def _read_jobs(known: Known) -> list[str]:
    return [path for path in known.sources if names.kind(path) not in ("config", "file")]


def _run_read(reading: Reading, path: str) -> Result:
    content = reading.source(path)
    kind = names.kind(path)
    if kind == "page":
        reading.ask("schema")
        head, faults = reader.read_page(path, content, reading.answers.known.site.config)
        return Result(diagnostics=tuple(faults), value=head)
    if kind == "strings":
        keyed, faults = reader.read_keyed(path, content, datafiles.STRING)
        return Result(diagnostics=tuple(faults), value=keyed)
    if kind == "data":
        schema = names.data_name(path) in datafiles.DATA_FIELDS
        languages = tuple(code for code, *_ in reading.ask("languages")) if schema else ()
        keyed, faults = reader.read_data(path, content, languages)
        return Result(diagnostics=tuple(faults), value=keyed)
    if kind == "template":
        used, faults = reader.read_template(content, path)
        return Result(diagnostics=tuple(faults), value=used)
    if kind == "image":
        size, faults = reader.read_image(content, path)
        return Result(diagnostics=tuple(faults), value=size)
    read = media.measured if kind == "media" else reader.read_style
    return Result(value=read(content, path))


def _output(name: str) -> Kind:
    """An output of the table: its jobs, when `site.yaml` asks for it."""

    def jobs_of(known: Known) -> Iterable[str]:
        wanted = name in known.site.config.outputs
        return outputs.output(name).jobs(known.site) if wanted else ()

    return Kind(jobs_of, lambda reading, arg: outputs.output(name).run(reading, arg))


_LATE = {name for names in outputs.LAST for name in names}

READ = {"read": Kind(_read_jobs, _run_read)}
PICTURES = {"picture": Kind(pictures.picture_jobs, pictures.run_picture, slow=True)}
PROSE = {"prose": Kind(pages.prose_jobs, pages.run_prose)}
TREE = {
    "page": Kind(lambda known: pages.page_jobs(known.site), pages.run_page),
    "sides": Kind(lambda known: sides.sides_jobs(known.site), sides.run_sides),
    "vocabulary": Kind(
        lambda known: vocabulary.vocabulary_jobs(known.site), vocabulary.run_vocabulary
    ),
    "notice": Kind(lambda known: pages.notice_jobs(known.site), pages.run_notice),
    "asset": Kind(assets.asset_jobs, assets.run_asset),
    "font": Kind(lambda known: fonts.font_jobs(known.site.config), fonts.run_font),
    "anchors": Kind(lambda known: checks.anchor_jobs(known.records), checks.run_anchors),
    "media": Kind(lambda known: media.media_jobs(known.site), media.run_media),
    "strings": Kind(lambda known: checks.string_jobs(known.site), checks.run_strings),
    **{name: _output(name) for name in outputs.OUTPUTS if name not in _LATE},
}
WHOLE = tuple({name: _output(name) for name in names} for names in outputs.LAST)
_LAST = {name: kind for kinds in WHOLE for name, kind in kinds.items()}
KINDS = READ | PICTURES | PROSE | TREE | _LAST


def told(job: Job, value: Any) -> Any:
    """What the value of a job says of which jobs there are in later strata.

    All else that says so are the names of the sources and the `Site`.
    """
    if job[0] == "prose":
        return value[3], value[6]  # `checks.anchor_jobs`, `assets.asset_jobs`
    return value if job[0] == "picture" else None


def jobs(kinds: dict[str, Kind], known: Known) -> list[Job]:
    """Every job of a stratum, in a total order."""
    return [(name, arg) for name, kind in kinds.items() for arg in kind.jobs(known)]
