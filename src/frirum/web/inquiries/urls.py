"""Addresses of this app."""

from django.urls import path

from frirum.web.inquiries import views

_ONE = "anmodninger/<uuid:reference>/"

app_name = "inquiries"
urlpatterns = [
    path("anmodninger/", views.listing, name="list"),
    path("anmodninger/ny/", views.prepare, name="prepare"),
    path(_ONE, views.inquiry, name="inquiry"),
    path(f"{_ONE}send/", views.send, name="send"),
    path(f"{_ONE}paamind/", views.remind, name="remind"),
    path(f"{_ONE}modtagere/", views.address_list, name="address_list"),
    path(f"{_ONE}luk/", views.close, name="close"),
    path(f"{_ONE}svar/", views.answers, name="answers"),
    path(f"{_ONE}svar.csv", views.answers_csv, name="answers_csv"),
    path(f"{_ONE}<str:municipality>/frist/", views.extend, name="extend"),
    path(f"{_ONE}<str:municipality>/modtager/", views.address, name="address"),
]
