"""Addresses of the jobs."""

from django.urls import path

from frirum.web.jobs import views

app_name = "jobs"
urlpatterns = [
    path("opgaver/", views.job_list, name="list"),
    path("opgaver/<uuid:reference>/", views.job_page, name="job"),
    path("opgaver/<uuid:reference>/fremdrift.json", views.job_progress, name="progress"),
    path("opgaver/<uuid:reference>/afbryd/", views.job_cancel, name="cancel"),
    path("opgaver/bestil/<str:kind>/", views.job_order, name="order"),
]
