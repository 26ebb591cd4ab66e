"""A `Reading` that answers from a dict: what an output makes of facts, without a site."""

from collections.abc import Mapping
from typing import Any, cast

from dalil.facts import Answers, Reading
from dalil.ledger import Fact

LANGUAGES = (
    ("ar", "ar-MA", "العربية", "rtl"),
    ("fr", "fr-MA", "français", "ltr"),
)


class _Told:
    """Stands in for `Answers`; a question that the test did not foresee is a KeyError."""

    def __init__(self, answers: Mapping[Fact, Any]) -> None:
        self._answers = answers

    def answer(self, fact: Fact) -> Any:
        return self._answers[fact]


def reading(answers: Mapping[Fact, Any]) -> Reading:
    """A reading that knows just these answers."""
    return Reading(cast("Answers", _Told(answers)))


def bilingual(base_path: str = "/", host: str = "https://example.org") -> dict[Fact, Any]:
    """The facts of every small Arabic and French site."""
    address = host + base_path
    return {
        ("languages",): LANGUAGES,
        ("config", "default_language"): "ar",
        ("config", "base_url"): address,
        ("config", "theme"): (),
        ("config", "subject"): (),
        ("config", "outputs"): ("sitemap", "robots"),
        ("site", "ar"): ("دليل", "وصف", address, base_path),
        ("site", "fr"): ("Guide", "Une description", address, base_path),
        ("redirects",): (),
    }
