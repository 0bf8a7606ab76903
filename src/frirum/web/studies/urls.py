"""Addresses of this app."""

from django.urls import path

from frirum.web.studies import views

app_name = "studies"
urlpatterns = [
    path("tid-og-samtaler/", views.studies, name="list"),
    path("tid-og-samtaler/tid/ny/", views.begin, name="begin"),
    path("tid-og-samtaler/tid/<uuid:reference>/", views.study, name="study"),
    path("tid-og-samtaler/tid/<uuid:reference>/fjern/<int:key>/", views.remove, name="remove"),
    path("tid-og-samtaler/tid/<uuid:reference>/luk/", views.close, name="close"),
    path("tid-og-samtaler/tid/<uuid:reference>/tid.csv", views.study_csv, name="csv"),
    path("tid-og-samtaler/samtale/ny/", views.new_conversation, name="new_conversation"),
    path("tid-og-samtaler/samtale/<uuid:reference>/", views.conversation, name="conversation"),
]
