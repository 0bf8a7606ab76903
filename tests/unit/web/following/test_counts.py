"""Following experiments: who sees which counts, what a page says, and the answers to a changed law."""

from __future__ import annotations

import datetime as dt
import re
from contextlib import AbstractContextManager
from zoneinfo import ZoneInfo

import pytest
from cast import AALBORG, NORTH_JUTLAND, SET_UP, VESTHIMMERLAND, Cast
from django.db import IntegrityError, transaction
from django.test import Client
from django_scopes import scopes_disabled

from frirum.core.errors import InputRefused, NotAllowed, UsageError
from frirum.core.law.watch import Consequence
from frirum.core.paths import catalogue_dir
from frirum.web import clock
from frirum.web.experiments.actions import publish
from frirum.web.experiments.definitions import current_catalogue
from frirum.web.experiments.models import Origin
from frirum.web.following import actions
from frirum.web.following.assumed_networks import MOST_USES, make_assumed_networks
from frirum.web.following.demonstration import SLUG, definition
from frirum.web.following.models import LawAnswer
from frirum.web.following.sight import half_year_end, month_end
from frirum.web.organisations.scopes import organisation_scope
from frirum.web.trail.models import TrailEvent
from frirum.web.trail.verification import verify
from frirum.web.uses.actions import record_non_use, record_use
from frirum.web.uses.identities import Identity
from frirum.web.uses.models import Use

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])
START = dt.date(2026, 5, 1)
TODAY = dt.datetime(2026, 11, 12, 12, tzinfo=ZoneInfo("Europe/Copenhagen"))
SEVENTH = "foertidspension-opfoelgning"
LAW_DAY = dt.date(2020, 1, 1)


@pytest.fixture(autouse=True)
def _today() -> object:
    with clock.at(TODAY):
        yield


@pytest.fixture
def synthetic(cast: Cast) -> None:
    """The synthetic experiment in the two municipalities of the cast, without uses."""
    publish(text=definition(START), origin=Origin.OWN, organisation=NORTH_JUTLAND, reason="", by=SET_UP)


def use(code: str, *days: int) -> None:
    with organisation_scope([code]):
        for n in days:
            begun_on = START + dt.timedelta(days=n)
            with _entered(begun_on):
                record_use(
                    slug=SLUG, organisation=code, identity=Identity(case_number=f"{code}-{n}"), begun_on=begun_on,
                    facts={"case_date": begun_on.isoformat(), "wish": True}, by=SET_UP,
                )  # fmt: skip


def _entered(day: dt.date) -> AbstractContextManager[None]:
    """As entered on the day itself, at noon."""
    return clock.at(dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC))


def not_used(code: str, reason: str, times: int) -> None:
    with organisation_scope([code]):
        for n in range(times):
            day = START + dt.timedelta(days=n)
            with _entered(day):
                record_non_use(slug=SLUG, organisation=code, reason=reason, decided_on=day, by=SET_UP)


def page(client: Client, cast: Cast, name: str, path: str = f"/foelg/{SLUG}/") -> str:
    answer = cast.log_in(client, getattr(cast, name)).get(path)
    assert answer.status_code == 200
    return re.sub(r'\s+|value="[A-Za-z0-9]{64}"', " ", answer.content.decode())


