"""A file on its way: brought in, read, kept once, corrected, taken back; and nothing half of it."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from cast import SET_UP, VESTHIMMERLAND, Cast
from django.db import DatabaseError, transaction
from django.test import Client
from django_scopes import scopes_disabled
from extract_work import (
    ANNA,
    BENT,
    CARLA,
    MARK_HEADINGS,
    coordinator,
    form_data,
    fresh,
    keep,
    mark,
    marks_file,
    read_batch,
    scope,
    text_file,
    upload,
    work,
)

from frirum.core.extracts.examples import examples
from frirum.web import clock
from frirum.web.extracts import staging
from frirum.web.extracts.actions import accept_batch
from frirum.web.extracts.models import Batch, BatchState, ExtractRow, RowState, SavedMapping
from frirum.web.following.form_lines import uptake_lines
from frirum.web.organisations.scopes import organisation_scope
from frirum.web.site import pages
from frirum.web.trail import guards
from frirum.web.trail.models import TrailEvent
from frirum.web.trail.verification import verify
from frirum.web.uses.models import Citizen, Use, UseState

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])


@pytest.fixture(autouse=True)
def _no_heartbeat(monkeypatch: pytest.MonkeyPatch) -> None:
    # A heartbeat in a thread of its own would wait for the test's transaction.
    monkeypatch.setattr("frirum.web.jobs.context.Heartbeat.__enter__", lambda self: self)
    monkeypatch.setattr("frirum.web.jobs.context.Heartbeat.__exit__", lambda self, *exc: None)


@pytest.fixture
def karen(cast: Cast, client: Client) -> Iterator[Client]:
    with clock.at(dt.datetime(2019, 6, 3, 9, tzinfo=dt.UTC)):
        yield coordinator(cast, client)


def counts(batch: Batch) -> tuple[int, int, int, int]:
    return batch.rows, batch.accepted, batch.set_aside, batch.duplicates


def kept(state: str = RowState.CURRENT) -> list[tuple[int, str]]:
    return list(
        ExtractRow._base_manager.filter(state=state)
        .order_by("batch__number", "line")
        .values_list("batch__number", "values__ended_on")
    )


def recorded() -> list[Use]:
    return list(Use._base_manager.filter(state=UseState.RECORDED).order_by("begun_on"))


def test_marks_become_uses(karen: Client) -> None:
    batch = read_batch(karen, upload(karen, marks_file(mark(), mark(BENT, "01-10-2018", ""))))
    assert (batch.state, counts(batch)) == (BatchState.READ, (2, 2, 0, 0))
    assert recorded() == [], "nothing counts before somebody accepts the batch"
    batch = keep(karen, batch)
    assert batch.state == BatchState.ACCEPTED
    uses = recorded()
    assert [(u.slug, u.begun_on, u.ended_on, u.source, u.responsible) for u in uses] == [
        ("forholdstal-ledighedsydelse", dt.date(2018, 9, 3), dt.date(2018, 9, 28), "extract", ""),
        ("forholdstal-ledighedsydelse", dt.date(2018, 10, 1), None, "extract", ""),
    ]
    assert {str(row.use) for row in ExtractRow._base_manager.all()} == {str(u.reference) for u in uses}
    assert Citizen._base_manager.count() == 2
    assert verify() == []


def test_the_same_extract_twice_changes_nothing(karen: Client) -> None:
    rows = mark(), mark(BENT)
    keep(karen, read_batch(karen, upload(karen, marks_file(*rows))))
    before = list(ExtractRow._base_manager.values()), list(Use._base_manager.values())
    again = upload(karen, marks_file(*rows), name="samme.csv")
    assert again["Location"] == f"/udtraek/{Batch._base_manager.get().reference}/"
    assert "Filen er hentet ind før" in karen.get(again["Location"]).content.decode()
    # The same rows in another order are another file with the same content.
    batch = keep(karen, read_batch(karen, upload(karen, marks_file(*reversed(rows)))))
    assert counts(batch) == (2, 0, 0, 2)
    assert (list(ExtractRow._base_manager.values()), list(Use._base_manager.values())) == before


def test_a_corrected_file_is_a_new_version(karen: Client) -> None:
    first = keep(karen, read_batch(karen, upload(karen, marks_file(mark(), mark(BENT), mark(CARLA)))))
    corrected = marks_file(mark(ended_on="21-09-2018"), mark(BENT))
    batch = read_batch(karen, upload(karen, corrected, corrects=str(first.reference)))
    assert (counts(batch), batch.changed, batch.gone) == ((2, 1, 0, 1), 1, 1)
    keep(karen, batch)
    assert kept() == [(1, "2018-09-28"), (2, "2018-09-21")]
    assert kept(RowState.SUPERSEDED) == [(1, "2018-09-28")]
    assert kept(RowState.WITHDRAWN) == [(1, "2018-09-28")]
    assert [u.ended_on for u in recorded()] == [dt.date(2018, 9, 21), dt.date(2018, 9, 28)]
    assert Use._base_manager.filter(state=UseState.RETRACTED).count() == 1
    assert verify() == []


def test_without_a_correction_what_is_missing_stays(karen: Client) -> None:
    keep(karen, read_batch(karen, upload(karen, marks_file(mark(), mark(BENT)))))
    batch = keep(karen, read_batch(karen, upload(karen, marks_file(mark(), mark(CARLA)))))
    assert (counts(batch), batch.gone) == ((2, 1, 0, 1), 0)
    assert len(kept()) == 3


def test_a_batch_taken_back_leaves_what_was_before(karen: Client) -> None:
    first = keep(karen, read_batch(karen, upload(karen, marks_file(mark(), mark(BENT)))))
    corrected = marks_file(mark(ended_on="21-09-2018"), mark(CARLA))
    second = keep(karen, read_batch(karen, upload(karen, corrected, corrects=str(first.reference))))
    karen.post(f"/udtraek/{first.reference}/fortryd/", {"reason": "Forkert"})
    assert fresh(first).state == BatchState.ACCEPTED, "the later batch rests on it"
    karen.post(f"/udtraek/{second.reference}/fortryd/", {"reason": "Forkert periode"})
    assert (fresh(second).state, fresh(second).reason) == (BatchState.WITHDRAWN, "Forkert periode")
    assert kept() == [(1, "2018-09-28"), (1, "2018-09-28")]
    assert {(u.begun_on, u.ended_on) for u in recorded()} == {(dt.date(2018, 9, 3), dt.date(2018, 9, 28))}
    assert len(recorded()) == 2
    karen.post(f"/udtraek/{first.reference}/fortryd/", {"reason": "Også den"})
    assert (kept(), recorded()) == ([], [])
    assert verify() == []


def test_only_a_kept_batch_of_the_same_kind_can_be_corrected(karen: Client) -> None:
    first = keep(karen, read_batch(karen, upload(karen, marks_file(mark()))))
    answer = upload(karen, marks_file(mark()) + b"\r\n", kind="contacts", corrects=str(first.reference))
    assert "Kun et gemt udtræk af samme slags kan rettes" in answer.content.decode()
    assert Batch._base_manager.count() == 1


def test_a_batch_overtaken_by_another_is_read_again(karen: Client) -> None:
    one = read_batch(karen, upload(karen, marks_file(mark())))
    other = read_batch(karen, upload(karen, marks_file(mark(), mark(BENT))))
    keep(karen, other)
    assert keep(karen, one).state == BatchState.READ
    page = karen.get(f"/udtraek/{one.reference}/").content.decode()
    assert "Andre rækker af samme slags er ændret" in page
    karen.post(f"/udtraek/{one.reference}/laes/")
    work()
    assert counts(fresh(one)) == (1, 0, 0, 1)
    assert keep(karen, one).state == BatchState.ACCEPTED


def test_rows_decided_on_while_a_file_is_read_overtake_it(
    karen: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = read_batch(karen, upload(karen, marks_file(mark(), mark(BENT))))
    real = staging._stage

    def decide_meanwhile(*arguments: object) -> None:
        real(*arguments)  # type: ignore[arg-type]
        with scopes_disabled():
            accept_batch(batch=other, by=SET_UP)

    with monkeypatch.context() as patched:
        patched.setattr(staging, "_stage", decide_meanwhile)
        one = read_batch(karen, upload(karen, marks_file(mark())))
    assert one.state == BatchState.READ
    assert keep(karen, one).state == BatchState.READ, "it was compared with rows that no longer hold"
    assert "Andre rækker af samme slags er ændret" in karen.get(f"/udtraek/{one.reference}/").content.decode()
    karen.post(f"/udtraek/{one.reference}/laes/")
    work()
    assert counts(keep(karen, one)) == (1, 0, 0, 1)


def test_what_is_laid_away_leaves_no_row(karen: Client) -> None:
    batch = read_batch(karen, upload(karen, marks_file(mark())))
    karen.post(f"/udtraek/{batch.reference}/laeg-vaek/", {"reason": ""})
    assert fresh(batch).state == BatchState.READ
    karen.post(f"/udtraek/{batch.reference}/laeg-vaek/", {"reason": "Forkert fil"})
    assert fresh(batch).state == BatchState.DISCARDED
    assert ExtractRow._base_manager.count() == 0


def test_every_example_file_is_kept_whole(karen: Client) -> None:
    for example in examples():
        answer = upload(karen, example.path.read_bytes(), kind=example.mapping.kind, system=example.system)
        batch = read_batch(karen, answer)
        assert (batch.state, batch.set_aside, batch.rows > 2) == (BatchState.READ, 0, True), example.path.name
        assert batch.mapping is not None
        suggested = {column.field: column.name for column in batch.mapping.mapping.columns}
        assert suggested == {column.field: column.name for column in example.mapping.columns}


def test_a_saved_mapping_is_kept_once_and_filled_in_next_time(karen: Client) -> None:
    read_batch(karen, upload(karen, marks_file(mark())))
    answer = upload(karen, marks_file(mark(BENT)))
    page = karen.get(answer["Location"])
    assert "Kolonnerne er de samme som sidst" in page.content.decode()
    second = read_batch(karen, answer)
    assert SavedMapping._base_manager.count() == 1
    renamed = text_file((*MARK_HEADINGS[:2], "Start dato", *MARK_HEADINGS[3:]), [mark(CARLA)])
    answer = upload(karen, renamed)
    page = karen.get(answer["Location"]).content.decode()
    assert "Kolonnen »Startdato« er væk. Måske hedder den nu »Start dato«." in page
    third = read_batch(karen, answer)
    assert [one.mapping.number for one in (second, third) if one.mapping] == [1, 2]


def test_the_list_of_batches_is_sorted_before_it_is_cut_into_pages(
    karen: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The number sorted nothing but the page, and most of the columns nothing."""
    monkeypatch.setattr(pages, "PER_PAGE", 2)
    for cell in (ANNA, BENT, CARLA):
        upload(karen, marks_file(mark(cell)))

    def numbers(query: str) -> list[str]:
        asked = (karen.get(f"/udtraek/?sorter={query}&side={side}") for side in (1, 2))
        return [str(row.cells[0][1]) for page in asked for row in page.context["table"].rows]

    assert numbers("number") == ["1", "2", "3"]
    assert numbers("-number") == ["3", "2", "1"]


