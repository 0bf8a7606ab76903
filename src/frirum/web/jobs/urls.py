"""Addresses of the jobs."""

from django.urls import path

from frirum.web.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.job_list, name="list"),
    path("<uuid:reference>/", views.job_page, name="job"),
    path("<uuid:reference>/fremdrift.json", views.job_progress, name="progress"),
    path("<uuid:reference>/afbryd/", views.job_cancel, name="cancel"),
    path("bestil/<str:kind>/", views.job_order, name="order"),
]
