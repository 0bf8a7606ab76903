"""Addresses of this app."""

from django.urls import path

from frirum.web.economy import views

app_name = "economy"
urlpatterns = [
    path("forsoeg/<slug:slug>/oekonomi/", views.experiment, name="experiment"),
    path("forsoeg/<slug:slug>/oekonomi.csv", views.csv_file, name="csv"),
    path("forsoeg/<slug:slug>/oekonomi/<slug:line>/", views.state, name="state"),
]
