"""Danish is the source language of every text shown to people; English is looked up.

`core` cannot ask the web framework which language a reader chose, so the choice is a context variable
that the command line and the web middleware set.
"""

from __future__ import annotations

import gettext as _gettext
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from frirum.core.paths import locale_dir

LANGUAGES = ("da", "en")

_current: ContextVar[str] = ContextVar("frirum_language", default="da")


@cache
def _catalogue(language: str) -> _gettext.NullTranslations:
    return _gettext.translation("django", localedir=locale_dir(), languages=[language], fallback=True)


def current_language() -> str:
    """The reader's language: "da" or "en"."""
    return _current.get()


@contextmanager
def language(code: str) -> Iterator[None]:
    """Texts made inside the block are in `code`; an unknown code means Danish."""
    token = _current.set(code if code in LANGUAGES else "da")
    try:
        yield
    finally:
        _current.reset(token)


def gettext(message: str) -> str:
    """The Danish `message` in the reader's language; Danish where no translation exists."""
    chosen = _current.get()
    return message if chosen == "da" else _catalogue(chosen).gettext(message)


def gettext_noop(message: str) -> str:
    """`message` as it stands: marks a text in a table, which is looked up where it is shown."""
    return message


def ngettext(singular: str, plural: str, n: int) -> str:
    """As `gettext`, choosing the form for `n`; Danish has one form for 1 and one for the rest."""
    chosen = _current.get()
    if chosen == "da":
        return singular if n == 1 else plural
    return _catalogue(chosen).ngettext(singular, plural, n)


def ngettext_noop(singular: str, plural: str) -> tuple[str, str]:
    """Both forms as they stand: marks a counted text in a table."""
    return singular, plural


class Sentences:
    """The sentences of one package under names that say in English what they say.

    Code that reckons names a sentence and gives its values; the Danish text, and its English, stand in the table alone.
    """

    def __init__(self, texts: Mapping[str, str | tuple[str, str]]) -> None:
        """Args:
        texts: name -> Danish text, or its forms for one and for several, with `{placeholders}`.
        """
        self.texts = texts

    def __call__(self, name: str, /, **values: object) -> str:
        """The sentence in the reader's language, with its values; without any, the text as it stands.

        Raises:
            KeyError: no such sentence, or a value is missing; a fault of ours.
        """
        text = self.texts[name]
        assert isinstance(text, str), name
        said = gettext(text)
        return said.format(**values) if values else said

    def counted(self, name: str, n: int, /, **values: object) -> str:
        """The form for `n` of a sentence that has one for one and another for several."""
        forms = self.texts[name]
        assert isinstance(forms, tuple), name
        said = ngettext(*forms, n)
        return said.format(**values) if values else said


def own_text(one: object, key: str = "text") -> str:
    """The text `key` of a table with English twins (`text`, `text_en`) in the reader's language.

    Danish where there is no English; "" where there is no text at all.
    """
    english = getattr(one, f"{key}_en", None) if _current.get() == "en" else None
    return str(english or getattr(one, key) or "")
