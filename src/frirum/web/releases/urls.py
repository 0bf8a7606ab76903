"""Addresses of this app."""

from django.urls import path

from frirum.web.releases import second_views, team_views, views

app_name = "releases"
urlpatterns = [
    path("frigivelser/", views.releases, name="list"),
    path("frigivelser/hold/", team_views.team, name="team"),
    path("frigivelser/hold/ny/", team_views.keep, name="keep"),
    path("frigivelser/hold/svar/", team_views.offered, name="offered"),
    path("frigivelser/hold/<uuid:reference>/", team_views.table, name="table"),
    path("frigivelser/hold/<uuid:reference>/anmod/", team_views.ask, name="ask"),
    path("frigivelser/godkend/", second_views.waiting, name="waiting"),
    path("frigivelser/godkend/<uuid:reference>/", second_views.review, name="review"),
    path("frigivelser/godkend/<uuid:reference>/frigiv/", second_views.approve, name="approve"),
    path("frigivelser/godkend/<uuid:reference>/afvis/", second_views.decline, name="decline"),
    path("frigivelser/<slug:code>/", views.released, name="released"),
    path("frigivelser/<slug:code>/tabel.<slug:extension>", views.release_file, name="download"),
]
