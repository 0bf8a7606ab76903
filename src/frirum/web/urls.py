"""The site's addresses, one line per app; the paths are Danish, as people read them."""

from importlib.util import find_spec

from django.urls import include, path

handler400 = "frirum.web.errors.bad_request"
urlpatterns = [
    path("", include("frirum.web.organisations.urls")),
    path("haendelser/", include("frirum.web.trail.urls")),
    path("opgaver/", include("frirum.web.jobs.urls")),
    *(
        path("", include(f"frirum.web.{app}.urls"))
        for app in (
            *("cases", "uses", "obligations", "extracts", "following"),
            *("experiments", "evaluations", "overviews", "designs", "releases", "site"),
        )
        if find_spec(f"frirum.web.{app}") and find_spec(f"frirum.web.{app}.urls")
    ),
]
