"""Keys, sections and forms of pages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalil.model import is_index, section_of, variant_of

NAMES = st.text("abع-", min_size=1, max_size=5).filter(lambda s: s != "index")
FOLDERS = st.lists(NAMES, max_size=4)


@pytest.mark.parametrize(
    ("key", "section"),
    [
        ("index", ""),
        ("about", "index"),
        ("guides/index", "index"),
        ("guides/school", "guides/index"),
        ("guides/a/index", "guides/index"),
        ("guides/a/b", "guides/a/index"),
        ("guides/school.simple", "guides/school"),
        ("guides/index.simple", "guides/index"),
        ("index.simple", "index"),
    ],
)
def test_the_section_is_the_page_right_above(key: str, section: str) -> None:
    assert section_of(key) == section


@given(FOLDERS, NAMES)
def test_going_up_ends_at_the_home_page(folders: list[str], name: str) -> None:
    key, steps = "/".join([*folders, name]), 0
    while key:
        above = section_of(key)
        assert above.count("/") <= key.count("/")
        assert above == "" or is_index(above)
        key, steps = above, steps + 1
    assert steps == len(folders) + 2


@given(FOLDERS, NAMES | st.just("index"), NAMES)
def test_a_form_belongs_to_its_standard_page(folders: list[str], name: str, variant: str) -> None:
    standard = "/".join([*folders, name])
    assert variant_of(standard) == (standard, "")
    assert variant_of(f"{standard}.{variant}") == (standard, variant)
    assert section_of(f"{standard}.{variant}") == standard
    assert is_index(f"{standard}.{variant}") is is_index(standard) is (name == "index")


@pytest.mark.parametrize("key", ["indexes", "a/my-index", "index/a", "indexa.simple"])
def test_only_index_stands_for_a_folder(key: str) -> None:
    assert not is_index(key)
