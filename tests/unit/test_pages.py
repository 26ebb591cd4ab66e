"""The page jobs: which there are, and the files that they make."""

from pathlib import Path

import pytest

from dalil import disk, reader
from dalil.facts import Answers, Reading
from dalil.ledger import SourceChanged
from dalil.model import Prose
from dalil.pages import notice_jobs, page_jobs, prose_jobs, run_notice, run_page, run_prose
from dalil.questions import Known
from tests import tiny
from tests.tiny import page

LIST = (
    "{% for card in page.listing %}[{{ card.title }}]{% endfor %}"
    " {{ page.number }}/{{ page.page_count }}"
)
NEWS = {
    "site.yaml": tiny.SITE + "collections: {news: {per_page: 2, order: [title]}}\n",
    "templates/section.html": LIST,
    "templates/404.html": "{{ page.lang }} {{ page.dir }} {{ page.url }} {{ page.status }}",
    "templates/languages.html": "{% for each in site.languages %}{{ each.name }} {% endfor %}",
    "content/news/index.fr.md": page("Nouvelles"),
    "content/news/draft.fr.md": page("Brouillon", "texte", draft="true"),
    "content/broken.fr.md": "no head",
    **{f"content/news/n{n}.fr.md": page(f"N{n}") for n in range(5)},
}


@pytest.fixture
def known(tmp_path: Path) -> Known:
    return tiny.known_of(tiny.lay_out(tmp_path, NEWS))


def text_of(known: Known, arg: str) -> tuple[str, str]:
    ((path, content),) = run_page(Reading(Answers(known)), arg).outputs
    return path, content.decode()


# Prose


def test_every_text_that_can_be_read_is_rendered_once(known: Known) -> None:
    jobs = prose_jobs(known)
    assert len(jobs) == len(set(jobs))
    assert "news/draft@fr" in jobs  # its faults are worth knowing
    assert "news/draft@ar" not in jobs
    assert "news/n1@ar" not in jobs  # borrowed: it shows the French text
    assert "broken@fr" not in jobs


def test_prose_is_stored_and_told_in_short(known: Known) -> None:
    reading = Reading(Answers(known))
    result = run_prose(reading, "about@fr")
    _, _, targets, anchored, cited, figures, files = result.value
    (kept,) = known.records["prose", "about@fr"].stored
    assert [disk.fingerprint(content) for content in reading.kept] == [kept.digest]
    assert (targets, anchored, cited, figures, files) == ((), False, (), (), ())
    prose = Prose(*Reading(Answers(known)).ask("prose", "about@fr"))
    assert "Nous aidons les familles." in prose.html


def test_a_text_that_is_saved_meanwhile_is_not_rendered(known: Known) -> None:
    path = known.root / "content/about.fr.md"
    path.write_text(page("À propos", "Autre texte."), "utf-8")
    with pytest.raises(SourceChanged):
        run_prose(Reading(Answers(known)), "about@fr")
    path.unlink()
    with pytest.raises(SourceChanged):
        run_prose(Reading(Answers(known)), "about@fr")


# Pages


def test_there_is_a_page_for_each_document_that_is_shown(known: Known) -> None:
    jobs = page_jobs(known.site)
    assert len(jobs) == len(set(jobs))
    assert {"about@fr", "news/n1@fr", "news/n1@ar", "broken@fr"} <= set(jobs)
    assert not any("draft" in job for job in jobs)


@pytest.mark.parametrize(
    ("arg", "path", "text"),
    [
        ("news/index@fr", "fr/news/index.html", "[N0][N1] 1/3"),
        ("news/index@fr#2", "fr/news/2/index.html", "[N2][N3] 2/3"),
        ("news/index@fr#3", "fr/news/3/index.html", "[N4] 3/3"),
        ("news/index@ar#3", "ar/news/3/index.html", "[N4] 3/3"),
    ],
)
def test_a_long_list_takes_several_pages(known: Known, arg: str, path: str, text: str) -> None:
    assert arg in page_jobs(known.site)
    assert text_of(known, arg) == (path, text)


def test_a_list_has_no_page_more_than_it_fills(known: Known) -> None:
    assert "news/index@fr#4" not in page_jobs(known.site)
    assert "index@fr#2" not in page_jobs(known.site)  # no collection, no length


def test_a_page_says_what_its_list_links_to(known: Known) -> None:
    result = run_page(Reading(Answers(known)), "news/index@fr#2")
    assert result.value[:2] == (("news/n2@fr", "news/n3@fr"), ())


def test_a_borrowed_page_stands_in_its_own_language(known: Known) -> None:
    path, html = text_of(known, "news/n1@ar")
    assert path == "ar/news/n1/index.html"
    assert '<html lang="ar">' in html
    assert "N1" in html


# Notices


def test_notices_are_there_for_the_templates_that_are(known: Known, tmp_path: Path) -> None:
    assert notice_jobs(known.site) == ["404@ar", "404@fr", "404@", "languages@"]
    assert notice_jobs(tiny.known_of(tiny.lay_out(tmp_path / "plain")).site) == []


@pytest.mark.parametrize(
    ("arg", "path", "text"),
    [
        ("404@fr", "fr/404.html", "fr ltr /sub/fr/404.html notice"),
        ("404@ar", "ar/404.html", "ar rtl /sub/ar/404.html notice"),
        ("404@", "404.html", "ar rtl /sub/404.html notice"),
        ("languages@", "index.html", "العربية Français "),
    ],
)
def test_a_notice_stands_for_no_document(known: Known, arg: str, path: str, text: str) -> None:
    assert run_notice(Reading(Answers(known)), arg).outputs == ((path, text.encode()),)


def test_the_body_of_a_file_is_the_text_that_was_fingerprinted(known: Known) -> None:
    assert (
        reader.body((known.root / "content/about.fr.md").read_bytes())
        == "\nNous aidons les familles.\n"
    )


def test_there_is_a_page_without_network_where_a_browser_keeps_it(tmp_path: Path) -> None:
    template = {"templates/offline.html": "{{ page.lang }} {{ page.url }}"}
    unkept = tiny.known_of(tiny.lay_out(tmp_path / "a", template))
    assert notice_jobs(unkept.site) == []
    settings = tiny.SITE.replace("outputs: []", "outputs: [offline]")
    kept = tiny.known_of(tiny.lay_out(tmp_path / "b", template | {"site.yaml": settings}))
    assert notice_jobs(kept.site) == ["offline@ar", "offline@fr"]
    result = run_notice(Reading(Answers(kept)), "offline@fr")
    assert result.outputs == (("fr/offline.html", b"fr /sub/fr/offline.html"),)


def test_a_page_says_what_its_policy_must_allow(tmp_path: Path) -> None:
    template = {"templates/page.html": '<meta content="{{ csp }}"><script>go()</script>'}
    known = tiny.known_of(tiny.lay_out(tmp_path, template))
    result = run_page(Reading(Answers(known)), "about@fr")
    (hashes, forms) = result.value[-1]
    assert forms == ()
    assert f"script-src 'self' {hashes[0]};" in result.outputs[0][1].decode()
    later = known._replace(
        records={**known.records, ("page", "about@fr"): tiny.returned(result.value)}
    )
    assert Reading(Answers(later)).ask("needs") == (hashes, ())
