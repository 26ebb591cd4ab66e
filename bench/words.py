"""The phrases that corpus sentences are made of, in Arabic and in French.

Each slot's phrases agree with those of every other slot (masculine subjects in Arabic, the third
person singular in both languages), so that any combination reads as a sentence. Names, numbers
and law numbers are among them, as they are in real pages: a generator pays for those too.
"""

from typing import NamedTuple


class Words(NamedTuple):
    """What one language contributes: the slots of a sentence, and the texts of page furniture."""

    site: str
    site_description: str
    home: str
    sections: tuple[str, ...]
    topics: tuple[str, ...]
    facets: tuple[str, ...]
    openers: tuple[str, ...]
    subjects: tuple[str, ...]
    verbs: tuple[str, ...]
    objects: tuple[str, ...]
    means: tuple[str, ...]
    closers: tuple[str, ...]
    items: tuple[str, ...]
    columns: tuple[str, ...]
    places: tuple[str, ...]
    links: tuple[str, ...]
    see: str
    comma: str
    strings: dict[str, str]
