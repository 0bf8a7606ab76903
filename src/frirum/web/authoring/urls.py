"""Addresses of this app."""

from django.urls import path

from frirum.web.authoring import life_views, preview, views

app_name = "authoring"
urlpatterns = [
    path("kladder/<uuid:reference>/", views.draft, name="draft"),
    path("kladder/<uuid:reference>/skema/<slug:key>/", views.page, name="page"),
    path("kladder/<uuid:reference>/hvem-kommer-igennem/", views.tries, name="tries"),
    path("kladder/<uuid:reference>/saadan-ser-det-ud/", preview.preview, name="preview"),
    path("kladder/<uuid:reference>/saadan-ser-det-ud/<slug:part>/", preview.preview, name="preview_part"),
    path("kladder/<uuid:reference>/send/", life_views.send, name="send"),
    path("kladder/<uuid:reference>/bekraeft/", life_views.confirm, name="confirm"),
    path("kladder/<uuid:reference>/send-tilbage/", life_views.send_back, name="send_back"),
    path("kladder/<uuid:reference>/aabn-igen/", life_views.take_back, name="take_back"),
    path("kladder/<uuid:reference>/byg-paa/", life_views.build_on, name="build_on"),
    path("kladder/<uuid:reference>/godkend/", life_views.approve, name="approve"),
    path("forsoeg/<slug:slug>/traek-tilbage/", life_views.withdraw, name="withdraw"),
]
