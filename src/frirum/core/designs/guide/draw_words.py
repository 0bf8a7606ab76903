"""Sentences of the draw by lot that a design states."""

from __future__ import annotations

from frirum.core.language import gettext as _


def seed_wanting() -> tuple[str, str]:
    return _("En lodtrækning har et frø."), _("Skriv frøet, som det er offentliggjort.")


def units_wanting() -> tuple[str, str]:
    return (
        _("Der trækkes lod blandt mindst to, og hver står én gang."),
        _("Skriv dem, der trækkes lod blandt, én pr. linje."),
    )


def begin_wanting() -> tuple[str, str]:
    return (
        _("Der begynder mindst én ved hver start, og højst så mange i alt, som der trækkes lod blandt."),
        _("Skriv antallet ved hver start med komma imellem, for eksempel 2, 2."),
    )


def begins_at(start: int | None) -> str:
    """Which start, from 1; None for those that do not begin."""
    return _("Begynder ikke") if start is None else _("Begynder ved start {n}").format(n=start)


def nobody() -> str:
    return _("ingen")


def heading() -> str:
    return _("Hvem der begynder, ved lod")


def seed() -> str:
    return _("Frø")