def test_the_findings_are_filtered_sorted_and_leave_without_identities(karen: Client) -> None:
    rows = mark(text="?"), mark(""), mark(BENT, "29-06-2016"), mark(CARLA, registered="01-12-2018")
    batch = read_batch(karen, upload(karen, marks_file(*rows)))
    assert counts(batch) == (4, 1, 3, 0)
    address = f"/udtraek/{batch.reference}/"

    def lines(query: str) -> list[str]:
        return [str(row.cells[0][1]) for row in karen.get(address + query).context["table"].rows]

    assert lines("") == ["2", "3", "4", "5"]
    assert lines("?sorter=-line") == ["5", "4", "3", "2"]
    assert lines("?fund=set_late") == ["5"]
    assert lines("?fund=findes_ikke&sorter=alt") == ["2", "3", "4", "5"]
    file = karen.get(address + "fund.csv?fund=set_late").content.decode("utf-8-sig")
    assert file.splitlines()[1].startswith("5;;set_late;Markeringen er registreret mere end 14 dage")
    everything = karen.get(address + "fund.csv").content.decode()
    assert all(cpr[:6] not in everything and cpr[-4:] not in everything for cpr in (ANNA, BENT, CARLA))


def test_marks_of_one_citizen_that_overlap_are_seen_across_files(karen: Client) -> None:
    keep(karen, read_batch(karen, upload(karen, marks_file(mark(ended_on="")))))
    later = mark(set_on="10-09-2018", ended_on="12-09-2018")
    batch = read_batch(karen, upload(karen, marks_file(later, mark(BENT), mark(BENT, "20-09-2018"))))
    assert counts(batch) == (3, 1, 2, 0)
    assert list(batch.findings.values_list("line", "code", "other_line")) == [
        (2, "marked_twice", None), (4, "marked_twice", 3),
    ]  # fmt: skip


