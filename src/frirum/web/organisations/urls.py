"""Addresses of logins, of one's own account and of members."""

from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from frirum.web.organisations import account_views, member_views, views

app_name = "organisations"
urlpatterns = [
    # Without a token, so that pages for strangers hold nothing of one reader's and can be kept (kept_pages): who makes
    # somebody else's browser send it changes the language of that person's pages and mail, and nothing more.
    path("sprog/", csrf_exempt(views.choose_language), name="language"),
    path("log-ind/", views.log_in, name="log_in"),
    path("log-ind/kode/", account_views.log_in_code, name="log_in_code"),
    path("glemt-adgangskode/", account_views.forgotten, name="forgotten"),
    path("ny-adgangskode/<uuid:account>/<str:token>/", account_views.choose_password, name="choose_password"),
    path("min-konto/totrin/", account_views.factor, name="factor"),
    path("min-konto/totrin/noedkoder/", account_views.new_codes, name="new_codes"),
    path("min-konto/totrin/fjern/", account_views.remove_factor, name="remove_own_factor"),
    path("min-konto/sessioner/afslut/", account_views.end_sessions, name="end_sessions"),
    path("log-ud/", views.log_out, name="log_out"),
    path("min-konto/", views.own_account, name="own_account"),
    path("min-konto/ja/", views.welcome, name="welcome"),
    path("medlemmer/", member_views.member_list, name="members"),
    path("medlemmer/ny/", member_views.new_member, name="new_member"),
    path("medlemmer/venter/", member_views.proposals, name="proposals"),
    path("medlemmer/venter/<uuid:reference>/", member_views.answer_proposal, name="answer_proposal"),
    path("medlemmer/<uuid:reference>/", member_views.member, name="member"),
    path("medlemmer/<uuid:reference>/adgangskode/", member_views.new_password, name="new_password"),
    path("medlemmer/<uuid:reference>/totrin/", member_views.remove_factor, name="remove_factor"),
    path("medlemmer/<uuid:reference>/luk/", member_views.close_account, name="close_account"),
    path("medlemmer/roller/<uuid:reference>/fjern/", member_views.take_role, name="take_role"),
]
