"""Addresses of this app."""

from django.urls import path

from frirum.web.audits import beside_views, told_views, views

app_name = "audits"
urlpatterns = [
    path("tilsyn/", views.rounds, name="rounds"),
    path("tilsyn/ny/", views.begin, name="begin"),
    path("tilsyn/indberet/", beside_views.choose_report, name="choose_report"),
    path("tilsyn/indberet/<slug:slug>/<slug:instrument>/", beside_views.report, name="report"),
    path("tilsyn/netvaerk/", beside_views.network, name="network"),
    path("tilsyn/pligt/", beside_views.duty, name="duty"),
    path("tilsyn/orientering/", told_views.staff, name="staff"),
    path("tilsyn/status/", told_views.stock, name="stock"),
    path("tilsyn/status/<uuid:reference>/", told_views.stock_take, name="stock_take"),
    path("tilsyn/svar/", told_views.told, name="told"),
    path("tilsyn/spoergsmaal/<uuid:reference>/", told_views.query, name="query"),
    path("tilsyn/spoergsmaal/<uuid:reference>/luk/", told_views.close, name="close_query"),
    path("tilsyn/<uuid:reference>/", views.round_page, name="round"),
    path("tilsyn/<uuid:reference>/sag/<int:number>/", views.case, name="case"),
    path("tilsyn/<uuid:reference>/sag/<int:number>/anden/", beside_views.second, name="second"),
    path("tilsyn/<uuid:reference>/sag/<int:number>/spoerg/", told_views.ask_page, name="ask"),
    path("tilsyn/<uuid:reference>/resultat/", views.results, name="results"),
    path("tilsyn/<uuid:reference>/regneark/", beside_views.workbook, name="workbook"),
    path("tilsyn/<uuid:reference>/regneark.xlsx", beside_views.workbook_file, name="workbook_file"),
    path("tilsyn/<uuid:reference>/afslut/", views.hold, name="hold"),
    path("tilsyn/<uuid:reference>/meld-tilbage/", told_views.feed_back, name="feed_back"),
    path("tilsyn/<uuid:reference>/tilbagemelding/", told_views.feedback, name="feedback"),
    path("tilsyn/<uuid:reference>/liste.csv", views.frame, name="frame"),
    path("tilsyn/<uuid:reference>/bevis.json", views.proof, name="proof"),
]
