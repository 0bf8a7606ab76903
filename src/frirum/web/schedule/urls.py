"""Addresses of this app."""

from django.urls import path

from frirum.web.schedule import views

app_name = "schedule"
urlpatterns = [
    path("kalender/", views.page, name="page"),
    path("kalender/kalender.ics", views.ics, name="ics"),
]
