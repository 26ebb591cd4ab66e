"""The interface words, dates and numbers of one language, for templates."""

from __future__ import annotations

from dalil import languages
from dalil.diagnostics import Diagnostic, fault
from dalil.facts import Reading


class TemplateFault(Exception):
    """A template asks for something that is not there; the message says what."""


class Words:
    """The interface words, dates and numbers of one language, for one job."""

    def __init__(self, reading: Reading, lang: str) -> None:
        self.reading = reading
        self.lang = lang
        self.faults: list[Diagnostic] = []
        found = {code: locale for code, locale, *_ in reading.ask("languages")}
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
        try:
            return str(text).format_map(shown)
        except (KeyError, ValueError, IndexError) as error:
            raise TemplateFault(f"The string «{key}» needs the value «{error.args[0]}».") from error

    def _shown(self, value: object) -> str:
        return self.number(value) if isinstance(value, int | float) else str(value)

    def date(self, iso: str, style: languages.DateStyle = "long") -> str:
        """An ISO date, in words of the language."""
        return languages.format_date(iso, self.locale, style)

    def number(self, value: float) -> str:
        """A number as the language writes it."""
        return languages.format_number(value, self.locale)
