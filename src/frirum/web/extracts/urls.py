"""Addresses of this app."""

from django.urls import path

from frirum.web.extracts import door_pages, views

app_name = "extracts"
urlpatterns = [
    path("udtraek/", views.batches, name="batches"),
    path("udtraek/nyt/", views.bring, name="bring"),
    path("udtraek/videregiv/", door_pages.pass_rows, name="pass_rows"),
    path("udtraek/eksempler/<str:name>/", views.example_file, name="example"),
    path("udtraek/<uuid:reference>/", views.batch, name="batch"),
    path("udtraek/<uuid:reference>/kolonner/", views.columns, name="columns"),
    path("udtraek/<uuid:reference>/fund.csv", views.findings_file, name="findings"),
    path("udtraek/<uuid:reference>/laes/", views.read_again, name="read"),
    path("udtraek/<uuid:reference>/gem/", views.accept, name="accept"),
    path("udtraek/<uuid:reference>/dage/", views.state_days, name="days"),
    path("udtraek/<uuid:reference>/laeg-vaek/", views.discard, name="discard"),
    path("udtraek/<uuid:reference>/fortryd/", views.withdraw, name="withdraw"),
]
