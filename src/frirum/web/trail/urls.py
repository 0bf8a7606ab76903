"""Addresses of the trail."""

from django.urls import path

from frirum.web.trail import views

app_name = "trail"
urlpatterns = [path("haendelser/", views.event_list, name="list")]