class TestWhoSeesWhat:
    def test_a_municipality_sees_its_own_true_count(
        self, synthetic: None, cast: Cast, client: Client
    ) -> None:
        use(VESTHIMMERLAND, 20, 60)
        use(AALBORG, 10, 30, 90)
        shown = page(client, cast, "karen")
        assert "2 sager på 6 måneder. Det bliver ikke til 375 sager her. Forsøgets 11" in shown
        assert "Aalborg" not in shown

    def test_a_network_sees_the_sum_and_no_small_count(
        self, synthetic: None, cast: Cast, client: Client
    ) -> None:
        use(VESTHIMMERLAND, 20, 60)
        use(AALBORG, 10, 30, 90)
        shown = page(client, cast, "niels")
        assert "5 sager på 6 måneder i 2 kommuner" in shown
        assert "Pr. 31. oktober 2026." in shown
        # With the sum known, either count would give the other away.
        assert "Brug pr. kommune" not in shown

    def test_a_network_sees_counts_large_enough(self, synthetic: None, cast: Cast, client: Client) -> None:
        use(VESTHIMMERLAND, *range(10, 16))
        use(AALBORG, *range(30, 38))
        shown = page(client, cast, "niels")
        assert "14 sager på 6 måneder i 2 kommuner" in shown
        assert re.search(r"Vesthimmerlands Kommune</th><td class=\"numeric\">6<", shown)

    def test_a_small_sum_is_hidden_and_what_it_can_be_at_most_is_told(
        self, synthetic: None, cast: Cast, client: Client
    ) -> None:
        use(AALBORG, 10, 30, 90)
        shown = page(client, cast, "niels")
        assert "Antallet er skjult, fordi det er lille: højst 4 sager. Selv var det 4, gælder dette:" in shown
        assert "3 sager" not in shown
        assert "meter-picture" not in shown

    def test_a_networks_number_stands_still_between_month_ends(
        self, synthetic: None, cast: Cast, client: Client
    ) -> None:
        use(AALBORG, *range(10, 16))
        before = page(client, cast, "niels")
        use(AALBORG, 190)  # 7 November
        assert page(client, cast, "niels") == before
        assert (
            half_year_end(dt.date(2026, 12, 30))
            == half_year_end(dt.date(2026, 6, 30))
            == dt.date(2026, 6, 30)
        )
        assert half_year_end(dt.date(2026, 6, 29)) == dt.date(2025, 12, 31)
        assert month_end(dt.date(2026, 10, 31)) == month_end(dt.date(2026, 11, 29)) == dt.date(2026, 10, 31)

    def test_reasons_for_not_using_it(self, synthetic: None, cast: Cast, client: Client) -> None:
        not_used(VESTHIMMERLAND, "too_much_work", 2)
        not_used(AALBORG, "citizen_declined", 1)
        own = page(client, cast, "karen")
        assert re.search(r"Det krævede for meget arbejde</th><td class=\"numeric\">2<", own)
        assert "Af 2, hvor det blev overvejet, blev det brugt i 0." in own
        assert "for meget arbejde" not in page(client, cast, "niels")

    @pytest.mark.parametrize("name", ["otto", "eva", "mette", "ulla", "rikke", "adam"])
    def test_others_get_the_answer_for_what_does_not_exist(
        self, synthetic: None, cast: Cast, client: Client, name: str
    ) -> None:
        cast.log_in(client, getattr(cast, name))
        for path in (f"/foelg/{SLUG}/", f"/foelg/{SLUG}/tal.csv", "/foelg/findes-ikke/"):
            assert client.get(path).status_code == 404

    @pytest.mark.parametrize("name", ["eva", "mette"])
    def test_outside_a_municipality_the_overview_points_to_the_releases(
        self, synthetic: None, cast: Cast, client: Client, name: str
    ) -> None:
        use(AALBORG, *range(10, 16))
        shown = page(client, cast, name, "/foelg/")
        assert "Uden for dem vises tal, når de er frigivet." in shown
        assert "Syntetisk forsøg" not in shown


class TestTheFile:
    def rows(self, client: Client, cast: Cast, name: str) -> list[list[str]]:
        answer = cast.log_in(client, getattr(cast, name)).get(f"/foelg/{SLUG}/tal.csv")
        assert answer["Content-Type"] == "text/csv; charset=utf-8"
        return [line.split(";") for line in answer.content.decode("utf-8-sig").splitlines()]

    def test_a_file_may_be_sent_on_so_even_the_own_small_count_is_hidden(
        self, synthetic: None, cast: Cast, client: Client
    ) -> None:
        use(VESTHIMMERLAND, *range(10, 19))
        assert [row[4] for row in self.rows(client, cast, "karen")] == ["Brug", "skjult"]
        use(VESTHIMMERLAND, *range(40, 46))
        assert self.rows(client, cast, "karen")[1][2:6] == [
            "30. juni 2026", "Vesthimmerlands Kommune", "15", "375",
        ]  # fmt: skip

    def test_a_networks_file_has_what_its_page_has(self, synthetic: None, cast: Cast, client: Client) -> None:
        use(VESTHIMMERLAND, *range(10, 16))
        use(AALBORG, *range(30, 38))
        use(AALBORG, 100)
        assert [row[2:5] for row in self.rows(client, cast, "niels")[1:]] == [
            ["30. juni 2026", "Vesthimmerlands Kommune", "6"],
            ["30. juni 2026", "Aalborg Kommune", "8"],
            ["31. oktober 2026", "I alt", "14"],  # one more since June is not told
        ]


