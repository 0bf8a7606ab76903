"""Addresses of this app."""

from django.urls import path

from frirum.web.designs import views

app_name = "designs"
urlpatterns = [
    path("forsoeg/<slug:slug>/diagnose/", views.diagnosis, name="diagnosis"),
    path("forsoeg/<slug:slug>/evalueringsdesign.<str:extension>", views.document, name="document"),
    path("tilbageblik/", views.back_test_page, name="back_test"),
]
