"""Passwords that are guessed first: one or two words of the place, the time, the person, or a list of breached ones.

The list is the one that comes with Django (20,000 passwords seen most often in breaches). A long password of common
words is refused too when it is made of no more than two of them, however many digits and signs stand around.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from frirum.core.vocabulary.municipalities import all_municipalities

_HERE = """
frirum frikommune frikommuner frikommuneforsøg forsøg jobcenter jobcentret jobcentre kommune kommunen kommuner
rådhus rådhuset beskæftigelse beskæftigelsesindsats aktivering ydelse sygedagpenge ledighed rådgiver sagsbehandler
teamleder koordinator analytiker administrator ministeriet ministerium evaluering adgangskode kodeord løsen
velkommen password hemmelig danmark nordjylland jylland sjælland fyn januar februar marts april maj juni juli august
september oktober november december mandag tirsdag onsdag torsdag fredag lørdag søndag forår sommer efterår vinter
jul påske ferie
"""
_LEET = str.maketrans("013457@$!", "oieastasi")
_AROUND = " !?.,:;#*+-_"
_SHORTEST_WORD, _FEWEST_LETTERS = 3, 3
_NOT_LETTERS = re.compile(r"[\W\d_]+")


def _plain(text: str) -> str:
    """Small letters alone, the Danish ones in both ways of writing made one."""
    small = text.casefold().replace("aa", "å").replace("ae", "æ").replace("oe", "ø")
    return _NOT_LETTERS.sub("", small)


@cache
def _words() -> frozenset[str]:
    places = (part for one in all_municipalities() for part in re.split(r"[\s-]+", one.name))
    found = (*CommonPasswordValidator().passwords, *_HERE.split(), *places)
    return frozenset(word for word in map(_plain, found) if len(word) >= _SHORTEST_WORD)


class WordsValidator:
    """Refuses what is one or two known words, with or without digits and signs."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError, which says what to choose instead."""
        own = frozenset(_plain(part) for text in _about(user) for part in re.split(r"[^\w]+|_", text))
        known = _words() | frozenset(part for part in own if len(part) >= _SHORTEST_WORD)
        bare = password.casefold().strip(_AROUND)
        for letters in {_plain(bare), _plain(bare.translate(_LEET))}:
            if len(letters) < _FEWEST_LETTERS or _is_made_of(letters, known):
                raise ValidationError(self.get_help_text(), code="password_words")

    def get_help_text(self) -> str:
        """What is asked."""
        return _(
            "Vælg ikke ét eller to kendte ord, navne eller steder med tal omkring. Brug hellere fire ord."
        )


def _is_made_of(letters: str, known: frozenset[str]) -> bool:
    halves = range(_SHORTEST_WORD, len(letters) - _SHORTEST_WORD + 1)
    return letters in known or any(letters[:at] in known and letters[at:] in known for at in halves)


def _about(user: Any) -> list[str]:
    return [str(getattr(user, name, "") or "") for name in ("name", "email")]
