"""The benchmark's own promises: one corpus for all, whole process trees, medians and targets."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from bench import corpus, layouts, measure, report, scenarios, verify
from bench.peers import HERE, generators

LAYOUTS = {name: generator.layout for name, generator in generators().items()}
TINY = corpus.SIZES["tiny"]


def test_the_corpus_depends_on_nothing_but_its_seed() -> None:
    program = (
        "import hashlib; from bench.corpus import SIZES, pages;"
        "print(hashlib.sha256(repr(list(pages(SIZES['tiny']))).encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=HERE.parent,
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1
    assert list(corpus.pages(TINY, seed=1)) != list(corpus.pages(TINY, seed=2))


@pytest.mark.parametrize(
    ("name", "shortest", "longest"), [("small", 1_500, 3_400), ("large", 7_000, 13_000)]
)
def test_a_corpus_has_the_pages_it_promises(name: str, shortest: int, longest: int) -> None:
    size = corpus.SIZES[name]
    pages = list(corpus.pages(size))
    assert len(pages) == size.pages
    assert {(page.key, page.lang) for page in pages} == {
        (key, lang) for key in corpus.page_keys(size) for lang in ("ar", "fr")
    }
    for page in pages:
        assert shortest <= len(page.body.encode()) <= longest
        counts = verify.expected_counts(page.body)
        assert min(counts["table"], counts["h2"]) >= 1
        headings = [line for line in page.body.splitlines() if line.startswith("#")]
        assert len(headings) == len(set(headings))


def test_every_page_is_linked_and_every_link_has_a_page() -> None:
    keys = set(corpus.page_keys(TINY))
    linked: dict[str, set[str]] = {"ar": set(), "fr": set()}
    for page in corpus.pages(TINY):
        linked[page.lang] |= set(re.findall(r"\]\(@([^)]+)\)", page.body))
    assert linked == {"ar": keys, "fr": keys}


@pytest.mark.parametrize("name", sorted(LAYOUTS))
def test_front_matter_reads_back_in_every_layout(name: str) -> None:
    paths = set()
    for page in corpus.pages(TINY):
        path, text = LAYOUTS[name](page)
        _, head, body = text.split("---\n", 2)
        fields = yaml.safe_load(head)
        assert (fields["title"], fields["description"]) == (page.title, page.description)
        assert "](@" not in body
        paths.add(path)
    assert len(paths) == TINY.pages


def test_dalil_gets_relative_paths_and_its_peers_final_urls() -> None:
    page = corpus.Page(
        "section-02/page-0001", "fr", "", "", "", 9, "[a](@section-03/index) [b](@index)"
    )
    assert "[a](../section-03/index.md) [b](../index.md)" in layouts.dalil(page).text
    assert "[a](/fr/section-03/) [b](/fr/)" in layouts.hugo(page).text


BUSY = "import time\nwhile time.process_time() < 0.2: pass"


def test_the_cost_of_a_command_has_its_descendants(tmp_path: Path) -> None:
    parent = (
        "import subprocess, sys\n"
        f"started = [subprocess.Popen([sys.executable, '-c', {BUSY!r}]) for _ in range(2)]\n"
        "for each in started: each.wait()\n"
    )
    cost = measure.run([sys.executable, "-c", parent], tmp_path, tmp_path / "log")
    assert cost.cpu >= 0.4


def test_an_orphan_is_counted_too(tmp_path: Path) -> None:
    program = f"import os\nif os.fork(): os._exit(0)\n{BUSY}"
    assert measure.run([sys.executable, "-c", program], tmp_path, tmp_path / "log").cpu >= 0.2


@pytest.mark.parametrize(
    ("program", "least", "most"),
    [
        # Each of two children has a block of its own.
        (
            "import os\nif os.fork(): block = b'x' * (60 << 20)\nelse: block = b'y' * (60 << 20)\n",
            120,
            200,
        ),
        # Three children share their parent's: it counts once.
        ("import os\nblock = b'x' * (80 << 20)\nfor _ in range(3): os.fork() or None\n", 80, 160),
    ],
)
def test_the_memory_of_a_tree(program: str, least: int, most: int) -> None:
    waiting = "import sys\nprint(len(block), flush=True)\nsys.stdin.read()\n"
    processes = 2 if "if os.fork()" in program else 8
    with subprocess.Popen(
        [sys.executable, "-c", program + waiting],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        assert process.stdin
        assert process.stdout
        for _ in range(processes):
            process.stdout.readline()
        memory = measure.tree_memory(process.pid)
        process.stdin.close()
    assert least << 20 < memory < most << 20


def test_a_failed_command_says_what_it_printed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "print('no such page'); raise SystemExit(3)"]
    with pytest.raises(measure.CommandFailed, match=r"status 3:\nno such page"):
        measure.run(command, tmp_path, tmp_path / "log")


def test_each_edit_changes_its_file_every_run(tmp_path: Path) -> None:
    generator = generators()["hugo"]
    site = scenarios.Site(generator, tmp_path, tmp_path / "output")
    layouts.write(corpus.pages(TINY), {tmp_path: generator.layout})
    template = tmp_path / generator.template
    template.parent.mkdir(parents=True)
    template.write_text("<p>edition 0</p>\n")
    edited = {
        "body": generator.source(*scenarios.EDITED_PAGE),
        "title": generator.source(*scenarios.EDITED_TITLE),
        "template": generator.template,
    }
    for name, path in edited.items():
        texts = [(tmp_path / path).read_text()]
        for run in (1, 2, 12):
            scenarios.SCENARIOS[name].prepare(site, run)
            texts.append((tmp_path / path).read_text())
        assert len(set(texts)) == 4
        first, last = texts[1].splitlines(), texts[-1].splitlines()
        changed = [(one, two) for one, two in zip(first, last, strict=True) if one != two]
        assert [(one.replace("1", "12", 1)) for one, _ in changed] == [two for _, two in changed]


PAGE = """<!doctype html><html lang="fr" dir="ltr"><head><title>Accueil – Guide</title>
<meta name="description" content="Texte"><link rel="alternate" hreflang="fr" href="/fr/"></head>
<body><nav class="menu"><ul><li><a href="/fr/">Accueil</a></ul></nav><a hreflang="ar" href="/ar/">
ع</a><main><h1>Accueil</h1><p>Un<br>deux <a href="x/">lien</a></p></main></body></html>"""


def test_a_built_page_is_read_by_its_parts() -> None:
    built = verify.BuiltPage(PAGE)
    assert built.root == {"lang": "fr", "dir": "ltr"}
    assert (built.title, built.description) == ("Accueil – Guide", "Texte")
    assert (built.alternates, built.language_links) == ({"fr": "/fr/"}, {"ar": "/ar/"})
    assert built.links == {"menu": ["/fr/"], "breadcrumb": [], "main": ["x/"]}
    assert built.texts["menu"] == ["Accueil"]
    assert (built.counts["h1"], built.counts["p"], built.counts["table"]) == (1, 1, 0)


def test_a_site_that_lacks_pages_is_not_compared(tmp_path: Path) -> None:
    site = scenarios.Site(generators()["hugo"], tmp_path, tmp_path / "output")
    page = next(corpus.pages(TINY))
    assert verify.faults(site, TINY, [page]) == [
        "0 pages instead of 20 below /ar/",
        "0 pages instead of 20 below /fr/",
        "index (ar): not built",
    ]


def test_medians_become_ratios_and_targets() -> None:
    costs = {"dalil": [1.0, 2.0, 9.0], "eleventy": [4.0, 5.0, 6.0]}
    samples = [
        report.Sample("small", "cold", name, run, measure.Cost(wall, 2 * wall, 1_000_000, 9))
        for name, walls in costs.items()
        for run, wall in enumerate(walls)
    ]
    groups = report.medians(samples)
    small = groups["small", "cold"]
    assert small["dalil"] == {"wall": 2.0, "cpu": 4.0, "memory": 1_000_000.0}
    assert report.table("heading", small).splitlines()[-1].split() == [
        *("eleventy", "5.00", "10.00", "1", "0.400", "0.400", "1.000")
    ]
    assert report.targets(groups) == [
        "  reached  small cold     wall   0.400 × eleventy (at most 0.500)"
    ]
