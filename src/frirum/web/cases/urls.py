"""Addresses of this app. What is known of a case is posted and never stands in an address."""

from django.urls import path

from frirum.web.cases import views

app_name = "cases"
urlpatterns = [
    path("sag/", views.start, name="start"),
    path("sag/hvilke/", views.which, name="which"),
    path("sag/<slug:slug>/", views.check, name="check"),
    path("sag/<slug:slug>/frister.ics", views.calendar, name="calendar"),
    path("sag/<slug:slug>/<slug:part>/", views.check, name="check_part"),
    path("sag/<slug:slug>/<slug:part>/frister.ics", views.calendar, name="calendar_part"),
]
