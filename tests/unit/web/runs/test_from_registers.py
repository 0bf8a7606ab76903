"""A register that was read here, in a run: the numbers of the wide file, and nothing of a register that is gone."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from cast import VESTHIMMERLAND, Cast
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from extract_work import coordinator, work
from marked_register import marked_register
from register_work import SLUG, bring_register, read_data_set

from frirum.core.catalogue.canonical import to_toml
from frirum.core.errors import InputRefused
from frirum.core.evidence.plan import EvaluationPlan, PlannedQuestion
from frirum.web import clock
from frirum.web.organisations.scopes import organisation_scope
from frirum.web.registers.actions import delete_data_set
from frirum.web.registers.keys import pseudonyms_for
from frirum.web.registers.models import DataSet
from frirum.web.runs.from_the_door import refuse_others
from frirum.web.runs.models import EvaluationRun, RunFile, RunState

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])

LATER = dt.date(2022, 1, 1)
NOW = dt.datetime(2021, 6, 1, 9, tzinfo=dt.UTC)
# Synthetic: citizens born in 1903.
CPR = tuple(f"{1 + n % 28:02d}{1 + n // 28 % 12:02d}03{1000 + n}" for n in range(400))
PLAN = EvaluationPlan(
    slug=SLUG,
    question=(
        PlannedQuestion.model_validate(
            {
                "id": "job", "text": "Kommer flere i arbejde?", "outcome": "beskaeftigelse", "outcome_text": "Andelen i arbejde",
                "horizon": {"months": 6}, "test": "superiority", "direction": "increase", "smallest_relevant": 0.03,
                "comparison": ["other_municipalities"],
            }
        ),
    ),
)  # fmt: skip


@pytest.fixture(autouse=True)
def _ready():
    with organisation_scope([VESTHIMMERLAND]), clock.at(NOW):
        yield


@pytest.fixture
def anders(cast: Cast) -> Client:
    coordinator(cast, Client())
    return cast.log_in(Client(), cast.anders)


def order(anders: Client, marks: bytes, **given: Any) -> Any:
    said: dict[str, Any] = {
        "plan": SLUG, "organisation": VESTHIMMERLAND, "opens": "01-07-2021", "delete_on": "01-08-2021",
        "legal_basis": "Databeskyttelseslovens § 10",
        "plan_file": SimpleUploadedFile("plan.toml", to_toml(PLAN).encode()),
    }  # fmt: skip
    if marks:
        said["marks"] = SimpleUploadedFile("marks.csv", marks)
    return anders.post("/koersler/ny/", said | given)


def computed(answer: Any) -> EvaluationRun:
    assert answer.status_code == 302, answer.content.decode()
    return computed_next()


def computed_next() -> EvaluationRun:
    work()
    return EvaluationRun.objects.order_by("-pk")[0]


def test_a_stored_register_gives_the_numbers_of_the_wide_file(
    anders: Client, cast: Cast, tmp_path: Path
) -> None:
    wide, marks = marked_register(tmp_path, CPR)
    stored = read_data_set(anders, bring_register(anders, wide.read_bytes()))
    shown = dict(
        zip(CPR, pseudonyms_for([n.encode() for n in CPR], organisation="820", slug=SLUG), strict=True)
    )
    hidden = wide.read_text(encoding="utf-8")
    given = [line.split(";") for line in marks.read_text(encoding="utf-8").splitlines()[1:]]
    for cpr, pseudonym in shown.items():
        hidden = hidden.replace(f"{cpr};", f"{pseudonym};", 1)
    lines = ["PNR;number;index_week;treated"]
    lines += [";".join((shown.get(who, who), shown.get(who, who), *rest)) for who, *rest in given]
    body = "\n".join(lines).encode()

    page = anders.get("/koersler/ny/").content.decode()
    assert "»dream.csv« til" in page
    assert f"datasæt {stored.number}, modtaget 1. juni 2021, 400 personer, slettes 1. januar 2022" in page
    by_file = computed(order(anders, body, extracts=[SimpleUploadedFile("wide.csv", hidden.encode())]))
    by_store = computed(order(anders, body, register=str(stored.reference)))
    first, second = (json.loads(one.result) for one in (by_file, by_store))
    assert first["questions"][0]["headline"]["point"] is not None
    (one, other) = first["inputs"][0], second["inputs"][0]
    assert (other["file"], other["kind"]) == (
        f"datasaet-{stored.number}-register.datapackage.json",
        "register",
    )
    assert other["sha256"] == RunFile.objects.get(run=by_store, data_kind="register").sha256 != one["sha256"]
    for name in ("file", "sha256"):
        one[name] = other[name]
    assert first == second, "the same but for the file's name and fingerprint"

    alone = order(anders, b"", register=str(stored.reference)).content.decode()
    assert "Registret siger ikke, hvem der ses på" in alone
    assert order(anders, body, register=str(stored.reference)).status_code == 302
    refuse_others([stored], slug=SLUG, organisation="820")
    with (
        clock.at(dt.datetime(2022, 1, 1, 9, tzinfo=dt.UTC)),
        pytest.raises(InputRefused, match="slettedag er kommet"),
    ):
        refuse_others([stored], slug=SLUG, organisation="820")
    with pytest.raises(InputRefused, match="hverken CPR-nummer eller lobenr"):
        refuse_others(
            [DataSet(kind="register", state="ready", slug=SLUG, organisation="820", delete_on=LATER)],
            slug=SLUG,
            organisation="820",
        )
    delete_data_set(data_set=stored, reason="Skal ikke bruges.", by=cast.anders)
    waiting = computed_next()
    assert (waiting.state, waiting.result) == (RunState.FAILED, "")
    assert "er slettet eller ændret" in waiting.error
    assert "»dream.csv« til" not in anders.get("/koersler/ny/").content.decode()
    refused = order(anders, body, register=str(stored.reference))
    assert "Registret er slettet eller kan ikke længere læses" in refused.content.decode()
