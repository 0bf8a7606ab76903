"""The site's addresses: those of each app, in the order of the settings; the paths are Danish, as people read them."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path

handler400 = "frirum.web.errors.bad_request"
urlpatterns = [
    path("", include(f"frirum.web.{app}.urls"))
    for app in settings.OUR_APPS
    if find_spec(f"frirum.web.{app}.urls")
]
