"""The site's own addresses."""

from django.urls import path
from django.views.i18n import set_language

from frirum.web.site import views

app_name = "site"
urlpatterns = [
    path("", views.front, name="front"),
    path("sprog/", set_language, name="language"),
    path("ordliste/", views.glossary, name="glossary"),
    path("ordliste.csv", views.glossary_csv, name="glossary_csv"),
    path("ordliste.json", views.glossary_json, name="glossary_json"),
    path("tilgaengelighed/", views.accessibility, name="accessibility"),
    path("was", views.was, name="was"),
    path("was/", views.was),
]
