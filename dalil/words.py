"""The interface words, dates and numbers of one language, for templates."""

from __future__ import annotations

import re

from dalil import languages
from dalil.diagnostics import Diagnostic, fault
from dalil.facts import Reading

PLACEHOLDER = re.compile(r"\{(\w+)\}")
"""Where a value goes in an interface string."""


class TemplateFault(Exception):
    """A template asks for something that is not there; the message says what."""


class Words:
    """The interface words, dates and numbers of one language, for one job."""

    def __init__(self, reading: Reading, lang: str, faults: list[Diagnostic]) -> None:
        """`faults` takes what is found wrong with strings on the way."""
        self.reading = reading
        self.lang = lang
        self.faults = faults
        found = {code: locale for code, locale, *_ in reading.ask("languages")}
        if lang not in found:
            raise TemplateFault(f"site.yaml has no language «{lang}».")
        self.locale: str = found[lang]

    def t(self, key: str, /, count: int | None = None, **values: object) -> str:
        """An interface string; with a count, in its plural form for that count."""
        text = self.reading.ask("string", self.lang, key)
        if isinstance(text, tuple):
            if count is None:
                raise TemplateFault(f"The string «{key}» has plural forms: give it a count.")
            text = dict(text).get(languages.plural_category(count, self.locale))
        if text is None:
            path = f"content/strings.{self.lang}.yaml"
            self.faults.append(fault("string-missing", path, key=key, lang=self.lang))
            return f"[{key}]"
        shown = {name: self._shown(value) for name, value in values.items()}
        if count is not None:
            shown["count"] = self.number(count)
        missing = [name for name in PLACEHOLDER.findall(str(text)) if name not in shown]
        if missing:
            raise TemplateFault(f"The string «{key}» needs the value «{missing[0]}».")
        return PLACEHOLDER.sub(lambda match: shown[match[1]], str(text))

    def forms(self, key: str) -> dict[str, str]:
        """Every plural form of an interface string, for a script that counts."""
        found = self.reading.ask("string", self.lang, key)
        return dict(found) if isinstance(found, tuple) else {"other": self.t(key)}

    def _shown(self, value: object) -> str:
        return self.number(value) if isinstance(value, int | float) else str(value)

    def date(self, iso: str, style: languages.DateStyle = "long") -> str:
        """An ISO date, in words of the language."""
        try:
            return languages.format_date(iso, self.locale, style)
        except (TypeError, ValueError) as error:
            raise TemplateFault(f"«{iso}» is not a date such as 2026-11-23.") from error

    def number(self, value: float) -> str:
        """A number as the language writes it."""
        if not isinstance(value, int | float):
            raise TemplateFault(f"«{value}» is not a number.")
        return languages.format_number(value, self.locale)
