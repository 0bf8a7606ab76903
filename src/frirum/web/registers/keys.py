"""The key of an evaluation's pseudonyms, and the pseudonyms. The keys lie in the home, never in a database."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings

from frirum.core.registers.pseudonyms import evaluation_key, pseudonyms


def evaluation_of(organisation: str, slug: str) -> str:
    """What an evaluation is called where its key is made; `frirum registers … --evaluation` takes the same text."""
    return f"{organisation}/{slug}"


def pseudonyms_for(numbers: Iterable[bytes], *, organisation: str, slug: str) -> list[str]:
    """Pseudonyms under the evaluation's key: the same person is the same in all its data sets and in no other's."""
    key = evaluation_key(settings.HOME.pseudonym_key(), evaluation_of(organisation, slug))
    return pseudonyms(numbers, key)