def test_a_network_coordinator_has_no_errand_with_the_members_citizens(cast: Cast, client: Client) -> None:
    assert cast.log_in(client, cast.niels).get("/udtraek/").status_code == 404


def test_rows_changed_behind_the_systems_back_are_found(karen: Client) -> None:
    batch = keep(karen, read_batch(karen, upload(karen, marks_file(mark(), mark(BENT)))))
    row = ExtractRow._base_manager.first()
    assert row is not None
    with pytest.raises(DatabaseError), transaction.atomic():
        ExtractRow._base_manager.filter(pk=row.pk).update(values={**row.values, "ended_on": "2018-12-31"})
    with pytest.raises(DatabaseError), transaction.atomic():
        ExtractRow._base_manager.filter(pk=row.pk)._raw_delete("default")
    guards.remove("default")
    ExtractRow._base_manager.filter(pk=row.pk).update(values={**row.values, "ended_on": "2018-12-31"})
    guards.install("default")
    assert [(fault.code, fault.place) for fault in verify()] == [
        ("extract_rows_changed", str(batch.reference))
    ]


def test_rows_and_events_hold_no_cpr_number(karen: Client) -> None:
    keep(karen, read_batch(karen, upload(karen, marks_file(mark(), mark("0705031647", "04-02-2019")))))
    stored = str(list(ExtractRow._base_manager.values())) + str(list(TrailEvent.objects.values()))
    # Six digits and more: four in a row stand by chance in a hash.
    for shown in ("0705031647", "070503-1647", "070503"):
        assert shown not in stored


