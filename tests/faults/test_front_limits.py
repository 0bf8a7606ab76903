"""The front of the web process against those who take more than their share: everybody else is still answered."""

from __future__ import annotations

import ast
import contextlib
import http.client
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from frirum.web.body_limits import MEGABYTE, OF_A_FORM, WITHOUT_LOGIN, bytes_allowed
from frirum.web.listening import Limits, Listening
from frirum.web.serving import bind

WEB = Path(__file__).parents[2] / "src/frirum/web"
COOKIE = "frirum_session"
HASTY = Limits(connections=200, header_seconds=0.3, quiet_seconds=2, body_seconds=0.3, waiting=3)


class Site:
    """A site of two threads, with what it was asked."""

    def __init__(self) -> None:
        self.bodies: list[int] = []
        self.slow = threading.Event()
        self.port = 0

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/slow":
            self.slow.wait(20)
        self.bodies.append(len(environ["wsgi.input"].read()))
        start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "2")])
        return [b"ok"]

    def ask(self, method: str = "GET", path: str = "/", **options: Any) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        connection.request(method, path, **options)
        return connection.getresponse()

    def connect(self, sent: bytes = b"") -> socket.socket:
        made = socket.create_connection(("127.0.0.1", self.port), timeout=5)
        made.sendall(sent)
        return made


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    sockets = bind("127.0.0.1", 0)
    site.port = sockets[0].getsockname()[1]
    allowed = lambda path, cookies: 50 * MEGABYTE if "session" in cookies else MEGABYTE  # noqa: E731
    server = Listening(site, sockets, threads=2, allowed=allowed, limits=HASTY)
    threading.Thread(target=server.run, daemon=True).start()
    yield site
    site.slow.set()


def is_closed(connection: socket.socket, within: float) -> bool:
    connection.settimeout(within)
    try:
        return connection.recv(1) == b""
    except TimeoutError:
        return False
    except OSError:
        return True


@pytest.mark.parametrize("sent", [b"", b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "], ids=["silent", "half"])
def test_half_open_connections_stop_nothing(sent: bytes, site: Site) -> None:
    held = [site.connect(sent) for _one in range(150)]
    began = time.monotonic()
    assert site.ask().read() == b"ok"
    assert time.monotonic() - began < 1
    # They are ended when their time is up, also where a byte comes now and then.
    for _byte in range(7):
        time.sleep(0.2)
        for one in held[:10]:
            with contextlib.suppress(OSError):
                one.sendall(b"a" if sent else b"\r\n")
    assert all(is_closed(one, 1) for one in held)


def test_more_connections_than_there_is_room_for_let_the_next_one_in(site: Site) -> None:
    held = [site.connect() for _one in range(HASTY.connections + 20)]
    assert site.ask().read() == b"ok"
    assert is_closed(held[0], 1)


def test_a_large_body_from_nobody_is_refused_at_its_header(site: Site) -> None:
    before = set(Path(tempfile.gettempdir()).iterdir())
    connection = site.connect(b"POST /log-ind/ HTTP/1.1\r\nHost: x\r\nContent-Length: 157286400\r\n\r\n")
    answer = b""
    while "højst 1 MB".encode() not in answer and (
        more := connection.recv(4096)
    ):  # it may come in two pieces
        answer += more
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert "højst 1 MB" in answer.decode()
    assert not site.bodies
    assert site.ask().read() == b"ok"
    assert set(Path(tempfile.gettempdir()).iterdir()) <= before


def test_the_refusal_reaches_one_who_goes_on_sending(site: Site) -> None:
    answer = site.ask("POST", "/", body=b"a" * (8 * MEGABYTE))
    assert (answer.status, site.bodies) == (413, [])
    # Where the client waits to be told to go on, it is not.
    waiting = site.connect(
        b"POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 9000000\r\n\r\n"
    )
    assert waiting.recv(4096).startswith(b"HTTP/1.1 413 ")


def test_a_body_without_a_length_is_cut_off(site: Site) -> None:
    chunk = b"10000\r\n" + b"a" * 0x10000 + b"\r\n"
    connection = site.connect(b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
    with contextlib.suppress(OSError):
        for _chunk in range(200):
            connection.sendall(chunk)
    assert not site.bodies
    assert site.ask().read() == b"ok"


def test_a_session_may_bring_what_its_page_takes(site: Site) -> None:
    answer = site.ask("POST", "/", body=b"a" * (3 * MEGABYTE), headers={"Cookie": "session=x"})
    assert (answer.status, site.bodies) == (200, [3 * MEGABYTE])


def test_a_body_that_trickles_is_ended(site: Site) -> None:
    connection = site.connect(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n")
    for _byte in range(10):
        time.sleep(0.15)
        with contextlib.suppress(OSError):
            connection.sendall(b"a")
    assert is_closed(connection, 1)
    assert not site.bodies


def test_one_too_many_is_told_to_come_back(site: Site) -> None:
    # Both threads are there and free.
    assert site.ask().read() == b"ok"
    time.sleep(0.2)
    busy = [site.connect(b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n") for _one in range(2 + HASTY.waiting)]
    time.sleep(0.3)
    began = time.monotonic()
    answer = site.ask()
    assert (answer.status, answer.getheader("Retry-After")) == (503, "5")
    assert "Prøv igen" in answer.read().decode()
    assert time.monotonic() - began < 1
    site.slow.set()
    assert all(one.recv(64).startswith(b"HTTP/1.1 200") for one in busy)
    assert site.ask().read() == b"ok"


@pytest.mark.parametrize(
    "path, cookies, allowed",
    [
        ("/udtraek/nyt/", "", WITHOUT_LOGIN),
        ("/udtraek/nyt/", f"{COOKIE}=", WITHOUT_LOGIN),
        ("/udtraek/nyt/", f"a=b; {COOKIE}=x", 500 * MEGABYTE),
        ("/log-ind/", f"{COOKIE}=x", OF_A_FORM),
        ("/findes/ikke", f"{COOKIE}=x", OF_A_FORM),
        ("/kvittering/", f"other{COOKIE}=x", WITHOUT_LOGIN),
    ],
)
def test_what_is_allowed_follows_the_page_and_the_session(path: str, cookies: str, allowed: int) -> None:
    found = bytes_allowed(path, cookies, session_cookie=COOKIE)
    assert allowed <= found <= allowed + MEGABYTE // 8


def _views_behind(node: ast.FunctionDef, path: Path) -> list[ast.FunctionDef]:
    """The function itself, or the functions of its module that call it where it is a private step of theirs."""
    if not node.name.startswith("_"):
        return [node]
    module = ast.parse(path.read_text(encoding="utf-8"))
    callers = [
        one
        for one in ast.walk(module)
        if isinstance(one, ast.FunctionDef) and one.name != node.name and f"{node.name}(" in ast.unparse(one)
    ]
    assert callers, node.name
    return [view for caller in callers for view in _views_behind(caller, path)]


def test_every_page_that_takes_a_file_says_how_large() -> None:
    takers = set()
    for path in WEB.glob("*/*views.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and "request.FILES" in ast.unparse(node):
                takers.add(node.name)
                for view in _views_behind(node, path):
                    assert any("takes_files" in ast.unparse(one) for one in view.decorator_list), view.name
    assert takers == {
        "_keeping_the_file", "bring", "build", "check_receipt", "keep", "order", "recipients", "template", "translations",
        "word", "workbook",
    }  # fmt: skip
