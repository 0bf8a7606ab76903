"""Addresses of this app. The data files have one address per table and ending, and they stay."""

from django.urls import path, re_path

from frirum.core.catalogue.datasets import DATASETS
from frirum.web.overviews import data, decisions, law, networks

_TABLE = f"^(?P<name>{'|'.join(DATASETS)})"

app_name = "overviews"
urlpatterns = [
    path("beslutninger/", decisions.decisions, name="decisions"),
    path("konklusioner/", decisions.conclusions, name="conclusions"),
    path("temaer/", decisions.themes, name="themes"),
    path("netvaerk/", networks.networks, name="networks"),
    path("netvaerk/<slug:slug>/", networks.network, name="network"),
    path("kommuner/", networks.municipalities, name="municipalities"),
    path("kommuner/<int:code>/", networks.municipality, name="municipality"),
    path("lov/", law.law, name="law"),
    path("data/", data.data, name="data"),
    path("data/definition.schema.json", data.schema, name="schema"),
    re_path(rf"{_TABLE}\.csv$", data.csv_file, name="csv"),
    re_path(rf"{_TABLE}\.json$", data.json_file, name="json"),
]