class TestTheOverview:
    def test_what_asks_for_something_stands_first(self, synthetic: None, cast: Cast, client: Client) -> None:
        use(VESTHIMMERLAND, 20)
        shown = page(client, cast, "karen", "/foelg/")
        assert "Ikke nok brug alene" in shown
        assert f'href="/foelg/{SLUG}/"' in shown

    def test_nothing_recorded_is_not_called_nothing_used(
        self, synthetic: None, cast: Cast, client: Client
    ) -> None:
        assert "Ingen brug registreret" in page(client, cast, "karen", "/foelg/")
        shown = page(client, cast, "karen")
        assert "Der er ikke registreret brug her" in shown
        assert "Aldrig" not in shown

    def test_it_is_empty_before_anything_is_published(self, cast: Cast, client: Client) -> None:
        assert "Ingen brug at følge endnu" in page(client, cast, "karen", "/foelg/")

    def test_a_day_in_the_address_shows_that_day(self, synthetic: None, cast: Cast, client: Client) -> None:
        use(VESTHIMMERLAND, 20, 60)
        assert "1 sag på 3 uger" in page(client, cast, "karen", f"/foelg/{SLUG}/?pr=2026-05-27")
        for nonsense in ("i-gaar", "2099-01-01", "", "2026-02-30"):
            assert "2 sager på 6 måneder" in page(client, cast, "karen", f"/foelg/{SLUG}/?pr={nonsense}")
        assert "Forsøget begynder 1. maj 2026" in page(client, cast, "karen", f"/foelg/{SLUG}/?pr=2026-04-01")

    def test_in_the_first_weeks_it_says_how_sure_it_is(
        self, synthetic: None, cast: Cast, client: Client
    ) -> None:
        use(VESTHIMMERLAND, 3)
        shown = page(client, cast, "karen", f"/foelg/{SLUG}/?pr=2026-05-06")
        assert "Der er gået under seks måneder, så svaret kan nå at skifte: sandsynligheden" in shown


@pytest.fixture
def seventh(cast: Cast) -> None:
    """Experiment 7, under which the act on active employment initiatives was replaced on 1 January 2020."""
    text = (catalogue_dir() / "experiments" / f"{SEVENTH}.toml").read_text(encoding="utf-8")
    publish(text=text, origin=Origin.SHIPPED, organisation="", reason="", by=SET_UP)


def answer(cast: Cast, **changed: object) -> LawAnswer:
    given = {
        "slug": SEVENTH, "changed_on": LAW_DAY, "organisation": VESTHIMMERLAND, "answer": "continues",
        "reason": "Reglen står uændret i den nye lov.", "by": cast.karen,
    } | changed  # fmt: skip
    with organisation_scope([VESTHIMMERLAND, NORTH_JUTLAND]):
        return actions.answer_law_change(**given)  # type: ignore[arg-type]


