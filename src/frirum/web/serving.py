"""The web process: waitress in front of the WSGI application."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from typing import Any

log = logging.getLogger("frirum.serve")

THREADS = 8


def serve(host: str, port: int) -> None:
    """Serve until SIGTERM or Ctrl-C. Django must be set up."""
    import waitress

    from frirum.web.wsgi import application

    stop_on_signals(_leave)
    leave_with_parent(lambda: os.kill(os.getpid(), signal.SIGTERM))
    log.info("serving on http://%s:%s", host, port)
    waitress.serve(
        application, host=host, port=port, threads=THREADS, ident=None, clear_untrusted_proxy_headers=False
    )


def _leave(*_signal: Any) -> None:
    # waitress ends its loop, and its threads, when SystemExit reaches it.
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
