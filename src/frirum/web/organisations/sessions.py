"""A session ends after half an hour of silence and after a working day, whatever the cookie says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from frirum.web import clock
from frirum.web.organisations.models import User
from frirum.web.trail.permitted import ANYWHERE, ONESELF
from frirum.web.trail.recording import action, record

_STARTED, _SEEN = "started_at", "seen_at"
# A write per page would cost more than the page; a minute's precision is enough for half an hour.
_PRECISION = dt.timedelta(minutes=1)


class SessionLimitMiddleware:
    """Empties a session that is over; stands before the one that reads who is logged in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        session = request.session
        if _SEEN in session:
            now = clock.now()
            started, seen = (dt.datetime.fromisoformat(session[key]) for key in (_STARTED, _SEEN))
            idle = dt.timedelta(minutes=settings.SESSION_IDLE_MINUTES)
            if now - seen > idle or now - started > dt.timedelta(hours=settings.SESSION_HOURS):
                session.flush()
            elif now - seen > _PRECISION:
                session[_SEEN] = now.isoformat()
        return self.get_response(request)


class NoStoreMiddleware:
    """Nothing behind the login is kept by a browser or a proxy: the next person at the screen may press Back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        was_logged_in = request.user.is_authenticated
        response = self.get_response(request)
        if was_logged_in or request.user.is_authenticated:
            response["Cache-Control"] = "no-store, private"
        return response


def start_session(request: HttpRequest) -> None:
    """Note when a person logged in; called once, right after the login."""
    request.session[_STARTED] = request.session[_SEEN] = clock.now().isoformat()


def sessions_of(request: HttpRequest, user: User) -> list[UserSession]:
    """Where the person is logged in, this session first; from where, in what browser and since when."""
    found = UserSession.objects.purge_and_list(user)
    return sorted(found, key=lambda one: (not one.is_current(), -one.created_at.timestamp()))


def end_elsewhere(request: HttpRequest, user: User, which: str) -> int:
    """Log the person out in other places; returns how many.

    Args:
        which: the number of one session, or "" for all but this one.
    """
    others = [one for one in sessions_of(request, user) if not one.is_current()]
    chosen = [one for one in others if which in ("", str(one.pk))]
    if chosen:
        _note_ended(by=user)
    for one in chosen:
        one.end()
    return len(chosen)


@action(needs=ONESELF, of=ANYWHERE)
def _note_ended(*, by: User) -> None:
    record("session.ended_elsewhere", by=by, subject=by)
