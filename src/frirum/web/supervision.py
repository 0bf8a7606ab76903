"""`frirum run`: web and worker as processes under one parent, which starts again the one that dies."""

from __future__ import annotations

import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from frirum.web.serving import SHARED_SOCKETS, bind

log = logging.getLogger("frirum.run")

# A process that dies at once again and again is started ever more slowly.
_FIRST_WAIT, _LONGEST_WAIT, _HEALTHY_AFTER = 0.5, 30.0, 60.0
_GRACE_SECONDS = 30.0


@dataclass
class Child:
    """One of the processes.

    Args:
        name: what the log calls it.
        command: what is run.
        sockets: bound ones that it shares with others of its kind.
    """

    name: str
    command: Sequence[str]
    sockets: Sequence[socket.socket] = ()
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    wait: float = _FIRST_WAIT
    due: float = field(default=0.0)

    def start(self) -> None:
        """Start it, in a process group of its own so that Ctrl-C reaches only the parent."""
        numbers = [one.fileno() for one in self.sockets]
        environment = {**os.environ, "FRIRUM_PARENT": str(os.getpid())}
        if numbers:
            environment[SHARED_SOCKETS] = " ".join(map(str, numbers))
        self.process = subprocess.Popen(
            self.command, env=environment, start_new_session=True, pass_fds=numbers
        )
        self.started = time.monotonic()
        log.info("%s started (process %s)", self.name, self.process.pid)

    def keep_alive(self) -> None:
        """Start it again when it has died and its wait is over."""
        now = time.monotonic()
        if self.process is not None:
            if self.process.poll() is None:
                return
            healthy = now - self.started > _HEALTHY_AFTER
            self.wait = _FIRST_WAIT if healthy else min(2 * self.wait, _LONGEST_WAIT)
            self.due = now + self.wait
            log.warning("%s ended with code %s; starting it again", self.name, self.process.returncode)
            self.process = None
        if now >= self.due:
            self.start()

    def stop(self, deadline: float) -> None:
        """Wait for a process that has been told to end; kill it after the deadline."""
        if self.process is None:
            return
        try:
            self.process.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            log.warning("%s did not end in time and was killed", self.name)
            self.process.kill()
            self.process.wait()


def children(home: Path, host: str, port: int, *, web_processes: int = 1) -> list[Child]:
    """The processes of an installation. Several web processes share the sockets, which their parent holds open."""
    program = [sys.executable, "-m", "frirum", "--home", str(home)]
    serve = [*program, "serve", "--host", host, "--port", str(port)]
    sockets = bind(host, port) if web_processes > 1 else ()
    return [
        *(Child("serve", serve, sockets) for _process in range(web_processes)),
        Child("worker", [*program, "worker"]),
        # A small file is never behind a large one.
        Child("worker of small jobs", [*program, "worker", "--small-only"]),
    ]


def supervise(processes: Sequence[Child]) -> None:
    """Keep the processes alive until SIGTERM or Ctrl-C; then end them in order and wait."""
    stopping = threading.Event()

    def stop(*_signal: Any) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    try:
        while not stopping.is_set():
            for child in processes:
                child.keep_alive()
            stopping.wait(0.2)
    finally:
        for child in processes:
            if child.process is not None and child.process.poll() is None:
                child.process.terminate()
        deadline = time.monotonic() + _GRACE_SECONDS
        for child in processes:
            child.stop(deadline)
