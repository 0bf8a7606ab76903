"""What tests of registers in the site share: a small register with CPR or running numbers, and the way to a read one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from extract_work import ANNA, BENT, CARLA, work

from frirum.web.registers.models import DataSet

SLUG = "forholdstal-ledighedsydelse"
WEEKS = tuple(f"y_18{week:02d}" for week in range(30, 53))
TERMS = {
    "evaluation_owner": "820",
    "slug": SLUG,
    "basis": "databeskyttelsesloven § 10",
    "other_basis": "",
    "delete_on": "01-01-2022",
}
DORTE = "120703-1111"
PEOPLE = (ANNA, BENT, CARLA, DORTE)


def register_file(numbers: Sequence[str] = PEOPLE, *, person: str = "cpr") -> bytes:
    """A DREAM-like file: the first person on ledighedsydelse for ten weeks, the others never."""
    head = ";".join((person, "nykom2018", *WEEKS, "branche_2018_10", "noget_andet"))
    rows = [
        ";".join(
            (
                number,
                "820",
                *("740" if n == 0 and 5 <= w < 15 else "" for w in range(len(WEEKS))),
                "620100",
                "x",
            )
        )
        for n, number in enumerate(numbers)
    ]
    return ("\n".join((head, *rows)) + "\n").encode()


def bring_register(client: Client, content: bytes, *, key: bytes | None = None, **form: Any) -> Any:
    """Post a register on its page."""
    given = {**TERMS, **form}
    if content:
        given["file"] = SimpleUploadedFile("dream.csv", content)
    if key is not None:
        given["key_file"] = SimpleUploadedFile("noegle.csv", key)
    return client.post("/registre/nyt/", given)


def read_data_set(client: Client, answer: Any) -> DataSet:
    """From the answer of an upload to a register that is read."""
    assert answer.status_code == 302, answer.content.decode()
    address = answer["Location"]
    assert client.post(f"{address}laes/").status_code == 302
    work()
    return fresh_data_set(address)


def fresh_data_set(address: str) -> DataSet:
    """The data set as the database has it."""
    return DataSet._base_manager.using("statistics").get(reference=address.strip("/").split("/")[1])
