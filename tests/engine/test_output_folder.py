"""The output folder: what is not ours is never lost, what is ours is always right."""

import shutil
from pathlib import Path

import pytest

from tests.building import Built, run_here, run_unprivileged
from tests.engine.sites import caches, cold, difference, edit, lay_out, new_tree, read_tree


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return lay_out(tmp_path / "site")


def build(site: Path, output: Path | None = None) -> Built:
    return run_here(site, output=output, jobs=1)


def must_build(site: Path, output: Path | None = None) -> Built:
    built = build(site, output)
    assert built.status == 0, built
    return built


def refused(built: Built, *words: str) -> None:
    """It ended with 2 and one sentence, which has these words."""
    assert built.status == 2, built
    assert built.stdout == ""
    (sentence,) = built.stderr.splitlines()
    assert sentence.startswith("build.py: ")
    for word in words:
        assert word in sentence


def test_a_folder_with_files_of_others_is_refused_and_left_alone(site: Path) -> None:
    (site / "output/letters").mkdir(parents=True)
    (site / "output/letters/first.txt").write_text("Dear")
    refused(build(site), "«letters/first.txt»", "Nothing was changed", "--output")
    assert read_tree(site / "output") == {"letters/first.txt": b"Dear"}


def test_an_empty_folder_is_taken(site: Path) -> None:
    (site / "output").mkdir()
    must_build(site)
    assert not difference(new_tree(site), cold(site)[1])


@pytest.mark.parametrize("forget", [False, True])
def test_files_of_others_among_ours_stay_and_are_told(site: Path, forget: bool) -> None:
    must_build(site)
    mine = {"CNAME": b"example.org", "fr/about/mine.txt": b"mine", "deep/er/mine": b""}
    for path, content in mine.items():
        file = site / "output" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    for number in range(3):
        if forget:
            shutil.rmtree(site / ".cache")
        edit(site / "content/about.fr.md", "Depuis", f"Depuis {number}")
        built = must_build(site)
        assert built.stderr.splitlines() == [
            f"build.py: «{path}» in the output folder is not ours; it was left there."
            for path in sorted(mine)
        ]
        assert not difference(new_tree(site), cold(site)[1] | mine)


def test_a_link_and_an_empty_folder_of_others_stay(site: Path) -> None:
    must_build(site)
    (site / "elsewhere").mkdir()
    (site / "output/linked").symlink_to(site / "elsewhere")
    (site / "output/broken").symlink_to(site / "nowhere")
    for number in range(3):
        edit(site / "content/about.fr.md", "Depuis", f"Depuis {number}")
        built = must_build(site)
        assert "«linked»" in built.stderr
        assert (site / "output/linked").is_symlink()
        assert (site / "output/broken").is_symlink()


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("fr/guides-new/index.html", "fr/guides-new/index.html"),  # just where the page goes
        ("fr/guides-new", "fr/guides-new"),  # a file where its folder goes
        ("fr/guides-new/index.html/deep", "fr/guides-new/index.html"),  # a folder where it goes
    ],
)
def test_a_file_of_others_where_a_page_goes_stops_the_build(
    site: Path, path: str, named: str
) -> None:
    must_build(site)
    file = site / "output" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"mine")
    before = read_tree(site / "output")
    page = site / "content/guides-new.fr.md"
    shutil.copy(site / "content/about.simple.fr.md", page)
    refused(build(site), named, "not written by Dalil", "Nothing was changed", "Move")
    assert not difference(read_tree(site / "output"), before)
    refused(build(site), named)
    file.unlink()
    must_build(site)
    assert not difference(new_tree(site), cold(site)[1])


def test_a_file_named_output_is_refused(site: Path) -> None:
    (site / "output").write_text("mine")
    refused(build(site), "is not a folder", "--output")
    assert (site / "output").read_text() == "mine"


