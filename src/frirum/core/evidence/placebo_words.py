"""Sentences of placebo outcomes and groups."""

from __future__ import annotations

from collections.abc import Sequence

from frirum.core.language import gettext as _
from frirum.core.language import ngettext


def placebo_quiet(n: int) -> str:
    """Nothing was found where nothing can be."""
    return ngettext(
        "I det udfald, forsøget ikke kan have rørt, ses intet.",
        "I de {n} udfald, forsøget ikke kan have rørt, ses intet.",
        n,
    ).format(n=n)


def placebo_moved(n: int, moved: Sequence[str]) -> str:
    """Something was found where nothing can be."""
    return _("I {moved} af {n} udfald, forsøget ikke kan have rørt, ses en forskel: {names}.").format(
        moved=len(moved), n=n, names="; ".join(moved)
    )


def placebo_unknown() -> str:
    """They were asked for and could not be reckoned."""
    return _("De udfald, forsøget ikke kan have rørt, kunne ikke regnes.")
