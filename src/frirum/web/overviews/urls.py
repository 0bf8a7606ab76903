"""Addresses of this app. The data files have one address per table and ending, and they stay."""

from django.urls import path, register_converter

from frirum.core.catalogue.datasets import DATASETS
from frirum.web.overviews import data, decisions, law, networks


class DatasetConverter:
    """The name of a table."""

    regex = "|".join(DATASETS)

    def to_python(self, value: str) -> str:
        """The name as it is."""
        return value

    def to_url(self, value: str) -> str:
        """The name as it is."""
        return value


register_converter(DatasetConverter, "dataset")

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
    path("<dataset:name>.csv", data.csv_file, name="csv"),
    path("<dataset:name>.json", data.json_file, name="json"),
]
