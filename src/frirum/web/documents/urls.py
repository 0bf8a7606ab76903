"""Addresses of this app."""

from django.urls import path

from frirum.web.documents import part_views, public_views, section_views, sharing_views, views, word_views

app_name = "documents"
urlpatterns = [
    path(
        "forsoeg/<slug:slug>/paa-en-side/<slug:whom>.<slug:extension>", public_views.one_page, name="one_page"
    ),
    path("dokumenter/<uuid:public>/offentligt/", public_views.public, name="public"),
    path(
        "dokumenter/<uuid:public>/offentligt.<slug:extension>", public_views.public_file, name="public_file"
    ),
    path("dokumenter/", views.documents, name="documents"),
    path("dokumenter/nyt/", views.begin, name="begin"),
    path("dokumenter/<uuid:reference>/", views.document, name="document"),
    path("dokumenter/<uuid:reference>/dokument.<slug:extension>", views.file, name="file"),
    path("dokumenter/<uuid:reference>/<slug:step>/udfoer/", views.act, name="act"),
    path("dokumenter/<uuid:reference>/kvittering-<int:number>.txt", views.receipt_file, name="receipt"),
    path("dokumenter/ny-konklusionstabel/", views.begin_conclusions, name="begin_conclusions"),
    path("dokumenter/ny-pixi/", part_views.begin_pixi, name="begin_pixi"),
    path("dokumenter/sag/", views.case, name="case"),
    path("dokumenter/skabelon/", sharing_views.template, name="template"),
    path("dokumenter/<uuid:reference>/skriv-med/", sharing_views.let_write, name="let_write"),
    path("dokumenter/<uuid:reference>/sag/", views.case_file, name="case_file"),
    path("dokumenter/<uuid:reference>/word/", word_views.word, name="word"),
    path("dokumenter/<uuid:reference>/nyt-afsnit/", part_views.add_part, name="add_part"),
    path(
        "dokumenter/<uuid:reference>/<slug:key>/ret-afsnit/", part_views.describe_part, name="describe_part"
    ),
    path("dokumenter/<uuid:reference>/<slug:key>/", section_views.section, name="section"),
    path("dokumenter/<uuid:reference>/<slug:key>/ret/", section_views.correct, name="correct"),
]
