"""Addresses of this app."""

from django.urls import path

from frirum.web.registers import views

app_name = "registers"
urlpatterns = [
    path("registre/", views.data_sets, name="data_sets"),
    path("registre/nyt/", views.bring, name="bring"),
    path("registre/<uuid:reference>/", views.data_set, name="data_set"),
    path("registre/<uuid:reference>/laes/", views.read, name="read"),
    path("registre/<uuid:reference>/markeringer/", views.compare, name="compare"),
    path("registre/<uuid:reference>/slet/", views.delete, name="delete"),
    path("registre/<uuid:reference>/udlever/", views.hand_over, name="hand_over"),
    path("registre/<uuid:reference>/udlevering/<uuid:handing>/", views.fetch, name="fetch"),
]