class TestTheAnswerToALawChange:
    def test_it_is_numbered_sealed_and_an_event_without_its_words(self, seventh: None, cast: Cast) -> None:
        first, second = answer(cast), answer(cast, answer="narrowed", reason="Der fraviges mindre.")
        assert (first.number, second.number) == (1, 2)
        event = TrailEvent.objects.filter(event="law_change.answered").first()
        assert event is not None
        assert event.details["day"] == "2020-01-01"
        assert "uændret" not in str(event.details)
        assert verify() == []

    def test_the_database_refuses_to_change_or_delete_it(self, seventh: None, cast: Cast) -> None:
        made = answer(cast)
        with organisation_scope([VESTHIMMERLAND]):
            for write in (
                lambda: LawAnswer.objects.filter(pk=made.pk).update(answer="moot"),
                lambda: LawAnswer.objects.filter(pk=made.pk).delete(),
            ):
                with pytest.raises(IntegrityError), transaction.atomic():
                    write()

    @pytest.mark.parametrize(
        ("changed", "refusal"),
        [
            ({"reason": "  "}, InputRefused),
            ({"reason": "Borgeren 010190-1234 er ikke omfattet."}, InputRefused),
            ({"answer": "maybe"}, InputRefused),
            ({"changed_on": dt.date(2020, 1, 2)}, UsageError),
            ({"slug": "findes-ikke"}, UsageError),
            ({"part": "findes-ikke"}, UsageError),
            ({"organisation": AALBORG}, NotAllowed),
            ({"organisation": NORTH_JUTLAND}, NotAllowed),
        ],
    )
    def test_what_is_refused_changes_nothing(
        self, seventh: None, cast: Cast, changed: dict[str, object], refusal: type[Exception]
    ) -> None:
        with pytest.raises(refusal):
            answer(cast, **changed)
        with organisation_scope([VESTHIMMERLAND, AALBORG, NORTH_JUTLAND]):
            assert not LawAnswer.objects.exists()

    @pytest.mark.parametrize("name", ["lone", "anders", "rikke", "mette"])
    def test_only_a_coordinator_answers(self, seventh: None, cast: Cast, name: str) -> None:
        with pytest.raises(NotAllowed):
            answer(cast, by=getattr(cast, name))

    def test_the_same_answer_twice_is_refused(self, seventh: None, cast: Cast) -> None:
        answer(cast)
        with pytest.raises(InputRefused, match="det samme"):
            answer(cast)

    def test_from_the_page_to_the_public_page(self, seventh: None, cast: Cast, client: Client) -> None:
        cast.log_in(client, cast.karen)
        path = f"/foelg/{SEVENTH}/lov/2020-01-01/"
        assert "Tallene begynder forfra" in client.get(path).content.decode()
        assert client.post(path, {"organisation": VESTHIMMERLAND, "answer": "moot"}).status_code == 409
        given = {"organisation": VESTHIMMERLAND, "answer": "moot", "reason": "Reglen er væk."}
        assert client.post(path, given).status_code == 302
        shown = page(client, cast, "karen", f"/foelg/{SEVENTH}/")
        assert "Bortfaldet</strong> (Vesthimmerlands Kommune" in shown
        assert "Reglen er væk, og det er besluttet, at forsøget er bortfaldet." in shown
        assert client.get(f"/foelg/{SEVENTH}/lov/2020-01-02/").status_code == 404

    def test_a_municipalitys_answer_comes_before_its_networks(
        self, seventh: None, cast: Cast, client: Client
    ) -> None:
        answer(cast, organisation=NORTH_JUTLAND, answer=Consequence.MOOT, reason="Bortfaldet.", by=cast.niels)
        assert "besluttet, at forsøget er bortfaldet" in page(client, cast, "karen", f"/foelg/{SEVENTH}/")
        answer(cast, answer=Consequence.NARROWED, reason="Kun indsnævret.")
        assert "besluttet, at forsøget er bortfaldet" not in page(client, cast, "karen", f"/foelg/{SEVENTH}/")


def test_the_front_page_tells_whom_it_concerns_what_will_never_be_answered(
    cast: Cast, client: Client
) -> None:
    head, *stays = definition(START).split("[[participation]]")
    both = [stay for stay in stays if f"= {VESTHIMMERLAND}\n" in stay or f"= {AALBORG}\n" in stay]
    text = "[[participation]]".join([head, *both])
    publish(text=text, origin=Origin.OWN, organisation=NORTH_JUTLAND, reason="", by=SET_UP)
    use(AALBORG, 19, 64, 100, 150)
    use(VESTHIMMERLAND, 44, 129, 171)
    shown = page(client, cast, "niels", "/")
    section = shown[shown.index("Kræver en beslutning") :]
    assert section.index("Syntetisk forsøg") < section.index("Aldrig nok brug i dette tempo")
    for name in ("karen", "rikke"):  # one municipality of the two, and one who does not decide
        assert "Kræver en beslutning" not in page(client, cast, name, "/")


def test_an_assumed_network_is_shown_in_a_copy_and_never_in_the_experiment(cast: Cast) -> None:
    """Municipalities, days and uses that no source gives stand in the copy, which says so first and has no results."""
    slug = "mentorregler"
    publish(
        text=(catalogue_dir() / f"experiments/{slug}.toml").read_text(encoding="utf-8"),
        origin=Origin.SHIPPED, organisation="", reason="", by=SET_UP,
    )  # fmt: skip
    make_assumed_networks()
    assert make_assumed_networks() is None, "made twice"
    found = current_catalogue().experiments
    copy, real = found[f"antaget-{slug}"], found[slug]
    assert not real.participation
    assert not real.synthetic
    assert copy.synthetic
    assert {stay.municipality for stay in copy.participation} == {int(AALBORG), int(VESTHIMMERLAND)}
    assert copy.summary.startswith("Antaget, ikke fra nogen kilde")
    assert (copy.decisions, copy.conclusions, copy.figures, copy.events) == ((), (), (), ())
    with scopes_disabled():
        uses = list(Use.objects.filter(slug=copy.slug))
        assert not Use.objects.filter(slug=slug).exists()
    assert 0 < len(uses) <= MOST_USES
    assert all(stay.start <= use.begun_on <= stay.end for use in uses for stay in copy.participation)
    shown = re.sub(r"<[^>]+>", " ", Client().get(f"/forsoeg/{copy.slug}/").content.decode())
    assert "antaget netværk" in shown