def test_a_link_named_output_is_refused(site: Path, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (site / "output").symlink_to(tmp_path / "real")
    refused(build(site), "is not a folder", "--output")
    assert (site / "output").is_symlink()
    assert not read_tree(tmp_path / "real").keys() - {"./"}


def test_output_elsewhere_leaves_the_first_one_alone(site: Path, tmp_path: Path) -> None:
    must_build(site)
    before = read_tree(site / "output")
    edit(site / "content/about.fr.md", "Depuis", "Dès")
    other = tmp_path / "deep/er/public"
    must_build(site, other)
    assert not difference(read_tree(other), cold(site)[1])
    assert not difference(read_tree(site / "output"), before)
    must_build(site)
    assert not difference(new_tree(site), read_tree(other))
    assert [path.name for path in other.parent.iterdir()] == ["public"]


def test_pages_of_deleted_sources_go_with_their_folders(site: Path) -> None:
    must_build(site)
    assert (site / "output/fr/conseils/school/index.html").exists()
    assert list((site / "output/assets").glob("form.*.pdf"))
    for path in (*(site / "content/guides").glob("*.md"), site / "content/form.pdf"):
        path.unlink()
    for path in (site / "content").rglob("*.md"):
        head, body = path.read_text("utf-8").rsplit("---\n", 1)
        path.write_text(f"{head}---\n")
        assert body is not None
    edit(
        site / "site.yaml",
        "    - page: guides/index\n      children: [{page: guides/school}]\n",
        "",
    )
    must_build(site)
    found = new_tree(site)
    assert not [path for path in found if path.endswith("/")], "empty folders"
    assert not [path for path in found if "conseils" in path or path.endswith(".pdf")]
    assert not difference(found, cold(site)[1])


def test_a_lost_cache_loses_nothing(site: Path) -> None:
    must_build(site)
    (site / "content/news/n3.fr.md").unlink()
    shutil.rmtree(site / ".cache")
    built = must_build(site)
    assert "not ours" not in built.stderr
    assert not difference(new_tree(site), cold(site)[1])


@pytest.mark.parametrize("damage", ["empty", "half", "garbage", "flipped", "other"])
@pytest.mark.parametrize("name", ["ledger", "ledger.next"])
def test_a_damaged_memory_is_none(site: Path, name: str, damage: str) -> None:
    must_build(site)
    edit(site / "content/about.fr.md", "Depuis", "Dès")
    must_build(site)
    (cache,) = caches(site)
    file = cache / name
    content = file.read_bytes() if file.exists() else (cache / "ledger").read_bytes()
    half = len(content) // 2
    file.write_bytes(
        {
            "empty": b"",
            "half": content[:half],
            "garbage": b"garbage" * 100,
            "flipped": content[:half] + bytes([content[half] ^ 1]) + content[half + 1 :],
            "other": b"\x80\x05N.",
        }[damage]
    )
    (site / "content/news/n3.fr.md").unlink()
    built = must_build(site)
    assert "not ours" not in built.stderr
    assert not difference(new_tree(site), cold(site)[1])


@pytest.mark.parametrize("part", ["store", "spare", "jinja", "ledger"])
def test_a_cache_that_is_lost_in_part_loses_nothing(site: Path, part: str) -> None:
    must_build(site)
    (cache,) = caches(site)
    for number in range(3):
        edit(site / "content/about.fr.md", "Depuis", f"Depuis {number}")
        must_build(site)
        assert not difference(new_tree(site), cold(site)[1])
        file = cache / part
        if file.is_dir():
            shutil.rmtree(file)
        else:
            file.unlink(missing_ok=True)


def test_an_old_cache_beside_a_newer_tree_is_harmless(site: Path) -> None:
    """Services that build sites put a backup of the cache back."""
    must_build(site)
    shutil.copytree(site / ".cache", site / "backup")
    shutil.copy(site / "content/about.simple.fr.md", site / "content/newer.fr.md")
    must_build(site)
    shutil.rmtree(site / ".cache")
    (site / "backup").rename(site / ".cache")
    built = must_build(site)
    assert "not ours" not in built.stderr
    assert not difference(new_tree(site), cold(site)[1])


def test_a_copied_project_builds_on(site: Path, tmp_path: Path) -> None:
    must_build(site)
    moved = tmp_path / "moved"
    shutil.copytree(site, moved)
    (moved / "content/news/n3.fr.md").unlink()
    must_build(moved)
    assert not difference(new_tree(moved), cold(moved)[1])


def test_a_folder_that_cannot_be_written_is_said(site: Path, tmp_path: Path) -> None:
    shut = tmp_path / "shut"
    shut.mkdir(mode=0o500)
    refused(run_unprivileged(site, shut / "output", jobs=1), str(shut))


def test_a_place_that_cannot_be_is_said(site: Path) -> None:
    refused(build(site, Path("/proc/no/such/place")), "/proc/no")
