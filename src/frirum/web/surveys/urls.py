"""Addresses of this app."""

from django.urls import path

from frirum.web.surveys import (
    asking_views,
    bringing_views,
    building_views,
    respondent_views,
    result_views,
    views,
)

app_name = "surveys"
urlpatterns = [
    path("spoergeskemaer/", views.waves, name="waves"),
    path("spoergeskemaer/eget/", building_views.build, name="build"),
    path("spoergeskemaer/eget/<uuid:reference>/", building_views.own, name="own"),
    path("spoergeskemaer/eget/<uuid:reference>/ret/", building_views.build, name="rebuild"),
    path("spoergeskemaer/data/", result_views.data, name="data"),
    path("spoergeskemaer/<slug:slug>/<slug:instrument>/ny/", views.prepare, name="prepare"),
    path("spoergeskemaer/<slug:slug>/<slug:instrument>/svar/", bringing_views.bring, name="bring"),
    path("spoergeskemaer/fil/<uuid:reference>/", bringing_views.point, name="point"),
    path("spoergeskemaer/<slug:slug>/<slug:instrument>/sprog/", views.translations, name="translations"),
    path("spoergeskemaer/<slug:slug>/<slug:instrument>/fil/<slug:kind>/", views.questionnaire, name="file"),
    path("spoergeskemaer/<uuid:reference>/", views.wave, name="wave"),
    path("spoergeskemaer/<uuid:reference>/liste/", views.recipients, name="recipients"),
    path("spoergeskemaer/<uuid:reference>/send/", views.send, name="send"),
    path("spoergeskemaer/<uuid:reference>/links/", asking_views.links, name="links"),
    path("spoergeskemaer/<uuid:reference>/aabent/", asking_views.open_link, name="open_link"),
    path("spoergeskemaer/<uuid:reference>/aabent/qr.png", asking_views.open_qr, name="open_qr"),
    path("spoergeskemaer/<uuid:reference>/interview/", asking_views.interview, name="interview"),
    path("spoergeskemaer/<uuid:reference>/ikke-leveret/", asking_views.bounces, name="bounces"),
    path("spoergeskemaer/<uuid:reference>/luk/", views.close, name="close"),
    path("spoergeskemaer/<uuid:reference>/resultater/", result_views.results, name="results"),
    path("spoergeskemaer/<uuid:reference>/fritekst/", result_views.free_texts, name="free_texts"),
    path("spoergeskemaer/<uuid:reference>/fil/<slug:kind>/", result_views.questionnaire, name="wave_file"),
    path("spoergeskemaer/<uuid:reference>/svar/<slug:kind>/", result_views.answers_file, name="answers_file"),
    path("s/aabent/<str:token>/", respondent_views.open_start, name="open"),
    path("s/<str:token>/", respondent_views.answer, name="answer"),
]
