"""The gate: what leaves a team was seen by a second person, is protected against all before it, and nothing else leaks."""

from __future__ import annotations

import io
import re
from itertools import product

import openpyxl
import pytest
from attack.forensics import holding
from cast import PASSWORD, SET_UP, VESTHIMMERLAND, Cast
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connections, transaction
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django_scopes import scopes_disabled

from frirum.core.disclosure.answers import Pair
from frirum.core.disclosure.files import leaks
from frirum.core.disclosure.network import outside_table
from frirum.core.disclosure.settings import Subject
from frirum.core.disclosure.table import Dimension, build
from frirum.core.errors import InputRefused, NotAllowed
from frirum.web import clock
from frirum.web.mail.models import OutboxMail
from frirum.web.organisations.actions import give_membership, open_account
from frirum.web.organisations.models import Organisation, User
from frirum.web.organisations.roles import Analyst, Approver, Evaluator
from frirum.web.organisations.scopes import organisation_scope
from frirum.web.releases import actions
from frirum.web.releases.exports import EXPORTS, printed
from frirum.web.releases.looser import previewed_rules
from frirum.web.releases.models import LedgerEntry, Released, ReleaseRequest, RequestState, TeamTable
from frirum.web.releases.naming import names_of_request
from frirum.web.releases.reviewing import review
from frirum.web.releases.showing import newest_release, shown
from frirum.web.releases.tables import request_of
from frirum.web.trail.models import TrailEvent
from frirum.web.trail.verification import verify

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])
PLACES, AGES = ("Aalborg", "Læsø", "Vejen"), ("18-29", "30-49", "50-66")
COUNTS = (214, 309, 403, 3, 257, 361, 422, 311, 508)


def keep(
    cast: Cast,
    counts: tuple[int, ...] = COUNTS,
    measure: str = "brug",
    by: User | None = None,
    period: str = "2027K1",
) -> TeamTable:
    cells = dict(zip([(p, a) for p in PLACES for a in AGES], counts, strict=True))
    return actions.keep_table(
        title="Brug af forsøget", measure=measure, subject=Subject.PERSONS, run="K-2027-0031", synthetic=True,
        dimensions=(Dimension("kommune", PLACES), Dimension("alder", AGES)), counts=cells, population={},
        period=period, organisation=VESTHIMMERLAND, by=by or cast.anders,
    )  # fmt: skip


def also_analyst(person: User) -> None:
    """The evaluator works for the municipality's team too; a colleague can be the second person."""
    place = Organisation.objects.get(key=VESTHIMMERLAND)
    give_membership(user=person, organisation=place, role=Analyst, by=SET_UP)
    colleague = open_account(email="else@eksempel.dk", name="Else Evaluator", password=PASSWORD, by=SET_UP)
    outside = Organisation.objects.get(key="evaluator")
    give_membership(user=colleague, organisation=outside, role=Evaluator, by=SET_UP)


def ask(
    cast: Cast, table: TeamTable, *, public: bool = True, by: User | None = None, names: tuple[Pair, ...] = ()
) -> ReleaseRequest:
    with organisation_scope([VESTHIMMERLAND]):
        return actions.request_release(
            table=table, purpose="Årsrapport", recipient="Ministeriet", public=public, approver="evaluator",
            names=names, by=by or cast.anders,
        )  # fmt: skip


def see(request: ReleaseRequest, by: User) -> None:
    """Look at the request's page, as far as the gate can tell."""
    outcome = review(request.table, previewed_rules(request), names_of_request(request)).outcome
    actions.note_seen(request=request, outcome=outcome, by=by)


def let_out(cast: Cast, table: TeamTable, *, public: bool = True) -> Released:
    request = ask(cast, table, public=public)
    with scopes_disabled():
        see(request, cast.eva)
        return actions.approve(request=request, by=cast.eva)


@pytest.fixture
def anders(client: Client, cast: Cast) -> Client:
    return cast.log_in(client, cast.anders)


@pytest.fixture
def eva(cast: Cast) -> Client:
    return cast.log_in(Client(), cast.eva)


