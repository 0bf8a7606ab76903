"""The demonstration with something of every kind in every state, so that no page stands only empty.

The people are the demonstration's own accounts, as the names of the cast; everything is made by the actions that
the pages call, and every citizen in it is made up.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from attack import audiences
from cast import PASSWORD, SET_UP, VESTHIMMERLAND, Cast
from django.test import Client
from django.urls import reverse
from django_scopes import scopes_disabled
from extract_work import BENT, keep, mark, marks_file, read_batch, upload
from ready_design import ready
from recorded_uses import DAY, SEVEN, record
from register_work import TERMS, bring_register, read_data_set, register_file

from frirum.core.designs.guide.plan import Written
from frirum.core.paths import catalogue_dir
from frirum.web.designs import lock_actions, review_actions
from frirum.web.designs.actions import begin_design, save_step
from frirum.web.designs.demonstration import begin_trials
from frirum.web.designs.models import Design, DesignStep
from frirum.web.designs.reading import definition_of
from frirum.web.experiments.actions import load_shipped, start_draft
from frirum.web.following.demonstration import make_synthetic_experiment
from frirum.web.forms import actions as form_actions
from frirum.web.forms.content import keys_of_point
from frirum.web.forms.models import EvaluationForm, FormEntry
from frirum.web.organisations import actions as organisations
from frirum.web.organisations.demonstration import make_demonstration
from frirum.web.organisations.models import User
from frirum.web.releases.actions import approve, decline, note_seen
from frirum.web.releases.models import ReleaseRequest
from frirum.web.releases.reviewing import review
from frirum.web.uses.actions import correct_use, end_use, retract_use
from frirum.web.uses.identities import Identity
from frirum.web.uses.models import NonUse
from frirum.web.uses.reasons import EndReason

TRIALS = ("forsoeg-2027-a-kasser", "forsoeg-2027-frit-valg")
NAMES = {
    "rikke": "raadgiver",
    "lone": "teamleder",
    "karen": "koordinator",
    "niels": "netvaerk",
    "anders": "analytiker",
    "eva": "evaluator",
    "mette": "ministerium",
    "adam": "administrator",
}


def make_full_home() -> Cast:
    """Everything of `frirum init --demo`, and on top of it work in every state."""
    with scopes_disabled():
        load_shipped(by=SET_UP)
        make_demonstration()
        begin_trials()
        make_synthetic_experiment()
        people = _people()
        for fill in (_uses, _designs, _forms, _drafts, _releases, _extracts, _registers):
            fill(people)
    return people


def _people() -> Cast:
    found: dict[str, Any] = {
        name: User.objects.get(email=f"{account}@demonstration.example") for name, account in NAMES.items()
    }
    for stranger in ("otto", "ulla"):
        found[stranger] = organisations.open_account(
            email=f"{stranger}@eksempel.dk", name=stranger.title(), password=PASSWORD, by=SET_UP
        )
    return Cast(**found)


def _uses(cast: Cast) -> None:
    audiences.past_approval(cast)
    corrected = record(cast)
    correct_use(use=corrected, begun_on=DAY + dt.timedelta(days=1), reason="Dagen efter.", by=cast.rikke)
    end_use(
        use=record(cast, identity=Identity(case_number="S-90")),
        ended_on=DAY,
        reason=EndReason.OUTCOME_FAILED,
        by=cast.rikke,
    )
    retract_use(use=record(cast, identity=Identity(case_number="S-91")), reason="Fejl", by=cast.rikke)
    audiences.use_by_wish(cast)
    audiences.non_use(cast)
    audiences.completion(cast)


def _designs(cast: Cast) -> None:
    """A draft, one that is read by another, and one that is locked and amended since."""
    begin_design(slug=SEVEN, organisation=VESTHIMMERLAND, by=cast.karen)
    locked, read = (_ready_design(slug, cast) for slug in TRIALS)
    review_actions.submit_for_review(design=read, reviewer=cast.lone, by=cast.karen)
    review_actions.comment(design=read, step="kriterier", text="Godt mål", by=cast.lone)
    review_actions.submit_for_review(design=locked, reviewer=cast.lone, by=cast.karen)
    lock_actions.lock_design(
        design=review_actions.approve(design=locked, text="", by=cast.lone), by=cast.karen
    )
    lock_actions.amend(
        design=Design.objects.get(pk=locked.pk),
        step="formaal",
        written=Written({"purpose": "At se, hvem der bedst hjælper nyledige i varigt job."}),
        reason="Klarere ord.",
        major=False,
        by=cast.karen,
    )  # fmt: skip


def _ready_design(slug: str, cast: Cast) -> Design:
    design = Design.objects.filter(slug=slug, organisation=VESTHIMMERLAND).first() or begin_design(
        slug=slug, organisation=VESTHIMMERLAND, by=cast.karen
    )
    for key, written in ready(definition_of(design)).items():
        row = DesignStep.objects.get(design=design, step=key)
        save_step(design=design, step=key, written=written, revision=row.revision, by=cast.karen)
    return Design.objects.get(pk=design.pk)


def _forms(cast: Cast) -> None:
    """One begun, one locked and amended, one sent."""
    for slug, state in ((SEVEN, "begun"), ("mikrolaan", "locked"), ("indsatsplan-opdatering", "sent")):
        form = form_actions.begin_form(
            slug=slug, period=_period(slug), organisation=VESTHIMMERLAND, by=cast.karen
        )
        if state == "begun":
            continue
        _write(form, range(1, 6), cast)
        form = form_actions.lock_points(form=form, by=cast.karen)
        key = keys_of_point(3)[0]
        form_actions.amend(
            form=form, key=key, text="Målt på ny.", reason="Klarere.", major=False, by=cast.karen
        )
        if state == "sent":
            _write(form, range(7, 9), cast)
            form_actions.submit(form=form, by=cast.karen)


def _write(form: EvaluationForm, points: Iterable[int], cast: Cast) -> None:
    for number in points:
        revision = FormEntry.objects.filter(form=form, field__in=keys_of_point(number))[0].revision
        texts = {keys_of_point(number)[0]: "Skrevet af koordinatoren."}
        form_actions.save_point(form=form, number=number, texts=texts, revision=revision, by=cast.karen)


def _period(slug: str) -> str:
    from frirum.web.experiments.definitions import current_catalogue

    return current_catalogue().experiment(slug).reporting_periods[0].id


def _drafts(cast: Cast) -> None:
    """One that may be published, and one with faults."""
    text = (catalogue_dir() / "experiments/_template.toml").read_text(encoding="utf-8")
    start_draft(slug="proeve", text=text, organisation=VESTHIMMERLAND, by=cast.karen)
    audiences.draft(cast)


def _releases(cast: Cast) -> None:
    """One table that stays with its team, one that waits, one released to everybody, one declined."""
    audiences.team_table(cast)
    audiences.release_request(cast)
    for decide in (approve, decline):
        request = ReleaseRequest.objects.get(**audiences.release_request(cast))
        note_seen(request=request, outcome=review(request.table).outcome, by=cast.eva)
        more = {} if decide is approve else {"answer": "Formålet er uklart."}
        decide(request=request, by=cast.eva, **more)


def _extracts(cast: Cast) -> None:
    """One whose columns wait, one read with findings, one kept; the jobs come with them."""
    client = Cast.log_in(Client(), cast.karen)
    upload(client, marks_file(mark()))
    read_batch(client, upload(client, marks_file(mark(), mark("110703132"))))
    keep(client, read_batch(client, upload(client, marks_file(mark(BENT)))))


def _registers(cast: Cast) -> None:
    """One register that waits, one that is read and handed over, and marks that came through the door."""
    karen, anders = (Cast.log_in(Client(), person) for person in (cast.karen, cast.anders))
    later = {"delete_on": "01-01-2090"}
    karen.post("/udtraek/videregiv/", {**TERMS, **later, "organisation": VESTHIMMERLAND})
    bring_register(anders, register_file(), **later)
    read_data_set(anders, bring_register(anders, register_file(), **later))
    audiences.handing_over(cast)


def only_after_a_form(name: str) -> list[str]:
    """The pages that a person comes to by sending a form, and by no link."""
    if name != "rikke":
        return []
    with scopes_disabled():
        return [reverse("uses:non_use", args=[one.reference]) for one in NonUse.objects.filter(slug=SEVEN)]
