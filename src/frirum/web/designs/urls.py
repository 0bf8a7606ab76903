"""Addresses of this app."""

from django.urls import path

from frirum.web.designs import (
    lock_views,
    public_views,
    review_views,
    step_views,
    supplement_views,
    views,
    writing_views,
)

app_name = "designs"
urlpatterns = [
    path("forsoeg/<slug:slug>/diagnose/", views.diagnosis, name="diagnosis"),
    path("forsoeg/<slug:slug>/evalueringsdesign.<str:extension>", views.document, name="document"),
    path("forsoeg/<slug:slug>/deler-landet/", views.shared_country, name="shared_country"),
    path("forsoeg/<slug:slug>/laaste-design/", public_views.locked, name="locked"),
    path(
        "forsoeg/<slug:slug>/laaste-design/<uuid:reference>/evalueringsdesign.<slug:extension>",
        public_views.locked_document,
        name="locked_document",
    ),
    path("evalueringsdesign/tillaeg/<slug:slug>/", supplement_views.supplement, name="supplement"),
    path("evalueringsdesign/<slug:slug>/kommuner/", supplement_views.places, name="places"),
    path("tilbageblik/", views.back_test_page, name="back_test"),
    path("evalueringsdesign/", writing_views.designs, name="designs"),
    path("evalueringsdesign/nyt/", writing_views.begin, name="begin"),
    path("evalueringsdesign/<uuid:reference>/", writing_views.design, name="design"),
    path("evalueringsdesign/<uuid:reference>/trin/<slug:key>/", step_views.step, name="step"),
    path(
        "evalueringsdesign/<uuid:reference>/diagnose/",
        step_views.question_diagnosis,
        name="question_diagnosis",
    ),
    path("evalueringsdesign/<uuid:reference>/klar/", review_views.submit, name="submit"),
    path("evalueringsdesign/<uuid:reference>/tilbage/", review_views.withdraw, name="withdraw"),
    path("evalueringsdesign/<uuid:reference>/sparring/", review_views.review, name="review"),
    path("evalueringsdesign/<uuid:reference>/afgoer/", review_views.decide, name="decide"),
    path("evalueringsdesign/<uuid:reference>/versioner/", review_views.versions, name="versions"),
    path("evalueringsdesign/<uuid:reference>/laas/", lock_views.lock, name="lock"),
    path("evalueringsdesign/<uuid:reference>/aendr/<slug:key>/", lock_views.amend, name="amend"),
    path("evalueringsdesign/<uuid:reference>/udfald/", lock_views.outcomes, name="outcomes"),
    path(
        "evalueringsdesign/<uuid:reference>/kvittering-<int:number>.txt",
        lock_views.receipt_file,
        name="receipt",
    ),
    path(
        "evalueringsdesign/<uuid:reference>/evalueringsdesign.<slug:extension>",
        lock_views.own_document,
        name="own_document",
    ),
    path("evalueringsdesign/<uuid:reference>/plan.toml", lock_views.own_plan, name="own_plan"),
]
