"""Addresses of this app. A citizen's number is posted and never stands in one; a use is found by a random reference."""

from django.urls import path

from frirum.web.uses import changing_views, citizen_views, past_views, recording_views, views

app_name = "uses"
urlpatterns = [
    path("sager/", views.uses, name="uses"),
    path("sager/brug.csv", views.uses_csv, name="csv"),
    path("sager/bagud/", past_views.past_uses, name="past"),
    path("sager/bagud/<uuid:reference>/luk/", past_views.close, name="close_past"),
    path("sager/registrer/<slug:slug>/", recording_views.record, name="record"),
    path("sager/registrer/<slug:slug>/<slug:part>/", recording_views.record, name="record_part"),
    path("sager/ikke-brugt/<uuid:reference>/", recording_views.non_use, name="non_use"),
    path("sager/ikke-brugt/<uuid:reference>/fortryd/", recording_views.undo_non_use, name="undo_non_use"),
    path("sager/ikke-brugt/<slug:slug>/", recording_views.not_used, name="not_used"),
    path("sager/ikke-brugt/<slug:slug>/<slug:part>/", recording_views.not_used, name="not_used_part"),
    path("sager/brev/<slug:slug>/brev.<slug:extension>", recording_views.letter, name="letter"),
    path(
        "sager/brev/<slug:slug>/<slug:part>/brev.<slug:extension>", recording_views.letter, name="letter_part"
    ),
    path("sager/borger/<uuid:reference>/", citizen_views.citizen, name="citizen"),
    path("sager/borger/<uuid:reference>/nummer/", citizen_views.correct_number, name="correct_number"),
    path("sager/borger/<uuid:reference>/betegnelse/", citizen_views.name, name="name"),
    path("sager/<uuid:reference>/", views.use, name="use"),
    path("sager/<uuid:reference>/cpr/", views.cpr, name="cpr"),
    path("sager/<uuid:reference>/ret/", changing_views.correct, name="correct"),
    path("sager/<uuid:reference>/traek-tilbage/", changing_views.retract, name="retract"),
    path("sager/<uuid:reference>/fortryd/", changing_views.restore, name="restore"),
    path("sager/<uuid:reference>/afslut/", changing_views.end, name="end"),
    path("sager/<uuid:reference>/aabn/", changing_views.reopen, name="reopen"),
    path("sager/<uuid:reference>/overdrag/", changing_views.hand_over, name="hand_over"),
    path("sager/<uuid:reference>/valg/", changing_views.choose, name="choose"),
]