def text_of(answer: object) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_a_table_from_file_to_release(anders: Client, eva: Client, cast: Cast) -> None:
    """The whole way as two people walk it, through the pages alone."""
    file = SimpleUploadedFile(
        "tal.csv",
        b"kommune;alder;antal\nAalborg;ung;40\nAalborg;gammel;3\nVejen;ung;60\nVejen;gammel;70\n",
    )
    data = {
        "title": "Brug", "file": file, "rows": "kommune", "columns": "alder", "count": "antal", "measure": "brug",
        "subject": "persons", "population": "", "period": "2027K1", "run": "K-1", "synthetic": "on", "organisation": VESTHIMMERLAND,
    }  # fmt: skip
    kept = anders.post(reverse("releases:keep"), data)
    assert kept.status_code == 302
    page = text_of(anders.get(kept.url))
    assert "Ikke frigivet" in page
    assert ">3<" in page, "the team sees its own true counts"
    assert "skjult" in page
    assert "Brug" not in text_of(Client().get(reverse("releases:list")))
    asked = anders.post(
        kept.url + "anmod/",
        {"purpose": "Rapport", "recipient": "Alle", "public": "ja", "approver": "evaluator"},
    )
    assert asked.status_code == 302
    with scopes_disabled():
        request = ReleaseRequest.objects.get()
    review = text_of(eva.post(reverse("releases:review", args=[request.reference])))
    assert ">3<" in review, "the second person sees the true count"
    assert "1 celle har færre end 5" in review
    assert "Frigiv tabellen" in review
    eva.post(reverse("releases:approve", args=[request.reference]))
    with scopes_disabled():
        made = Released.objects.get()
    assert re.fullmatch(r"F-\d{4}-001", made.code)
    shown = text_of(Client().get(reverse("releases:released", args=[made.code])))
    assert "skjult" in shown
    assert ">3<" not in shown
    events = set(TrailEvent.objects.using("statistics").values_list("event", flat=True))
    assert {"release.table_kept", "release.requested", "release.seen", "release.approved"} <= events
    assert verify() == []


def test_only_the_team_keeps_tables_and_asks_for_their_release(cast: Cast) -> None:
    """The pages do not exist for others; the actions refuse them too, whoever calls them."""
    with pytest.raises(NotAllowed, match="rolle"):
        keep(cast, by=cast.eva)
    table = keep(cast)
    with pytest.raises(NotAllowed, match="rolle"):
        ask(cast, table, by=cast.eva)
    with scopes_disabled():
        assert not ReleaseRequest.objects.exists()


def test_somebody_else_must_be_there_to_approve(cast: Cast) -> None:
    """The second person may be at home; the one who asks is never the second, and each is told by mail."""
    place = Organisation.objects.get(key=VESTHIMMERLAND)
    table = keep(cast)
    with organisation_scope([VESTHIMMERLAND]), pytest.raises(NotAllowed, match="ingen anden"):
        actions.request_release(
            table=table, purpose="Årsrapport", recipient="Ministeriet", public=True, approver=VESTHIMMERLAND,
            by=cast.anders,
        )  # fmt: skip
    with pytest.raises(InputRefused):  # the wall between cases and statistics
        give_membership(user=cast.lone, organisation=place, role=Approver, by=SET_UP)
    give_membership(user=cast.ulla, organisation=place, role=Approver, by=SET_UP)
    with organisation_scope([VESTHIMMERLAND]):
        request = actions.request_release(
            table=table, purpose="Årsrapport", recipient="Ministeriet", public=True, approver=VESTHIMMERLAND,
            by=cast.anders,
        )  # fmt: skip
    with scopes_disabled():
        see(request, cast.ulla)
        actions.approve(request=request, by=cast.ulla)
    told = OutboxMail.objects.filter(once_key__startswith=f"release:{request.reference}:").order_by("pk")
    assert [mail.address.split("@")[0] for mail in told] == ["ulla", "anders"]


def test_the_author_cannot_approve(cast: Cast) -> None:
    """Eva analyses for the municipality too, makes a table and meets the rule; the database refuses it as well."""
    also_analyst(cast.eva)
    table = keep(cast, by=cast.eva)
    request = ask(cast, table, by=cast.anders)
    see(request, cast.eva)
    with scopes_disabled(), pytest.raises(NotAllowed, match="selv"):
        actions.approve(request=request, by=cast.eva)
    with scopes_disabled(), pytest.raises(NotAllowed, match="selv"):
        actions.decline(request=request, answer="nej", by=cast.eva)
    assert LedgerEntry.objects.count() == 0
    for person in (cast.eva, cast.anders):
        with (
            pytest.raises(IntegrityError),
            transaction.atomic(using="statistics"),
            connections["statistics"].cursor() as cursor,
        ):
            cursor.execute(
                "UPDATE releases_releaserequest SET state = 'approved', decided_by = %s, decided_at = requested_at",
                [person.trail_reference],
            )


