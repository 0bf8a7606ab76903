"""The one-way door: what a municipality lets through is under an evaluation's pseudonyms, and only counts come back out."""

from __future__ import annotations

import datetime as dt
import io
import json
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from cast import SET_UP, Cast
from django.test import Client
from extract_work import (
    ANNA,
    BENT,
    coordinator,
    keep,
    mark,
    marks_file,
    read_batch,
    scope,
    text_file,
    upload,
    work,
)
from register_work import DORTE, SLUG, TERMS, bring_register, fresh_data_set, read_data_set, register_file

from frirum.core.catalogue.extract_kinds import FieldType
from frirum.core.errors import InputRefused, NotAllowed
from frirum.core.evidence.plan import plan_from
from frirum.core.extracts.kinds import kinds
from frirum.core.extracts.model import RowField
from frirum.core.measures.gathering import gather
from frirum.core.registers.spell_table import SpellTable
from frirum.web import clock
from frirum.web.extracts import door
from frirum.web.extracts.door import order_passage
from frirum.web.extracts.models import Passage
from frirum.web.files import store
from frirum.web.files.models import StoredFile
from frirum.web.jobs.actions import ask_to_cancel
from frirum.web.jobs.context import JobContext
from frirum.web.jobs.models import Job, State
from frirum.web.registers import drop_folder
from frirum.web.registers import work as register_jobs
from frirum.web.registers.actions import Terms
from frirum.web.registers.keeping import delete_due
from frirum.web.registers.keys import pseudonyms_for
from frirum.web.registers.models import DataSet, DataSetState, HandingOver
from frirum.web.registers.opening import stored_path
from frirum.web.runs import work as run_jobs
from frirum.web.runs.from_the_door import refuse_others, write_extract
from frirum.web.runs.models import EvaluationRun
from frirum.web.trail.verification import verify
from frirum.web.uses.citizens import find_citizen
from frirum.web.uses.identities import read_identity
from frirum.web.uses.recognising import correct_identity
from frirum.web.zones import STATISTICS, alias

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])
MORNING = dt.datetime(2019, 6, 3, 9, tzinfo=dt.UTC)
OTHER = "Frikommuneforsøg –indsatsplan ikke justeret for 6 mdr."


@pytest.fixture(autouse=True)
def _no_heartbeat(monkeypatch: pytest.MonkeyPatch) -> None:
    # A heartbeat in a thread of its own would wait for the test's transaction.
    monkeypatch.setattr("frirum.web.jobs.context.Heartbeat.__enter__", lambda self: self)
    monkeypatch.setattr("frirum.web.jobs.context.Heartbeat.__exit__", lambda self, *exc: None)


@pytest.fixture
def karen(cast: Cast, client: Client) -> Iterator[Client]:
    with clock.at(MORNING):
        yield coordinator(cast, client)


@pytest.fixture
def anders(cast: Cast, karen: Client) -> Client:
    return cast.log_in(Client(), cast.anders)


def pass_rows(karen: Client, **form: object) -> list[DataSet]:
    """Let rows through, and give what lies on the other side."""
    answer = karen.post("/udtraek/videregiv/", {**TERMS, "organisation": "820", **form})
    assert answer.status_code == 302, answer.content.decode()
    work()
    return data_sets()


def data_sets() -> list[DataSet]:
    return list(DataSet._base_manager.using(alias(STATISTICS)).order_by("pk"))


def rows_of(data_set: DataSet, what: str = "rows") -> pl.DataFrame:
    return pl.read_parquet(stored_path(data_set.files[what]))


def pseudonym(cpr: str, *, organisation: str = "820", slug: str = SLUG) -> str:
    return pseudonyms_for([cpr.replace("-", "").encode()], organisation=organisation, slug=slug)[0]


def bytes_in_statistics() -> bytes:
    """All that the statistics zone keeps of files."""
    return b"".join(path.read_bytes() for path in store.root(STATISTICS).rglob("*") if path.is_file())


