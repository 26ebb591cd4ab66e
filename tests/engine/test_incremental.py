"""Whatever is done to a site, an incremental build says and makes what a cold one does."""

import os
import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from dalil import builder
from dalil.builder import Outcome
from tests.building import run_cli
from tests.engine import editing
from tests.engine.sites import (
    Tree,
    caches,
    cold,
    copy_sources,
    difference,
    draw_image,
    edit,
    enlarge,
    lay_out,
    many_pages,
    prove,
    read_files,
    read_sources,
    read_tree,
    run,
    said,
)

ANY = st.integers(0, 999)
"""A choice among what is there at that moment."""


def variants(table: dict[str, tuple[Any, ...]]) -> st.SearchStrategy[tuple[str, Any]]:
    """A key and one of its values, or None: none at all, or as it was at first."""
    pairs = [(key, value) for key, values in table.items() for value in (*values, None)]
    return st.sampled_from(pairs)


def day(iso: str) -> str:
    return str(int(datetime.fromisoformat(iso).replace(tzinfo=UTC).timestamp()))


class Incremental(RuleBasedStateMachine):
    """Editors at work: after each step the site is built, and built cold."""

    COLD: ClassVar[dict[object, tuple[Outcome, Tree]]] = {}

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="dalil-"))
        self.root = lay_out(self.folder / "site")
        copy_sources(self.root, self.folder / "original")
        self.output = self.root / "output"
        self.drafts = False
        self.foreign: Tree = {}
        self.past: list[bytes] = []
        self.patch = pytest.MonkeyPatch()
        self.patch.setenv("SOURCE_DATE_EPOCH", day("2026-06-15"))
        self.patch.setattr(builder, "engine_fingerprint", lambda: "the same generator")
        # So that times are trusted in builds that follow each other this quickly.
        self.patch.setattr(builder, "_RACY", 20_000_000)

    def teardown(self) -> None:
        self.patch.undo()
        shutil.rmtree(self.folder)

    # What is proved

    @invariant()
    def a_cold_build_says_and_makes_the_same(self) -> None:
        before = read_files(self.output)
        outcome = run(self.root, drafts=self.drafts)
        after = read_files(self.output)
        expected, tree = self.cold()
        assert said(outcome) == said(expected)
        assert outcome.foreign == (tuple(sorted(self.foreign)) if before else ())
        assert not difference(after, tree | self.foreign if outcome.published else before)
        again = run(self.root, drafts=self.drafts)
        assert (said(again), again.rendered) == (said(outcome), 0)
        assert not difference(read_files(self.output), after)

    def cold(self) -> tuple[Outcome, Tree]:
        """A cold build; the same sources need it once, whatever became of cache and output."""
        sources = frozenset(read_sources(self.root).items())
        state = (sources, self.drafts, os.environ["SOURCE_DATE_EPOCH"])
        if state not in self.COLD:
            self.COLD[state] = cold(self.root, drafts=self.drafts)
        return self.COLD[state]

    # Choices

    def a_page(self, choice: int) -> tuple[Path, str]:
        """One of the pages that are there; its file, and its path below content/."""
        pages = sorted((self.root / "content").rglob("*.md"))
        file = pages[choice % len(pages)]
        return file, file.relative_to(self.root / "content").as_posix()

    def a_file(self, folder: Path, choice: int) -> Path | None:
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        return files[choice % len(files)] if files else None

    # Where it begins

    @initialize(lenient=st.booleans(), large=st.booleans())
    def begin(self, lenient: bool, large: bool) -> None:
        """With every fault a warning, a site full of faults is published all the same.

        A large site is remembered in shards.
        """
        if large:
            enlarge(self.patch)
        if lenient:
            self.setting(("severities", editing.SETTINGS["severities"][0]))

    # Pages

    @rule(choice=ANY, piece=st.sampled_from(editing.PIECES))
    def body(self, choice: int, piece: str) -> None:
        editing.toggle_piece(*self.a_page(choice), piece)

    @rule(choice=ANY, entry=variants(editing.FRONT))
    def front_matter(self, choice: int, entry: tuple[str, str | None]) -> None:
        editing.set_front(self.a_page(choice)[0], *entry)

    @rule(choice=ANY, text=st.sampled_from(editing.FRONT["title"]))
    def title(self, choice: int, text: str) -> None:
        editing.set_front(self.a_page(choice)[0], "title", text)

    @rule(
        choice=ANY,
        entry=st.sampled_from(
            [
                ("draft", "true"),
                ("draft", None),
                ("publish", "2026-06-16"),
                ("expiry", "2026-06-17"),
                ("slug", "autre"),
                ("slug", "2"),
            ]
        ),
    )
    def where_and_when(self, choice: int, entry: tuple[str, str | None]) -> None:
        editing.set_front(self.a_page(choice)[0], *entry)

    @rule(
        key=st.sampled_from((*editing.KEYS, *editing.MORE_KEYS)),
        langs=st.sampled_from((("ar",), ("fr",), ("ar", "fr"), ("de",), ("zgh",))),
    )
    def add_page(self, key: str, langs: tuple[str, ...]) -> None:
        for lang in langs:
            words = lang if lang in editing.WORDS else "fr"
            editing.new_page(self.root / f"content/{key}.{lang}.md", key, words)

    @rule(choice=ANY, both=st.booleans())
    def delete_page(self, choice: int, both: bool) -> None:
        for file in self.translations(choice, both):
            file.unlink()

    @rule(choice=ANY, both=st.booleans(), name=st.sampled_from(("new", "other", "index", "deep/a")))
    def rename_page(self, choice: int, both: bool, name: str) -> None:
        for file in self.translations(choice, both):
            target = file.parent / f"{name}.{file.name.split('.')[-2]}.md"
            target.parent.mkdir(exist_ok=True)
            file.replace(target)

    def translations(self, choice: int, both: bool) -> list[Path]:
        file, _ = self.a_page(choice)
        stem = file.name.rsplit(".", 2)[0]
        alike = [each for each in file.parent.glob("*.md") if each.name.rsplit(".", 2)[0] == stem]
        chosen = alike if both else [file]
        pages = len(list((self.root / "content").rglob("*.md")))
        return chosen if len(chosen) < pages else []

    @rule(choice=ANY, damage=st.sampled_from(editing.DAMAGES))
    def damage(self, choice: int, damage: bytes) -> None:
        self.a_page(choice)[0].write_bytes(damage)

    # All that stands around the pages

    @rule(choice=ANY, mark=st.sampled_from(("<!-- more -->", "{# a comment #}", "{% if %}")))
    def template(self, choice: int, mark: str) -> None:
        file = self.a_file(self.root / "templates", choice)
        if file:
            text = file.read_text("utf-8")
            file.write_text(text.replace(mark, "") if mark in text else text + mark, "utf-8")

    @rule(entry=variants(editing.TEMPLATES))
    def other_template(self, entry: tuple[str, str | None]) -> None:
        self.replace(*entry)

    @rule(choice=ANY)
    def delete_template(self, choice: int) -> None:
        file = self.a_file(self.root / "templates", choice)
        if file:
            file.unlink()

    @rule(entry=variants(editing.STATIC))
    def file(self, entry: tuple[str, str | None]) -> None:
        self.replace(*entry)

    def replace(self, name: str, text: str | None) -> None:
        """Give a file another text; without one, its first text, or none at all."""
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        original = self.folder / "original" / name
        if text is not None:
            file.write_text(text, "utf-8")
        elif original.exists() and not (
            file.exists() and file.read_bytes() == original.read_bytes()
        ):
            shutil.copyfile(original, file)
        else:
            file.unlink(missing_ok=True)

    @rule(width=st.sampled_from((8, 9)), colour=st.sampled_from(("red", "blue")))
    def image(self, width: int, colour: str) -> None:
        draw_image(self.root / "content/dot.png", width, colour)

    @rule(content=st.sampled_from((None, b"not an image")))
    def bad_image(self, content: bytes | None) -> None:
        file = self.root / "content/dot.png"
        file.unlink(missing_ok=True)
        if content:
            file.write_bytes(content)

    @rule(lang=st.sampled_from(editing.LANGS), entry=variants(editing.STRINGS))
    def strings(self, lang: str, entry: tuple[str, str | None]) -> None:
        editing.set_line(self.root / f"content/strings.{lang}.yaml", *entry)

    @rule(entry=variants(editing.SOURCES))
    def sources(self, entry: tuple[str, str | None]) -> None:
        editing.set_line(self.root / "content/data/sources.yaml", *entry)

    @rule(entry=variants(editing.FIGURES))
    def figures(self, entry: tuple[str, str | None]) -> None:
        editing.set_line(self.root / "content/data/figures.yaml", *entry)

    @rule(entry=variants(editing.SETTINGS))
    def setting(self, entry: tuple[str, Any]) -> None:
        editing.set_setting(self.root / "site.yaml", self.folder / "original/site.yaml", *entry)

    @rule()
    def begin_again(self) -> None:
        """Every source file as at first: all is mended at once."""
        for name in ("content", "templates", "static"):
            shutil.rmtree(self.root / name, ignore_errors=True)
            shutil.copytree(self.folder / "original" / name, self.root / name)
        shutil.copy(self.folder / "original/site.yaml", self.root)

    # Time, and how the build is called

    @rule(iso=st.sampled_from(("2026-06-14", "2026-06-15", "2026-06-16", "2026-06-17")))
    def another_day(self, iso: str) -> None:
        self.patch.setenv("SOURCE_DATE_EPOCH", day(iso))

    @rule()
    def with_or_without_drafts(self) -> None:
        self.drafts = not self.drafts

    @rule()
    def check(self) -> None:
        before = read_files(self.output)
        run(self.root, drafts=self.drafts, publish=False)
        assert not difference(read_files(self.output), before)

    @rule()
    def clean(self) -> None:
        run(self.root, drafts=self.drafts, clean=True)

    @rule(choice=ANY)
    def touch(self, choice: int) -> None:
        self.a_page(choice)[0].touch()

    @rule(choice=ANY)
    def edit_unseen(self, choice: int) -> None:
        """Other bytes of the same size, with the times of the old ones."""
        file = self.a_page(choice)[0]
        stat, content = file.stat(), file.read_bytes()
        if content.rstrip().endswith(b"."):
            file.write_bytes(
                content[: content.rindex(b".")] + b"!" + content[content.rindex(b".") + 1 :]
            )
            os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))

    # What may happen to the cache and to the output

    @rule(name=st.sampled_from((".cache", "output", ".cache and output")))
    def lose(self, name: str) -> None:
        for each in name.split(" and "):
            shutil.rmtree(self.root / each, ignore_errors=True)
        if "output" in name:
            self.foreign = {}

    @rule(content=st.sampled_from((b"", b"garbage", None)))
    def stray_ledger(self, content: bytes | None) -> None:
        """A build was killed before its swap: its ledger speaks of a tree that never was."""
        for cache in self.caches():
            ledger = cache / "ledger"
            stray = ledger.read_bytes() if content is None and ledger.exists() else content or b""
            (cache / "ledger.next").write_bytes(stray)

    @rule(choice=ANY)
    def damaged_ledger(self, choice: int) -> None:
        for cache in self.caches():
            ledger = cache / "ledger"
            if ledger.exists():
                content = ledger.read_bytes()
                ledger.write_bytes(content[: len(content) * (choice % 10) // 10])

    @rule()
    def remember_ledger(self) -> None:
        self.past += [(cache / "ledger").read_bytes() for cache in self.caches()]

    @precondition(lambda self: bool(self.past))
    @rule(choice=ANY)
    def old_ledger(self, choice: int) -> None:
        """A backup of the cache is put back, as services that build sites do."""
        for cache in self.caches():
            (cache / "ledger").write_bytes(self.past[choice % len(self.past)])

    @rule(choice=ANY, folder=st.sampled_from(("store", "spare", "jinja")))
    def lost_in_the_cache(self, choice: int, folder: str) -> None:
        for cache in self.caches():
            file = self.a_file(cache / folder, choice)
            if file:
                file.unlink()

    def caches(self) -> list[Path]:
        return caches(self.root)

    @rule(choice=ANY)
    def delete_output(self, choice: int) -> None:
        self.change_output(choice, Path.unlink)

    @rule(choice=ANY)
    def alter_output(self, choice: int) -> None:
        self.change_output(choice, lambda file: file.write_bytes(b"altered by hand"))

    def change_output(self, choice: int, change: Callable[[Path], object]) -> None:
        ours = [path for path in read_files(self.output) if path not in self.foreign]
        if ours:
            change(self.output / sorted(ours)[choice % len(ours)])

    @rule(name=st.sampled_from(("CNAME", "mine/notes.txt", "fr/mine.txt")))
    def foreign_file(self, name: str) -> None:
        if (self.output / ".dalil-manifest").exists():
            file = self.output / name
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(b"mine")
            self.foreign[name] = b"mine"


TestIncremental = Incremental.TestCase
TestIncremental.settings = settings(max_examples=20, stateful_step_count=14)


# Single steps that once went wrong, or could


@pytest.fixture(params=["small", "large"])
def site(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site that is remembered in one piece, or in shards as large ones are."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", day("2026-06-15"))
    root = lay_out(tmp_path / "site")
    if request.param == "large":
        enlarge(monkeypatch)
    return root


def test_a_template_that_is_named_while_it_runs(site: Path) -> None:
    edit(site / "templates/page.html", '"partials/extra.html"', '"partials/" ~ "extra.html"')
    prove(site)
    extra = site / "templates/partials/extra.html"
    for text in ("<p>One</p>", "<p>Two</p>"):
        extra.write_text(text)
        assert prove(site).published
        assert text in (site / "output/fr/about/index.html").read_text("utf-8")


def test_the_page_template_is_missing(site: Path) -> None:
    prove(site)
    (site / "templates/page.html").rename(site / "templates/other.html")
    assert prove(site).failed
    (site / "templates/other.html").rename(site / "templates/page.html")
    assert prove(site).published


def test_data_files_of_one_name_in_two_folders(site: Path) -> None:
    """What is read again and what is remembered come in the same order."""
    prove(site)
    deep = site / "content/data/deep/sources.yaml"
    deep.parent.mkdir()
    deep.write_text("s1: {title: Autre, publisher: Ailleurs}\n")
    prove(site)
    editing.set_line(site / "content/data/sources.yaml", "s3", "{title: T, publisher: C}")
    prove(site)


def test_a_figure_and_a_source_are_corrected(site: Path) -> None:
    """Each report that rests on them is the one that a cold build makes."""
    figures, sources = site / "content/data/figures.yaml", site / "content/data/sources.yaml"
    for lang in editing.LANGS:
        page = site / f"content/guides/school.{lang}.md"
        editing.toggle_piece(page, "guides/school", "citation of a weak source")
        editing.toggle_piece(page, "guides/school", "number")
    editing.set_line(sources, "s4", editing.SOURCES["s4"][1])
    codes = [{each.code for each in prove(site).diagnostics}]
    steps: list[tuple[Path, str, str | None]] = [
        (figures, "centres", editing.FIGURES["centres"][1]),
        (figures, "pages", editing.FIGURES["pages"][0]),
        (sources, "s3", editing.SOURCES["s3"][0]),
        (sources, "s4", editing.SOURCES["s4"][3]),
        (figures, "pages", None),
    ]
    for step in steps:
        editing.set_line(*step)
        codes.append({each.code for each in prove(site).diagnostics})
    watched = ("claim-unattributed", "figure-unused", "reference-unknown", "source-uncited")
    assert [sorted(found.intersection(watched)) for found in codes] == [
        ["claim-unattributed"],
        ["claim-unattributed"],
        ["claim-unattributed", "figure-unused", "reference-unknown"],
        ["claim-unattributed", "figure-unused", "source-uncited"],
        ["figure-unused", "source-uncited"],
        ["source-uncited"],
    ]


def test_texts_alone_change_what_is_said_of_the_whole_site(site: Path) -> None:
    """While heads and data stay, what the last build found is found again, or is not."""
    for lang in editing.LANGS:
        lone = site / f"content/extra/a.{lang}.md"
        lone.parent.mkdir(exist_ok=True)
        lone.write_text("---\ntitle: Seul\ndescription: Seul.\n---\n\nSeul.\n", "utf-8")
    watched = ("figure-without-source", "page-orphan")
    codes = [sorted({each.code for each in prove(site).diagnostics}.intersection(watched))]
    pages = {lang: site / f"content/guides/school.{lang}.md" for lang in editing.LANGS}
    for piece in (
        "plain",
        "link with an anchor to what may come",  # now it is there
        "plain",
        "number",
        "citation",
        "link with an anchor to what may come",
        "number",
    ):
        for page in pages.values():
            editing.toggle_piece(page, "guides/school", piece)
        found = prove(site).diagnostics
        codes.append(sorted({each.code for each in found}.intersection(watched)))
    assert codes == [
        ["page-orphan"],
        ["page-orphan"],
        [],
        [],
        ["figure-without-source"],
        [],
        ["page-orphan"],
        ["page-orphan"],
    ]


def test_a_template_and_a_weight_change_what_is_said_of_the_whole_site(site: Path) -> None:
    """No head and no data change, nor the name of a file: there is no search."""
    settings, page = site / "site.yaml", site / "content/about.fr.md"
    settings.write_text(
        settings.read_text("utf-8") + "\nbudgets: {page: 3}\noutputs: [sitemap]\n", "utf-8"
    )
    section, text = site / "templates/section.html", page.read_text("utf-8")
    listing = section.read_text("utf-8")
    codes = []
    for path, content in (
        (page, text),
        (page, text + " ".join(str(number**5) for number in range(1000))),
        (section, "{% extends 'base.html' %}"),
        (page, text),
        (section, listing),
    ):
        path.write_text(content, "utf-8")
        found = {each.code for each in prove(site).diagnostics}
        codes.append(sorted(found & {"budget-exceeded", "page-orphan"}))
    assert codes == [
        [],
        ["budget-exceeded"],
        ["budget-exceeded", "page-orphan"],
        ["page-orphan"],
        [],
    ]


def test_terms_come_change_and_go(site: Path) -> None:
    """Texts link to what the glossary has now, wherever a term's page and its forms went."""
    editing.set_setting(site / "site.yaml", site / "site.yaml", "collections", editing.GLOSSARY)
    about, term = site / "output/fr/about/index.html", site / "content/news/n1.fr.md"
    editing.toggle_piece(site / "content/about.fr.md", "about", "plain")
    link = '<a class="term" href="/fr/news/{}/">'

    def links() -> list[bool]:
        assert prove(site).published
        html = about.read_text("utf-8")
        return [link.format(slug) in html for slug in ("n1", "autre")]

    assert links() == [False, False]
    editing.set_front(term, "forms", editing.FRONT["forms"][0])
    assert links() == [True, False]
    editing.set_front(term, "description", "Une autre phrase.")
    assert links() == [True, False]
    editing.set_front(term, "slug", "autre")
    assert links() == [False, True]
    editing.set_front(site / "content/about.fr.md", "terms", "false")
    assert links() == [False, False]
    editing.set_front(site / "content/about.fr.md", "terms", None)
    editing.set_front(term, "draft", "true")
    assert links() == [False, False]
    editing.set_front(term, "draft", None)
    editing.set_front(term, "acronym", "travail")
    assert links() == [False, True]
    term.unlink()
    assert links() == [False, False]


def test_a_template_shows_lists_of_the_whole_site(site: Path) -> None:
    editing.set_setting(site / "site.yaml", site / "site.yaml", "collections", editing.GLOSSARY)
    lists = " ".join(editing.TEMPLATES["templates/special.html"])
    (site / "templates/special.html").write_text(lists)
    for name in ("news/n1.fr.md", "guides/index.fr.md"):
        editing.set_front(site / "content" / name, "template", "special.html")
    steps = [
        ("guides/index.fr.md", "question", "Que cherchez-vous ?"),
        ("guides/school.fr.md", "answer", "Une école"),
        ("guides/work.fr.md", "answer", "Un travail"),
        ("guides/work.fr.md", "order", "0"),
        ("news/n2.fr.md", "title", "Élan"),
        ("news/n2.ar.md", "own_translation", "true"),
        ("about.fr.md", "draft", "true"),
        ("news/n2.fr.md", "sources", "[s1]"),
    ]
    prove(site)
    for name, key, value in steps:
        editing.set_front(site / "content" / name, key, value)
        prove(site)


def test_the_text_of_one_form_changes_what_is_said_of_the_other(site: Path) -> None:
    page = site / "content/guides/school.fr.md"
    assert not {"translation-sources-differ", "translation-stale"} & {
        each.code for each in prove(site).diagnostics if "guides/school" in each.path
    }
    editing.toggle_piece(page, "guides/school", "number")
    editing.set_front(page, "updated", "2026-04-01")
    editing.set_front(site / "content/guides/school.ar.md", "updated", "2026-07-14")
    found = {(each.path, each.code) for each in prove(site).diagnostics}
    assert ("content/guides/school.fr.md", "translation-sources-differ") in found
    assert ("content/guides/school.fr.md", "translation-stale") in found


@pytest.mark.parametrize(
    ("key", "value", "page"),
    [
        ("slug", "2", "news/n1.fr.md"),  # the second page of the list
        ("slug", "feed.xml", "news/n1.fr.md"),  # the feed is a file
        ("slug", "404.html", "about.fr.md"),
        ("aliases", "[/fr/index.html]", "about.fr.md"),
        ("aliases", "[/index.html]", "about.fr.md"),
        ("aliases", "[/fr/404.html]", "about.fr.md"),
        ("aliases", "[/fr/news/2/]", "about.fr.md"),
        ("aliases", "[/fr/news/feed.xml]", "about.fr.md"),
        ("aliases", "[/sitemap.xml/]", "about.fr.md"),
    ],
)
def test_nothing_takes_the_place_of_another_file(
    site: Path, key: str, value: str, page: str
) -> None:
    """Two things for one name are a fault, never a race; nor is a file put where a folder is."""
    prove(site)
    editing.set_front(site / "content" / page, key, value)
    assert prove(site).failed


def test_worker_processes_say_and_make_the_same(tmp_path: Path) -> None:
    """More than 32 pages, and two workers: each step is told and made as by one that begins."""
    site = many_pages(tmp_path / "site", 25)
    page, guides = site / "templates/page.html", sorted((site / "content/guides").glob("g*.fr.md"))

    def work(folder: Path, jobs: int) -> tuple[int, str, Tree]:
        built = run_cli(folder, format="json", jobs=jobs)
        return built.status, built.stdout, read_tree(folder / "output")

    def edit_guides(before: str, after: str) -> None:
        for path in guides:
            edit(path, before, after)

    steps: list[Callable[[], None]] = [
        lambda: None,
        lambda: edit(page, "<h1>", "<h1 class=new>"),
        lambda: edit(page, "<h1 class=new>", "<h1>{{ page.nothing }}"),
        lambda: edit(page, "{{ page.nothing }}", ""),
        lambda: editing.set_line(site / "content/strings.fr.yaml", "menu", "Le menu"),
        lambda: edit_guides("](g", "](../g"),
        lambda: edit_guides("](../g", "](g"),
    ]
    last: Tree = {}
    statuses = []
    for step in steps:
        step()
        found = work(site, 2)
        copy_sources(site, tmp_path / "cold")
        expected = work(tmp_path / "cold", 1)
        shutil.rmtree(tmp_path / "cold")
        assert found[:2] == expected[:2]
        assert not difference(found[2], last if found[0] else expected[2])
        last = found[2]
        statuses.append(found[0])
    assert statuses == [0, 0, 1, 0, 0, 1, 0]