def test_a_use_typed_before_is_counted_once(karen: Client, cast: Cast) -> None:
    from frirum.web.uses.actions import record_use
    from frirum.web.uses.identities import read_identity

    with scope():
        record_use(
            slug="forholdstal-ledighedsydelse", organisation="820", identity=read_identity(ANNA, ""),
            begun_on=dt.date(2018, 9, 3), facts={}, source="extract", extract_row="andet", by=cast.rikke,
        )  # fmt: skip
    batch = keep(karen, read_batch(karen, upload(karen, marks_file(mark()))))
    assert (batch.state, batch.accepted) == (BatchState.ACCEPTED, 1)
    assert len(recorded()) == 1
    assert [f.code for f in batch.findings.all()] == ["use_known"]
    karen.post(f"/udtraek/{batch.reference}/fortryd/", {"reason": "Fortrudt"})
    assert len(recorded()) == 1, "the use was not the batch's"


TALKS = ("CPR-nr.", "Sagsnr", "Samtaletype", "Status", "Samtaledato")


def talk(state: str, *, cpr: str = ANNA, case: str = "", day: str = "03-09-2018") -> list[str]:
    return [cpr, case, "jobsamtale", state, day]


@pytest.mark.parametrize("stretch", [1, 2, 1_000])
def test_what_became_of_a_talk_is_settled_across_the_whole_file(
    karen: Client, monkeypatch: pytest.MonkeyPatch, stretch: int
) -> None:
    """Held beats cancelled and planned wherever they stand; rows that contradict each other are none of them taken."""
    monkeypatch.setattr("frirum.web.extracts.staging.STRETCH", stretch)
    headings = (*TALKS, "Resultat")
    rows = [
        [*talk("planlagt", case="1"), ""],
        [*talk("afholdt", cpr=BENT), "uændret"],
        [*talk("aflyst", cpr="", case="1"), ""],
        [*talk("afholdt", cpr=BENT), "ophør"],
        [*talk("afholdt", cpr="", case="1"), ""],
        [*talk("afholdt", cpr=BENT), "timer ændret"],
        [*talk("afholdt", cpr=CARLA), ""],
        ["I alt", "", "", "", "", "7"],
    ]
    batch = read_batch(karen, upload(karen, text_file(headings, rows), kind="contacts"))
    assert counts(batch) == (8, 2, 4, 2)
    with scope():
        staged = ExtractRow.objects.filter(batch=batch, state=RowState.STAGED).order_by("line")
        assert [(row.line, row.values["state"]) for row in staged] == [(6, "held"), (8, "held")]
        found = list(batch.findings.values_list("line", "code").order_by("line"))
    assert found == [
        (3, "twice_different"), (5, "twice_different"), (7, "twice_different"), (9, "total_row"),
    ]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the process writes for a moment: in the site a folder of its own in the home."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_the_file_stays_when_the_form_is_refused(karen: Client, folder: Path) -> None:
    """Nothing is sent twice: wrong date, then a title above the headings, and the file was chosen once."""
    content = text_file(["Udtræk fra Fasit", ""], [MARK_HEADINGS, mark()])
    refused = upload(karen, content, delete_on="01-01-2001", name="fasit-juni.csv")
    assert refused.status_code == 409
    assert "»fasit-juni.csv« er her stadig" in refused.content.decode()
    again = karen.post("/udtraek/nyt/", {**form_data(), "kind": "marks"})
    assert "er en titel og ikke overskrifter" in again.content.decode()
    assert "»fasit-juni.csv« er her stadig" in again.content.decode()
    batch = read_batch(
        karen, karen.post("/udtraek/nyt/", {**form_data(), "kind": "marks", "heading_line": "2"})
    )
    assert counts(batch) == (1, 1, 0, 0)
    assert not karen.session.get("extracts.kept_upload")
    assert not list(folder.glob("kept-upload-*"))


