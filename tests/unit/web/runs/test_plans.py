"""The plan of a locked design: locked too, and what came after outcomes were seen told apart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from cast import SET_UP, VESTHIMMERLAND, Cast
from django.test import Client
from django.urls import reverse
from ready_design import QUESTION, SLUG, ready

from frirum.core.catalogue.loader import shipped_catalogue
from frirum.core.designs.guide.experiment import experiment_from
from frirum.core.designs.guide.plan import Written
from frirum.core.evidence.draw import drawn_starts
from frirum.core.paths import catalogue_dir
from frirum.core.report.text import plain_text
from frirum.core.vocabulary.municipalities import by_code
from frirum.web import clock
from frirum.web.designs import actions
from frirum.web.designs.lock_actions import amend, lock_design
from frirum.web.designs.models import Design, OutcomesSource
from frirum.web.designs.outcomes import note_outcomes_visible
from frirum.web.designs.reading import definition_of
from frirum.web.designs.status import document_of, plan_file
from frirum.web.experiments.actions import publish
from frirum.web.experiments.models import Origin
from frirum.web.organisations.scopes import organisation_scope
from frirum.web.runs.harm import harms_in
from frirum.web.runs.models import WatchedHarm
from frirum.web.runs.plans import plan_of_design

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])


@pytest.fixture
def locked(cast: Cast) -> Iterator[Design]:
    text = (catalogue_dir() / "experiments" / f"{SLUG}.toml").read_text(encoding="utf-8")
    publish(text=text, origin=Origin.SHIPPED, organisation="", reason="", by=SET_UP)
    with organisation_scope([VESTHIMMERLAND]):
        design = actions.begin_design(slug=SLUG, organisation=VESTHIMMERLAND, by=cast.karen)
        harm = Written(
            {},
            ({**QUESTION}, {**QUESTION, "id": "skade", "outcomes": "anden-ydelse", "direction": "decrease"}),
        )
        for key, written in ready(definition_of(design)).items():
            chosen = harm if key == "spoergsmaal" else written
            actions.save_step(design=design, step=key, written=chosen, revision=0, by=cast.karen)
        lock_design(design=Design.objects.get(pk=design.pk), by=cast.niels, override_reason="Prøve.")
        yield Design.objects.get(pk=design.pk)


def changed(design: Design, cast: Cast, value: str) -> None:
    items = (
        {**QUESTION, "smallest_relevant": value},
        {**QUESTION, "id": "skade", "outcomes": "anden-ydelse"},
    )
    amend(
        design=design,
        step="spoergsmaal",
        written=Written({}, items),
        reason="Ny viden.",
        major=True,
        by=cast.karen,
    )


def test_what_is_changed_after_the_first_look_is_not_planned(locked: Design, cast: Cast) -> None:
    before = plan_of_design(locked)
    assert before.locked
    assert not any(one.after_look for one in before.questions)
    changed(locked, cast, "6")
    early = plan_of_design(locked)
    assert early.locked
    assert not any(one.after_look for one in early.questions), "amended before anybody had seen outcomes"
    note_outcomes_visible(
        slug=SLUG, organisation=VESTHIMMERLAND, source=OutcomesSource.ESTIMATE, by=cast.anders
    )
    changed(locked, cast, "7")
    late = {one.id: one.after_look for one in plan_of_design(locked).questions}
    assert plan_of_design(locked).locked
    assert {name for name, marked in late.items() if marked} == {
        name for name in late if name.startswith(QUESTION["id"])
    }
    assert not all(late.values())


def test_a_draw_of_the_design_is_the_plans_with_the_day_it_was_fixed(locked: Design, cast: Cast) -> None:
    """Named in an amendment, it is fixed by that; a later one about something else does not make it younger."""
    assert plan_of_design(locked).draw is None
    drawn = {"draw_seed": "lotto 7", "draw_units": "Aalborg\n773\nRebild\nThisted", "draw_begin": "1, 2"}
    for day, fields, value in ((3, drawn, "5"), (9, drawn, "6")):
        with clock.at(dt.datetime(2026, 12, day, 9, tzinfo=dt.UTC)):
            amend(
                design=locked, step="spoergsmaal", written=Written(fields, ({**QUESTION, "smallest_relevant": value},)),
                reason="Loddet er trukket.", major=True, by=cast.karen,
            )  # fmt: skip
    plan = plan_of_design(locked)
    assert plan.lock is not None
    assert plan.draw is not None
    assert (plan.draw.fixed, plan.lock.at) == ("2026-12-03T09:00:00Z", "2026-12-09T09:00:00Z")
    assert (plan.draw.units, plan.draw.begin) == (("851", "773", "840", "787"), (1, 2))
    assert 'seed = "lotto 7"' in plan_file(locked)
    first = next(unit for unit, start in drawn_starts(plan.draw).items() if start == 0)
    written = plain_text(document_of(locked, dt.date(2026, 12, 9)))
    assert "lotto 7" in written
    assert by_code(first).name in written[written.index("Begynder ved start 1") :].splitlines()[0]


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"draw_units": "Aalborg\nRebild", "draw_begin": "1"}, {"draw_seed"}),
        ({"draw_seed": "7", "draw_units": "Aalborg\n851", "draw_begin": "1"}, {"draw_units"}),
        ({"draw_seed": "7", "draw_units": "Aalborg\nRebild", "draw_begin": "2, 1"}, {"draw_begin"}),
        ({"draw_seed": "7", "draw_units": "Aalborg\nRebild", "draw_begin": "en"}, {"draw_begin"}),
        ({"draw_seed": "7"}, {"draw_units", "draw_begin"}),
        ({}, set()),
    ],
)
def test_a_draw_that_nobody_can_make_is_said_at_its_field(fields: dict[str, str], at: set[str]) -> None:
    definition = shipped_catalogue().experiment(SLUG)
    planned = experiment_from(definition, {**ready(definition), "spoergsmaal": Written(fields, (QUESTION,))})
    assert {one.field for one in planned.unreadable} == at
    assert planned.draw is None


def test_a_harm_of_a_locked_design_is_watched_from_its_page(
    locked: Design, cast: Cast, client: Client
) -> None:
    harm = next(harms_in(plan_of_design(locked)))
    cast.log_in(client, cast.anders)
    page = reverse("runs:watch")
    assert "Overgang til sygedagpenge" in client.get(page).content.decode()
    answer = client.post(
        page,
        {
            "question": f"{locked.reference}|{harm.id}", "rises": "ja", "baseline": "12,5",
            "baseline_source": "Udtræk fra 2026", "harm": "1", "beside": "on",
        },
    )  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()
    made = WatchedHarm.objects.get()
    assert (made.baseline, made.harm, made.rises, made.beside) == (0.125, 0.01, True, True)
    refused = client.post(page, {"question": f"{locked.reference}|{harm.id}", "rises": "ja", "baseline": "0"})
    assert refused.status_code == 200
    assert WatchedHarm.objects.count() == 1
