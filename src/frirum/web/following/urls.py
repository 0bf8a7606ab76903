"""Addresses of this app."""

from django.urls import path, re_path

from frirum.web.following import views

app_name = "following"
urlpatterns = [
    path("foelg/", views.overview, name="overview"),
    path("foelg/<slug:slug>/", views.experiment, name="experiment"),
    path("foelg/<slug:slug>/tal.csv", views.csv_file, name="csv"),
    path("foelg/<slug:slug>/ligner-brug/", views.lookalikes, name="lookalikes"),
    re_path(r"^foelg/(?P<slug>[-\w]+)/lov/(?P<day>\d{4}-\d{2}-\d{2})/$", views.answer_law, name="answer_law"),
]
