"""Addresses of this app."""

from django.urls import path

from frirum.web.experiments import course, drafts, pages

app_name = "experiments"
urlpatterns = [
    path("forsoeg/", pages.experiments, name="list"),
    path("forsoeg/<slug:slug>/", pages.experiment, name="experiment"),
    path("forsoeg/<slug:slug>/definition.toml", pages.experiment_toml, name="toml"),
    path("forsoeg/<slug:slug>/definition.json", pages.experiment_json, name="json"),
    path("forsoeg/<slug:slug>/versioner/", pages.versions, name="versions"),
    path(
        "forsoeg/<slug:slug>/versioner/<int:number>/definition.toml", pages.version_toml, name="version_toml"
    ),
    path("forsoeg/<slug:slug>/forlaeng-eller-stop/", course.change_course, name="course"),
    path("kladder/", drafts.drafts, name="drafts"),
    path("kladder/ny/", drafts.new_draft, name="new_draft"),
    path("kladder/<uuid:reference>/tekst/", drafts.draft, name="draft"),
    path("kladder/<uuid:reference>/definition.toml", drafts.draft_file, name="draft_file"),
    path("kladder/<uuid:reference>/kasser/", drafts.discard_draft, name="discard_draft"),
    path("kladder/<uuid:reference>/hent-tilbage/", drafts.restore_draft, name="restore_draft"),
]
