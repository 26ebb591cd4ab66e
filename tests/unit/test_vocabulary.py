"""What a page is found by, and how strongly."""

from pathlib import Path

from dalil.facts import Answers, Reading
from dalil.vocabulary import DESCRIPTION, HEADING, NAMES, run_vocabulary, vocabulary_jobs
from tests import tiny

CONFIG = tiny.SITE.replace("outputs: []", "outputs: [search]") + tiny.MENUS
PAGE = tiny.page(
    "Les écoles",
    "Une école. Une école, une école.\n\n## Les classes\n\nDes maîtres.",
    nav_title="Écoles",
)


def weights(tmp_path: Path, page: str = PAGE) -> dict[str, int]:
    files = {"site.yaml": CONFIG, "content/about.fr.md": page}
    known = tiny.known_of(tiny.lay_out(tmp_path, files))
    reading = Reading(Answers(known))
    assert "about@fr" in vocabulary_jobs(known.site)
    run_vocabulary(reading, "about@fr")
    import marshal

    told, _ = marshal.loads(reading.kept[0])
    return {term: weight for weight, terms in told for term in terms.split(" ")}


def test_a_title_weighs_more_than_a_heading_and_a_heading_more_than_the_text(
    tmp_path: Path,
) -> None:
    found = weights(tmp_path)
    assert found["ecol"] == NAMES[0] + DESCRIPTION + 2  # and often in the text
    assert found["class"] == HEADING + 1
    assert found["maitr"] == 1


def test_a_word_says_more_in_a_short_name(tmp_path: Path) -> None:
    found = weights(tmp_path, tiny.page("Les écoles", nav_title="Nos écoles du parc"))
    assert found["ecol"] - DESCRIPTION == NAMES[0]
    assert found["parc"] == NAMES[1]
    long = weights(tmp_path, tiny.page("Un parc, un lac, une cour, un banc, un puits"))
    assert long["puit"] == NAMES[-1] + DESCRIPTION


def test_plain_forms_are_kept_where_readers_see_them(tmp_path: Path) -> None:
    found = weights(tmp_path)
    assert found["ecoles"] == NAMES[0] + DESCRIPTION
    assert "classes" in found
    assert "maitres" not in found


def test_drafts_and_pages_that_refuse_are_not_found(tmp_path: Path) -> None:
    files: dict[str, str | bytes | None] = {
        "site.yaml": CONFIG,
        "content/about.fr.md": tiny.page("À propos", "Nous.", search="false"),
        "content/about.ar.md": tiny.page("من نحن", "نحن.", draft="true"),
    }
    known = tiny.known_of(tiny.lay_out(tmp_path, files))
    assert sorted(vocabulary_jobs(known.site)) == ["index@ar", "index@fr"]


def test_a_site_without_search_counts_no_words(tmp_path: Path) -> None:
    known = tiny.known_of(tiny.lay_out(tmp_path))
    assert vocabulary_jobs(known.site) == []