def test_whoever_asked_cannot_approve(cast: Cast) -> None:
    also_analyst(cast.eva)
    request = ask(cast, keep(cast), by=cast.eva)
    with scopes_disabled(), pytest.raises(NotAllowed, match="selv"):
        actions.approve(request=request, by=cast.eva)


def test_a_second_account_of_whoever_asked_cannot_approve_and_does_not_make_an_approver(cast: Cast) -> None:
    second = open_account(email="aa@eksempel.dk", name=cast.anders.name.upper(), password=PASSWORD, by=SET_UP)
    house = Organisation.objects.get(key=VESTHIMMERLAND)
    give_membership(user=second, organisation=house, role=Approver, by=SET_UP)
    with pytest.raises(NotAllowed, match="ingen anden"), organisation_scope([VESTHIMMERLAND]):
        actions.request_release(
            table=keep(cast), purpose="Årsrapport", recipient="Ministeriet", public=True,
            approver=VESTHIMMERLAND, by=cast.anders,
        )  # fmt: skip
    outside = Organisation.objects.get(key="evaluator")
    give_membership(user=second, organisation=outside, role=Evaluator, by=SET_UP)
    request = ask(cast, keep(cast, measure="andet"))
    see(request, second)
    with scopes_disabled(), pytest.raises(NotAllowed, match="kan ikke selv frigive"):
        actions.approve(request=request, by=second)


def test_whoever_has_not_seen_the_true_counts_cannot_approve(cast: Cast) -> None:
    request = ask(cast, keep(cast))
    with scopes_disabled(), pytest.raises(NotAllowed, match="ikke set"):
        actions.approve(request=request, by=cast.eva)
    actions.note_seen(request=request, outcome="0" * 64, by=cast.eva)
    with scopes_disabled(), pytest.raises(NotAllowed, match="ikke set"):
        actions.approve(request=request, by=cast.eva)
    assert Released._base_manager.count() == 0


def test_what_was_released_meanwhile_must_be_looked_at_again(cast: Cast) -> None:
    """Two of the same: the second was seen before the first was let out, and would now come out otherwise."""
    first = ask(cast, keep(cast, (214, 309, 403, 103, 257, 361, 422, 311, 508)))
    second = ask(cast, keep(cast, (216, 309, 403, 133, 257, 361, 422, 311, 508)))
    with scopes_disabled():
        for request in (first, second):
            see(request, cast.eva)
        actions.approve(request=first, by=cast.eva)
        with pytest.raises(NotAllowed, match="ikke set"):
            actions.approve(request=second, by=cast.eva)
        see(second, cast.eva)
        assert actions.approve(request=second, by=cast.eva).code.endswith("-002")


FEW = (214, 309, 403, 4, 257, 361, 422, 311, 508)


def ask_looser(cast: Cast, looser: int | None = 3, reason: str = "Aftalt med netværket") -> ReleaseRequest:
    with organisation_scope([VESTHIMMERLAND]):
        return actions.request_release(
            table=keep(cast, FEW), purpose="Årsrapport", recipient="Ministeriet", public=True, approver="evaluator",
            looser=looser, looser_reason=reason, by=cast.anders,
        )  # fmt: skip


def test_a_looser_threshold_takes_two_signatures_and_is_printed(eva: Client, cast: Cast) -> None:
    request = ask_looser(cast)
    page = text_of(eva.post(reverse("releases:review", args=[request.reference])))
    assert "Aftalt med netværket" in page
    address = reverse("releases:approve", args=[request.reference])
    assert eva.post(address, {"reason": " "}).status_code == 409
    with scopes_disabled(), pytest.raises(InputRefused, match="egen begrundelse"):
        actions.approve(request=request, by=cast.eva)
    assert eva.post(address, {"reason": "Enig: kun netværket læser den"}).status_code == 302
    with scopes_disabled():
        made = Released.objects.get()
    told = f"det mindste antal personer, der vises, er 3 i stedet for 5, godkendt af {cast.anders.name} og {cast.eva.name}"
    assert told in text_of(Client().get(reverse("releases:released", args=[made.code])))
    assert told in Client().get(reverse("releases:download", args=[made.code, "docx"])).content.decode(
        "latin-1"
    ) or any(told in note for note in printed(made).notes)
    cells = {tuple(row[:-2]): row[-2] for row in made.content["cells"]}
    assert cells["Læsø", "18-29"] == 4
    assert verify() == []


