"""What stands beside a round: other lists and draws, a second opinion, the workbook, questions, feedback, the network."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import re

import openpyxl
import pytest
from cast import SET_UP, VESTHIMMERLAND, Cast
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django_scopes import scopes_disabled
from recorded_uses import BOTH, EXTENSION, load, record

from frirum.core.errors import InputRefused, NotAllowed
from frirum.core.paths import catalogue_dir
from frirum.web import clock
from frirum.web.audits import actions
from frirum.web.audits.actions import RoundPlan
from frirum.web.audits.agreeing import judged_twice
from frirum.web.audits.dialogue_actions import (
    answer_query,
    ask_about_case,
    give_feedback,
    save_second,
    take_stock,
)
from frirum.web.audits.duty import DutyState, by_month, duty_rows
from frirum.web.audits.frames import Wanted, allocated
from frirum.web.audits.models import AuditCase, AuditRound, DrawnBy, DropReason
from frirum.web.audits.network import network_result, shared_rounds
from frirum.web.audits.prefill import known_answers
from frirum.web.audits.reviewing import asked_by_second, asked_in
from frirum.web.experiments.actions import publish
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.experiments.models import Origin
from frirum.web.mail.models import OutboxMail
from frirum.web.uses.identities import Identity
from frirum.web.uses.models import ChoiceKind, CitizenChoice, InformationText, Use, UseSource
from frirum.web.uses.staff import note_staff_told

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])

FIRST, LAST = dt.date(2018, 7, 1), dt.date(2018, 12, 31)
NOW = dt.datetime(2019, 1, 10, 9, tzinfo=dt.UTC)
THEME = "temaledelsestilsyn"


@pytest.fixture(autouse=True)
def _ready():
    with scopes_disabled(), clock.at(NOW):
        load(BOTH, EXTENSION)
        yield


def uses(cast: Cast, n: int, **more) -> None:
    for k in range(n):
        record(
            cast, slug=BOTH, identity=Identity(case_number=f"{k:03}"), begun_on=FIRST + dt.timedelta(5 * k), facts={},
            source=UseSource.EXTRACT, extract_row=f"row-{k}", by=SET_UP, **more,
        )  # fmt: skip


def opened(cast: Cast, **plan) -> AuditRound:
    return actions.open_round(
        slug=BOTH, instrument=THEME, organisation=VESTHIMMERLAND, plan=RoundPlan("", (FIRST, LAST), **plan),
        by=cast.lone,
    )  # fmt: skip


def answered(case: AuditCase, by, *, without: str, **more: str) -> AuditCase:
    written = {"afgjort-uden": without} | {key.replace("_", "-"): text for key, text in more.items()}
    if without == "ja":
        written |= {"egen-laege-inddraget": "ja", "burde-vaere-indhentet": "nej"}
    else:
        written |= {"indhentet-ved-tvivl": "ja"}
    return actions.save_case(case=case, written=written, dropped="", revision=case.revision, by=by)


def test_the_newest_are_taken_before_a_day_and_called_not_random(cast: Cast):
    uses(cast, 8)
    before = FIRST + dt.timedelta(20)
    round_ = opened(cast, wanted=Wanted(DrawnBy.NEWEST_BEFORE, 3, before=before))
    assert [case.use.begun_on for case in round_.cases.all()] == [
        FIRST + dt.timedelta(days) for days in (15, 10, 5)
    ]
    page = cast.log_in(Client(), cast.lone).get(reverse("audits:round", args=[round_.reference]))
    assert "ikke tilfældigt udtrukket" in page.content.decode()


def test_a_size_is_computed_and_shared_out_over_the_strata(cast: Cast):
    uses(cast, 30)
    round_ = opened(cast, wanted=Wanted(DrawnBy.RANDOM_EACH, None, 1, "below10"))
    assert round_.n == round_.cases.count() < 30
    assert allocated({"a": 90, "b": 9, "c": 1}, 10) == {"a": 8, "b": 1, "c": 1}
    assert sum(allocated({"a": 7, "b": 5}, 12).values()) == 12


def test_the_next_in_the_order_takes_the_place_of_a_case_that_cannot_be_reviewed(cast: Cast):
    uses(cast, 6)
    round_ = opened(cast, wanted=Wanted(DrawnBy.RANDOM_EACH, 2, 7), replaces=True)
    order = sorted(
        (key for key, _lag, _day in round_.frame),
        key=lambda key: hashlib.sha256(f"7:{VESTHIMMERLAND}:{key}".encode()).hexdigest(),
    )
    first = round_.cases.get(number=1)
    actions.save_case(case=first, written={}, dropped="not_found", revision=0, by=cast.lone)
    reserve = round_.cases.get(number=3)
    assert (str(reserve.use.reference), reserve.replaces) == (order[2], 1)
    again = actions.save_case(case=first, written={}, dropped="", revision=1, by=cast.lone)
    assert round_.cases.get(number=3).dropped == DropReason.NOT_NEEDED
    actions.save_case(case=again, written={}, dropped="other", revision=2, by=cast.lone)
    last = round_.cases.get(number=4)
    answered(last, cast.lone, without="nej")
    with pytest.raises(NotAllowed, match="reserve"):
        actions.save_case(case=round_.cases.get(number=1), written={}, dropped="", revision=3, by=cast.lone)


def test_two_judge_what_would_have_been_and_the_agreement_is_three_figures(cast: Cast):
    uses(cast, 4)
    round_ = opened(cast, second_share=50, two_axes=True)
    assert round_.cases.filter(needs_second=True).count() == 2
    for n, case in enumerate(round_.cases.all()):
        answered(case, cast.lone, without="ja", ville_have_forlaenget="ja" if n else "nej")
    told = {"ville-have-forlaenget": {"basis": "journal", "certainty": "unsure"}}
    # The other reviewer is told once a round; both see what waits for whom.
    assert [one.address for one in OutboxMail.objects.all()] == [cast.karen.email]
    for person, waits in ((cast.karen, True), (cast.lone, False)):
        front = cast.log_in(Client(), person).get(reverse("site:front")).content.decode()
        assert ("4 sager i et tilsyn venter på en anden bedømmer." in front) is waits
    for case in round_.cases.all():
        with pytest.raises(NotAllowed):
            save_second(case=case, written={}, grounds={}, revision=0, by=cast.lone)
        save_second(
            case=case, written={"ville-have-forlaenget": "ja"}, grounds=told, revision=0, by=cast.karen
        )
    # In a case that was not chosen for a second opinion only what would have been is asked.
    plain = round_.cases.filter(needs_second=False).first()
    with pytest.raises(InputRefused):
        save_second(case=plain, written={"afgjort-uden": "ja"}, grounds={}, revision=1, by=cast.karen)
    with pytest.raises(NotAllowed):
        actions.save_case(case=plain, written={}, dropped="", revision=plain.revision, by=cast.karen)
    chosen = round_.cases.filter(needs_second=True).first()
    axes = [one.id for one in asked_by_second(chosen) if one.id.startswith("eget-")]
    assert axes == ["eget-afgoerelse", "eget-sagsbehandling"], (
        "right decision and right handling are judged by both"
    )
    (one,) = judged_twice(round_, asked_in(round_))
    assert (one.both["ja"], one.apart, one.unsure) == (3, 1, 4)
    assert one.found is not None
    assert (one.found.percent, one.found.n_paired) == (0.75, 4)
    page = cast.log_in(Client(), cast.karen).get(reverse("audits:results", args=[round_.reference]))
    shown = page.content.decode()
    assert "Gwets AC1" in shown
    assert "De er uenige i 1 sag." in shown
    assert "Den førstes svar (rækker) og den andens (kolonner), antal sager" in shown
    headings = dict(re.findall(r'<h\d [^>]*id="([^"]+)"[^>]*>([^<]+)<', shown))
    regions = [headings[key] for key in re.findall(r'<section aria-labelledby="([^"]+)"', shown)]
    regions += re.findall(r'role="region"[^>]*aria-label="([^"]+)"', shown)
    assert len(regions) > len(asked_in(round_))
    assert len(set(regions)) == len(regions), "who listens tells two parts of the page apart by their names"
    page = cast.log_in(Client(), cast.karen).get(
        reverse("audits:second", args=[round_.reference, plain.number])
    )
    assert "Er sagen afgjort" not in page.content.decode()


def test_a_workbook_goes_out_and_comes_back_whole_or_not_at_all(cast: Cast):
    uses(cast, 3)
    round_ = opened(cast, own=("Hvem deltog?",))
    client = cast.log_in(Client(), cast.lone)
    sent = client.get(reverse("audits:workbook_file", args=[round_.reference])).content
    address = reverse("audits:workbook", args=[round_.reference])

    def bring(change) -> tuple[int, str]:
        book = openpyxl.load_workbook(io.BytesIO(sent))
        change(book["Sager"], [cell.value for cell in book["Sager"][1]])
        filled = io.BytesIO()
        book.save(filled)
        page = client.post(address, {"file": SimpleUploadedFile("skema.xlsx", filled.getvalue())})
        return page.status_code, page.content.decode()

    def fill(sheet, heads) -> None:
        for row in range(3, 6):
            sheet.cell(row, 4).value = "nej"
            sheet.cell(row, len(heads) - 1).value = "ja"

    def slip(sheet, heads) -> None:
        fill(sheet, heads)
        sheet.cell(4, 4).value = "måske"

    status, text = bring(slip)
    assert (status, "D4" in text, "Intet er taget ind" in text) == (409, True, True)
    assert not any(case.answers for case in round_.cases.all())
    assert bring(fill)[0] == 302
    assert all(case.answers == {"afgjort-uden": 1, "indhentet-ved-tvivl": 2} for case in round_.cases.all())
    other = opened(cast, second_share=1)
    book = SimpleUploadedFile("skema.xlsx", sent)
    refused = client.post(reverse("audits:workbook", args=[other.reference]), {"file": book})
    assert refused.status_code == 409
    assert "anden runde" in refused.content.decode()


def test_a_question_has_an_owner_a_thread_and_a_day(cast: Cast):
    uses(cast, 1, responsible=cast.rikke.trail_reference)
    case = opened(cast).cases.get()
    given = {"case": case, "question": "afgjort-uden", "owner": cast.rikke.trail_reference, "by": cast.lone}
    query = ask_about_case(text="Hvor står det?", due_on=NOW.date(), **given)
    for owner, text in (
        (cast.anders.trail_reference, "Hvad?"),
        (cast.rikke.trail_reference, "Se 010203-1234"),
    ):
        with pytest.raises(InputRefused):
            ask_about_case(**(given | {"owner": owner, "text": text, "due_on": NOW.date()}))
    with clock.at(NOW + dt.timedelta(2)):
        rikke = cast.log_in(Client(), cast.rikke)
        assert "1 er over fristen" in rikke.get(reverse("site:front")).content.decode()
        rikke.post(reverse("audits:query", args=[query.reference]), {"text": "I notatet fra maj."})
    query.refresh_from_db()
    assert (query.state, query.lines.count()) == ("answered", 2)
    mails = OutboxMail.objects.order_by("pk").values_list("address", flat=True)
    assert list(mails) == [cast.rikke.email, cast.lone.email]
    answer_query(query=query, text="Hvilket?", by=cast.lone)
    query.refresh_from_db()
    assert query.state == "open"
    cast.log_in(Client(), cast.lone).post(reverse("audits:close_query", args=[query.reference]))
    query.refresh_from_db()
    assert query.state == "closed"


def test_feedback_shows_one_only_to_the_caseworker_and_the_leader_once_the_staff_was_told(cast: Cast):
    uses(cast, 2, responsible=cast.rikke.trail_reference)
    shown = {}
    for told in (False, True):
        if told:
            note_staff_told(organisation=VESTHIMMERLAND, told_on=NOW.date(), how="Teammøde", by=cast.lone)
        round_ = opened(cast)
        for case in round_.cases.all():
            answered(case, cast.lone, without="nej")
        with pytest.raises(NotAllowed):
            give_feedback(round_=round_, text="Fint", by=cast.lone)
        actions.hold_round(round_=round_, by=cast.lone)
        assert give_feedback(round_=round_, text="Fint", by=cast.lone).individually is told
        for name in ("rikke", "lone", "karen"):
            page = cast.log_in(Client(), cast.everybody()[name]).get(
                reverse("audits:feedback", args=[round_.reference])
            )
            shown[name, told] = page.content.decode()
    given = OutboxMail.objects.filter(once_key__startswith="audit-feedback")
    assert cast.rikke.email in given.values_list("address", flat=True)
    assert "Dine egne sager" in shown["rikke", True]
    assert "Rådgiver for rådgiver" in shown["lone", True]
    for key in (("rikke", False), ("lone", False), ("karen", True), ("karen", False)):
        assert "Dine egne sager" not in shown[key]
        assert "Rådgiver for rådgiver" not in shown[key]
    # Two cases are too few for the group's own table.

    assert "færre end 10" in shown["rikke", True]


@pytest.mark.parametrize(
    "said, sees_group, sees_own",
    [
        ('feedback_to = ["caseworker"]\nfeedback_to_group = true', True, True),
        ('feedback_to = ["caseworker"]', False, True),
        ("feedback_to_group = true", True, False),
        ('feedback_to = ["coordinator"]', False, False),
        ("", True, True),
    ],
)
def test_the_definition_says_who_is_told(cast: Cast, said: str, sees_group: bool, sees_own: bool):
    """Those it names and nobody else; where it names nobody, each and the group."""
    text = (catalogue_dir() / "experiments" / f"{BOTH}.toml").read_text(encoding="utf-8")
    stated = 'feedback_to = ["caseworker"]\nfeedback_to_group = true'
    assert stated in text
    if said != stated:
        publish(
            text=text.replace(stated, said), origin=Origin.SHIPPED, organisation="", reason="Prøve", by=SET_UP
        )
    uses(cast, 2, responsible=cast.rikke.trail_reference)
    note_staff_told(organisation=VESTHIMMERLAND, told_on=NOW.date(), how="Teammøde", by=cast.lone)
    round_ = opened(cast)
    for case in round_.cases.all():
        answered(case, cast.lone, without="nej")
    actions.hold_round(round_=round_, by=cast.lone)
    due = cast.log_in(Client(), cast.lone).get(reverse("audits:duty")).content.decode()
    assert ("mangler: " in due) is bool(said)
    give_feedback(round_=round_, text="Fint", by=cast.lone)
    address = reverse("audits:feedback", args=[round_.reference])
    page = cast.log_in(Client(), cast.rikke).get(address)
    if not (sees_group or sees_own):
        assert page.status_code == 404
    else:
        assert ("Dine egne sager" in page.content.decode()) is sees_own
        assert ("Hele gruppen" in page.content.decode()) is sees_group
    assert "Hele gruppen" in cast.log_in(Client(), cast.lone).get(address).content.decode()


def test_a_round_that_can_reach_nobody_is_not_fed_back(cast: Cast):
    text = (catalogue_dir() / "experiments" / f"{BOTH}.toml").read_text(encoding="utf-8")
    text = text.replace("feedback_to_group = true\n", "")
    publish(text=text, origin=Origin.SHIPPED, organisation="", reason="Prøve", by=SET_UP)
    uses(cast, 1)
    round_ = opened(cast)
    answered(round_.cases.get(), cast.lone, without="nej")
    actions.hold_round(round_=round_, by=cast.lone)
    with pytest.raises(NotAllowed, match="kun tilbage til den enkelte"):
        give_feedback(round_=round_, text="Fint", by=cast.lone)


def test_counts_of_an_own_audit_and_the_total_of_the_network(cast: Cast):
    uses(cast, 12)
    round_ = opened(cast)
    for n, case in enumerate(round_.cases.all()):
        answered(
            case,
            cast.lone,
            without="ja" if n < 5 else "nej",
            **({"ville_have_forlaenget": "ja"} if n < 5 else {}),
        )
    actions.hold_round(round_=round_, by=cast.lone)
    given = {
        "slug": BOTH, "instrument": THEME, "round_": "", "organisation": VESTHIMMERLAND, "days": (FIRST, LAST),
        "rule": DrawnBy.ALL, "by": cast.lone,
    }  # fmt: skip
    with pytest.raises(InputRefused):
        actions.report_results(**given, listed=9, reviewed=10, counts={"afgjort-uden": {"2": 3}})
    with pytest.raises(InputRefused):
        actions.report_results(**given, listed=20, reviewed=10, counts={"afgjort-uden": {"2": 11}})
    told = actions.report_results(
        **given, listed=20, reviewed=20,
        counts={"afgjort-uden": {"1": 14, "2": 6}, "egen-laege-inddraget": {"2": 6, "not_put": 14}},
    )  # fmt: skip
    assert told.is_held
    assert told.proof_sha256
    (shared,) = shared_rounds([round_, told])
    question = network_result(shared).questions[0]
    yes = next(one for one in question.answers if one.text == "ja")
    assert (question.n, yes.total) == (32, 11)
    # All cases on both lists were reviewed: nothing is left to be unsure of.
    assert (yes.share.share, yes.share.lower, yes.share.upper) == (11 / 32, 11 / 32, 11 / 32)
    page = cast.log_in(Client(), cast.niels).get(reverse("audits:network"), {"runde": shared.key})
    assert "34,4" in page.content.decode()


def test_what_casework_tells_is_filled_in_and_waits_for_a_yes(cast: Cast):
    code = str(current_catalogue().experiment(EXTENSION).participation[0].municipality)
    assert code != VESTHIMMERLAND
    for n, kind in enumerate((ChoiceKind.CONSENTED, ChoiceKind.DECLINED, None)):
        use = record(
            cast, slug=EXTENSION, identity=Identity(case_number=f"E{n}"), begun_on=dt.date(2018, 9, 1), facts={},
            organisation=code, source=UseSource.EXTRACT, extract_row=f"e-{n}", by=SET_UP,
        )  # fmt: skip
        if kind is not None:
            text, _made = InformationText.objects.get_or_create(
                sha256="a" * 64, slug=EXTENSION, definition_number=1, text="Du kan vælge.", first_used_at=NOW
            )
            CitizenChoice.objects.create(
                citizen=use.citizen, slug=EXTENSION, kind=kind, chosen_on=dt.date(2018, 9, 1), text=text,
                recorded_by="user:x", recorded_at=NOW,
            )  # fmt: skip
    with pytest.raises(NotAllowed, match="ikke med"):
        actions.open_round(
            slug=EXTENSION, instrument="ledelsestilsyn", organisation=VESTHIMMERLAND,
            plan=RoundPlan("juli-2019", (FIRST, LAST)), by=cast.lone,
        )  # fmt: skip
    questions = asked_in(AuditRound(slug=EXTENSION, definition_number=1, instrument="ledelsestilsyn"))
    found = []
    of_slug = Use.objects.filter(slug=EXTENSION).select_related("citizen")
    for use in of_slug.order_by("citizen__case_number"):
        case = AuditCase(use=use)
        found.append(known_answers(AuditRound(organisation=VESTHIMMERLAND), case, questions))
    assert found == [{"oensket": 2}, {"oensket": 1}, {}]


def test_audits_are_held_against_the_plan_month_by_month(cast: Cast):
    experiments = [current_catalogue().experiment(EXTENSION)]
    key = str(experiments[0].participation[0].municipality)
    rows = duty_rows(experiments, [key], [], on=dt.date(2020, 1, 1))
    assert [(row.round, row.due, row.state) for row in rows] == [
        ("juli-2019", dt.date(2019, 7, 31), DutyState.LATE),
        ("juli-2020", dt.date(2020, 7, 31), DutyState.DUE),
        ("juli-2021", dt.date(2021, 7, 31), DutyState.DUE),
    ]
    held = AuditRound(
        slug=EXTENSION, instrument="ledelsestilsyn", organisation=key, round="juli-2019", state="held",
        opened_at=NOW, held_at=dt.datetime(2019, 8, 2, tzinfo=dt.UTC),
    )  # fmt: skip
    rows = duty_rows(experiments, [key], [held], on=dt.date(2020, 1, 1))
    assert rows[0].state is DutyState.DONE
    assert [(m.month, m.due, m.done, m.held) for m in by_month(rows, [held])][:2] == [
        ("2019-07", 1, 1, 0), ("2019-08", 0, 0, 1),
    ]  # fmt: skip
    page = cast.log_in(Client(), cast.lone).get(reverse("audits:duty"))
    assert "Temaledelsestilsyn" in page.content.decode()


def test_a_yearly_audit_is_due_every_year_of_the_municipality(cast: Cast):
    experiment = current_catalogue().experiment(EXTENSION)
    [instrument] = [one for one in experiment.instruments if one.id == "ledelsestilsyn"]
    yearly = experiment.model_copy(update={"instruments": (instrument.model_copy(update={"rounds": ()}),)})
    key = str(experiment.participation[0].municipality)
    held = [
        AuditRound(
            slug=EXTENSION, instrument="ledelsestilsyn", organisation=key, state="held", opened_at=NOW,
            last_day=dt.date(year, 6, 30),
        )
        for year in (2019, 2021)
    ]  # fmt: skip
    rows = duty_rows([yearly], [key], held, on=dt.date(2021, 9, 1))
    assert [(row.due, row.state) for row in rows] == [
        (dt.date(2019, 6, 30), DutyState.DONE),
        (dt.date(2020, 6, 30), DutyState.LATE),
        (dt.date(2021, 6, 30), DutyState.DONE),
        (dt.date(2022, 6, 30), DutyState.DUE),
    ]


def test_a_working_group_takes_stock_and_leads_on_to_an_amendment(cast: Cast):
    given = {
        "slug": BOTH, "organisation": VESTHIMMERLAND, "held_on": NOW.date(), "participants": "Teamleder",
        "rests_on": [], "seen": "Få sager.", "by": cast.karen,
    }  # fmt: skip
    with pytest.raises(InputRefused):
        take_stock(**(given | {"held_on": NOW.date() + dt.timedelta(1)}), adjustment="")
    made = take_stock(**given, adjustment="Spørg også om varighed.")
    page = cast.log_in(Client(), cast.karen).get(reverse("audits:stock_take", args=[made.reference]))
    assert "Spørg også om varighed." in page.content.decode()


def test_only_audits_of_the_own_experiments_are_offered(cast: Cast):
    page = cast.log_in(Client(), cast.lone).get(reverse("audits:begin")).content.decode()
    assert f'value="{BOTH}/' in page
    assert EXTENSION not in page
