"""A job is done again when, and only when, a fact that it read has changed."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from dalil import engine as module
from dalil import strata
from dalil.disk import fingerprint
from dalil.engine import Engine
from dalil.facts import Answers, Reading, Result
from dalil.ledger import Job, SiteKey, settled
from dalil.packs import read
from dalil.questions import OF_SITE, Known
from dalil.shards import Memory
from dalil.strata import Kind
from tests import tiny

JOBS: list[Job] = [("say", "ar"), ("say", "fr")]
NOTHING = Memory({}, SiteKey())


def say(reading: Reading, lang: str) -> Result:
    """One file with the names of the PDF files, and something kept."""
    if lang == "fr":
        reading.ask("string", lang, "menu")
    files = reading.ask("files")
    reading.store(lang.encode())
    return Result(((f"{lang}.txt", "\n".join(files).encode()),), (), lang)


def jobs_of(known: Known) -> Iterable[str]:
    return ("ar", "fr")


@pytest.fixture
def known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Known:
    monkeypatch.setitem(strata.KINDS, "say", Kind(jobs_of, say))
    return tiny.known_of(tiny.lay_out(tmp_path))


def stored(known: Known) -> set[str]:
    return {path.name for path in known.store.iterdir()}


def done(
    known: Known, past: Memory | None = None, *, there: bool = True, workers: int = 1
) -> Engine:
    past = past or NOTHING
    found = Engine(past, published(past) if there else {}, stored(known))
    found.run(JOBS, known, workers, tiny.quiet)
    return found


def published(past: Memory) -> dict[str, str]:
    """The files of the output folder, when all is there."""
    return {path: kept.digest for record in past.records.values() for path, kept in record.outputs}


def remembered(engine: Engine) -> Memory:
    return Memory(engine.now, SiteKey())


def changed(known: Known, path: str = "content/new.pdf") -> Known:
    return known._replace(sources={**known.sources, path: "0" * 32})


def test_a_new_job_is_done_and_remembered(known: Known) -> None:
    engine = done(known)
    assert [(stale.job, stale.reason) for stale in engine.done] == [(job, ()) for job in JOBS]
    record = engine.now["say", "fr"]
    assert record.trace == (("files",),)
    assert len(record.fingerprints) == 1
    facts, fingerprints = settled(known.store, record) or ((), ())
    assert facts == (("string", "fr", "menu"),)
    assert len(fingerprints) == 1
    assert engine.now["say", "ar"].settled is None
    ((path, kept),) = record.outputs
    assert (path, read(known.store, kept)) == ("fr.txt", b"")
    (kept,) = record.stored
    assert kept.digest == fingerprint(b"fr")
    assert read(known.store, kept) == b"fr"
    assert engine.changed == set(JOBS)


def test_nothing_is_done_twice_while_nothing_changed(known: Known) -> None:
    first = done(known)
    again = done(known, remembered(first))
    assert again.done == []
    assert again.now == first.now
    assert again.changed == set()


def test_what_nobody_read_makes_nothing_stale(known: Known) -> None:
    first = done(known)
    assert done(changed(known, "templates/new.html"), remembered(first)).done == []


def test_a_changed_fact_is_the_reason(known: Known) -> None:
    again = done(changed(known), remembered(done(known)))
    assert [stale.reason for stale in again.done] == [("files",), ("files",)]
    assert again.now["say", "ar"].reason == ("files",)
    ((_, kept),) = again.now["say", "ar"].outputs
    assert read(known.store, kept) == b"content/new.pdf"


def test_only_the_job_that_read_it_is_done_again(known: Known) -> None:
    first = done(known)
    strings = {"fr": {"menu": "Menu"}}
    site = type(known.site)(**{**vars(known.site), "strings": strings})
    again = done(known._replace(site=site), remembered(first))
    assert [(s.job, s.reason) for s in again.done] == [(("say", "fr"), ("string", "fr", "menu"))]
    assert again.changed == {("say", "fr")}


def test_a_fact_that_changes_back_is_as_good_as_before(known: Known) -> None:
    first = done(known)
    second = done(changed(known), remembered(first))
    third = done(known, remembered(second))
    assert [s.job for s in third.done] == JOBS
    assert {j: r.outputs for j, r in third.now.items()} == {
        j: r.outputs for j, r in first.now.items()
    }


def test_what_is_gone_from_the_tree_or_the_store_is_made_again(known: Known) -> None:
    first = done(known)
    (known.store / first.now["say", "fr"].stored[0].pack).unlink()
    again = done(known, remembered(first))
    assert [s.job for s in again.done] == [("say", "fr")]
    (known.store / first.now["say", "ar"].outputs[0][1].pack).unlink()
    assert done(known, remembered(again)).done == []  # the tree has it
    again = done(known, remembered(again), there=False)  # both are empty: one pack
    assert [s.reason for s in again.done] == [("output",)] * 2


def test_while_the_site_is_the_same_its_answers_are_not_compared(
    known: Known, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = done(known)
    monkeypatch.setitem(OF_SITE, "string", lambda *_: pytest.fail("asked"))
    past = remembered(first)
    again = Engine(past, published(past), stored(known))
    again.same_site = True
    again.run(JOBS, known, 1, tiny.quiet)
    assert again.done == []
    # The files are no part of the site: they are compared all the same.
    later = Engine(past, published(past), stored(known))
    later.same_site = True
    assert later.reason(("say", "ar"), Answers(changed(known))) == ("files",)


@pytest.mark.parametrize("damage", ["gone", "empty", "changed"])
def test_a_job_whose_facts_are_lost_is_done_again_once_the_site_is_another(
    known: Known, damage: str
) -> None:
    first = done(known)
    kept = first.now["say", "fr"].settled
    assert kept is not None
    path = known.store / kept.pack
    whole = path.read_bytes()
    path.unlink()
    if damage != "gone":
        path.write_bytes(b"" if damage == "empty" else whole[:-1] + b"?")
    again = done(known, remembered(first))
    assert [(s.job, s.reason) for s in again.done] == [(("say", "fr"), ("output",))]
    assert again.now["say", "fr"]._replace(reason=()) == first.now["say", "fr"]


def test_a_job_that_is_gone_counts_as_a_change(known: Known) -> None:
    first = done(known)
    fewer = Engine(remembered(first), {}, stored(known))
    fewer.run(JOBS[:1], known, 1, tiny.quiet)
    assert fewer.changed == {("say", "fr")}


def test_planning_does_nothing(known: Known) -> None:
    engine = Engine(NOTHING, {}, stored(known))
    before = stored(known)
    assert [s.job for s in engine.plan(JOBS, Answers(known))] == JOBS
    assert (engine.now, stored(known)) == ({}, before)


def test_records_stand_in_the_order_of_the_jobs(known: Known) -> None:
    first = done(known)
    memory = Memory({("say", "ar"): first.now["say", "ar"]}, SiteKey())  # the second is new
    assert list(done(known, memory).now) == JOBS
    memory = Memory({("say", "fr"): first.now["say", "fr"]}, SiteKey())
    assert list(done(known, memory).now) == JOBS


def test_progress_counts_what_is_done(known: Known) -> None:
    told: list[tuple[str, int, int]] = []
    engine = Engine(NOTHING, {}, ())
    engine.run(JOBS, known, 1, lambda kind, count, total: told.append((kind, count, total)))
    assert told == [("say", 1, 2), ("say", 2, 2)]


def test_several_workers_make_what_one_makes(known: Known, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = done(known)
    monkeypatch.setattr(module, "_FEW", 1)
    together = done(known, workers=2)
    assert together.now == alone.now  # packs of one job each: their places are the same too
    assert list(together.now) == list(alone.now)


def test_a_fault_of_ours_is_never_hidden(known: Known, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(reading: Reading, lang: str) -> Result:
        raise ZeroDivisionError

    monkeypatch.setitem(strata.KINDS, "say", Kind(jobs_of, fail))
    with pytest.raises(ZeroDivisionError):
        done(known)
