"""Addresses of the trail."""

from django.urls import path

from frirum.web.trail import views

app_name = "trail"
urlpatterns = [path("", views.event_list, name="list")]