def test_marks_of_all_experiments_pass_under_the_evaluations_key(karen: Client) -> None:
    marks = (mark(ANNA), mark(BENT, "01-10-2018", "", text=OTHER, group=""))
    keep(karen, read_batch(karen, upload(karen, marks_file(*marks))))
    (passed,) = pass_rows(karen)
    assert (passed.kind, passed.sender, passed.organisation, passed.people) == ("marks", "820", "820", 2)
    assert (passed.purpose, passed.legal_basis) == ("statistical", "databeskyttelsesloven § 10")
    here = Passage._base_manager.get()
    assert (here.reference, here.counts) == (passed.passage, {"marks": 2})
    rows = {row["number"]: row for row in rows_of(passed).iter_rows(named=True)}
    assert set(rows) == {pseudonym(ANNA), pseudonym(BENT)}
    assert rows[pseudonym(ANNA)]["experiment"] == SLUG
    assert rows[pseudonym(BENT)]["experiment"] != SLUG, "those of other experiments go along"
    assert pseudonym(ANNA) != pseudonym(ANNA, slug="mentorregler"), "another evaluation, another pseudonym"
    assert ANNA.replace("-", "").encode() not in bytes_in_statistics()
    assert verify() == []


def test_a_passage_cut_off_between_the_two_databases_gives_one_data_set(
    karen: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(karen, read_batch(karen, upload(karen, marks_file(mark(ANNA)))))

    class Killed(BaseException):
        pass

    def die(**_arguments: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(door, "finish_passage", die)
        with pytest.raises(Killed):
            pass_rows(karen)
    assert (len(data_sets()), Passage._base_manager.get().passed_at) == (1, None)
    Job._base_manager.filter(state=State.RUNNING).update(state=State.QUEUED, worker="")
    work()
    assert (len(data_sets()), Passage._base_manager.get().counts) == (1, {"marks": 1})


def test_rows_pass_to_own_evaluations_and_those_of_own_networks_alone(karen: Client, cast: Cast) -> None:
    terms = Terms("461", SLUG, "§ 10", dt.date(2022, 1, 1))
    with pytest.raises(NotAllowed):
        order_passage(organisation="820", terms=terms, kinds=(), by=cast.karen)
    answer = karen.post("/udtraek/videregiv/", {**TERMS, "organisation": "820", "evaluation_owner": "461"})
    assert answer.status_code == 409


def test_a_register_is_read_compared_in_counts_handed_over_and_deleted(karen: Client, anders: Client) -> None:
    marks = (mark(ANNA), mark(BENT, "01-10-2018", "", text=OTHER, group=""))
    keep(karen, read_batch(karen, upload(karen, marks_file(*marks))))
    pass_rows(karen)
    brought = bring_register(anders, register_file((ANNA, BENT, DORTE)))
    preview = anders.get(brought["Location"]).content.decode()
    assert "2018-W30 (y_1830)" in preview
    assert "dream.csv" in preview
    assert "noget_andet" in preview, "columns that are left are named"
    register = read_data_set(anders, brought)
    assert (register.state, register.people, register.can_be_linked) == (DataSetState.READY, 3, True)
    assert (register.counts["blank_people"], register.counts["coded"][5]) == (2, 1)
    assert register.received_file is None, "the file with the people's own numbers is gone"
    people = rows_of(register, "people")["number"].to_list()
    assert people == [pseudonym(ANNA), pseudonym(BENT), pseudonym(DORTE)]
    assert rows_of(register, "spells").height == 1
    assert ANNA.encode() not in bytes_in_statistics()
    address = f"/registre/{register.reference}/"
    anders.post(f"{address}markeringer/")
    work()
    marked = fresh_data_set(address).counts["marks"]
    assert {name: marked[name] for name in ("marked", "found", "only_other", "also_other")} == {
        "marked": 2, "found": 2, "only_other": 1, "also_other": 0,
    }  # fmt: skip
    page = anders.get(address).content.decode()
    assert "2 af 2 personer med en markering" in page
    assert pseudonym(ANNA) not in page, "counts alone"
    said = {
        "recipient": "Universitetet",
        "agreement": "Aftale 7",
        "purpose": "Evaluering",
        "end_date": "01-01-2021",
    }
    assert anders.post(f"{address}udlever/", {**said, "agreement": ""}).status_code == 409
    assert anders.post(f"{address}udlever/", {**said, "end_date": "01-01-2023"}).status_code == 409
    assert anders.post(f"{address}udlever/", said).status_code == 302
    handed = HandingOver._base_manager.using(alias(STATISTICS)).get()
    answer = anders.post(f"{address}udlevering/{handed.reference}/")
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        assert sorted(archive.namelist()) == [
            "forloeb.datapackage.json", "forloeb.group-spells.parquet", "forloeb.jobs.parquet",
            "forloeb.parquet", "forloeb.people.parquet", "forloeb.rerun.py", "udlevering.txt",
        ]  # fmt: skip
        assert "Aftale 7" in archive.read("udlevering.txt").decode()
    with clock.at(dt.datetime(2021, 1, 2, 9, tzinfo=dt.UTC)):
        assert anders.post(f"{address}udlevering/{handed.reference}/").status_code == 302, "its time is over"
    with clock.at(dt.datetime(2022, 1, 1, 9, tzinfo=dt.UTC)):
        delete_due()
    assert {one.state for one in data_sets()} == {DataSetState.DELETED}
    assert not StoredFile._base_manager.using(alias(STATISTICS)).exists()
    assert verify() == []


def test_running_numbers_need_a_key_file_to_be_linked(anders: Client) -> None:
    numbers = ("1000001", "1000002")
    alone = read_data_set(anders, bring_register(anders, register_file(numbers, person="lobenr")))
    assert (alone.state, alone.can_be_linked, alone.counts["linked"]) == (DataSetState.READY, False, None)
    page = anders.post(f"/registre/{alone.reference}/markeringer/", follow=True).content.decode()
    assert "hverken CPR-nummer eller lobenr med en nøglefil" in page
    key = f"lobenr,cpr\n1000001,{ANNA}\n".encode()
    linked = read_data_set(anders, bring_register(anders, register_file(numbers, person="lobenr"), key=key))
    assert (linked.can_be_linked, linked.counts["linked"]) == (True, 1)
    page = anders.post(f"/registre/{linked.reference}/markeringer/", follow=True).content.decode()
    assert "Der er ingen markeringer i evalueringen" in page, "none is not nobody"
    assert rows_of(linked, "people")["number"][0] == pseudonym(ANNA)
    assert linked.key_file is None


def test_a_file_of_the_folder_is_read_and_then_gone(anders: Client, cast: Cast) -> None:
    path = drop_folder.folder_of("820") / "stor.csv"
    path.write_bytes(register_file())
    page = anders.get("/registre/nyt/").content.decode()
    assert "stor.csv" in page
    other = cast.log_in(Client(), cast.eva).get("/registre/nyt/").content.decode()
    assert "stor.csv" not in other, "another organisation's folder"
    found = read_data_set(anders, bring_register(anders, b"", dropped="820/stor.csv"))
    assert (found.state, found.people, path.exists()) == (DataSetState.READY, 4, False)
    path.write_bytes(register_file())
    again = bring_register(anders, b"", dropped="820/stor.csv")
    assert "Filen er hentet ind før, som datasæt" in again.content.decode(), "wherever it came from"
    assert "Filen er hentet ind før" in bring_register(anders, register_file()).content.decode()
    assert path.exists(), "what is refused is left where it lies"


def test_a_file_that_is_no_register_is_refused_and_nothing_is_kept(anders: Client) -> None:
    before = bytes_in_statistics()
    answer = bring_register(anders, b"cpr;y_1553;y_1653\n1;;\n")
    assert answer.status_code == 409
    assert "y_1653" in answer.content.decode()
    assert (data_sets(), bytes_in_statistics()) == ([], before)


def test_cancelled_or_killed_nothing_is_kept_and_it_can_be_read_again(
    anders: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = bring_register(anders, register_file())["Location"]

    released = threading.Event()
    real_check, real_quality = JobContext.check, register_jobs.quality_of

    def cancel_and_check(context: JobContext) -> None:
        ask_to_cancel(job=Job._base_manager.get(reference=context.reference), by=SET_UP)
        real_check(context)

    def slow_quality(table: SpellTable) -> dict[str, Any]:
        released.wait()
        return real_quality(table)

    with monkeypatch.context() as patched:
        patched.setattr(register_jobs, "quality_of", slow_quality)
        patched.setattr(JobContext, "check", cancel_and_check)
        anders.post(f"{address}laes/")
        work()
    assert not released.is_set(), "whoever cancels waits for no step of the work"
    released.set()
    page = anders.get(address).content.decode()
    assert "Afbrudt" in page
    assert fresh_data_set(address).files == {}

    class Killed(BaseException):
        pass

    def die(**_arguments: object) -> None:
        raise Killed

    anders.post(f"{address}laes/")
    with monkeypatch.context() as patched:
        patched.setattr(register_jobs, "finish_reading", die)
        with pytest.raises(Killed):
            work()
    Job._base_manager.filter(state=State.RUNNING).update(state=State.QUEUED, worker="")
    work()
    done = fresh_data_set(address)
    assert (done.state, done.people) == (DataSetState.READY, 4)


def test_a_received_file_that_nobody_reads_goes_after_thirty_days(anders: Client) -> None:
    address = bring_register(anders, register_file())["Location"]
    with clock.at(MORNING + dt.timedelta(days=30)):
        delete_due()
    assert fresh_data_set(address).state == DataSetState.DELETED
    assert not StoredFile._base_manager.using(alias(STATISTICS)).exists()


def test_rows_of_an_extract_pass_typed_and_without_free_text(karen: Client) -> None:
    headings = (
        "CPR-nr.",
        "Sags-id",
        "Samtaletype",
        "Samtaleform",
        "Medarbejdertype",
        "Samtalestatus",
        "Samtaledato",
    )
    rows = (
        (ANNA, "S-1", "Jobsamtale", "Personlig", "Rådgiver", "Afholdt", "10-09-2018"),
        ("", "S-9", "Jobsamtale", "Telefon", "Rådgiver", "Afholdt", "11-09-2018"),
    )
    keep(karen, read_batch(karen, upload(karen, text_file(headings, rows), kind="contacts")))
    _marks, contacts = pass_rows(karen, kinds=["contacts"])
    assert contacts.counts == {"rows": 2, "without_cpr": 1}
    found = rows_of(contacts)
    assert found.filter(pl.col("has_cpr"))["number"].to_list() == [pseudonym(ANNA)]
    assert found.schema["on"] == pl.Date
    assert not {"cpr", "case_number"} & set(found.columns)
    assert "S-9" not in str(found.to_dicts())


def test_one_who_was_given_another_number_stays_one_person(
    karen: Client, anders: Client, cast: Cast, tmp_path: Path
) -> None:
    """Rows under the number before and the one after, marks, and a register that was read under the one before."""
    new = "080503-1647"
    headings = ("CPR-nr.", "Sags-id", "Samtaletype", "Samtaleform", "Medarbejdertype", "Samtalestatus", "Samtaledato")  # fmt: skip

    def contact(cpr: str, case: str, day: str) -> tuple[str, ...]:
        return (cpr, case, "Jobsamtale", "Personlig", "Rådgiver", "Afholdt", day)

    register = read_data_set(anders, bring_register(anders, register_file((ANNA, BENT))))
    keep(karen, read_batch(karen, upload(karen, marks_file(mark(ANNA), mark(BENT)))))
    rows = [contact(ANNA, "", "10-09-2018"), contact("", "S-1", "17-09-2018")]
    keep(karen, read_batch(karen, upload(karen, text_file(headings, rows), kind="contacts")))
    _register, _marks, early = pass_rows(karen, kinds=["contacts"])
    with scope():
        anna = find_citizen(read_identity(ANNA, ""), "820")
        assert anna is not None
        correct_identity(
            citizen=anna,
            identity=read_identity(new, "S-1"),
            reason="Nyt fra CPR",
            was_own=True,
            by=cast.lone,
        )
    rows += [contact(new, "", "24-09-2018")]
    keep(karen, read_batch(karen, upload(karen, text_file(headings, rows), kind="contacts")))
    *_before, marks, contacts = pass_rows(karen, kinds=["contacts"])
    assert set(rows_of(contacts)["number"]) == {pseudonym(new)}
    assert rows_of(contacts)["has_cpr"].all(), "the case number is of a citizen with a CPR number"
    own = rows_of(marks).filter(pl.col("number") == pseudonym(new))
    former = set(own["former"].item())
    assert (own.height, pseudonym(ANNA) in former, len(former)) == (1, True, 2)
    assert set(rows_of(early)["number"]) == former, "what passed before is told to be of the same person"
    assert rows_of(marks).filter(pl.col("number") == pseudonym(BENT))["former"].to_list() == [None]

    address = f"/registre/{register.reference}/"
    anders.post(f"{address}markeringer/")
    work()
    assert fresh_data_set(address).counts["marks"]["found"] == 2
    given = {"plan": SLUG, "organisation": "820", "opens": "01-01-2030", "register": str(register.reference)}
    chosen = [str(one.reference) for one in (marks, contacts)]
    assert anders.post("/koersler/ny/", {**given, "data_sets": chosen}).status_code == 302
    run = EvaluationRun._base_manager.get()
    order = run_jobs._order(run, plan_from(run.plan, "plan.toml"), tmp_path)
    written = "".join(path.read_text() for path in order.extracts if path.suffix == ".csv")
    assert written.count(f"p-{pseudonym(ANNA)}") == 1 + rows_of(contacts).height, "as the register has them"
    assert pseudonym(new) not in written


def test_a_run_reads_what_came_through_the_door(karen: Client, anders: Client) -> None:
    """Chosen on the page for a new run, read by its own headings as any extract, gone when the data set is deleted."""
    marks = (mark(ANNA), mark(BENT, "01-10-2018", "", text=OTHER, group=""))
    keep(karen, read_batch(karen, upload(karen, marks_file(*marks))))
    (passed,) = pass_rows(karen)
    page = anders.get("/koersler/ny/").content.decode()
    assert "Persongruppemarkeringer fra Vesthimmerland til" in page
    given = {"plan": SLUG, "organisation": "820", "opens": "01-01-2030", "data_sets": str(passed.reference)}
    ordered = anders.post("/koersler/ny/", given)
    assert ordered.status_code == 302, ordered.content.decode()
    work()
    run = EvaluationRun._base_manager.get()
    assert run.error == ""
    (file,) = json.loads(run.result)["inputs"]
    assert (file["file"], file["kind"], file["rows"]) == ("datasaet-1-820-marks.csv", "marks", 2)
    with pytest.raises(InputRefused, match="hører til en anden evaluering"):
        refuse_others([passed], slug="mikrolaan", organisation="820")
    nothing = {name: value for name, value in given.items() if name != "data_sets"}
    assert (
        "Vælg en fil, et datasæt, et tilsyn eller en runde"
        in anders.post("/koersler/ny/", nothing).content.decode()
    )
    anders.post(f"/registre/{passed.reference}/slet/", {"reason": "Skal ikke bruges."})
    passed.refresh_from_db()
    assert passed.state == DataSetState.DELETED
    assert "Persongruppemarkeringer fra" not in anders.get("/koersler/ny/").content.decode()


def test_every_kind_that_passes_is_told_by_its_headings(tmp_path: Path) -> None:
    """Written out and read back: all rows, the same values, whatever the kind."""
    for kind in kinds():
        schema = {"number": pl.String, "has_cpr": pl.Boolean, "municipality": pl.Int64}
        schema |= dict(door._MARK_COLUMNS) if kind.id == "marks" else door._typed_fields(kind)
        row = {"number": "1e5aa", "has_cpr": True, "municipality": 820}
        if kind.id == "marks":
            row |= {"experiment": SLUG, "begun_on": dt.date(2019, 1, 1)}
        row |= {of.id: _a_value(of) for of in kind.fields if of.id in schema and kind.id != "marks"}
        pl.DataFrame([row], schema=schema).write_parquet(tmp_path / "rows.parquet")
        write_extract(tmp_path / "rows.parquet", kind.id, tmp_path / f"{kind.id}.csv")
        (file,) = gather([tmp_path / f"{kind.id}.csv"]).files
        assert (file.kind, file.rows, file.set_aside) == (kind.id, 1, {}), kind.id


def _a_value(of: RowField) -> Any:
    if of.codes:
        return of.codes[0].value
    first = max(of.lowest or 1, 1)
    known: dict[FieldType, Any] = {
        FieldType.DATE: dt.date(2019, 1, 1), FieldType.YES_NO: True, FieldType.INTEGER: int(first),
        FieldType.NUMBER: float(first), FieldType.MUNICIPALITY: 820, FieldType.TARGET_GROUP: "2.7",
        FieldType.BENEFIT: "dagpenge",
    }  # fmt: skip
    return known.get(of.type)
