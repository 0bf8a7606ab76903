"""Addresses of this app."""

from django.urls import path

from frirum.web.decisions import annex, assignment_views, feed, portfolio_views, views, work_views

_WORK = "beslutninger/kladder/<uuid:reference>/"
_ASSIGNMENT = "eksterne-evalueringer/<uuid:reference>/"

app_name = "decisions"
urlpatterns = [
    path("beslutninger/", views.register, name="register"),
    path("beslutninger/register/", views.old_register, name="old_register"),
    path("beslutningsregister.csv", views.register_csv, name="register_csv"),
    path("beslutningsregister.json", views.register_json, name="register_json"),
    path("beslutninger/atom.xml", feed.feed, name="feed"),
    path("beslutninger/besked/", views.subscribe, name="subscribe"),
    path("beslutninger/besked/<str:token>/", views.subscription, name="subscription"),
    path("beslutninger/kladder/", work_views.drafts, name="drafts"),
    path("beslutninger/ny/", work_views.begin, name="begin"),
    path("beslutninger/<uuid:public>/", views.decision, name="published"),
    path("beslutninger/<uuid:public>/bilag.<str:extension>", annex.one_annex, name="annex"),
    path("beslutninger/bilag.<str:extension>", annex.whole_annex, name="whole_annex"),
    path(_WORK, work_views.draft, name="draft"),
    path(f"{_WORK}udsagn/", work_views.claims, name="claims"),
    path(f"{_WORK}myndighed/", work_views.authority, name="authority"),
    path(f"{_WORK}send/", work_views.submit, name="submit"),
    path(f"{_WORK}godkend/", work_views.approve, name="approve"),
    path(f"{_WORK}tilbage/", work_views.send_back, name="send_back"),
    path(f"{_WORK}hent/", work_views.take_back, name="take_back"),
    path(f"{_WORK}slet/", work_views.discard, name="discard"),
    path(f"{_WORK}offentliggoer/", work_views.publish, name="publish"),
    path(f"{_WORK}ret/", work_views.correct, name="correct"),
    path(f"{_WORK}kvittering/<int:number>/", work_views.receipt, name="receipt"),
    path("portefoelje/", portfolio_views.portfolio, name="portfolio"),
    path("portefoelje.csv", portfolio_views.portfolio_csv, name="portfolio_csv"),
    path("viden/", portfolio_views.knowledge, name="knowledge"),
    path("viden/paa-tvaers/", portfolio_views.across, name="across"),
    path("viden/<slug:name>/", portfolio_views.topic, name="topic"),
    path("eksterne-evalueringer/", assignment_views.listing, name="assignments"),
    path("eksterne-evalueringer/ny/", assignment_views.begin, name="begin_assignment"),
    path(_ASSIGNMENT, assignment_views.assignment, name="assignment"),
    path(f"{_ASSIGNMENT}data/", assignment_views.hand_over, name="hand_over"),
    path(f"{_ASSIGNMENT}rapport/", assignment_views.report, name="report"),
    path(f"{_ASSIGNMENT}fund/", assignment_views.enter, name="finding"),
    path(f"{_ASSIGNMENT}bemaerkning/", assignment_views.remark, name="remark"),
    path(f"{_ASSIGNMENT}fund/<uuid:finding>/laest/", assignment_views.review, name="review_finding"),
    path(f"{_ASSIGNMENT}fund/<uuid:finding>/", assignment_views.withdraw, name="withdraw_finding"),
]