@pytest.mark.parametrize("looser, reason", [(2, "derfor"), (5, "derfor"), (10, "derfor"), (3, " ")])
def test_what_is_no_looser_threshold_is_refused(cast: Cast, looser: int, reason: str) -> None:
    with pytest.raises(InputRefused):
        ask_looser(cast, looser, reason)


def test_the_database_refuses_a_looser_release_with_one_signature(cast: Cast) -> None:
    ask_looser(cast)
    with (
        pytest.raises(IntegrityError, match="signed_by_two"),
        transaction.atomic(using="statistics"),
        connections["statistics"].cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE releases_releaserequest SET state = 'approved', decided_by = 'user:x', decided_at = requested_at"
        )


def test_the_same_thing_under_another_spelling_is_the_same(cast: Cast) -> None:
    let_out(cast, keep(cast, (214, 309, 403, 103, 257, 361, 422, 311, 508), measure="Brug  af forsøget"))
    table = keep(cast, (216, 309, 403, 103, 257, 361, 422, 311, 508), measure="brug af forsøget")
    assert table.measure == "Brug af forsøget"
    assert {tuple(row[:-2]): row[-2] for row in let_out(cast, table).content["cells"]}[
        "Aalborg", "18-29"
    ] == 214


MERGED = {"rows": "kommune", "columns": "alder", "count": "antal", "measure": "brug", "period": "2027K1"}


def bring(anders: Client, text: str, name: str = "tal.csv", **more: str) -> str:
    """A table kept by the page, from the text of a file; gives its address."""
    data = {
        "title": "Brug", "file": SimpleUploadedFile(name, text.encode()), "subject": "persons", "run": "K-1",
        "organisation": VESTHIMMERLAND, **MERGED, **more,
    }  # fmt: skip
    kept = anders.post(reverse("releases:keep"), data)
    assert kept.status_code == 302, text_of(kept)
    return kept.url


def test_a_new_name_is_asked_about_and_what_was_said_stays_with_the_release(
    anders: Client, eva: Client, cast: Cast
) -> None:
    """A merged band after small growth, under another measure's spelling: asked first what is counted, then what the
    band is; the second person reads it, and the sums of the older counts stand."""
    let_out(cast, keep(cast, (214, 309, 403, 103, 257, 361, 422, 311, 508)))
    lines = "Aalborg;18-49;524\nAalborg;50-66;403\nLæsø;18-49;361\nLæsø;50-66;361\nVejen;18-49;733\nVejen;50-66;508\n"
    address = bring(anders, "kommune;alder;antal\n" + lines, measure="anvendelse")
    page = text_of(anders.get(address))
    assert "navne, som ingen frigivelse har" in page
    assert "--same-as" not in page
    assert "Bed om frigivelse" in page
    form = {"purpose": "Rapport", "recipient": "Alle", "public": "ja", "approver": "evaluator"}

    def field(answer: object, question: str) -> str:
        found = re.search(rf"<legend[^>]*>{question}.*?name=\"(navn-[\w-]+)\"", text_of(answer))
        assert found, text_of(answer)
        return found[1]

    measure = field(anders.get(address + "anmod/"), "Hvad tælles: hvad er »anvendelse«")
    first = anders.post(address + "anmod/", {**form, measure: "=brug"})
    assert "Rapport" in text_of(first), "nothing typed is lost"
    band = field(first, "Hvad er »18-49« i alder")
    for wrong in ([], ["ny", "=18-29"]):
        assert (
            b"form-error" in anders.post(address + "anmod/", {**form, measure: "=brug", band: wrong}).content
        )
    said = {**form, measure: "=brug", band: ["=18-29", "=30-49"]}
    assert anders.post(address + "anmod/", said).status_code == 302
    assert "18-49 er lagt sammen af 18-29, 30-49." in text_of(anders.get(address))
    with scopes_disabled():
        request = ReleaseRequest.objects.get(state=RequestState.REQUESTED)
    review_address = reverse("releases:review", args=[request.reference])
    seen = text_of(eva.post(review_address))
    assert "anvendelse er det samme som det, der før hed brug." in seen
    assert "Intet endnu" not in seen, "the releases of brug are of the same"
    assert eva.post(reverse("releases:approve", args=[request.reference])).status_code == 302
    with scopes_disabled():
        made = Released.objects.first()
    cells = {tuple(row[:-2]): row[-2:] for row in made.content["cells"]}
    assert cells["Aalborg", "18-49"] == [523, True], "the sum of what stands in the first release"
    assert "Periode: 2027K1" in text_of(Client().get(reverse("releases:released", args=[made.code])))
    assert LedgerEntry.objects.last().content["answers"]["alder"] == {"18-49": ["18-29", "30-49"]}
    # What is known now is not asked about again.
    again = bring(anders, "kommune;alder;antal\n" + lines)
    assert "navne, som ingen" not in text_of(anders.get(again))


