"""An own questionnaire: built in a form or brought as XLSForm, checked, kept in versions, and run as a wave."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from cast import VESTHIMMERLAND
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from published import publish_shipped

from frirum.core.catalogue import shipped_catalogue
from frirum.core.instruments.survey import survey_of
from frirum.core.instruments.survey_export import export_survey
from frirum.web import clock
from frirum.web.organisations.scopes import organisation_scope
from frirum.web.surveys.actions import close_wave, fresh_wave
from frirum.web.surveys.channel_actions import open_to_all
from frirum.web.surveys.data_files import answers_csv
from frirum.web.surveys.keeping import keep_pending
from frirum.web.surveys.models import OwnQuestionnaire, SurveyWave
from frirum.web.surveys.reading import answers_of, survey_in
from frirum.web.surveys.results import distributions

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])

START = dt.datetime(2027, 2, 1, 8, tzinfo=dt.UTC)
SLUG = "revalidering-lae265"
HEAD = {
    "slug": SLUG,
    "organisation": VESTHIMMERLAND,
    "title": "Lægernes syn",
    "respondents": "general_practitioner",
}


@pytest.fixture(autouse=True)
def _february():
    with clock.at(START), organisation_scope([VESTHIMMERLAND]):
        publish_shipped(SLUG)
        yield


def rows(*questions: dict[str, str]) -> dict[str, str]:
    found = {"rows": "5"}
    for place in range(1, 6):
        given = questions[place - 1] if place <= len(questions) else {}
        for name in ("text", "text_en", "kind", "options", "lines", "after", "answers"):
            found[f"q{place}-{name}"] = given.get(name, "enighed-5" if name == "kind" else "")
    return found


ROLE = {"text": "Hvad er du?", "kind": "own", "options": "Praktiserende læge\nSpeciallæge"}
TIME = {"text": "Bruger du mindre tid på attester?", "kind": "enighed-5"}
WHY = {"text": "Hvorfor?", "kind": "open", "after": "1", "answers": "speciallæge"}


def test_a_questionnaire_is_built_changed_and_keeps_the_version_a_wave_was_prepared_with(cast):
    karen = cast.log_in(Client(), cast.karen)
    made = karen.post(reverse("surveys:build"), HEAD | rows(ROLE, TIME, WHY))
    assert made.status_code == 302
    first = OwnQuestionnaire.objects.get()
    page = karen.get(made["Location"]).content.decode()
    assert "Bruger du mindre tid" in page
    form = reverse("surveys:prepare", args=[SLUG, first.key])
    told = {
        "organisation": VESTHIMMERLAND, "name": "1", "purpose": "Erfaring", "controller": "Kommunen",
        "legal_basis": "Artikel 6", "contact": "Jobcentret", "closes_on": "28-2-2027", "keep_until": "31-12-2027",
        "wording_confirmed": "on",
    }  # fmt: skip
    assert karen.post(form, told).status_code == 302
    again = karen.get(reverse("surveys:rebuild", args=[first.reference])).content.decode()
    assert "Speciallæge" in again
    changed = HEAD | rows(ROLE, {**TIME, "text": "Bruger du mere tid på attester?"})
    assert karen.post(reverse("surveys:rebuild", args=[first.reference]), changed).status_code == 302
    assert [one.number for one in OwnQuestionnaire.objects.order_by("number")] == [1, 2]
    karen.post(reverse("surveys:build"), changed)
    assert OwnQuestionnaire.objects.count() == 2, "the same words are the same version"
    wave = SurveyWave.objects.get()
    assert [asked.question.text for asked in survey_in(wave).questions][1] == TIME["text"]
    wave = open_to_all(wave=wave, most=10, by=cast.karen)
    begun = Client().post(f"/s/aabent/{wave.open_token}/")["Location"].split("?")[0]
    assert "Hvad er du?" in Client().get(f"{begun}?side=1").content.decode()
    Client().post(f"{begun}?side=1", {"go": "next", "q1": "Speciallæge", "q2": "4"})
    assert "Hvorfor?" in Client().get(f"{begun}?side=2").content.decode()
    with pytest.raises(DatabaseError), transaction.atomic():
        OwnQuestionnaire.objects.filter(pk=first.pk).update(content="")
    assert (
        cast.log_in(Client(), cast.otto).get(reverse("surveys:own", args=[first.reference])).status_code
        == 404
    )


SEVERAL = {"text": "Hvad hjalp?", "kind": "multiple", "options": "mentor\npraktik\nsamtaler"}
AGREE = {
    "text": "Hvor enig er du?", "kind": "enighed-5",
    "lines": "Sagerne tager kortere tid | Cases take less time\nSagerne giver mening",
}  # fmt: skip
OFTEN = {"text": "Hvor tit?", "kind": "own", "options": "aldrig\nofte\nved ikke", "lines": "mentor\npraktik"}
WEEKS = {"text": "Hvor mange uger?", "kind": "number", "after": "1", "answers": "praktik"}


def test_several_answers_and_tables_are_built_answered_and_shown(cast):
    """As many as the gate asks for answer through the pages; the rest of the numbers are counted by hand."""
    karen = cast.log_in(Client(), cast.karen)
    made = karen.post(reverse("surveys:build"), HEAD | rows(SEVERAL, AGREE, OFTEN, WEEKS))
    assert made.status_code == 302, made.content.decode()
    own = OwnQuestionnaire.objects.get()
    again = karen.get(reverse("surveys:rebuild", args=[own.reference])).content.decode()
    assert "Sagerne tager kortere tid | Cases take less time" in again
    told = {
        "organisation": VESTHIMMERLAND, "name": "1", "purpose": "Erfaring", "controller": "Kommunen",
        "legal_basis": "Artikel 6", "contact": "Jobcentret", "closes_on": "28-2-2027", "keep_until": "31-12-2027",
        "wording_confirmed": "on",
    }  # fmt: skip
    karen.post(reverse("surveys:prepare", args=[SLUG, own.key]), told)
    wave = open_to_all(wave=SurveyWave.objects.get(), most=50, by=cast.karen)
    for n in range(20):
        link = Client().post(f"/s/aabent/{wave.open_token}/")["Location"].split("?")[0]
        person = Client()
        helped = ["praktik", "mentor"] if n < 12 else ["samtaler"]
        following = person.post(f"{link}?side=1", {"go": "next", "q1": helped})["Location"]
        assert "side=2" in following
        page = person.get(following).content.decode()
        assert page.count('role="radiogroup"') == 2
        assert "Hvor enig er du?" in page
        person.post(f"{link}?side=2", {"go": "next", "q2-1": "4" if n < 15 else "2", "q2-2": "5"})
        last = person.post(f"{link}?side=3", {"go": "next", "q3-1": "1", "q3-2": "dont_know"})["Location"]
        assert ("side=4" in last) == (n < 12), "weeks are asked of those with an internship"
        if n < 12:
            person.post(f"{link}?side=4", {"go": "next", "q4": f"{n + 1},5"})
            assert f'value="{n + 1},5"' in person.get(f"{link}?side=4").content.decode()
        look = person.get(f"{link}?side=99").content.decode()
        assert ("mentor; praktik" in look) == (n < 12)
        person.post(f"{link}?side=99")
    close_wave(wave=wave, by=cast.karen)
    keep_pending()
    shown = {one.id: one for one in distributions(survey_in(wave), answers_of(fresh_wave(wave)))}
    assert {one.text: one.count for one in shown["q1"].options} == {
        "mentor": 12, "praktik": 12, "samtaler": 8, "ingen valgt": 0,
    }  # fmt: skip
    assert shown["q2-1"].table == "Hvor enig er du?"
    assert [one.count for one in shown["q2-1"].options] == [0, 5, 0, 15, 0, 0, 0]
    assert ("gennemsnit", "7") in shown["q4"].figures
    page = karen.get(reverse("surveys:results", args=[wave.reference])).content.decode()
    assert "procenterne går ikke op i 100" in page
    data = answers_csv(survey_in(wave), answers_of(fresh_wave(wave))).decode("utf-8-sig").splitlines()
    assert data[0].split(";")[1:4] == ["q1__1", "q1__2", "q1__3"]
    assert sum(line.split(";")[1] == "1" for line in data[1:]) == 12


@pytest.mark.parametrize(
    "wrong",
    [
        rows({**SEVERAL, "options": "mentor"}),
        rows({**WHY, "after": "", "lines": "en linje"}),
        rows(AGREE, {**WHY, "answers": "enig"}),
        rows({**ROLE, "options": "Kun én"}),
        rows(ROLE, {**TIME, "after": "2", "answers": "ja"}),
        rows(ROLE, {**TIME, "after": "1", "answers": "ingen af dem"}),
        rows(),
        rows({**TIME, "text": "Ring til 010203-1234"}),
    ],
)
def test_what_cannot_be_asked_is_said_and_stays_on_the_page(cast, wrong):
    karen = cast.log_in(Client(), cast.karen)
    refused = karen.post(reverse("surveys:build"), HEAD | wrong)
    assert refused.status_code == 409
    if wrong["q1-text"]:
        assert wrong["q1-text"] in refused.content.decode()
    assert not OwnQuestionnaire.objects.exists()


def test_the_designs_checks_are_told_beside_it(cast):
    karen = cast.log_in(Client(), cast.karen)
    leaning = {"text": "Er kvaliteten bedre?", "kind": "kvalitet-4"}
    made = karen.post(reverse("surveys:build"), HEAD | rows(leaning))
    assert "Det skal du se på" in karen.get(made["Location"]).content.decode()


def test_an_xlsform_comes_in_and_goes_out_as_one_that_its_own_checker_passes(cast, tmp_path):
    catalogue = shipped_catalogue()
    survey = survey_of(catalogue.experiment("mentorregler"), "survey-raadgivere", catalogue.scales)
    karen = cast.log_in(Client(), cast.karen)
    file = SimpleUploadedFile("skema.xlsx", export_survey(survey, "xlsform"))
    made = karen.post(reverse("surveys:build"), HEAD | rows() | {"file": file})
    assert made.status_code == 302
    own = OwnQuestionnaire.objects.get()
    address = reverse("surveys:file", args=[SLUG, own.key, "xlsform"])
    out = tmp_path / "ud.xlsx"
    out.write_bytes(karen.get(address).content)
    from pyxform.xls2xform import convert

    assert "Har du benyttet dig af" in convert(str(out)).xform
    if shutil.which("java"):
        _odk_validate(tmp_path, convert(str(out)).xform)


def _odk_validate(folder: Path, xform: str) -> None:
    """ODK Validate, which comes with pyxform, has nothing to say."""
    import pyxform

    jar = next(Path(pyxform.__file__).parent.rglob("ODK_Validate.jar"), None)
    if jar is None:
        pytest.skip("this pyxform brings no ODK Validate")
    form = folder / "ud.xml"
    form.write_text(xform, encoding="utf-8")
    told = subprocess.run(
        ["java", "-jar", str(jar), str(form)], capture_output=True, text=True, timeout=120, check=False,
        env=os.environ | {"JAVA_TOOL_OPTIONS": ""},
    )  # fmt: skip
    assert "Xform is valid" in told.stdout + told.stderr, told.stdout + told.stderr
