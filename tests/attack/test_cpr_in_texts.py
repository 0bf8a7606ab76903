"""A CPR number is stored in no text, whatever model, column and way of writing. The numbers were never given."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable

import pytest
from cast import SET_UP, Cast
from django.apps import apps
from django.db import connections, models, transaction
from django.test import Client
from django.urls import reverse

from frirum.core.extracts.reading import RowReader
from frirum.core.registers.pseudonyms import pseudonyms
from frirum.core.vocabulary.citizen_numbers import contains_cpr
from frirum.web.experiments.models import Draft
from frirum.web.organisations import actions
from frirum.web.organisations.kinds import Kind
from frirum.web.organisations.models import Organisation
from frirum.web.trail.texts import CprInText, watched_columns
from frirum.web.zones import app_zone

OURS = [m for m in apps.get_models() if m.__module__.startswith("frirum.")]
TEXTS = (models.CharField, models.TextField, models.JSONField)
COLUMNS = [(model, field) for model in OURS for field in watched_columns(model)]

# What holds no text of people: sealed, hashed or looked at where it is read.
LEFT_OUT = {
    "uses.Citizen": {"cpr_sealed", "cpr_lookup", "case_number", "label_sealed"},
    "uses.CitizenCorrection": {"before_sealed"},
    "extracts.ExtractPerson": {"who", "identity_sealed"},
    "extracts.ExtractRow": {"values"},
    "extracts.CountedUse": {"row_key"},  # a keyed hash
    "jobs.Job": {"worker"},
    "organisations.User": {"password"},
    "audits.AuditCase": {"row_key"},  # a keyed hash
    "runs.EvaluationRun": {"plan_sha256", "result", "result_sha256"},
    "runs.RunFile": {"sha256"},
}


@pytest.mark.parametrize(
    "text",
    [
        "0102031234", "010203-1234", "010203 1234", "010203_1234", "010203.1234", "010203\u20131234", "010203 - 1234",
        "Borger (010203-1234) har", "sag0102031234", "x\n010203-1234", "01.02.03-1234", "01-02-03-1234", "999999-9999",
    ],
)  # fmt: skip
def test_a_number_is_seen_however_it_is_written(text: str) -> None:
    assert contains_cpr(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "01-07-2018", "01.07.2018-31.12.2019", "12345678", "1.234.567", "0.1234567890", "2026-11-30T23:54:00.123456+00:00",
        "ab123456-1234-4234-8234-a23456789012", "ab0102031234cdef", "12345678901234567890123456789012", "+45 12 34 56 78", "§ 10, stk. 2",
        "https://www.retsinformation.dk/eli/lta/2020/1191", "123456789012",
    ],
)  # fmt: skip
def test_dates_amounts_and_references_are_no_numbers(text: str) -> None:
    assert not contains_cpr(text)


def test_what_is_made_at_random_is_never_taken_for_one() -> None:
    """In one of 74 keyed hashes of a row ten digits stand together; their marks were set aside as texts with a number."""
    reader = object.__new__(RowReader)
    reader._secret = b"a key"
    made = [reader._hash(f"[{n}]") for n in range(5_000)] + [
        str(uuid.UUID(int=n * 10**33)) for n in range(5_000)
    ]
    made += pseudonyms((str(n).encode() for n in range(20_000)), b"k" * 32)
    assert any(re.search(r"\d{10}", one) for one in made)
    assert [one for one in made if contains_cpr(one)] == []


def test_every_text_of_every_model_is_looked_at_but_those_named_here() -> None:
    found: dict[str, set[str]] = {}
    for model in OURS:
        texts = {f.name for f in model._meta.concrete_fields if isinstance(f, TEXTS) and not f.choices}
        if left := texts - {f.name for f in watched_columns(model)}:
            found[model._meta.label] = left
    assert found == LEFT_OUT


def test_no_column_takes_one() -> None:
    """Asked of the column itself, which a save, many rows at once and an update have in common."""
    text = "Se 010203-1234"
    for model, field in COLUMNS:
        connection = connections[
            "statistics" if app_zone(model._meta.app_label) == "statistics" else "default"
        ]
        is_json = isinstance(field, models.JSONField)
        for value in ({"a": [1, {"b": text}]}, {text: 1}) if is_json else (text,):
            with pytest.raises(CprInText, match="ligner et CPR-nummer"):
                field.get_db_prep_save(value, connection)
    assert len(COLUMNS) > 100


@pytest.mark.django_db(databases=["default", "statistics"])
def test_no_way_of_writing_goes_around_it(cast: Cast) -> None:
    name = "Afdeling 010203-1234"
    with pytest.raises(CprInText):
        actions.make_organisation(key="x", kind=Kind.MINISTRY, name=name, by=SET_UP)
    organisation = Organisation.objects.get(key="820")
    organisation.name = name
    writes: tuple[Callable[[], object], ...] = (
        lambda: Organisation.objects.filter(key="820").update(name=name),
        lambda: Organisation.objects.bulk_create([Organisation(key="x", kind=Kind.MINISTRY, name=name)]),
        lambda: Organisation.objects.bulk_update([organisation], ["name"]),
        organisation.save,
    )
    for write in writes:
        with pytest.raises(CprInText), transaction.atomic():
            write()
    assert not Organisation.objects.filter(name=name).exists()


@pytest.mark.django_db(databases=["default", "statistics"])
def test_a_page_that_did_not_ask_refuses_in_words_and_gives_the_text_back(cast: Cast) -> None:
    client = cast.log_in(Client(), cast.karen)
    begun = client.post(
        reverse("experiments:new_draft"),
        {"title": "Nyt forsøg", "organisation": "820", "network": "nordjylland"},
    )
    draft = Draft._base_manager.get(slug="nyt-forsoeg")
    assert str(draft.reference) in begun.url  # type: ignore[attr-defined]
    data = {"text": draft.toml + "\n# Se borger 010203-1234 i sagen", "revision": draft.revision}
    for accept, given_back in (
        ("text/html", "Se borger 010203-1234 i sagen"),
        ("application/json", "remedy"),
    ):
        answer = client.post(
            reverse("experiments:draft", args=[draft.reference]), data, headers={"accept": accept}
        )
        text = answer.content.decode()
        assert (answer.status_code, "ligner et CPR-nummer" in text, given_back in text) == (400, True, True)
    draft.refresh_from_db()
    assert "010203" not in draft.toml


@pytest.mark.django_db(databases=["default", "statistics"])
def test_a_text_that_only_the_model_refuses_is_given_back(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = cast.log_in(Client(), cast.karen)

    def refuse(**_arguments: object) -> None:
        raise CprInText("Titel")

    monkeypatch.setattr("frirum.web.experiments.actions.start_draft", refuse)
    data = {
        "title": "Nyt forsøg",
        "organisation": "820",
        "network": "nordjylland",
        "note": "Tre ord, der <koster> tid",
    }
    answer = client.post(reverse("experiments:new_draft"), data)
    assert answer.status_code == 400
    assert "Tre ord, der &lt;koster&gt; tid" in answer.content.decode()
