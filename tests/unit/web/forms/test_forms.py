"""The evaluation form as a living document: what can be written when, what is locked, what is never lost."""

from __future__ import annotations

import hashlib
import re

import pytest
from cast import SET_UP, VESTHIMMERLAND, Cast
from django.core import mail
from django.db import IntegrityError, connection, connections, transaction
from django.test import Client
from django.urls import reverse

from frirum.core.errors import InputRefused, NotAllowed
from frirum.core.locking.chain import fingerprint
from frirum.core.locking.receipt import read_receipt
from frirum.core.paths import catalogue_dir
from frirum.web.experiments.actions import publish
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.experiments.models import Origin
from frirum.web.files.models import StoredFile
from frirum.web.forms import actions, content
from frirum.web.forms.content import content_of, sections, texts_of
from frirum.web.forms.keeping import JOB
from frirum.web.forms.locking import FORM
from frirum.web.forms.models import EvaluationForm, FormAmendment, FormEntry, FormState
from frirum.web.jobs.actions import order_job
from frirum.web.jobs.worker import Worker
from frirum.web.locking.verifying import compare_receipt, tampering
from frirum.web.locking.writing import written_receipt
from frirum.web.mail.models import OutboxMail
from frirum.web.organisations.scopes import organisation_scope
from frirum.web.trail import guards
from frirum.web.trail.models import TrailEvent
from frirum.web.trail.verification import verify

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])
SLUG, PERIOD = "foertidspension-opfoelgning", "efter-2020"


@pytest.fixture
def form(cast: Cast) -> EvaluationForm:
    """The form of experiment 7, begun by Karen in Vesthimmerland."""
    text = (catalogue_dir() / "experiments" / f"{SLUG}.toml").read_text(encoding="utf-8")
    publish(text=text, origin=Origin.SHIPPED, organisation="", reason="", by=SET_UP)
    with organisation_scope([VESTHIMMERLAND]):
        yield actions.begin_form(slug=SLUG, period=PERIOD, organisation=VESTHIMMERLAND, by=cast.karen)


def revision(form: EvaluationForm, number: int) -> int:
    return next(section.revision for section in sections(form) if section.number == number)


def write(form: EvaluationForm, cast: Cast, number: int, texts: dict[str, str]) -> EvaluationForm:
    return actions.save_point(
        form=form, number=number, texts=texts, revision=revision(form, number), by=cast.karen
    )


def test_a_form_begins_with_header_and_points_1_to_5_of_the_definition_and_nothing_after(
    form: EvaluationForm,
) -> None:
    content = content_of(form)
    assert (
        content.header["title"]
        == "Færre opfølgninger i relation til førtidspensionister i job med løntilskud"
    )
    assert content.header["started"] == "1. juli 2018"
    assert content.header["case_number"] == ""
    assert "2½" in content.answers["description.what"]
    assert content.answers["results.attained"] == ""
    assert {"case_number", "contact_institution", "unexpected.found", "other.remarks"} <= set(
        content.missing()
    )


