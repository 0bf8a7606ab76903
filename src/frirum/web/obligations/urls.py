"""Addresses of this app."""

from django.urls import path

from frirum.web.obligations import team, views

app_name = "obligations"
urlpatterns = [
    path("frister/", views.mine, name="mine"),
    path("frister/mine.csv", views.mine_csv, name="mine_csv"),
    path("frister/mine.ics", views.mine_ics, name="mine_ics"),
    path("frister/mail/", views.mail, name="mail"),
    path("frister/kommunen/", views.municipality, name="municipality"),
    path("frister/kommunen/frister.csv", views.municipality_csv, name="municipality_csv"),
    path("frister/holdet/", team.team, name="team"),
    path("frister/holdet/overdrag/", team.hand_over, name="hand_over"),
    path("frister/<uuid:reference>/udfoert/", views.done, name="done"),
    path("frister/<uuid:reference>/<str:key>/<int:number>/", views.item, name="item"),
    path("frister/fortryd/<uuid:reference>/", views.undo, name="undo"),
]
