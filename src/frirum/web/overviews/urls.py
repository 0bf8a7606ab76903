"""Addresses of this app. The data files have one address per table and ending, and they stay."""

from django.urls import path, re_path

from frirum.core.catalogue.datasets import DATASETS
from frirum.web.overviews import data, decisions, law, networks, open_data, searching

_TABLE = f"^(?P<name>{'|'.join(DATASETS)})"

app_name = "overviews"
urlpatterns = [
    path("konklusioner/", decisions.conclusions, name="conclusions"),
    path("temaer/", decisions.themes, name="themes"),
    path("netvaerk/", networks.networks, name="networks"),
    path("netvaerk/<slug:slug>/", networks.network, name="network"),
    path("kommuner/", networks.municipalities, name="municipalities"),
    path("kommuner/<int:code>/", networks.municipality, name="municipality"),
    path("min-kommune/", searching.find_municipality, name="find_municipality"),
    path("soeg/", searching.search, name="search"),
    path("lov/", law.law, name="law"),
    path("data/", data.data, name="data"),
    path("data/definition.schema.json", data.schema, name="schema"),
    path("data/openapi.json", open_data.openapi_file, name="openapi"),
    path("data/dcat.jsonld", open_data.dcat_file, name="dcat"),
    path("data/frirum-data.zip", open_data.package, name="package"),
    path("data/atom.xml", open_data.feed, name="data_feed"),
    re_path(
        r"^data/v(?P<version>\d{1,3})/(?P<name>[a-z-]{1,60})\.(?P<ending>csv|json)$",
        open_data.table,
        name="table",
    ),
    re_path(rf"{_TABLE}\.csv$", data.csv_file, name="csv"),
    re_path(rf"{_TABLE}\.xlsx$", data.xlsx_file, name="xlsx"),
    re_path(rf"{_TABLE}\.json$", data.json_file, name="json"),
]
