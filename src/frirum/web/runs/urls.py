"""Addresses of this app."""

from django.urls import path, re_path

from frirum.web.runs import harm_views, order_views, release_views, views

_RUN = "koersler/<uuid:reference>/"
app_name = "runs"
urlpatterns = [
    path("koersler/", views.runs, name="runs"),
    path("koersler/ny/", order_views.order, name="order"),
    path(_RUN, views.run, name="run"),
    path(f"{_RUN}fremdrift/", views.progress, name="progress"),
    path(f"{_RUN}aabn/", views.look, name="look"),
    path(f"{_RUN}afbryd/", views.cancel, name="cancel"),
    path(f"{_RUN}igen/", views.again, name="again"),
    re_path(
        r"^koersler/(?P<reference>[0-9a-f-]{36})/dokument\.(?P<extension>html|docx|pdf)$",
        views.document,
        name="document",
    ),
    path(f"{_RUN}arkiv.zip", views.archive, name="archive"),
    path(f"{_RUN}frigiv/", release_views.release, name="release"),
    path("forsoeg/<slug:slug>/fundet/", release_views.found, name="found"),
    path(f"{_RUN}mod/<uuid:other>/", views.compare, name="compare"),
    path("koersler/skader/", harm_views.harms, name="harms"),
    path("koersler/skader/ny/", harm_views.begin, name="watch"),
    path("koersler/skader/<uuid:reference>/", harm_views.harm, name="harm"),
    path("koersler/ses-fra/<slug:slug>/<slug:organisation>/", views.day, name="day"),
]
