"""Addresses of this app."""

from django.urls import path

from frirum.web.audits import views

app_name = "audits"
urlpatterns = [
    path("tilsyn/", views.rounds, name="rounds"),
    path("tilsyn/ny/", views.begin, name="begin"),
    path("tilsyn/<uuid:reference>/", views.round_page, name="round"),
    path("tilsyn/<uuid:reference>/sag/<int:number>/", views.case, name="case"),
    path("tilsyn/<uuid:reference>/resultat/", views.results, name="results"),
    path("tilsyn/<uuid:reference>/afslut/", views.hold, name="hold"),
    path("tilsyn/<uuid:reference>/liste.csv", views.frame, name="frame"),
    path("tilsyn/<uuid:reference>/bevis.json", views.proof, name="proof"),
]
