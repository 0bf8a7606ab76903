"""Addresses of this app."""

from django.urls import path

from frirum.web.releases import views

app_name = "releases"
urlpatterns = [
    path("frigivelser/", views.releases, name="list"),
    path("frigivelser/hold/", views.team, name="team"),
    path("frigivelser/hold/ny/", views.keep, name="keep"),
    path("frigivelser/hold/<uuid:reference>/", views.table, name="table"),
    path("frigivelser/hold/<uuid:reference>/anmod/", views.ask, name="ask"),
    path("frigivelser/godkend/", views.waiting, name="waiting"),
    path("frigivelser/godkend/<uuid:reference>/", views.review, name="review"),
    path("frigivelser/godkend/<uuid:reference>/frigiv/", views.approve, name="approve"),
    path("frigivelser/godkend/<uuid:reference>/afvis/", views.decline, name="decline"),
    path("frigivelser/<slug:code>/", views.released, name="released"),
    path("frigivelser/<slug:code>/tabel.<slug:extension>", views.download, name="download"),
]