def test_a_kept_file_is_sealed_and_gone_after_its_time(
    karen: Client, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("frirum.web.extracts.kept_upload._LONGEST_SECONDS", 60)
    upload(karen, marks_file(mark()), delete_on="01-01-2001")
    [kept_file] = folder.glob("kept-upload-*")
    assert ANNA.encode() not in kept_file.read_bytes()
    with clock.at(dt.datetime(2019, 6, 3, 9, 2, tzinfo=dt.UTC)):
        answer = karen.post("/udtraek/nyt/", {**form_data(), "kind": "marks"})
    assert "er her stadig" not in answer.content.decode()
    assert not kept_file.exists()


def test_days_that_no_extract_covers_are_unknown_and_not_zero(karen: Client, cast: Cast) -> None:
    """Six uses in the six months that the file covers are twelve a year, whenever it is looked at."""
    rows = [mark(set_on=f"01-{7 + n:02}-2018", ended_on=f"20-{7 + n:02}-2018") for n in range(6)]
    for refused in ({"covers_to": "04-06-2019"}, {"covers_from": "04-06-2019"}, {"covers_to": ""}):
        assert upload(karen, marks_file(*rows), **refused).status_code == 409
    told = {"covers_from": "01-07-2018", "covers_to": "31-12-2018"}
    batch = keep(karen, read_batch(karen, upload(karen, marks_file(*rows), **told)))
    page = f"/udtraek/{batch.reference}/"
    assert "1. juli 2018 – 31. december 2018" in karen.get(page).content.decode()
    # What lies wholly outside is told, and taken: one ended before the days, and one in them that began before does not.
    for days, outside in (("20-08-2018", ["2"]), ("21-08-2018", ["2", "3"]), ("20-07-2018", [])):
        assert karen.post(page + "dage/", {**told, "covers_from": days}).status_code == 302
        found = karen.get(page + "fund.csv?fund=not_covered").content.decode("utf-8-sig").splitlines()[1:]
        assert [line.split(";")[0] for line in found] == outside, days
    assert karen.post(page + "dage/", told).status_code == 302
    with clock.at(dt.datetime(2019, 12, 31, 9, tzinfo=dt.UTC)):
        cast.log_in(karen, cast.karen)
        page = karen.get("/foelg/forholdstal-ledighedsydelse/").content.decode()
        assert "6 sager på de 6 måneder, der er oplysninger om." in page
        assert "Tempoet er 12 sager om året" in page
        assert "12 måneder af perioden er ikke dækket af noget udtræk" in page
        with organisation_scope([VESTHIMMERLAND]):
            lines = uptake_lines("forholdstal-ledighedsydelse", VESTHIMMERLAND, clock.today())
            (proposed,) = (one.text for one in lines if one.question == "results.attained")
        assert "12 måneder af perioden er ikke dækket af noget udtræk" in proposed, "the form says it too"
        days = f"/udtraek/{batch.reference}/dage/"
        assert karen.post(days, {"covers_from": "01-07-2018", "covers_to": "01-01-2020"}).status_code == 409
        assert karen.post(days, {"covers_from": "01-07-2018", "covers_to": "31-12-2019"}).status_code == 302
        page = karen.get("/foelg/forholdstal-ledighedsydelse/").content.decode()
        assert "6 sager på 18 måneder." in page
        assert "Tempoet er 4,0 sager om året" in page
    with clock.at(dt.datetime(2021, 6, 30, 9, tzinfo=dt.UTC)):
        cast.log_in(karen, cast.karen)
        page = karen.get("/foelg/forholdstal-ledighedsydelse/").content.decode()
        assert "dækker ingen dage siden 1. januar 2020" in page, "since the law changed nothing is known"
    assert verify() == []
