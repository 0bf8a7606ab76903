"""The front of the web process: waitress, which stops listening to those who take more than their share.

waitress receives requests in one thread and answers them in others. What is refused here is refused by that one thread,
before anything is written to the disk and without waiting for an answer's turn:

- a body larger than its path and its sender may bring, when the header has ended;
- a header, or a body, that takes too long in all, however steadily its bytes trickle in;
- a connection too many: the one that has waited longest without asking for anything makes room;
- a request that would wait behind too many others: 503 with Retry-After, at once.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from socket import SHUT_WR, socket
from typing import Any

from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher
from waitress.utilities import Error, RequestEntityTooLarge

from frirum.core.language import gettext as _

log = logging.getLogger("frirum.serve")


@dataclass(frozen=True)
class Limits:
    """What one web process gives those who connect to it.

    Args:
        connections: open at the same time; well under the 1,024 files that a process usually may open.
        header_seconds: from the first byte of a request, or from connecting, until its header has ended.
        quiet_seconds: a connection may lie unused between two requests.
        body_seconds: for any body, and one second more for every `body_rate` bytes received.
        body_rate: bytes.
        waiting: requests that may wait for a thread; at some 30 answers a second two seconds' worth.
        retry_seconds: what those are told who would be one too many.
        closing_seconds: a refused sender is read from, and what comes is thrown away, so that the refusal arrives.
    """

    connections: int = 400
    header_seconds: float = 10
    quiet_seconds: float = 60
    body_seconds: float = 30
    body_rate: int = 16 * 1024
    waiting: int = 60
    retry_seconds: int = 5
    closing_seconds: float = 10


BytesAllowed = Callable[[str, str], int]
"""Path and Cookie header -> bytes that the body may have."""


class _Refused(Error):
    """What is answered by the front itself: a few words as plain text, in Danish."""

    def __init__(self, code: int, reason: str, text: str, retry_seconds: int = 0) -> None:
        super().__init__(text)
        self.code, self.reason, self._retry = code, reason, retry_seconds

    def to_response(self, ident: str | None = None) -> tuple[str, list[tuple[str, str]], bytes]:
        headers = [("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store")]
        if self._retry:
            headers.append(("Retry-After", str(self._retry)))
        return f"{self.code} {self.reason}", headers, f"{self.body}\n".encode()

    def raw(self) -> bytes:
        """All of the answer, for a connection that has no task."""
        status, headers, body = self.to_response()
        lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in headers)]
        lines += [f"Content-Length: {len(body)}", "Connection: close", "", ""]
        return "\r\n".join(lines).encode("ascii") + body


def _too_large(allowed: int) -> _Refused:
    text = _("Det, der blev sendt, er for stort: højst {size} MB her. Intet er modtaget.")
    return _Refused(413, "Content Too Large", text.format(size=f"{allowed / (1024 * 1024):.0f}"))


def _busy(limits: Limits) -> _Refused:
    text = _("Der er travlt lige nu. Prøv igen om {n} sekunder; intet af det, du sendte, er gemt.")
    return _Refused(503, "Service Unavailable", text.format(n=limits.retry_seconds), limits.retry_seconds)


class _Adjusted:
    """waitress's settings with another limit on the body, for one request."""

    def __init__(self, adj: Any, body: int) -> None:
        self._adj, self.max_request_body_size = adj, body + 1

    def __getattr__(self, name: str) -> Any:
        return getattr(self._adj, name)


class _Parser(HTTPRequestParser):
    """Reads one request, and refuses its body when the header has ended."""

    adj: Any
    error: Any

    def __init__(self, adj: Any, allowed: BytesAllowed) -> None:
        super().__init__(adj)
        self._allowed = allowed

    def parse_header(self, header_plus: bytes) -> None:
        super().parse_header(header_plus)
        if self.body_rcv is not None:
            path = self.path.encode("latin-1").decode("utf-8", errors="replace")
            self.adj = _Adjusted(self.adj, self._allowed(path, self.headers.get("COOKIE", "")))

    def received(self, data: bytes) -> int:
        consumed = int(super().received(data))
        if self.error is None:
            return consumed
        # Nothing more is asked for, and what follows is no request.
        self.expect_continue = False
        if isinstance(self.error, RequestEntityTooLarge):
            self.error = _too_large(self.adj.max_request_body_size - 1)
        return len(data)


