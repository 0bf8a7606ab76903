"""The site's own addresses."""

from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language

from frirum.web.site import views

app_name = "site"
urlpatterns = [
    path("", views.front, name="front"),
    # Without a token, so that pages for strangers hold nothing of one reader's and can be kept (kept_pages): who makes
    # somebody else's browser send it changes the language that person reads, and nothing more.
    path("sprog/", csrf_exempt(set_language), name="language"),
    path("ordliste/", views.glossary, name="glossary"),
    path("ordliste.csv", views.glossary_csv, name="glossary_csv"),
    path("ordliste.json", views.glossary_json, name="glossary_json"),
    path("haandbog/", views.handbook_front, name="handbook"),
    path("haandbog/<slug:slug>/", views.handbook_page, name="handbook_page"),
    path("tilgaengelighed/", views.accessibility, name="accessibility"),
    path("was", views.was, name="was"),
    path("was/", views.was),
]
