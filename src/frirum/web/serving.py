"""The web process: its sockets, its signals, and the server that listens (`listening.py`)."""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
import time
from functools import partial
from typing import Any

log = logging.getLogger("frirum.serve")

THREADS, BACKLOG = 8, 1024


SHARED_SOCKETS = "FRIRUM_SOCKETS"
"""Numbers of the bound sockets that a parent shares among several web processes."""


def bind(host: str, port: int) -> list[socket.socket]:
    """A bound socket for each address of the host."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    return [
        socket.create_server(to, family=family, backlog=BACKLOG)
        for family, *_kind, to in dict.fromkeys(found)
    ]


def serve(host: str, port: int) -> None:
    """Serve until SIGTERM or Ctrl-C. Django must be set up."""
    from django.conf import settings
    from django.urls import get_resolver

    from frirum.web.body_limits import bytes_allowed
    from frirum.web.listening import Listening
    from frirum.web.wsgi import application

    stop_on_signals(_leave)
    leave_with_parent(lambda: os.kill(os.getpid(), signal.SIGTERM))
    # Read before anybody waits: the front asks the addresses what a body may be.
    _read = get_resolver().url_patterns
    shared = [socket.socket(fileno=int(number)) for number in os.environ.get(SHARED_SOCKETS, "").split()]
    server = Listening(
        application,
        shared or bind(host, port),
        threads=THREADS,
        allowed=partial(bytes_allowed, session_cookie=settings.SESSION_COOKIE_NAME),
    )
    log.info("serving on http://%s:%s", host, port)
    server.run()


def _leave(*_signal: Any) -> None:
    # The server ends its loop, and its threads, when SystemExit reaches it.
    raise SystemExit(0)


def stop_on_signals(handler: Any) -> None:
    """Call `handler` on SIGTERM and Ctrl-C."""
    signal.signal(signal.SIGTERM, handler)
    signal.signal(signal.SIGINT, handler)


def leave_with_parent(leave: Any) -> None:
    """When `frirum run` itself is killed with -9, its children must not go on alone."""
    parent = os.environ.get("FRIRUM_PARENT")
    if parent is None or os.name != "posix":
        return

    def watch() -> None:
        while os.getppid() == int(parent):
            time.sleep(1)
        leave()

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()