class _Channel(HTTPChannel):
    """One connection, with the time it may take."""

    server: _Server
    requests: list[Any]

    def __init__(self, server: _Server, *arguments: Any, **options: Any) -> None:
        self.parser_class = partial(_Parser, allowed=server.allowed)
        # When the connection became quiet, and when its client began to ask, be it with nothing but empty lines.
        self._quiet_since, self._asking_since = time.time(), 0.0
        self._has_asked, self._closing_since = False, 0.0
        super().__init__(server, *arguments, **options)

    @property
    def is_waited_for(self) -> bool:
        """Whether there is nothing to answer: the client has yet to ask for something, or to send the rest."""
        return not self.requests and not self.total_outbufs_len

    def is_overdue(self, now: float, limits: Limits) -> bool:
        """Whether the client has used up its time."""
        if self._closing_since:
            return now - self._closing_since > limits.closing_seconds
        if not self.is_waited_for:
            # A thread answers, or the client takes its time to read.
            return not self.requests and now - self.last_activity > limits.quiet_seconds
        if not self._asking_since:
            patience = limits.quiet_seconds if self._has_asked else limits.header_seconds
            return now - self._quiet_since > patience
        spent, request = now - self._asking_since, self.request
        if request is None or not request.headers_finished:
            return spent > limits.header_seconds
        return spent > limits.body_seconds + request.body_bytes_received / limits.body_rate

    def received(self, data: bytes) -> bool:
        """Take in what has come."""
        self._asking_since = self._asking_since or time.time()
        return bool(super().received(data))

    def service(self) -> None:
        """Answer one request; called in a thread."""
        super().service()
        # What has come of a next request meanwhile has its time from now.
        now = time.time()
        self._quiet_since, self._asking_since = now, now if self.request else 0.0
        self._has_asked = True

    def refuse(self, refusal: _Refused) -> None:
        """Answer without a thread, and close; called with the lock on this connection's requests."""
        content = refusal.raw()
        with self.outbuf_lock:
            self.outbufs[-1].append(content)
            self.current_outbuf_count += len(content)
            self.total_outbufs_len += len(content)
        for request in self.requests:
            request.close()
        self.requests = []
        self.close_when_flushed = True

    # A socket that is closed with bytes unread takes back what was just sent, so the sender would see no refusal.

    def handle_write(self) -> None:
        """Send what is to be sent; then say that nothing more comes, and wait for the other end to see it."""
        closing = self.close_when_flushed and not self.will_close
        self.close_when_flushed = False
        super().handle_write()
        if closing and not self.total_outbufs_len and self.connected:
            try:
                self.socket.shutdown(SHUT_WR)
            except OSError:
                self.handle_close()
            self._closing_since = time.time()
        elif closing:
            self.close_when_flushed = True

    def readable(self) -> bool:
        """Whether to read from it: also what a refused sender still sends."""
        return bool(self._closing_since or super().readable())

    def handle_read(self) -> None:
        """Read; what comes after a refusal is thrown away."""
        if not self._closing_since:
            super().handle_read()
            return
        try:
            data = self.recv(self.adj.recv_bytes)
        except OSError:
            data = b""
        if not data and self.connected:
            self.handle_close()


class _Server(TcpWSGIServer):
    """Takes connections in, ends those that are overdue, and gives the others to the threads."""

    channel_class = _Channel

    def __init__(self, *arguments: Any, limits: Limits, allowed: BytesAllowed, **options: Any) -> None:
        self.limits, self.allowed = limits, allowed
        super().__init__(*arguments, **options)

    def maintenance(self, now: float) -> None:
        """Called about once a second."""
        for channel in list(self.active_channels.values()):
            if channel.is_overdue(now, self.limits):
                channel.will_close = True

    def handle_accept(self) -> None:
        """Take a connection in; where there are too many, the one that has been waited for longest goes."""
        if len(self.active_channels) >= self.limits.connections:
            idle = [one for one in self.active_channels.values() if one.is_waited_for]
            if not idle:
                self._turn_away()
                return
            min(idle, key=lambda one: one.creation_time).handle_close()
        super().handle_accept()

    def _turn_away(self) -> None:
        accepted = self.accept()
        if accepted is not None:
            accepted[0].close()

    def add_task(self, task: _Channel) -> None:
        """Let a request wait for a thread, unless too many do."""
        threads = self.task_dispatcher
        idle = len(threads.threads) - threads.active_count
        if len(threads.queue) - idle >= self.limits.waiting:
            task.refuse(_busy(self.limits))
        else:
            super().add_task(task)


class Listening:
    """A web server on one or more sockets, with as many threads as said.

    Args:
        application: WSGI.
        sockets: bound, not necessarily listening; several processes may share one.
        threads: that answer.
        allowed: what the body of a request may have.
        limits: of this process.
    """

    def __init__(
        self,
        application: Any,
        sockets: list[socket],
        *,
        threads: int,
        allowed: BytesAllowed,
        limits: Limits | None = None,
    ) -> None:
        adj = Adjustments(
            sockets=sockets,
            threads=threads,
            ident=None,
            clear_untrusted_proxy_headers=False,
            # Ours count connections; poll, as select knows no file beyond the 1,024th.
            connection_limit=1 << 30,
            asyncore_use_poll=True,
            cleanup_interval=1,
        )
        self._map: dict[int, Any] = {}
        self._dispatcher = ThreadedTaskDispatcher()
        self._dispatcher.set_thread_count(threads)
        self._servers = [
            _Server(
                application,
                self._map,
                True,
                one,
                dispatcher=self._dispatcher,
                adj=adj,
                bind_socket=False,
                sockinfo=(one.family, one.type, one.proto, one.getsockname()),
                limits=limits or Limits(),
                allowed=allowed,
            )
            for one in sockets
        ]

    def run(self) -> None:
        """Serve until SystemExit or Ctrl-C reaches this thread."""
        try:
            wasyncore.loop(timeout=1, map=self._map, use_poll=True)
        except (SystemExit, KeyboardInterrupt):
            self._dispatcher.shutdown()
        finally:
            wasyncore.close_all(self._map)