def test_a_running_total_called_a_quarter_is_asked_about_and_refused_with_what_to_do(
    anders: Client, eva: Client, cast: Cast
) -> None:
    later = keep(cast, tuple(n + (place == 4) for place, n in enumerate(COUNTS)), period="2027K2")
    unsaid = ask(cast, later)
    let_out(cast, keep(cast))
    # The other release came in between: the second person reads why, and what to do.
    seen = text_of(eva.post(reverse("releases:review", args=[unsaid.reference])))
    assert "Perioden ligner en, der er frigivet" in seen
    assert "navne, som ingen" not in seen
    assert "fortæller forskellen om de få" in seen
    assert "Er det virkelig en periode for sig, så sig det, når du beder om frigivelse" in seen
    assert "--same-as" not in seen
    with scopes_disabled():
        actions.decline(request=unsaid, answer="Sig, hvad perioden er.", by=cast.eva)
    with pytest.raises(NotAllowed, match="fortæller forskellen om de få"):
        ask(cast, later)
    address = reverse("releases:table", args=[later.reference])
    page = text_of(anders.get(address + "anmod/"))
    assert "på nær få personer flere dem, der er frigivet for 2027K1 i frigivelse 1" in page
    assert "læg tabellen ind igen med hele perioden" in page
    tick = re.search(r'name="(navn-[0-9a-z-]+)"', page)
    assert tick
    form = {"purpose": "Rapport", "recipient": "Alle", "public": "ja", "approver": "evaluator"}
    assert b"form-error" in anders.post(address + "anmod/", form).content
    assert anders.post(address + "anmod/", {**form, tick[1]: "ny"}).status_code == 302
    with scopes_disabled():
        said = ReleaseRequest.objects.get(state=RequestState.REQUESTED)
    seen = text_of(eva.post(reverse("releases:review", args=[said.reference])))
    assert "2027K2 er en periode for sig; det er ikke de samme personer talt videre." in seen
    assert eva.post(reverse("releases:approve", args=[said.reference])).status_code == 302
    # An answer is kept: the quarter is not asked about again.
    again = keep(cast, tuple(n + 2 * (place == 4) for place, n in enumerate(COUNTS)), period="2027K2")
    page = anders.get(reverse("releases:table", args=[again.reference]) + "anmod/")
    assert "navn-" not in text_of(page)


def test_a_clerks_sheet_is_kept_as_it_is(anders: Client) -> None:
    """Titles, margins and several sheets; and a period that is none is asked for again."""
    book = openpyxl.Workbook()
    book.active.append(["Noter"])
    sheet = book.create_sheet("Tal")
    for row in (["Brug af forsøget"], ["kommune", "ung", "gammel", "I alt"], ["Aalborg", 40, 30, 70],
                ["Vejen", 60, 70, 130], ["I alt", 100, 100, 200]):  # fmt: skip
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    data = {
        "title": "Brug", "subject": "persons", "run": "K-1", "organisation": VESTHIMMERLAND, **MERGED, "count": "",
        "sheet": "Tal",
    }  # fmt: skip

    def post(**more: str) -> object:
        return anders.post(
            reverse("releases:keep"),
            {**data, "file": SimpleUploadedFile("t.xlsx", content.getvalue()), **more},
        )

    assert "Skriv perioden som dage" in text_of(post(period="i foråret"))
    assert post().status_code == 302
    kept = TeamTable._base_manager.get()
    assert sorted(row[-1] for row in kept.counts) == [30, 40, 60, 70]


def test_the_second_person_sees_what_else_was_counted(eva: Client, cast: Cast) -> None:
    """The same thing under a quite different name: only a person can see that."""
    let_out(cast, keep(cast, measure="deltagere"))
    other = tuple(3 * n + 20 for n in COUNTS)
    request = ask(cast, keep(cast, other, measure="brug"), names=(("", "brug"),))
    assert "Andet, der er frigivet tal om: deltagere." in text_of(
        eva.post(reverse("releases:review", args=[request.reference]))
    )


