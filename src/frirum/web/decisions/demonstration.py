"""What the ministry has been doing in the demonstration, by the same actions as its people use; labelled as synthetic.

The decision is on the made-up experiment alone: nothing is invented about the real ones.
"""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from frirum.core.decisions.basis import ClaimRole
from frirum.web import clock
from frirum.web.decisions import actions, assignments, publishing
from frirum.web.decisions.models import DecisionRecord
from frirum.web.decisions.reading import known_claims
from frirum.web.experiments.definitions import latest_version
from frirum.web.organisations.demonstration import EVALUATOR, MINISTRY
from frirum.web.organisations.models import User

SLUG = "syntetisk-faa-brug"


def make_decisions() -> str | None:
    """An evaluation with a finding, a published decision that rests on it, and a draft, unless they are there."""
    with scopes_disabled():
        if latest_version(SLUG) is None or DecisionRecord.objects.exists():
            return None
        writer, reader = (
            User.objects.get(email=f"{name}@demonstration.example")
            for name in ("ministerium", "ministerium2")
        )
        _evaluation(writer)
        _published(writer, reader)
        actions.begin_decision(slug=SLUG, part="", organisation=MINISTRY, by=writer)
    return _("en syntetisk beslutning, en kladde og en ekstern evaluering")


def _evaluation(writer: User) -> None:
    today = clock.today()
    made = assignments.begin_assignment(
        title="Syntetisk evaluering af et opdigtet forsøg",
        evaluator="Et opdigtet institut",
        evaluator_key=EVALUATOR,
        slugs=[SLUG],
        agreement="SYNTETISK-1",
        starts_on=today - dt.timedelta(days=180),
        ends_on=today + dt.timedelta(days=180),
        organisation=MINISTRY,
        by=writer,
    )
    assignments.note_handover(
        assignment=made,
        what="Opdigtet udtræk over 7 sager, uden personer",
        legal_basis="Ingen: alt er opdigtet",
        holds_people=False,
        handed_on=today,
        received_by="Et opdigtet institut",
        delete_by=None,
        sha256="",
        by=writer,
    )
    assignments.receive_report(
        assignment=made,
        title="Syntetisk statusrapport",
        received_on=today,
        where="SYNTETISK-2",
        sha256="",
        by=writer,
    )
    assignments.enter_finding(
        assignment=made,
        slug=SLUG,
        part="",
        text="Syntetisk: 7 sager på et halvt år er for få til at afgøre noget",
        place="s. 1",
        step=0,
        step_reason="Kun optælling, ingen sammenligning",
        finding="for_spinkelt",
        by=writer,
    )


def _published(writer: User, reader: User) -> None:
    draft = actions.begin_decision(slug=SLUG, part="", organisation=MINISTRY, by=writer)
    claim = known_claims(SLUG)[0]
    draft = actions.name_claims(decision=draft, roles={claim.key: ClaimRole.RELIED_ON}, why={}, by=writer)
    today = clock.today()
    draft = actions.save_decision(
        decision=draft,
        texts={
            "title": "Syntetisk: forsøget forlænges for at blive belyst",
            "possibilities": "Syntetisk: en opdigtet regel kunne sættes til side.",
            "basis": "Syntetisk beslutning til demonstration. Der er for få sager til at afgøre noget, og forsøget "
            "forlænges et år.",
            "conditions": "Brugen følges hver måned.",
            "answer": "Der ses på det igen, før forlængelsen er gået.",
        },
        days={
            "extended_until": today + dt.timedelta(days=365),
            "next_look": today + dt.timedelta(days=45),
            "decided_on": today,
        },
        outcomes=["extended"],
        reasons=["few_participants", "extend_to_clarify"],
        revision=draft.revision,
        by=writer,
    )
    publishing.submit_decision(decision=draft, by=writer)
    publishing.approve_decision(decision=draft, by=reader)
    publishing.publish_decision(decision=draft, public_from=None, by=writer)
