"""What tests of extracts share: files written as case systems write them, and the way from upload to kept rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from cast import SET_UP, VESTHIMMERLAND, Cast
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from frirum.core.extracts.examples import examples
from frirum.core.extracts.mapping import ColumnMapping
from frirum.core.paths import catalogue_dir
from frirum.web import clock
from frirum.web.experiments.actions import publish
from frirum.web.experiments.models import Origin
from frirum.web.extracts.models import Batch
from frirum.web.jobs.worker import Worker
from frirum.web.organisations.scopes import organisation_scope

# Synthetic: citizens born in 1903.
ANNA, BENT, CARLA = "070503-1647", "111103-1144", "110703-1322"
UNDER_18 = "Frikommuneforsøg – Ly under 18 mdr."
MARK_HEADINGS = ("CPR-nr.", "Persongruppe", "Startdato", "Slutdato", "Oprettet", "Målgruppe")
FORM = {
    "organisation": VESTHIMMERLAND,
    "system": "Fasit",
    "sheet": "",
    "legal_basis": "Prøve",
    "delete_on": "01-01-2031",
}


def text_file(
    headings: Sequence[str], rows: Sequence[Sequence[str]], *, encoding: str = "cp1252", separator: str = ";"
) -> bytes:
    """A CSV file as a case system writes it."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    writer.writerows([headings, *rows])
    return out.getvalue().encode(encoding)


def mark(
    cpr: str = ANNA, set_on: str = "03-09-2018", ended_on: str = "28-09-2018", **other: str
) -> list[str]:
    """A row of marks that has nothing wrong with it."""
    return [
        cpr,
        other.get("text", UNDER_18),
        set_on,
        ended_on,
        other.get("registered", set_on),
        other.get("group", "2.7"),
    ]


def marks_file(*rows: Sequence[str]) -> bytes:
    """A Fasit-like file of marks."""
    return text_file(MARK_HEADINGS, rows)


def mapping_of(kind: str, system: str = "fasit") -> ColumnMapping:
    """The shipped mapping of an example file."""
    return next(e.mapping for e in examples() if e.system == system and e.mapping.kind == kind)


def form_data() -> dict[str, str]:
    """What stands on the page for a new extract, which covers everything until today."""
    return {**FORM, "covers_from": "01-01-2010", "covers_to": format(clock.today(), "%d-%m-%Y")}


def upload(
    client: Client, content: bytes, *, kind: str = "marks", name: str = "udtraek.csv", **form: Any
) -> Any:
    """Post a file on the page for a new extract."""
    file = SimpleUploadedFile(name, content, content_type="text/csv")
    return client.post("/udtraek/nyt/", {**form_data(), "kind": kind, "file": file, **form})


def read_batch(client: Client, answer: Any) -> Batch:
    """From the answer of an upload over the suggested columns to a batch that is read."""
    assert answer.status_code == 302, answer.content.decode()
    address = answer["Location"]
    page = client.get(address)
    assert page.status_code == 200, page.content.decode()
    found = page.context["found"]
    posted = {f"kolonne-{column.place}": column.field for column in found.columns}
    for word in found.words:
        posted |= {f"ord-{word.name}": word.text, f"til-{word.name}": word.chosen}
    done = client.post(address, {**posted, "handling": "laes"})
    assert done.status_code == 302, done.content.decode()
    work()
    return fresh(address)


def fresh(address_or_batch: Any) -> Batch:
    """The batch as the database has it."""
    reference = getattr(address_or_batch, "reference", None) or str(address_or_batch).split("/")[2]
    return Batch._base_manager.get(reference=reference)


def keep(client: Client, batch: Batch) -> Batch:
    """Accept a batch that is read."""
    assert client.post(f"/udtraek/{batch.reference}/gem/").status_code == 302
    work()
    return fresh(batch)


def work() -> None:
    """Let a worker do what waits."""
    while Worker().work_once():
        pass


def coordinator(cast: Cast, client: Client) -> Client:
    """Karen logged in, with the two definitions in place that have a mark and hold in Vesthimmerland."""
    for slug in ("forholdstal-ledighedsydelse", "indsatsplan-opdatering"):
        text = (catalogue_dir() / f"experiments/{slug}.toml").read_text(encoding="utf-8")
        publish(text=text, origin=Origin.SHIPPED, organisation="", reason="", by=SET_UP)
    return cast.log_in(client, cast.karen)


def scope() -> Any:
    """The scope of Vesthimmerland's rows."""
    return organisation_scope([VESTHIMMERLAND])
