"""The records of jobs, in shards: one is read when it is touched, and written when it changed."""

from pathlib import Path

import pytest

from dalil import shards as module
from dalil.diagnostics import fault
from dalil.ledger import Job, Record, SiteKey
from dalil.packs import Kept
from dalil.shards import Memory, Shard, Shards, Touched

MANY = 3000
SITE = SiteKey("settings", "site")
JOBS: tuple[Job, ...] = (
    ("read", "content/about.fr.md"),
    ("prose", "about@fr"),
    ("page", "about@fr"),
    ("page", "about.simple@ar"),
    ("page", "about@fr#2"),
)


def record(value: object, **more: object) -> Record:
    return Record((("keys",),), ("abc",), None, (), (), (), value, ())._replace(**more)  # type: ignore[arg-type]


def records(count: int) -> dict[Job, Record]:
    return {("page", f"p{number}@fr"): record(number) for number in range(count)}


def memory(found: dict[Job, Record]) -> Memory:
    return Memory(found, SITE, (fault("page-orphan", "a.md", page="a"),))


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path


def written(store: Path, found: dict[Job, Record]) -> Shards:
    shards = Shards(store, "")
    shards.write(memory(found), set(found))
    return Shards(store, shards.name)


@pytest.mark.parametrize("count", [0, 2, MANY])
def test_what_was_written_is_found_again(store: Path, count: int) -> None:
    shards = written(store, records(count))
    assert shards.memory() == memory(records(count))
    assert len(shards.all) == (64 if count == MANY else 1)
    assert shards.needed == {path.name for path in store.iterdir()} | {"site"}


def test_before_the_first_build_there_is_nothing(store: Path) -> None:
    shards = Shards(store, "")
    assert (shards.all, shards.memory()) == ((), Memory({}, SiteKey()))


@pytest.mark.parametrize("part", ["a shard", "their list"])
@pytest.mark.parametrize("damage", ["missing", "changed"])
def test_what_is_gone_or_changed_makes_the_memory_none(store: Path, part: str, damage: str) -> None:
    name = written(store, records(2)).name
    (shard,) = Shards(store, name).all
    file = store / (shard.name if part == "a shard" else name)
    if damage == "missing":
        file.unlink()
    else:
        file.write_bytes(file.read_bytes() + b"x")
    shards = Shards(store, name)
    assert shards.memory() == Memory({}, SiteKey())
    assert shards.all == ()
    shards.write(memory(records(2)), ())  # and so all of it is new
    assert Shards(store, shards.name).memory() == memory(records(2))


@pytest.mark.parametrize("opened", ["all", "touched", "none"])
def test_only_the_shards_that_changed_are_written(store: Path, opened: str) -> None:
    shards = written(store, records(MANY))
    before = shards.all
    job = ("page", "p7@fr")
    now = {**records(MANY), job: record("new")}
    past = memory(records(MANY))
    if opened == "touched":
        past = shards.memory(shards.touched(["content/p7.fr.md"]))
        assert 0 < len(past.records) < MANY / 10
    elif opened == "all":
        past = shards.memory()
    shards.write(past._replace(records={job: now[job] for job in past.records}), {job})
    assert sum(a != b for a, b in zip(before, shards.all, strict=True)) == 1
    assert Shards(store, shards.name).memory() == memory(now)


@pytest.mark.parametrize("opened", ["all", "none"])
def test_a_removed_record_is_forgotten(store: Path, opened: str) -> None:
    shards = written(store, records(MANY))
    if opened == "all":
        shards.memory()
    now = records(MANY)
    del now["page", "p7@fr"]
    shards.write(memory(now), {("page", "p7@fr")})
    assert Shards(store, shards.name).memory() == memory(now)


def test_a_site_that_grows_is_divided(store: Path) -> None:
    shards = written(store, records(2))
    shards.memory()
    shards.write(memory(records(MANY)), records(MANY).keys() - records(2).keys())
    assert len(shards.all) == 64
    assert Shards(store, shards.name).memory() == memory(records(MANY))


def test_all_of_a_page_is_in_one_shard_and_what_is_of_no_page_in_the_first(store: Path) -> None:
    of_no_page: list[Job] = [
        ("read", "templates/page.html"),
        ("read", "content/data/figures.yaml"),
        ("asset", "content/about.png"),
        ("sitemap", ""),
    ]
    more = {job: record(job) for job in (*JOBS, *of_no_page)}
    shards = written(store, records(MANY) | more)
    opened = shards.memory(shards.touched(["content/about.fr.md"])).records
    assert opened.keys() >= more.keys()
    assert shards.memory({0}).records.keys() == set(of_no_page)


def test_a_closed_shard_is_read_when_somebody_looks_into_it(store: Path) -> None:
    found = records(MANY) | {job: record(job) for job in JOBS}
    shards = written(store, found)
    touched = shards.touched(["content/about.fr.md"])
    past = shards.memory(touched)
    closed = past.closed
    assert closed
    assert len(closed.shards) == 64 - len(touched)
    assert not any(job in closed for job in past.records)
    others = {job: each for job, each in found.items() if job not in past.records}
    assert closed["page", "p7@fr"] == record(7)
    assert ("page", "nothing@fr") not in closed
    assert dict(closed) == others
    assert len(closed) == len(others)


def test_a_closed_shard_that_is_damaged_touches_all(store: Path) -> None:
    shards = written(store, records(MANY))
    closed = shards.memory({0}).closed
    assert closed
    for shard in shards.all:
        (store / shard.name).write_bytes(b"?")
    with pytest.raises(Touched) as touched:
        closed.get(("page", "p7@fr"))
    assert touched.value.numbers == set(range(64))


def test_what_a_closed_shard_shows(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MANY", 0)
    orphan = fault("page-orphan", "content/about.fr.md", page="about")
    kept = Kept("d", "text", 0, 1)
    asked = {
        ("source", "content/about.fr.md"): "1",
        ("headings", "about@ar"): "2",
        ("headings", "school@ar"): "3",
        ("template", "page.html"): "4",
    }
    shards = written(
        store,
        {
            ("prose", "about@fr"): record(
                1, stored=(kept,), settled=Kept("d", "site's", 0, 1), diagnostics=(orphan,)
            ),
            ("page", "about@fr"): record(
                2,
                trace=tuple(asked),
                fingerprints=tuple(asked.values()),
                outputs=(("a", kept._replace(pack="file")), ("b", kept._replace(pack="file"))),
            ),
        },
    )
    (number,) = shards.touched(["content/about.fr.md"]) - {0}
    shard = shards.all[number]
    assert shard == Shard(
        name=shard.name,
        asked=(
            (("keys",), "abc"),
            (("headings", "school@ar"), "3"),
            (("template", "page.html"), "4"),
        ),
        diagnostics=(orphan,),
        packs=("site's", "text"),
        pages=1,
        files=2,
    )
    closed = shards.memory({0}).closed
    assert closed
    assert [closed.answer(fact) for fact in asked] == [True, True, True, False]
