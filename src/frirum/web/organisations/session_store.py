"""The sessions of those who are logged in, in the database; a full disk does not end them."""

from __future__ import annotations

import logging

from django.contrib.sessions.backends.db import SessionStore as InDatabase
from django.db import DatabaseError

from frirum.web.full_disk import is_full

log = logging.getLogger("frirum.sessions")


class SessionStore(InDatabase):
    """As Django's own, save that a session that is there already goes on without noting when it was last seen."""

    def save(self, must_create: bool = False) -> None:
        """Write it; where there is no room, a session that exists is left as it is."""
        try:
            super().save(must_create)
        except DatabaseError as fault:
            if must_create or not is_full(fault):
                raise
            log.error("the disk is full: a session was not written")

    @classmethod
    def get_model_class(cls) -> type:
        """Django's own table."""
        from django.contrib.sessions.models import Session

        return Session
