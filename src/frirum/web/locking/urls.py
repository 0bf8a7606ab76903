"""Addresses of this app."""

from django.urls import path

from frirum.web.locking import views

app_name = "locking"
urlpatterns = [path("kvittering/", views.check_receipt, name="check_receipt")]