def test_the_second_person_is_told_what_the_pattern_of_hidden_cells_gives_away(
    eva: Client, cast: Cast
) -> None:
    """Nine, two, four and six: no other table with these sums is printed alike, so this code gives two of them away."""

    def reviewed(*counts: int) -> str:
        cells = dict(zip(product(("nord", "syd"), ("kvinder", "mænd")), counts, strict=True))
        table = actions.keep_table(
            title="Brug", measure="brug", subject=Subject.PERSONS, run="K-2027-0031", synthetic=True,
            dimensions=(Dimension("center", ("nord", "syd")), Dimension("køn", ("kvinder", "mænd"))),
            counts=cells, population={}, period="2027K1", organisation=VESTHIMMERLAND, by=cast.anders,
        )  # fmt: skip
        return text_of(eva.post(reverse("releases:review", args=[ask(cast, table).reference])))

    assert "2 små tal kan måske læses" in reviewed(9, 2, 4, 6)
    assert "små tal kan måske læses" not in reviewed(12, 3, 4, 3)


def test_a_page_outside_the_team_shows_the_newest_release(cast: Cast) -> None:
    nobody = AnonymousUser()
    assert newest_release("brug", user=nobody) is None
    kept = keep(cast)
    assert newest_release("brug", user=nobody) is None, "kept is not released"
    let_out(cast, kept, public=False)
    assert newest_release("brug", user=nobody) is None
    made = let_out(cast, keep(cast, (314, *COUNTS[1:])))
    assert newest_release("BRUG", user=nobody) == made
    assert newest_release("brug", user=nobody, organisation="851") is None
    page = render_to_string("releases/shown.html", {"shown": shown(made)})
    assert "skjult" in page
    assert made.code in page
    assert ">3<" not in page
    assert "ikke frigivet tal" in render_to_string("releases/shown.html", {"shown": None})


def test_a_one_way_table_goes_the_same_way(eva: Client, cast: Cast) -> None:
    dimensions, counts = outside_table({"dobbeltskruen": {"820": 12, "851": 9}, "": {"820": 7, "851": 0}})
    table = actions.keep_table(
        title="Brug", measure="brug", subject=Subject.PERSONS, run="K-1", synthetic=True, dimensions=dimensions,
        counts=counts, population={}, period="2027K1", organisation=VESTHIMMERLAND, by=cast.anders,
    )  # fmt: skip
    request = ask(cast, table)
    assert "Frigiv tabellen" in text_of(eva.post(reverse("releases:review", args=[request.reference])))
    with scopes_disabled():
        made = actions.approve(request=request, by=cast.eva)
    assert [row[-2] for row in made.content["cells"]] == [21, 7, 28]
    for extension in ("csv", "svg"):
        assert Client().get(reverse("releases:download", args=[made.code, extension])).status_code == 200


def test_a_table_too_large_to_wait_for_is_refused_with_the_command_that_takes_it(anders: Client) -> None:
    lines = "".join(f"K{i};M{j};7\n" for i in range(50) for j in range(40))
    data = {
        "title": "Brug", "file": SimpleUploadedFile("tal.csv", b"kommune;alder;antal\n" + lines.encode()), "rows": "kommune",
        "columns": "alder", "count": "antal", "measure": "brug", "subject": "persons", "population": "", "period": "2027K1", "run": "K-1",
        "organisation": VESTHIMMERLAND,
    }  # fmt: skip
    answer = anders.post(reverse("releases:keep"), data)
    assert answer.status_code == 409
    assert "frirum protect" in text_of(answer)


@pytest.mark.parametrize("name", ["anders", "karen", "lone", "adam", "mette", "otto"])
def test_only_the_organisation_that_was_asked_approves(cast: Cast, name: str) -> None:
    request = ask(cast, keep(cast))
    with scopes_disabled(), pytest.raises(NotAllowed, match="rolle"):
        actions.approve(request=request, by=getattr(cast, name))


def test_a_decision_stands(cast: Cast) -> None:
    made = let_out(cast, keep(cast))
    with scopes_disabled():
        for again in (actions.approve, lambda **named: actions.decline(answer="nej", **named)):
            with pytest.raises(NotAllowed, match="afgjort"):
                again(request=made.request, by=cast.eva)
    for statement in (
        "UPDATE releases_releaserequest SET purpose = 'andet'",
        "UPDATE releases_released SET content = '{}'",
        "UPDATE releases_teamtable SET title = 'andet'",
        "DELETE FROM releases_ledgerentry",
    ):
        with (
            pytest.raises(IntegrityError),
            transaction.atomic(using="statistics"),
            connections["statistics"].cursor() as cursor,
        ):
            cursor.execute(statement)