def test_there_is_one_form_per_period_and_municipality(form: EvaluationForm, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        actions.begin_form(slug=SLUG, period=PERIOD, organisation=VESTHIMMERLAND, by=cast.karen)


@pytest.mark.parametrize(
    "number, key", [(6, "adjustments.made"), (7, "results.attained"), (10, "other.remarks")]
)
def test_points_after_the_start_open_when_1_to_5_are_locked(
    form: EvaluationForm, cast: Cast, number: int, key: str
) -> None:
    with pytest.raises(NotAllowed):
        write(form, cast, number, {key: "Nej"})
    actions.lock_points(form=form, by=cast.karen)
    write(form, cast, number, {key: "Nej"})
    assert content_of(form).answers[key] == "Nej"


def test_a_locked_point_is_refused_by_the_action_and_by_the_database(
    form: EvaluationForm, cast: Cast
) -> None:
    before = content_of(form).answers["goals.goals"]
    actions.lock_points(form=form, by=cast.karen)
    with pytest.raises(NotAllowed, match="Punkt 3 er låst"):
        write(form, cast, 3, {"goals.goals": "Et nyt mål"})
    for statement in (
        "UPDATE evaluations_formentry SET text = 'Et nyt mål' WHERE field = 'goals.goals'",
        "DELETE FROM evaluations_formentry WHERE field = 'goals.goals'",
        "UPDATE evaluations_formlock SET sha256 = ''",
        "DELETE FROM evaluations_formlock",
        "UPDATE evaluations_evaluationform SET slug = 'mikrolaan'",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert content_of(form).answers["goals.goals"] == before


def test_the_lock_gives_a_receipt_by_mail_that_fits_the_content(form: EvaluationForm, cast: Cast) -> None:
    locked = actions.lock_points(form=form, by=cast.karen)
    receipt = OutboxMail.objects.get()
    assert receipt.address == cast.karen.email
    assert receipt.body == written_receipt(FORM, locked, 0)
    assert read_receipt(receipt.body).sha256 == fingerprint(bytes(locked.lock.canonical))
    assert compare_receipt(read_receipt(receipt.body)).matches
    assert mail.outbox == []  # the worker sends it


def sql(statement: str) -> None:
    """What a database administrator can do: triggers off, change, triggers on."""
    guards.remove("default")
    with connections["default"].cursor() as cursor:
        cursor.execute(statement)
    guards.install("default")


REWRITTEN = "UPDATE evaluations_formentry SET text = 'Opfyldt' WHERE field = 'goals.goals'"


@pytest.mark.parametrize(
    "statement, says",
    [
        (REWRITTEN, "siger noget andet end det, der blev låst"),
        ("UPDATE evaluations_evaluationform SET period = 'en-anden'", "Låsens tidspunkt, person"),
        ("UPDATE evaluations_formlock SET locked_by = 'user:x'", "Låsens tidspunkt, person"),
        ("UPDATE evaluations_formlock SET sha256 = 'x'", "fingeraftryk"),
        ("DELETE FROM evaluations_formlock", "låsen er væk"),
        ("UPDATE evaluations_formamendment SET text = 'Opfyldt'", "Ændring 1 passer ikke"),
        ("DELETE FROM evaluations_formamendment WHERE number = 1", "mangler en ændring før ændring 2"),
    ],
)
def test_what_is_rewritten_behind_a_lock_is_found_named_and_printed(
    form: EvaluationForm, cast: Cast, statement: str, says: str
) -> None:
    """The seven ways past the database's own refusal that a design is held against, held against a form."""
    actions.lock_points(form=form, by=cast.karen)
    for text in ("Et andet mål", "Et tredje mål"):
        actions.amend(form=form, key="goals.goals", text=text, reason="Aftalt", major=True, by=cast.karen)
    receipt = written_receipt(FORM, EvaluationForm.objects.get(), 2)
    assert verify() == []
    sql(statement)
    changed = EvaluationForm.objects.get()
    assert any(says in line for line in tampering(FORM, changed))
    assert any(says in line for line in content_of(changed).preface)
    assert "form_lock_differs" in {fault.code for fault in verify()}
    assert not compare_receipt(read_receipt(receipt)).matches


def test_an_empty_point_cannot_be_locked(form: EvaluationForm, cast: Cast) -> None:
    write(form, cast, 5, {"law.intentions": "", "law.conditions": ""})
    with pytest.raises(InputRefused, match="Punkt 5"):
        actions.lock_points(form=form, by=cast.karen)
    form.refresh_from_db()
    assert form.state == FormState.DRAFT


def test_an_amendment_needs_a_reason_and_keeps_what_was_locked(form: EvaluationForm, cast: Cast) -> None:
    actions.lock_points(form=form, by=cast.karen)
    with pytest.raises(InputRefused, match="begrundelse"):
        actions.amend(form=form, key="goals.goals", text="Nyt", reason="  ", major=True, by=cast.karen)
    made = actions.amend(
        form=form, key="goals.goals", text="Nyt", reason="Målet kunne ikke måles.", major=True, by=cast.karen
    )
    assert made.number == 1
    assert content_of(form).answers["goals.goals"] == "Nyt"
    assert FormEntry.objects.get(form=form, field="goals.goals").text.startswith("At ensarte")
    with pytest.raises(IntegrityError), transaction.atomic():
        FormAmendment.objects.filter(pk=made.pk).update(reason="En anden")


def test_a_save_that_meets_another_is_refused_and_overwrites_nothing(
    form: EvaluationForm, cast: Cast
) -> None:
    read_at = revision(form, 1)
    write(form, cast, 1, {"description.scope": "Karens tekst"})
    with pytest.raises(NotAllowed, match="ændret af en anden"):
        actions.save_point(
            form=form, number=1, texts={"description.scope": "Niels' tekst"}, revision=read_at, by=cast.niels
        )
    assert content_of(form).answers["description.scope"] == "Karens tekst"


def test_a_form_is_sent_once_and_received_once(form: EvaluationForm, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        actions.submit(form=form, by=cast.karen)
    actions.lock_points(form=form, by=cast.karen)
    with pytest.raises(InputRefused, match="7, 8"):
        actions.submit(form=form, by=cast.karen)
    write(form, cast, 7, {"results.attained": "Ja"})
    write(form, cast, 8, {"conclusion.overall": "Det vurderes relevant"})
    actions.submit(form=form, by=cast.karen)
    with pytest.raises(NotAllowed):
        write(form, cast, 9, {"unexpected.found": "For sent"})
    actions.receive(form=form, by=cast.mette)
    with pytest.raises(NotAllowed):
        actions.receive(form=form, by=cast.mette)


def test_a_row_edited_by_raw_sql_is_found(form: EvaluationForm) -> None:
    assert verify() == []
    with connection.cursor() as cursor:
        cursor.execute("UPDATE evaluations_formentry SET text = 'omskrevet' WHERE field = 'purpose.what'")
    assert [fault.code for fault in verify()] == ["row_changed"]


def test_the_trail_names_fields_and_never_what_was_written(form: EvaluationForm, cast: Cast) -> None:
    write(form, cast, 1, {"description.scope": "Fru Hansen i nummer 4"})
    event = TrailEvent.objects.filter(event="form.point_saved").get()
    assert event.fields == ["description.scope"]
    assert "Hansen" not in str(TrailEvent.objects.values_list())


def test_a_sent_form_is_kept_as_files_once_per_format(
    form: EvaluationForm, cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Progress in a thread of its own would wait for the test's transaction.
    monkeypatch.setattr("frirum.web.jobs.context.Heartbeat.__enter__", lambda self: self)
    monkeypatch.setattr("frirum.web.jobs.context.Heartbeat.__exit__", lambda self, *exc: None)
    actions.lock_points(form=form, by=cast.karen)
    write(form, cast, 7, {"results.attained": "Ja"})
    write(form, cast, 8, {"conclusion.overall": "Det vurderes relevant"})
    actions.submit(form=form, by=cast.karen)
    _work_through()
    order_job(kind=JOB, arguments={"form": str(form.reference)}, organisation=VESTHIMMERLAND, by=SET_UP)
    _work_through()  # again, as after a kill: nothing is kept twice
    assert [kept.extension for kept in form.kept.all()] == ["docx", "html", "pdf"]
    first = StoredFile.objects.get(name=f"evalueringsskema-{SLUG}-{PERIOD}.pdf")
    _sent_back_and_sent_again(form, cast, client)
    assert [(kept.submission, kept.extension) for kept in form.kept.all()] == [
        (n, extension) for n in (1, 2) for extension in ("docx", "html", "pdf")
    ]
    earlier = client.get(f"/skemaer/{form.reference}/indsendt-1.pdf")
    assert hashlib.sha256(earlier.content).hexdigest() == first.sha256
    stored = StoredFile.objects.get(name=f"evalueringsskema-{SLUG}-{PERIOD}-2.pdf")
    assert "Offentlighedsloven" in stored.legal_basis
    cast.log_in(client, cast.karen)
    answer = client.get(f"/skemaer/{form.reference}/skema.pdf")
    assert hashlib.sha256(answer.content).hexdigest() == stored.sha256
    assert verify() == []


def _work_through() -> None:
    """Every job that waits: on a working day others than the form's wait too."""
    while Worker().work_once():
        pass


def _sent_back_and_sent_again(form: EvaluationForm, cast: Cast, client: Client) -> None:
    """The ministry asks for point 7 to be mended; the municipality reads why, mends it and sends it again."""
    with pytest.raises(InputRefused, match="hvad der skal ændres"):
        actions.send_back(form=form, comments=" ", by=cast.mette)
    back = f"/skemaer/{form.reference}/send-tilbage/"
    assert cast.log_in(client, cast.karen).post(back, {"comments": "x"}).status_code in {403, 404}
    assert "venter på kvittering" in cast.log_in(client, cast.mette).get("/").content.decode()
    assert client.post(back, {"comments": "Punkt 7: hvor mange?"}).status_code == 302
    with pytest.raises(NotAllowed):
        actions.receive(form=form, by=cast.mette)
    cast.log_in(client, cast.karen)
    assert "sendt tilbage med bemærkninger" in client.get("/").content.decode()
    assert "Punkt 7: hvor mange?" in client.get(reverse("forms:form", args=[form.reference])).content.decode()
    with pytest.raises(NotAllowed, match="låst"):
        write(form, cast, 3, {"goals.goals": "Lavere"})
    write(form, cast, 7, {"results.attained": "Ja, 42"})
    actions.submit(form=form, by=cast.karen)
    _work_through()
    told = OutboxMail.objects.filter(once_key__startswith=f"form:{form.reference}:").order_by("pk")
    assert [mail.address.split("@")[0] for mail in told] == ["mette", "karen", "mette"]


class TestPages:
    """The same rules at the pages, where what was typed must stay on the screen."""

    @pytest.fixture
    def page(self, form: EvaluationForm) -> str:
        return f"/skemaer/{form.reference}/"

    def test_a_post_to_a_locked_point_changes_nothing_and_gives_the_text_back(
        self, form: EvaluationForm, page: str, cast: Cast, client: Client
    ) -> None:
        actions.lock_points(form=form, by=cast.karen)
        cast.log_in(client, cast.karen)
        answer = client.post(page, {"point": "3", "revision": "0", "svar-goals.goals": "Et helt nyt mål"})
        assert answer.status_code == 409
        assert "Punkt 3 er låst" in answer.content.decode()
        assert "Et helt nyt mål" in answer.content.decode()
        assert "Et helt nyt mål" not in content_of(form).answers["goals.goals"]

    @pytest.mark.parametrize(
        "posted", [{"point": "11"}, {"point": "x"}, {"point": "1", "svar-ukendt": "x"}, {}]
    )
    def test_a_mangled_post_is_refused(
        self, page: str, cast: Cast, client: Client, posted: dict[str, str]
    ) -> None:
        cast.log_in(client, cast.karen)
        assert client.post(page, posted).status_code == 409

    def test_autosave_answers_with_the_time_and_the_next_revision(
        self, page: str, cast: Cast, client: Client
    ) -> None:
        cast.log_in(client, cast.karen)
        posted = {"point": "1", "revision": "0", "svar-description.scope": "Alle i målgruppe 2.6"}
        answer = client.post(page, posted, headers={"accept": "application/json"})
        assert answer.json()["revision"] == 1
        assert re.match(r"Gemt .* kl\. \d\d\.\d\d", answer.json()["saved"])

    def test_the_ministry_sees_a_form_when_it_is_sent_and_not_before(
        self, form: EvaluationForm, page: str, cast: Cast, client: Client
    ) -> None:
        cast.log_in(client, cast.mette)
        assert client.get(page).status_code == 404
        actions.lock_points(form=form, by=cast.karen)
        write(form, cast, 7, {"results.attained": "Ja"})
        write(form, cast, 8, {"conclusion.overall": "Godt"})
        actions.submit(form=form, by=cast.karen)
        assert client.get(page).status_code == 200
        client.post(page + "modtag/")
        form.refresh_from_db()
        assert form.state == FormState.RECEIVED

    def test_another_municipality_gets_the_404_of_what_does_not_exist(
        self, page: str, cast: Cast, client: Client
    ) -> None:
        cast.log_in(client, cast.otto)
        assert client.get(page).status_code == 404
        assert client.post(page, {"point": "1"}).status_code == 404

    @pytest.mark.parametrize("extension, start", [("pdf", b"%PDF"), ("docx", b"PK"), ("html", b"<!DOCTYPE")])
    def test_the_form_downloads_in_three_formats(
        self, page: str, cast: Cast, client: Client, extension: str, start: bytes
    ) -> None:
        cast.log_in(client, cast.karen)
        answer = client.get(f"{page}skema.{extension}")
        assert answer.content.startswith(start)
        assert f"evalueringsskema-{SLUG}-{PERIOD}.{extension}" in answer["Content-Disposition"]

    def test_an_unknown_format_is_not_found(self, page: str, cast: Cast, client: Client) -> None:
        cast.log_in(client, cast.karen)
        assert client.get(f"{page}skema.exe").status_code == 404


def test_hours_and_kroner_are_numbers_whatever_was_typed_beside_them(
    form: EvaluationForm, cast: Cast, client: Client
) -> None:
    """And a form that was begun before the questions stood in it gets their fields with the first answer."""
    actions.lock_points(form=form, by=cast.karen)
    form = EvaluationForm.objects.get(pk=form.pk)
    FormEntry.objects.filter(form=form, field="results.kroner_freed").delete()
    asked = {"results.hours_freed": "12.500,50 timer", "results.kroner_freed": "1 200 000"}
    write(form, cast, 7, asked)
    kept = content.texts_of(EvaluationForm.objects.get(pk=form.pk))
    assert (kept["results.hours_freed"], kept["results.kroner_freed"]) == ("12.500,5", "1.200.000")
    page = cast.log_in(client, cast.karen).get(reverse("forms:form", args=[form.reference])).content.decode()
    assert "Et tal i timer" in page
    assert "12.500,5" in page
    for wrong, said in (("mange", "skal være et tal"), ("1.234", "både et tusindtal og et decimaltal")):
        with pytest.raises(InputRefused, match=said) as refused:
            write(EvaluationForm.objects.get(pk=form.pk), cast, 7, {"results.hours_freed": wrong})
        assert refused.value.remedy
    write(EvaluationForm.objects.get(pk=form.pk), cast, 7, {"results.kroner_freed": ""})
    assert content.texts_of(form)["results.kroner_freed"] == ""


def test_points_of_one_page_are_saved_together_and_one_that_is_refused_takes_no_other_with_it(
    form: EvaluationForm, cast: Cast, client: Client
) -> None:
    """Without script the page is one form: what was typed in another point is not lost by saving one."""
    write(form, cast, 2, {"purpose.what": "En anden skrev først"})
    cast.log_in(client, cast.karen)
    page = f"/skemaer/{form.reference}/"
    posted = {
        "revision-1": "0", "svar-description.scope": "Alle i målgruppe 2.6",
        "revision-2": "0", "svar-purpose.what": "Mit formål",
        "revision-3": "0", "svar-goals.goals": "Færre samtaler",
    }  # fmt: skip
    answer = client.post(page, posted)
    assert answer.status_code == 409
    assert "Mit formål" in answer.content.decode(), "what was refused stays on the page"
    texts = texts_of(form)
    assert (texts["description.scope"], texts["goals.goals"]) == ("Alle i målgruppe 2.6", "Færre samtaler")


def test_a_form_can_be_begun_for_the_first_year_of_a_national_trial(cast: Cast) -> None:
    text = (catalogue_dir() / "experiments/forsoeg-2027-a-kasser.toml").read_text(encoding="utf-8")
    publish(text=text, origin=Origin.SHIPPED, organisation="", reason="", by=SET_UP)
    with organisation_scope([VESTHIMMERLAND]):
        made = actions.begin_form(
            slug="forsoeg-2027-a-kasser", period="aar-2027", organisation=VESTHIMMERLAND, by=cast.karen
        )
    assert made.period_title == "2027"
    texts = texts_of(made)
    experiment = current_catalogue().experiment("forsoeg-2027-a-kasser")
    assert texts["header.title"] == experiment.short_title
    assert texts["header.started"] == "1. januar 2027 (udledt)"
    assert texts["description.what"].startswith(experiment.summary)
    assert "Udvalgte nyledige dagpengemodtagere" in texts["description.scope"]
    assert "a-kasse: Står for kontaktforløbet" in texts["description.scope"]
    assert experiment.plan.purpose[1].text in texts["purpose.what"].splitlines()
    assert texts["goals.goals"] == "", "what the definition does not say stays open"
