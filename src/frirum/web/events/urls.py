"""Addresses of the list of events."""

from django.urls import path

from frirum.web.events import views

app_name = "events"
urlpatterns = [path("haendelser/", views.event_list, name="list")]
