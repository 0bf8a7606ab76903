"""Addresses of this app."""

from django.urls import path

from frirum.web.forms import views

app_name = "forms"
urlpatterns = [
    path("skemaer/", views.forms, name="forms"),
    path("skemaer/nyt/", views.begin, name="begin"),
    path("skemaer/<uuid:reference>/", views.form, name="form"),
    path("skemaer/<uuid:reference>/forslag/", views.proposal, name="proposal"),
    path("skemaer/<uuid:reference>/laas/", views.lock, name="lock"),
    path("skemaer/<uuid:reference>/indsend/", views.submit, name="submit"),
    path("skemaer/<uuid:reference>/modtag/", views.receive, name="receive"),
    path("skemaer/<uuid:reference>/send-tilbage/", views.send_back, name="send_back"),
    path("skemaer/<uuid:reference>/aendr/<str:field>/", views.amend, name="amend"),
    path("skemaer/<uuid:reference>/kvittering-<int:number>.txt", views.receipt_file, name="receipt"),
    path("skemaer/<uuid:reference>/skema.<slug:extension>", views.document, name="document"),
    path(
        "skemaer/<uuid:reference>/indsendt-<int:submission>.<slug:extension>",
        views.sent_document,
        name="sent_document",
    ),
    path("forsoeg/<slug:slug>/skema/<slug:period>/", views.published, name="published"),
    path(
        "forsoeg/<slug:slug>/skema/<slug:period>/skema.<slug:extension>",
        views.published_document,
        name="published_document",
    ),
]
