"""Every known data file is declared in the site's languages, and nothing else passes."""

import pytest

from dalil.datafiles import DATA_FIELDS, figure_field, source_field, synonym_field
from dalil.schema import Validation
from dalil.yamlfile import parse

FIGURE = """
value: 3
unit: {ar: طفل, fr: enfant}
year: "2025"
scope: {ar: الكل, fr: tous}
source: [s1]
"""


def codes(field, text):
    node, faults = parse("content/data/x.yaml", text)
    assert faults == []
    assert node is not None
    validation = Validation("content/data/x.yaml")
    validation.value(node, field, "x")
    return [each.code for each in validation.faults]


def test_a_figure_has_all_that_makes_it_worth_something():
    assert codes(figure_field(("ar", "fr")), FIGURE) == []


@pytest.mark.parametrize("key", ["value", "unit", "year", "scope", "source"])
def test_a_figure_without_one_of_them_is_a_fault(key):
    rest = "\n".join(line for line in FIGURE.split("\n") if not line.startswith(key))
    assert codes(figure_field(("ar", "fr")), rest) == ["field-missing"]


def test_a_figure_speaks_every_language_of_the_site():
    assert codes(figure_field(("ar", "fr", "zgh")), FIGURE) == ["field-missing"] * 2


def test_a_source_has_a_title_and_a_publisher():
    assert codes(source_field(("fr",)), "{title: Loi, publisher: Bulletin officiel}") == []
    assert codes(source_field(("fr",)), "{title: Loi}") == ["field-missing"]
    assert codes(source_field(("fr",)), "{title: Loi, publisher: B, confidence: sure}") == [
        "choice-unknown"
    ]


def test_synonyms_are_lists_in_the_languages_of_the_site():
    assert codes(synonym_field(("ar", "fr")), "{ar: [طفل], fr: [enfant]}") == []
    assert codes(synonym_field(("ar",)), "{fr: [enfant]}") == ["key-unknown"]


def test_the_table_names_every_known_file():
    assert sorted(DATA_FIELDS) == ["figures", "sources", "synonyms"]
