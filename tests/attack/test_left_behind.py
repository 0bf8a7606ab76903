"""What a person, a program or a kill leaves behind on the disk, in the browser and in the trail."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from cast import Cast
from django.contrib.sessions.models import Session
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse

from frirum.web import clock
from frirum.web.files.uploads import UnnamedUploadHandler
from frirum.web.home import Home
from frirum.web.jobs.housekeeping import end_expired_sessions
from frirum.web.temporary import sweep
from frirum.web.trail.models import TrailEvent

both_databases = pytest.mark.django_db(databases=["default", "statistics"])
CPR = b"010203-1234"

# Everything that lies on the disk for a moment: an upload on its way, an opened extract, and what needs a name.
AT_WORK = """
    import sys, tempfile, time
    from pathlib import Path
    from frirum.web.home import Home
    from frirum.web.temporary import keep_in, unnamed_file
    home = Home(Path(sys.argv[1]))
    home.create()
    keep_in(home)
    upload = tempfile.TemporaryFile()
    upload.write(b"010203-1234" * 99_999); upload.flush()
    with unnamed_file() as (opened, path), tempfile.NamedTemporaryFile() as named, tempfile.TemporaryDirectory() as folder:
        opened.write(b"010203-1234"); opened.flush()
        assert path.read_bytes() == b"010203-1234"
        named.write(b"synthetic table"); named.flush()
        (Path(folder) / "report.typ").write_bytes(b"a figure")
        assert {Path(named.name).parent, Path(folder).parent} == {home.uploads / Path(tempfile.tempdir).name}
        print("ready", flush=True)
        time.sleep(60)
"""


@pytest.mark.skipif(
    not Path("/proc/self/fd").is_dir(), reason="needs files that can be opened by their number"
)
def test_a_kill_leaves_no_citizen_on_the_disk_and_the_next_start_leaves_nothing(tmp_path: Path) -> None:
    working = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(AT_WORK), tmp_path], stdout=subprocess.PIPE, text=True
    )
    assert working.stdout is not None
    assert working.stdout.readline() == "ready\n"
    home = Home(tmp_path)
    assert sweep(home) == 0, "what a process that runs has, stays"
    os.kill(working.pid, signal.SIGKILL)
    working.communicate()
    left = [path for path in tmp_path.rglob("*") if path.is_file() and "keys" not in path.parts]
    assert left, "nothing was left; this test would pass in vain"
    assert not [path for path in left if CPR in path.read_bytes()]
    assert sweep(home) == 1
    assert not list(home.uploads.iterdir())


def test_a_large_upload_has_no_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    handler: FileUploadHandler = UnnamedUploadHandler(HttpRequest())
    handler.new_file("file", "udtræk.csv", "text/csv", 0)
    handler.receive_data_chunk(CPR * 9, 0)
    handler.receive_data_chunk(CPR, 9)
    assert not list(tmp_path.iterdir())
    whole = handler.file_complete(10 * len(CPR))
    assert whole is not None
    assert (whole.read(), whole.size, whole.name) == (CPR * 10, 110, "udtræk.csv")
    handler.upload_interrupted()


@both_databases
def test_nothing_behind_the_login_is_kept_by_the_browser(cast: Cast) -> None:
    """The front page and lists too: the next person at the screen may press Back. Public pages may be kept."""
    logged_in = cast.log_in(Client(), cast.karen)
    addresses = [reverse(name) for name in ("experiments:list", "organisations:own_account")] + [
        "/",
        "/no/",
        "/glossar/",
    ]
    for address in addresses:
        assert "no-store" in logged_in.get(address)["Cache-Control"], address
    assert "no-store" in logged_in.post(reverse("organisations:log_out"))["Cache-Control"]
    assert "no-store" not in Client().get(reverse("experiments:list")).get("Cache-Control", "")


@both_databases
def test_a_session_that_is_over_is_deleted(cast: Cast) -> None:
    cast.log_in(Client(), cast.karen)
    end_expired_sessions()
    # Django dates a session by the machine's clock, not by the run's.
    [session] = Session.objects.all()
    with clock.at(session.expire_date + dt.timedelta(minutes=1)):
        end_expired_sessions()
    assert Session.objects.count() == 0


@both_databases
@pytest.mark.parametrize("query", ["", "?side=2", "?event=trail.read", "?organisation=820&side=1", "?x"])
def test_every_reading_of_the_trail_leaves_a_trace(cast: Cast, query: str) -> None:
    client = cast.log_in(Client(), cast.adam)
    assert client.get(reverse("events:list") + query).status_code == 200
    assert TrailEvent.objects.filter(event="trail.read", actor=cast.adam.trail_reference).exists()
