"""Writes by form: one page of the draft at a time, so that two people write in two pages without meeting."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from frirum.core.authoring.completing import complete, take_in
from frirum.core.authoring.posted import Posted, read_page
from frirum.core.authoring.sections import FormPage
from frirum.core.authoring.values import read_whole
from frirum.core.authoring.writing import read_text, write_into
from frirum.core.errors import InputRefused, NotAllowed
from frirum.core.language import gettext as _
from frirum.web.authoring.drawing import MUNICIPALITIES
from frirum.web.experiments.actions import open_draft, save_draft
from frirum.web.experiments.models import Draft
from frirum.web.organisations.permissions import Permission
from frirum.web.site.dates import parse_date
from frirum.web.trail.actors import Actor
from frirum.web.trail.recording import action, hold, nothing_changed
from frirum.web.zones import CASEWORK


def mark_of(document: Mapping[str, Any], page: FormPage) -> str:
    """What a page says, as a mark: a save that began from another is refused."""
    said = {key: document.get(key) for key in page.roots}
    text = json.dumps(said, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


@action(needs=Permission.EDIT_EXPERIMENT, of="draft.organisation")
def save_page(
    *, draft: Draft, page: FormPage, posted: Posted, mark: str, by: Actor, by_script: bool = False
) -> Draft:
    """Keep what a page says, right or wrong; the rest of the draft, its comments and its order stay.

    Args:
        mark: what the page said when it was opened.
        by_script: saved while it is written: nothing is removed yet.

    Raises:
        NotAllowed: somebody changed the same page in the meantime, or the draft is no longer open.
        InputRefused: the draft's text is not TOML, so no form can be written into it.
    """
    hold(CASEWORK)
    fresh = open_draft(draft)
    document = document_of(fresh)
    if mark_of(document, page) != mark:
        raise NotAllowed(
            _("Siden er ændret af en anden, siden du åbnede den."),
            remedy=_("Det, du har skrevet, står her endnu. Åbn siden i en ny fane, og flet de to."),
        )
    made = read_page(document, page.roots, posted, parse_date, by_script=by_script)
    if "participation" in page.roots and posted.get(f"{MUNICIPALITIES}-her"):
        codes = [read_whole(one) for one in posted.get(MUNICIPALITIES, ())]
        made = complete(made, document)
        made = take_in(made, [one for one in codes if isinstance(one, int)], made)
    text = write_into(fresh.toml, complete(made, document))
    if text == fresh.toml:
        nothing_changed()
        return fresh
    return save_draft(draft=fresh, text=text, revision=fresh.revision, by=by)


def document_of(draft: Draft) -> dict[str, Any]:
    """What the draft says.

    Raises:
        InputRefused: its text is not TOML.
    """
    document = read_text(draft.toml)
    if document is None:
        raise InputRefused(
            _("Kladdens tekst kan ikke læses, så skemaet kan ikke vises."),
            remedy=_("Ret teksten først: kontrollen siger hvor."),
        )
    return document
