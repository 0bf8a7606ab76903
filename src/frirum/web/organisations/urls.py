"""Addresses of accounts and logins."""

from django.urls import path

from frirum.web.organisations import views

app_name = "organisations"
urlpatterns = [
    path("log-ind/", views.log_in, name="log_in"),
    path("log-ud/", views.log_out, name="log_out"),
]
