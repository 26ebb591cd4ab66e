"""A job's view of the site: all that it looks at is remembered."""

from pathlib import Path

import pytest

from dalil.disk import fingerprint
from dalil.facts import Answers, Reading, read_source
from dalil.ledger import SourceChanged
from dalil.questions import QUESTIONS, Known
from tests import tiny


@pytest.fixture
def known(tmp_path: Path) -> Known:
    return tiny.known_of(tiny.lay_out(tmp_path))


def test_every_question_is_in_the_trace_once_in_the_order_of_asking(known: Known) -> None:
    reading = Reading(Answers(known))
    assert reading.trace == {}
    reading.ask("site", "fr")
    reading.ask("target", "nothing", "fr")  # what is absent was looked at too
    reading.ask("site", "fr")
    assert list(reading.trace) == [("site", "fr"), ("target", "nothing", "fr")]


def test_two_jobs_have_traces_of_their_own(known: Known) -> None:
    answers = Answers(known)
    one, other = Reading(answers), Reading(answers)
    one.ask("site", "fr")
    other.ask("languages")
    assert list(one.trace) == [("site", "fr")]
    assert list(other.trace) == [("languages",)]


def test_an_answer_is_found_once_a_process(known: Known, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Known] = []

    def files(known: Known) -> tuple[str, ...]:
        asked.append(known)
        return ("a",)

    monkeypatch.setitem(QUESTIONS, "files", files)
    answers = Answers(known)
    assert [Reading(answers).ask("files") for _ in range(3)] == [("a",)] * 3
    assert answers.fingerprint(("files",)) == answers.fingerprint(("files",))
    assert len(asked) == 1


def test_a_question_that_nobody_knows_is_our_own_fault(known: Known) -> None:
    with pytest.raises(KeyError):
        Reading(Answers(known)).ask("weather")


def test_a_fingerprint_changes_when_the_answer_does(known: Known) -> None:
    other = known._replace(sources={**known.sources, "content/new.pdf": "0" * 32})
    for fact, same in (
        (("files",), False),
        (("file", "content/new.pdf"), False),
        (("source", "site.yaml"), True),
    ):
        assert (Answers(known).fingerprint(fact) == Answers(other).fingerprint(fact)) is same


def test_what_is_kept_stays_in_its_order(known: Known) -> None:
    reading = Reading(Answers(known))
    reading.store(b"one")
    reading.store(b"another")
    assert reading.kept == [b"one", b"another"]


def test_a_source_is_read_as_it_was_first_seen(known: Known) -> None:
    reading = Reading(Answers(known))
    path = "content/about.fr.md"
    assert reading.source(path) == tiny.FILES[path].encode()
    assert list(reading.trace) == [("source", path)]
    (known.root / path).write_text("saved meanwhile")
    with pytest.raises(SourceChanged, match="about"):
        reading.source(path)
    (known.root / path).unlink()
    with pytest.raises(SourceChanged, match="about"):
        reading.source(path)


def test_a_source_must_have_the_bytes_that_are_expected(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x")
    assert read_source(tmp_path, "a", fingerprint(b"x")) == b"x"
    with pytest.raises(SourceChanged):
        read_source(tmp_path, "a", fingerprint(b"y"))
