"""The plan of a locked design: locked too, and what came after outcomes were seen told apart."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from cast import SET_UP, VESTHIMMERLAND, Cast
from django.test import Client
from django.urls import reverse
from ready_design import QUESTION, SLUG, ready

from frirum.core.designs.guide.plan import Written
from frirum.core.paths import catalogue_dir
from frirum.web.designs import actions
from frirum.web.designs.lock_actions import amend, lock_design
from frirum.web.designs.models import Design, OutcomesSource
from frirum.web.designs.outcomes import note_outcomes_visible
from frirum.web.designs.reading import definition_of
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
