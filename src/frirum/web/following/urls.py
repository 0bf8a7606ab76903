"""Addresses of this app."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from frirum.web.following import views


class _DayConverter(StringConverter):
    """2020-01-01."""

    regex = r"\d{4}-\d{2}-\d{2}"


register_converter(_DayConverter, "day")

app_name = "following"
urlpatterns = [
    path("foelg/", views.overview, name="overview"),
    path("foelg/<slug:slug>/", views.experiment, name="experiment"),
    path("foelg/<slug:slug>/tal.csv", views.csv_file, name="csv"),
    path("foelg/<slug:slug>/lov/<day:day>/", views.answer_law, name="answer_law"),
]