def test_a_no_comes_with_its_reason_and_the_team_may_ask_again(
    anders: Client, eva: Client, cast: Cast
) -> None:
    table = keep(cast)
    request = ask(cast, table)
    address = reverse("releases:decline", args=[request.reference])
    assert eva.post(address, {"answer": " "}).status_code == 409
    eva.post(address, {"answer": "Læg aldersgrupperne sammen."})
    assert "Læg aldersgrupperne sammen." in text_of(
        anders.get(reverse("releases:table", args=[table.reference]))
    )
    assert ask(cast, table).state == RequestState.REQUESTED


def test_purpose_and_recipient_are_asked_for(cast: Cast) -> None:
    table = keep(cast)
    for purpose, recipient in ((" ", "Ministeriet"), ("Rapport", "")):
        with organisation_scope([VESTHIMMERLAND]), pytest.raises(InputRefused):
            actions.request_release(
                table=table,
                purpose=purpose,
                recipient=recipient,
                public=True,
                approver="evaluator",
                by=cast.anders,
            )


def test_a_table_waits_only_once(cast: Cast) -> None:
    table = keep(cast)
    ask(cast, table)
    with pytest.raises(NotAllowed, match="allerede"):
        ask(cast, table)


def test_a_table_on_too_few_is_not_even_asked_for(cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="færre end 5"):
        ask(cast, keep(cast, (1, 0, 0, 1, 0, 0, 0, 1, 0)))


def test_the_next_release_is_measured_against_the_last(cast: Cast) -> None:
    """Two more in one cell: the older count stands, and is marked."""
    let_out(cast, keep(cast, (214, 309, 403, 103, 257, 361, 422, 311, 508)))
    later = let_out(cast, keep(cast, (216, 309, 403, 133, 257, 361, 422, 311, 508)))
    cells = {tuple(row[:-2]): row[-2:] for row in later.content["cells"]}
    assert cells["Aalborg", "18-29"] == [214, True]
    assert cells["Læsø", "18-29"] == [133, False]
    assert LedgerEntry.objects.count() == 2


def test_an_equal_release_adds_nothing_to_the_ledger(cast: Cast) -> None:
    first, again = let_out(cast, keep(cast)), let_out(cast, keep(cast))
    assert [row[:-1] for row in first.content["cells"]] == [row[:-1] for row in again.content["cells"]]
    assert LedgerEntry.objects.count() == 1


def test_what_is_kept_of_a_release_holds_no_hidden_count(cast: Cast) -> None:
    made = let_out(cast, keep(cast))
    numbers = [row[-2] for row in made.content["cells"]]
    assert None in numbers
    assert 3 not in numbers
    assert "primary" not in str(made.content)
    hidden = {
        n
        for row in printed(made).rows
        for cell in row
        for n in cell
        if getattr(n, "state", None) == "suppressed"
    }
    assert len(hidden) == 1, "every hidden cell looks the same in documents"


def test_files_are_made_from_the_release_alone(cast: Cast) -> None:
    made = let_out(cast, keep(cast))
    csv = Client().get(reverse("releases:download", args=[made.code, "csv"])).content.decode("utf-8-sig")
    sheet = Client().get(reverse("releases:download", args=[made.code, "xlsx"])).content
    values = [
        v for row in openpyxl.load_workbook(io.BytesIO(sheet)).active.iter_rows(values_only=True) for v in row
    ]
    assert "skjult" in csv
    assert ";3;" not in csv
    assert 3 not in values
    assert 309 in values or "309" in csv
    assert Client().get(reverse("releases:download", args=[made.code, "exe"])).status_code == 404


def test_no_hidden_count_is_in_any_page_or_file_of_a_release(cast: Cast) -> None:
    """Every count occurs once, and those hidden beside the small one have six figures: they can be sought."""
    large = (412_307, 398_741, 571_913, 3, 533_219, 647_939, 622_781, 711_407, 508_987)
    table = keep(cast, large)
    made = let_out(cast, table)
    request = request_of(table)
    true = build(request.dimensions, request.counts).values.tolist()
    shown = [row[-2] for row in made.content["cells"]]
    hidden = {count for count, seen in zip(true, shown, strict=True) if seen is None and count > 4}
    assert len(hidden) >= 3
    needles = set().union(*({str(n), f"{n:,}", f"{n:,}".replace(",", ".")} for n in hidden))
    files = {f"{made.code}.{kind}": reverse("releases:download", args=[made.code, kind]) for kind in EXPORTS}
    pages = {
        "side.html": reverse("releases:released", args=[made.code]),
        "liste.html": reverse("releases:list"),
    }
    for name, address in {**files, **pages}.items():
        for language in ("da", "en") if name in pages else ("da",):
            content = Client(headers={"accept-language": language}).get(address).content
            assert holding(name, content, needles) == [], name
            if name in files:
                assert leaks(name, content) == (), name
    seen = {f"{n:,}".replace(",", ".") for n in shown if n}
    assert holding("side.html", Client().get(pages["side.html"]).content, seen), (
        "the search finds what is there"
    )


