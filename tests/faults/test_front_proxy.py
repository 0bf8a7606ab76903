"""The proxy file of the handbook: its numbers are ours, and nginx does with it what it says."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import URLResolver, get_resolver

from frirum.web.body_limits import MEGABYTE, OF_A_FORM, bytes_allowed
from frirum.web.listening import Limits, Listening
from frirum.web.serving import bind

FILE = Path(__file__).parents[2] / "docs/handbook/frirum.nginx.conf"
NGINX = os.environ.get("FRIRUM_TEST_NGINX") or shutil.which("nginx")
UPLOAD = "/udtraek/nyt/"
REFERENCE = "00000000-0000-4000-8000-000000000000"


def directive(name: str, text: str) -> str:
    found = re.search(rf"^\s*{name} ([^;]+);", text, re.MULTILINE)
    assert found, name
    return found.group(1)


def test_the_numbers_of_the_proxy_file_are_ours() -> None:
    text, ours = FILE.read_text(encoding="utf-8"), Limits()
    assert directive("client_header_timeout", text) == f"{ours.header_seconds}s"
    assert directive("client_body_timeout", text) == f"{ours.body_seconds}s"
    assert directive("client_max_body_size", text) == f"{OF_A_FORM // MEGABYTE}m"
    assert int(directive("keepalive_timeout", text)[:-1]) < ours.quiet_seconds
    assert int(directive("limit_conn frirum_connections", text)) < ours.connections
    for kind, where, inside in re.findall(r"location (=|~) (\S+) \{(.*?)\n    \}", text, re.DOTALL):
        path = re.sub(r"^\^|\$$", "", where).replace(".+", REFERENCE)
        allowed = bytes_allowed(path, "frirum_session=x", session_cookie="frirum_session")
        assert OF_A_FORM < allowed < int(directive("client_max_body_size", inside)[:-1]) * MEGABYTE, path
        assert kind == "~" or where == path


def routes(resolver: URLResolver, before: str = "/") -> Iterator[tuple[str, object]]:
    """Each address of the site, with something for what varies, and its view."""
    for one in resolver.url_patterns:
        path = before + re.sub(r"<(\w+:)?\w+>", REFERENCE, str(one.pattern))
        if isinstance(one, URLResolver):
            yield from routes(one, path)
        else:
            yield path, one.callback


def test_every_page_that_takes_a_large_file_takes_it_through_the_proxy() -> None:
    text = FILE.read_text(encoding="utf-8")
    places = re.findall(r"location (=|~) (\S+) \{", text)
    large = [path for path, view in routes(get_resolver()) if getattr(view, "takes_bytes", 0) > OF_A_FORM]
    assert UPLOAD in large
    for path in large:
        assert any(path == where if kind == "=" else re.match(where, path) for kind, where in places), path


class Site:
    """What Frirum sees behind the proxy."""

    def __init__(self) -> None:
        self.seen: list[dict[str, Any]] = []

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        self.seen.append({**environ, "bytes": len(environ["wsgi.input"].read())})
        start_response("200 OK", [("Content-Length", "2")])
        return [b"ok"]


@pytest.mark.skipif(NGINX is None, reason="nginx is not here; name it in FRIRUM_TEST_NGINX")
def test_nginx_in_front_of_the_site(tmp_path: Path) -> None:
    site, behind, free = Site(), bind("127.0.0.1", 0), bind("127.0.0.1", 0)
    allowed = lambda path, cookies: bytes_allowed(path, cookies, session_cookie="frirum_session")  # noqa: E731
    server = Listening(site, behind, threads=2, allowed=allowed)
    threading.Thread(target=server.run, daemon=True).start()
    port = free[0].getsockname()[1]
    free[0].close()
    process = subprocess.Popen([str(NGINX), "-p", str(tmp_path), "-c", _settings(tmp_path, behind, port)])
    try:
        _wait_for(port)
        held = [socket.create_connection(("127.0.0.1", port)) for _one in range(150)]
        status, _body = _ask(port, "GET", "/", headers={"X-Forwarded-For": "6.6.6.6"})
        assert status == 200
        assert site.seen[-1]["HTTP_X_FORWARDED_FOR"] == "127.0.0.1"
        assert site.seen[-1]["HTTP_HOST"] == "127.0.0.1"
        answered = len(site.seen)
        assert _ask(port, "POST", "/log-ind/", content_length=150 * MEGABYTE)[0] == 413
        assert _ask(port, "POST", UPLOAD, content_length=150 * MEGABYTE)[0] == 403
        assert len(site.seen) == answered
        brought = _ask(port, "POST", UPLOAD, b"a" * (6 * MEGABYTE), headers={"Cookie": "frirum_session=x"})
        assert (brought[0], site.seen[-1]["bytes"]) == (200, 6 * MEGABYTE)
        assert all(one.fileno() > 0 for one in held)
    finally:
        process.terminate()
        process.wait(timeout=10)


def _settings(folder: Path, behind: list[socket.socket], port: int) -> str:
    """The handbook's file without https, between two ports of this test."""
    text = FILE.read_text(encoding="utf-8")
    text = text.replace("127.0.0.1:8000", f"127.0.0.1:{behind[0].getsockname()[1]}")
    text = text.replace("listen 443 ssl", f"listen 127.0.0.1:{port}").replace("frirum.eksempel.dk", "_")
    text = re.sub(r"^\s*ssl_\w+ .*$", "", text, flags=re.MULTILINE)
    paths = "".join(
        f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = folder / "nginx.conf"
    whole.write_text(
        f"daemon off; pid {folder}/pid; error_log stderr; events {{}}\nhttp {{ {paths}\n{text}\n}}\n", "utf-8"
    )
    return str(whole)


def _wait_for(port: int) -> None:
    for _attempt in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("nginx did not start")


def _ask(
    port: int, method: str, path: str, body: bytes = b"", *, content_length: int = 0, **options: Any
) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.putrequest(method, path)
    for name, value in options.get("headers", {}).items():
        connection.putheader(name, value)
    if content_length or body:
        connection.putheader("Content-Length", str(content_length or len(body)))
    connection.endheaders(body or None)
    answer = connection.getresponse()
    return answer.status, answer.read()
