"""A request to municipalities: one send-out, reminders to those who owe and no others, more time, one table."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator

import pytest
from cast import SET_UP, VESTHIMMERLAND, Cast
from django.test import Client
from django.urls import reverse
from django_scopes import scopes_disabled

from frirum.core.errors import InputRefused, NotAllowed
from frirum.core.paths import catalogue_dir
from frirum.core.vocabulary.municipalities import all_municipalities
from frirum.web import clock
from frirum.web.documents.case_export import export_case
from frirum.web.experiments.actions import publish
from frirum.web.experiments.models import Origin
from frirum.web.forms.actions import begin_form, lock_points, save_point, submit
from frirum.web.forms.content import sections
from frirum.web.forms.models import EvaluationForm
from frirum.web.inquiries import actions
from frirum.web.inquiries.models import Inquiry
from frirum.web.inquiries.reading import FormStanding, answers_of, lines_of
from frirum.web.inquiries.work import remind_due
from frirum.web.mail.models import OutboxMail
from frirum.web.organisations.models import User
from frirum.web.organisations.scopes import organisation_scope

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])
MINISTRY, SLUG, PERIOD = "ministeriet", "foertidspension-opfoelgning", "efter-2020"
DUE = dt.date(2027, 4, 1)
START = dt.datetime(2027, 3, 1, 12, tzinfo=dt.UTC)


def case_of(organisation: str, by: User) -> dict[str, str]:
    """The request in the case that an organisation takes out, by name of the file."""
    archive = zipfile.ZipFile(io.BytesIO(export_case(slug=SLUG, organisation=organisation, by=by)))
    found = [name for name in archive.namelist() if name.startswith("anmodning-")]
    return {name.split("/")[1]: archive.read(name).decode("utf-8-sig") for name in found}


def day(date: dt.date) -> dt.datetime:
    return dt.datetime.combine(date, dt.time(12), dt.UTC)


@pytest.fixture
def asked(cast: Cast) -> Iterator[Inquiry]:
    """Mette asks all 98 for the form of experiment 7; three addresses are known here: Karen's, Niels has none, Otto's."""
    text = (catalogue_dir() / "experiments" / f"{SLUG}.toml").read_text(encoding="utf-8")
    publish(text=text, origin=Origin.SHIPPED, organisation="", reason="", by=SET_UP)
    with clock.at(START), organisation_scope([MINISTRY]):
        yield actions.prepare_inquiry(
            title="Skemaer for 2021-2022", text="Send jeres skema.", slug=SLUG, period=PERIOD, due_on=DUE,
            everybody=True, organisation=MINISTRY, by=cast.mette,
        )  # fmt: skip


def send_form(cast: Cast) -> EvaluationForm:
    with scopes_disabled():
        form = begin_form(slug=SLUG, period=PERIOD, organisation=VESTHIMMERLAND, by=cast.karen)
        lock_points(form=form, by=cast.karen)
        for number in (7, 8):
            section = next(one for one in sections(form) if one.number == number)
            key = section.fields[0].key
            save_point(
                form=form, number=number, texts={key: "Det gik."}, revision=section.revision, by=cast.karen
            )
        return submit(form=form, by=cast.karen)


def keys(prefix: str = "inquiry:") -> list[str]:
    found = OutboxMail.objects.filter(once_key__startswith=prefix).values_list("address", flat=True)
    return sorted(found)


def test_all_98_are_asked_once_and_those_nobody_answers_for_stay_marked(asked: Inquiry, cast: Cast) -> None:
    actions.set_address(inquiry=asked, municipality="851", address="Post@aalborg.example", by=cast.mette)
    assert actions.send_inquiry(inquiry=asked, by=cast.mette) == 3
    assert keys() == ["karen@eksempel.dk", "otto@eksempel.dk", "post@aalborg.example"]
    lines = lines_of(asked, clock.today())
    assert (len(lines), sum(not line.addresses for line in lines)) == (98, 95)
    with pytest.raises(NotAllowed):
        actions.send_inquiry(inquiry=asked, by=cast.mette)


def test_the_addresses_of_all_come_as_a_list_and_a_wrong_line_changes_nothing(
    asked: Inquiry, cast: Cast
) -> None:
    wrong = "Aalborg; post@aalborg.example\nLilleby; post@lilleby.example\n461 odense"
    with pytest.raises(InputRefused, match=r"2 \(Lilleby.*3 \(461 odense"):
        actions.set_addresses(inquiry=asked, text=wrong, by=cast.mette)
    every = "\n".join(f"{one.name}\tpost{one.code}@kommune.example" for one in all_municipalities())
    assert actions.set_addresses(inquiry=asked, text=f"{every}\n\n", by=cast.mette) == 98
    assert actions.send_inquiry(inquiry=asked, by=cast.mette) == 98


def test_only_those_who_owe_are_reminded_once_a_day_and_a_week_before_by_itself(
    asked: Inquiry, cast: Cast
) -> None:
    actions.send_inquiry(inquiry=asked, by=cast.mette)
    remind_due()
    assert len(keys()) == 2  # too early
    send_form(cast)
    with clock.at(day(DUE - dt.timedelta(days=6))):
        remind_due()
        remind_due()
        assert keys() == ["karen@eksempel.dk", "otto@eksempel.dk", "otto@eksempel.dk"]
        assert actions.remind(inquiry=asked, by=cast.mette) == 0
    with clock.at(day(DUE + dt.timedelta(days=2))):
        assert actions.remind(inquiry=asked, by=cast.mette) == 1
        standing = {line.name: line.standing for line in lines_of(asked, clock.today())}
    assert standing["Vesthimmerland"] is FormStanding.SUBMITTED
    assert standing["Odense"] is FormStanding.LATE


def test_more_time_needs_a_reason_and_moves_the_reminders_too(asked: Inquiry, cast: Cast) -> None:
    actions.send_inquiry(inquiry=asked, by=cast.mette)
    later = DUE + dt.timedelta(days=30)
    for due_on, reason in ((later, " "), (DUE, "Sygdom")):
        with pytest.raises(InputRefused):
            actions.extend_due(inquiry=asked, municipality="461", due_on=due_on, reason=reason, by=cast.mette)
    actions.extend_due(inquiry=asked, municipality="461", due_on=later, reason="Sygdom", by=cast.mette)
    assert keys("inquiry-extended:") == ["otto@eksempel.dk"]
    with clock.at(day(DUE)):
        remind_due()
        assert keys().count("otto@eksempel.dk") == 1
        line = next(one for one in lines_of(asked, clock.today()) if one.name == "Odense")
        assert line.standing is FormStanding.WAITING
        case = case_of("461", cast.otto)
        assert "Send jeres skema." in case["anmodning.txt"]
        assert "Grund: Sygdom" in case["udsaettelse-461-1.txt"]
        assert case_of(MINISTRY, cast.mette)["modtagere.csv"].count("\n") == 1 + 98
        client = cast.log_in(Client(), cast.mette)
        chosen = {"slug": SLUG, "organisation": MINISTRY}
        taken = client.post(reverse("documents:case"), chosen)
        assert taken["Content-Type"] == "application/zip", "a ministry takes part in no experiment"


def test_the_answers_stand_in_one_table_and_what_is_not_sent_is_not_read(asked: Inquiry, cast: Cast) -> None:
    actions.send_inquiry(inquiry=asked, by=cast.mette)
    assert answers_of(asked) == []
    send_form(cast)
    [(name, texts)] = answers_of(asked)
    assert (name, "Det gik." in texts.values()) == ("Vesthimmerland", True)
    with pytest.raises(NotAllowed, match="sendt sit skema"):
        actions.extend_due(
            inquiry=asked, municipality=VESTHIMMERLAND, due_on=dt.date(2027, 5, 1), reason="x", by=cast.mette
        )
    client = cast.log_in(Client(), cast.mette)
    page = client.get(reverse("inquiries:answers", args=[asked.reference]) + "?punkt=7")
    assert "Det gik." in page.content.decode()
    assert "Det gik." in client.get(reverse("inquiries:answers_csv", args=[asked.reference])).content.decode()


def test_the_municipality_sees_what_it_owes_on_its_front_page(asked: Inquiry, cast: Cast) -> None:
    actions.send_inquiry(inquiry=asked, by=cast.mette)
    front = cast.log_in(Client(), cast.karen)
    assert "Ministeriet beder om" in front.get("/").content.decode()
    send_form(cast)
    assert "Ministeriet beder om" not in front.get("/").content.decode()
