"""The tables as programs meet them: versioned addresses, unchanged answers, descriptions that cannot differ from the rows."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import zipfile
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest
from cast import SET_UP, Cast
from django.test import Client
from django.urls import reverse

from frirum.core.catalogue.datasets import DATASETS
from frirum.core.catalogue.datasets.descriptions import openapi
from frirum.core.catalogue.loader import shipped_catalogue
from frirum.core.paths import catalogue_dir
from frirum.web import clock
from frirum.web.experiments.actions import publish
from frirum.web.experiments.models import Origin

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])
SLUG = "foertidspension-opfoelgning"
_FITS: dict[str, Any] = {
    "string": str, "integer": int, "number": (int, float), "boolean": bool, "array": list, "null": type(None),
}  # fmt: skip


def put(slug: str, reason: str = "", text: str = "") -> None:
    shipped = (catalogue_dir() / "experiments" / f"{slug}.toml").read_text(encoding="utf-8")
    publish(text=text or shipped, origin=Origin.SHIPPED, organisation="", reason=reason, by=SET_UP)


@pytest.fixture(autouse=True)
def experiment(cast: Cast) -> None:
    put(SLUG)


def test_the_description_fits_every_row_that_is_served(client: Client) -> None:
    described = client.get(reverse("overviews:openapi")).json()
    for name in DATASETS:
        rows = client.get(f"/data/v1/{name}.json").json()
        schema = described["components"]["schemas"][name]
        assert f"/data/v1/{name}.csv" in described["paths"]
        for row in rows:
            assert list(row) == schema["required"]
            for key, value in row.items():
                assert isinstance(value, tuple(_FITS[kind] for kind in schema["properties"][key]["type"])), (
                    name,
                    key,
                )


def test_an_unchanged_table_is_not_sent_again_and_a_changed_one_is(client: Client) -> None:
    address = "/data/v1/forsoeg.json"
    first = client.get(address)
    assert first["Last-Modified"]
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert client.get("/data/v1/tal.json", headers={"If-None-Match": first["ETag"]}).status_code == 200
    put("forsoeg-2027-a-kasser")
    planned = "/forsoeg.json?status=planned"
    with clock.at(dt.datetime(2026, 12, 31, 22, tzinfo=dt.UTC)):
        before = client.get(planned)
    with clock.at(dt.datetime(2027, 1, 1, 0, tzinfo=dt.UTC)):
        same = {"If-None-Match": before["ETag"], "If-Modified-Since": before["Last-Modified"]}
        after = client.get(planned, headers=same)
        assert after.status_code == 200, "it has begun according to its plan"
        late = client.get(planned, headers={"If-Modified-Since": before["Last-Modified"]})
    assert ([row["status"] for row in before.json()], after.json(), late.status_code) == (
        ["planned"],
        [],
        200,
    )
    put("mikrolaan")
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_column_on_its_way_out_is_announced_and_stays_until_the_next_version() -> None:
    name, dataset = next(iter(DATASETS.items()))
    leaving = next(iter(dataset.columns()))
    announced = replace(dataset, deprecated={leaving: "Læs den nye kolonne."})
    described = openapi({name: announced}, shipped_catalogue(), server="http://x")
    column = described["components"]["schemas"][name]["properties"][leaving]
    assert column["deprecated"] is True
    assert column["description"].endswith("Læs den nye kolonne.")


def test_a_version_there_is_not_is_missing_and_the_old_addresses_stay(client: Client) -> None:
    assert client.get("/data/v2/forsoeg.json").status_code == 404
    assert client.get("/forsoeg.json").json() == client.get("/data/v1/forsoeg.json").json()


def test_the_package_holds_every_table_with_its_hash_and_is_the_same_each_time(client: Client) -> None:
    body = client.get(reverse("overviews:package")).content
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        described = json.loads(archive.read("datapackage.json"))
        assert {one["name"] for one in described["resources"]} == set(DATASETS)
        for one in described["resources"]:
            held = archive.read(one["path"])
            assert one["hash"] == f"sha256:{hashlib.sha256(held).hexdigest()}"
            head = held.decode("utf-8-sig").splitlines()[0].split(";")
            assert head == [field["name"] for field in one["schema"]["fields"]]
    assert client.get(reverse("overviews:package")).content == body


def test_the_catalogue_of_data_names_each_table_once_with_both_files(client: Client) -> None:
    described = client.get(reverse("overviews:dcat")).json()
    assert [one["dct:identifier"] for one in described["dcat:dataset"]] == [f"{name}-v1" for name in DATASETS]
    for one in described["dcat:dataset"]:
        for file in one["dcat:distribution"]:
            path = file["dcat:downloadURL"]["@id"].split("8000")[-1]
            assert client.get(path).status_code == 200


def test_the_feed_tells_when_a_definition_changed(client: Client) -> None:
    root = ElementTree.fromstring(client.get(reverse("overviews:data_feed")).content)
    entries = root.findall("{http://www.w3.org/2005/Atom}entry")
    assert len(entries) == 1
    put("mikrolaan")
    root = ElementTree.fromstring(client.get(reverse("overviews:data_feed")).content)
    assert len(root.findall("{http://www.w3.org/2005/Atom}entry")) == 2
