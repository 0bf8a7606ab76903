"""Addresses of this app."""

from django.urls import path

from frirum.web.surveys import respondent_views, views

app_name = "surveys"
urlpatterns = [
    path("spoergeskemaer/", views.waves, name="waves"),
    path("spoergeskemaer/<slug:slug>/<slug:instrument>/ny/", views.prepare, name="prepare"),
    path("spoergeskemaer/<uuid:reference>/", views.wave, name="wave"),
    path("spoergeskemaer/<uuid:reference>/liste/", views.recipients, name="recipients"),
    path("spoergeskemaer/<uuid:reference>/send/", views.send, name="send"),
    path("spoergeskemaer/<uuid:reference>/luk/", views.close, name="close"),
    path("spoergeskemaer/<uuid:reference>/resultater/", views.results, name="results"),
    path("s/<str:token>/", respondent_views.answer, name="answer"),
]