def test_a_release_for_some_is_not_there_for_others(cast: Cast) -> None:
    made = let_out(cast, keep(cast), public=False)
    address = reverse("releases:released", args=[made.code])
    missing = Client().get(reverse("releases:released", args=["F-2027-999"]))
    assert Client().get(address).status_code == missing.status_code == 404
    assert cast.log_in(Client(), cast.otto).get(address).status_code == 404
    assert cast.log_in(Client(), cast.karen).get(address).status_code == 200
    assert made.code not in text_of(Client().get(reverse("releases:list")))


def _everything_outsiders_get(made: Released) -> list[object]:
    """Pages, files, sort orders, stale checks and status codes, with what identifies the release taken out."""
    found: list[object] = []
    address = reverse("releases:released", args=[made.code])
    paths = [
        reverse("releases:list"), address, address + "?sorter=-alder", address + "?side=2", address + "?format=json",
        reverse("releases:download", args=[made.code, "csv"]),
        reverse("releases:table", args=[made.request.table.reference]),
        reverse("releases:review", args=[made.request.reference]),
    ]  # fmt: skip
    for path in paths:
        for headers in ({}, {"HTTP_IF_NONE_MATCH": '"1"'}, {"HTTP_ACCEPT": "application/json"}):
            answer = Client().get(path, **headers)
            body = re.sub(
                rb"F-\d{4}-\d{3}|[0-9a-f-]{36}|kl\. \d\d\.\d\d|(?<=middlewaretoken\" value=\")\w+",
                b"",
                answer.content,
            )
            kept = {
                n: v
                for n, v in answer.headers.items()
                if n in ("ETag", "Last-Modified", "Content-Length", "Cache-Control")
            }
            found.append((answer.status_code, body, kept))
    return found


def test_no_access_path_tells_a_hidden_one_from_a_hidden_four(cast: Cast) -> None:
    """Two tables whose printed cells agree. Hidden beside the small count are its neighbour and both column totals."""
    pages = []
    with clock.at(clock.now()):  # midnight may pass between the two
        for small in (1, 4):
            point = transaction.savepoint(using="statistics")
            made = let_out(cast, keep(cast, (small, 304 - small, *(300,) * 7)))
            hidden = {tuple(row[:-2]) for row in made.content["cells"] if row[-2] is None}
            assert hidden == {(place, age) for place in ("Aalborg", "I alt") for age in ("18-29", "30-49")}
            pages.append((made.content, _everything_outsiders_get(made)))
            transaction.savepoint_rollback(point, using="statistics")
    assert pages[0][0] == pages[1][0]
    for one, four in zip(pages[0][1], pages[1][1], strict=True):
        assert one == four


def test_true_counts_are_never_cached(anders: Client, eva: Client, cast: Cast) -> None:
    table = keep(cast)
    request = ask(cast, table)
    for client, path in (
        (anders, reverse("releases:table", args=[table.reference])),
        (eva, reverse("releases:review", args=[request.reference])),
    ):
        assert "no-store" in client.get(path)["Cache-Control"]


@pytest.mark.parametrize(
    "content, said",
    [
        ("kommune;alder;antal\nA;ung;-3\n", "Linje 2"),
        ("kommune;alder;antal\nI alt;ung;30\n", "sum"),
        ("a;b\n1;2\n", "Kolonnen"),
        ("", "tom"),
    ],
)
def test_a_bad_file_is_refused_on_the_page(anders: Client, content: str, said: str) -> None:
    data = {
        "title": "Brug", "file": SimpleUploadedFile("tal.csv", content.encode() or b"\n"), "rows": "kommune", "columns": "alder",
        "count": "antal", "measure": "brug", "subject": "persons", "population": "", "period": "2027K1", "run": "K-1",
        "organisation": VESTHIMMERLAND,
    }  # fmt: skip
    answer = anders.post(reverse("releases:keep"), data)
    assert answer.status_code in (200, 409)
    assert said in text_of(answer)
    assert TeamTable._base_manager.count() == 0
