"""The site's own addresses."""

from django.urls import path

from frirum.web.site import views

app_name = "site"
urlpatterns = [
    path("", views.front, name="front"),
    path("ordliste/", views.glossary, name="glossary"),
    path("ordliste.csv", views.glossary_csv, name="glossary_csv"),
    path("ordliste.json", views.glossary_json, name="glossary_json"),
    path("haandbog/", views.handbook_front, name="handbook"),
    path("haandbog/<slug:slug>/", views.handbook_page, name="handbook_page"),
    path("tilgaengelighed/", views.accessibility, name="accessibility"),
    path("was", views.was, name="was"),
    path("was/", views.was),
]
