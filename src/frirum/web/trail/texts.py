"""No stored text holds a CPR number: asked where a column is written, whoever writes it and in whatever way.

Texts are read by more people than may know a citizen's number. The check stands on the columns of the models
themselves, so that a save, many rows at once and an update alike pass it; a page may say it sooner and more kindly.
What is sealed, hashed or random says so in its model (`without_cpr_check`), with the reason beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.apps import apps
from django.db import models

from frirum.core.errors import InputRefused
from frirum.core.language import gettext as _
from frirum.core.vocabulary.citizen_numbers import contains_cpr

_TEXTS = (models.CharField, models.TextField, models.JSONField)


class CprInText(InputRefused):
    """A text that was to be stored holds something shaped like a CPR number."""

    code = "cpr_in_text"

    def __init__(self, column: str) -> None:
        super().__init__(
            _("»{column}« indeholder noget, der ligner et CPR-nummer, og er ikke gemt.").format(
                column=column
            ),
            remedy=_("Tag nummeret ud, og gem igen. En borger skrives kun i feltet til CPR-nummer."),
        )


def watched_columns(model: type[models.Model]) -> Iterator[models.Field[Any, Any]]:
    """The columns of a model whose texts are looked at."""
    left_out = getattr(model, "without_cpr_check", ())
    for field in model._meta.concrete_fields:
        if isinstance(field, _TEXTS) and field.name not in left_out and not field.choices:
            yield field


def connect() -> None:
    """Look at every text of ours that is written from now on; called once, when the models are ready."""
    for model in apps.get_models():
        if model.__module__.startswith("frirum."):
            for field in watched_columns(model):
                _watch(field)


def _watch(field: models.Field[Any, Any]) -> None:
    """Look at what Django is about to hand to the database for this column.

    `get_db_prep_save` is what a save, `bulk_create` and `update` have in common; migrations have fields of their own.
    """
    usual = field.get_db_prep_save

    def look_and_prepare(value: Any, connection: Any) -> Any:
        if any(contains_cpr(text) for text in _texts_in(value)):
            raise CprInText(str(field.verbose_name))
        return usual(value, connection)

    field.get_db_prep_save = look_and_prepare  # type: ignore[method-assign]


def _texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _texts_in(key)
            yield from _texts_in(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts_in(inner)
