"""The fields of the YAML files beside the pages: interface words, and the data that pages cite."""

from __future__ import annotations

from dalil.schema import Field

CONFIDENCES = ("official", "press", "other", "weak")


def source_field(languages: tuple[str, ...]) -> Field:
    """An entry of `sources.yaml`."""
    phrases = Field("list", required=True, filled=True)
    return Field(
        "record",
        fields={
            "title": Field(required=True),
            "publisher": Field(required=True),
            "date": Field("moment"),
            "language": Field(),
            "url": Field("url"),
            "confidence": Field(choices=CONFIDENCES),
            "attribution": Field("record", fields=dict.fromkeys(languages, phrases)),
            "seen": Field("boolean"),
        },
    )


def figure_field(languages: tuple[str, ...]) -> Field:
    """An entry of `figures.yaml`: a number is worth nothing without its year and its source."""
    words = Field("record", required=True, fields=dict.fromkeys(languages, Field(required=True)))
    return Field(
        "record",
        fields={
            "value": Field("number", required=True),
            "unit": words,
            "year": Field("period", required=True),
            "scope": words,
            "series": Field(),
            "source": Field(
                "list", of=Field("reference", to="sources"), required=True, filled=True
            ),
        },
    )


def synonym_field(languages: tuple[str, ...]) -> Field:
    """Words, in some of the site's languages, that mean the same to those who search."""
    return Field("record", fields={code: Field("list", of=Field()) for code in languages})


STRING = Field("forms", keys=("zero", "one", "two", "few", "many", "other"))
ANYTHING = Field("anything")
DATA_FIELDS = {
    "sources": source_field,
    "figures": figure_field,
    "synonyms": synonym_field,
}
