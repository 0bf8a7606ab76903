"""A home in use is kept in one archive and made again from it; what was changed on the way is found."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import sqlite3
import stat
import subprocess
import sys
import tarfile
import textwrap
from contextlib import closing
from pathlib import Path

import pytest
from django.db import DatabaseError
from django.test import Client

# Above what a system numbers its processes by.
_NO_PROCESS = 999_999_999
ENVIRONMENT = {k: v for k, v in os.environ.items() if not k.startswith(("FRIRUM_", "DJANGO_"))}

# Organisations and stored files, by the actions that people's own work goes through, until it is ended.
WRITER = """
    import datetime as dt, sys
    from pathlib import Path
    from frirum.web.home import start_django
    start_django(Path(sys.argv[1]))
    from frirum.web import clock
    from frirum.web.files.actions import store_file
    from frirum.web.files.models import Purpose
    from frirum.web.organisations import actions
    from frirum.web.organisations.kinds import Kind
    from frirum.web.trail.actors import SET_UP
    number = 0
    while True:
        number += 1
        actions.make_organisation(key=f"ny-{number}", kind=Kind.MINISTRY, name=f"Ny {number}", by=SET_UP)
        store_file(content=b"indhold %d" % number * 999, name="x.csv", media_type="text/csv",
            purpose=Purpose.ADMINISTRATIVE, legal_basis="L 1", organisation="851", by=SET_UP,
            delete_on=clock.today() + dt.timedelta(days=9))
        print(number, flush=True)
"""


def frirum(*arguments: str | Path) -> tuple[int, dict[str, object]]:
    command = [sys.executable, "-m", "frirum", "--json", *map(str, arguments)]
    done = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, timeout=300, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, json.loads(done.stdout)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A home, and what was kept of it while somebody wrote in it."""
    folder = tmp_path_factory.mktemp("kept")
    places = {name: folder / name for name in ("home", "archive.tar", "safe")}
    places["safe"].mkdir()
    places["keys"] = places["safe"] / "keys.json"
    assert frirum("--home", places["home"], "init")[0] == 0
    writing = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(WRITER), places["home"]],
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert writing.stdout is not None
    assert writing.stdout.readline() == "1\n"
    killed = folder / f".frirum-20270101T020000Z.tar.{_NO_PROCESS}.part"
    killed.touch()
    try:
        code, said = frirum(
            "--home", places["home"], "backup", places["archive.tar"], "--keys-to", places["keys"]
        )
    finally:
        still_writing = writing.poll() is None
        writing.kill()
        writing.communicate()
    assert (code, said["ok"], still_writing, killed.exists()) == (0, True, True, False)
    assert said["sha256"] == hashlib.sha256(places["archive.tar"].read_bytes()).hexdigest()
    return places


def test_a_backup_under_writing_is_whole_and_holds_no_key(kept: dict[str, Path]) -> None:
    assert frirum("verify", kept["archive.tar"]) == (0, {"ok": True, "faults": []})
    content = kept["archive.tar"].read_bytes()
    for key in (kept["home"] / "keys").glob("*.key"):
        assert key.read_bytes().strip() not in content
    for file in (kept["archive.tar"], kept["keys"]):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with tarfile.open(kept["archive.tar"]) as archive:
        names = archive.getnames()
    assert {"casework.sqlite3", "statistics.sqlite3", "manifest.json"} <= set(names)
    assert any(name.startswith("files/casework/") for name in names)
    assert not [path for path in (kept["home"] / "uploads").rglob("*") if path.is_file()], "no copy is left"


def test_what_is_restored_is_verified_and_can_be_kept_again(kept: dict[str, Path], tmp_path: Path) -> None:
    again = tmp_path / "again"
    # One that was killed left its keys beside what they open; the next clears it away, and nothing else.
    killed, other = (tmp_path / f".{name}.{_NO_PROCESS}.part" for name in ("again", "another"))
    (killed / "keys").mkdir(parents=True)
    other.mkdir()
    code, said = frirum("--home", again, "restore", kept["archive.tar"], "--keys", kept["keys"])
    assert (code, said["ok"], said["older"]) == (0, True, False)
    assert (killed.exists(), other.exists()) == (False, True)
    other.rmdir()
    assert frirum("--home", again, "verify") == (0, {"ok": True, "faults": []})
    assert list(tmp_path.iterdir()) == [again]
    assert {stat.S_IMODE(path.stat().st_mode) for path in (again, again / "keys", again / "files")} == {0o700}
    with closing(sqlite3.connect(again / "casework.sqlite3")) as database:
        (organisations,) = database.execute(
            "SELECT count(*) FROM organisations_organisation WHERE key LIKE 'ny-%'"
        ).fetchone()
        (files,) = database.execute("SELECT count(*) FROM files_storedfile").fetchone()
    assert organisations >= 1
    assert organisations - files in (0, 1)
    assert sum(1 for path in (again / "files").rglob("*") if path.is_file()) == files

    code, refused = frirum("--home", again, "restore", kept["archive.tar"], "--keys", kept["keys"])
    assert (code, "ikke tom" in refused["error"]["message"]) == (2, True)  # type: ignore[index]


def test_any_changed_byte_is_found(kept: dict[str, Path], tmp_path: Path) -> None:
    """Bytes drawn from the whole archive, and those where a reader of tar files looks away: headers and padding."""
    from frirum.web.keeping.archive import check_archive

    content = kept["archive.tar"].read_bytes()
    drawn = random.Random(3)
    places = {0, 100, 511, 700, len(content) - 1, len(content) - 1500, len(content) - 2040}
    places |= {drawn.randrange(len(content)) for _ in range(12)}
    for place in sorted(places):
        changed = tmp_path / "changed.tar"
        changed.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        assert check_archive(changed), place
    for ending in (content[:-1], content + b"\0", content[: len(content) // 2]):
        changed.write_bytes(ending)
        assert check_archive(changed)
    code, said = frirum("verify", changed)
    assert (code, said["ok"]) == (4, False)
    assert set(said["faults"][0]) == {"kind", "zone", "place", "message"}  # type: ignore[index]
    code, _said = frirum("--home", tmp_path / "none", "restore", changed, "--keys", kept["keys"])
    assert (code, (tmp_path / "none").exists()) == (4, False)


def test_wrong_keys_are_refused_and_nothing_is_left(kept: dict[str, Path], tmp_path: Path) -> None:
    keys = json.loads(kept["keys"].read_text())
    keys["keys"]["citizen"] = "0" * 64
    wrong = tmp_path / "wrong.json"
    wrong.write_text(json.dumps(keys))
    code, said = frirum("--home", tmp_path / "home", "restore", kept["archive.tar"], "--keys", wrong)
    assert (code, "citizen" in said["error"]["message"]) == (3, True)  # type: ignore[index]
    assert list(tmp_path.iterdir()) == [wrong]


def test_an_archive_written_anew_is_found_by_its_seal(kept: dict[str, Path], tmp_path: Path) -> None:
    """Who rewrites rows, hashes and manifest alike, without the keys, is found when it is brought back."""
    from frirum.web.keeping import archive

    manifest = archive.read_manifest(kept["archive.tar"])
    content = tmp_path / "content"
    archive.extract(kept["archive.tar"], manifest, content)
    with closing(sqlite3.connect(content / "casework.sqlite3")) as database, database:
        database.execute("UPDATE organisations_organisation SET name = 'X' WHERE key = 'ny-1'")
    forged = tmp_path / "forged.tar"
    with forged.open("wb") as file:
        writer = archive.Writer(file)
        for member in manifest.members:
            with (content / member.path).open("rb") as part:
                writer.add(member.path, part)
        writer.close(
            archive.Manifest(
                manifest.made_at, manifest.version, manifest.keys, tuple(writer.members), manifest.seal
            )
        )
    assert archive.check_archive(forged) == []
    code, said = frirum("--home", tmp_path / "home", "restore", forged, "--keys", kept["keys"])
    assert (code, "seglet" in said["error"]["message"]) == (3, True)  # type: ignore[index]
    assert not (tmp_path / "home").exists()


def test_a_member_that_would_lie_outside_the_home_is_refused(tmp_path: Path) -> None:
    from frirum.core.errors import InputRefused
    from frirum.web.keeping import archive

    for name in ("../x", "/x", "keys/trail.key", "a\\..\\x", ""):
        with pytest.raises(InputRefused, match="ikke hører til"):
            archive._inside(tmp_path, name)


@pytest.mark.parametrize(
    "arguments, code, words",
    [
        (["backup", "{archive}"], 3, "findes allerede"),
        (["backup", "{home}/x.tar"], 3, "egen mappe"),
        (["backup", "{empty}/x.tar", "--keys-to", "{home}/keys/copy"], 3, "egen mappe"),
        (["backup", "{empty}/no/x.tar"], 3, "Mappen findes ikke"),
        (["verify", "{empty}/none.tar"], 3, "findes ikke"),
        (["verify", "{keys}"], 3, "ikke et arkiv"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else str(value),
)
def test_wrong_places_are_refused(
    arguments: list[str], code: int, words: str, kept: dict[str, Path], tmp_path: Path
) -> None:
    named = {"home": kept["home"], "archive": kept["archive.tar"], "keys": kept["keys"], "empty": tmp_path}
    answer, said = frirum("--home", kept["home"], *(text.format(**named) for text in arguments))
    assert (answer, words in said["error"]["message"]) == (code, True)  # type: ignore[index]
    assert said["error"]["remedy"]  # type: ignore[index]
    assert not list(tmp_path.iterdir())


def test_the_doctor_says_what_is_wrong_and_what_to_do(kept: dict[str, Path], tmp_path: Path) -> None:
    code, said = frirum("--home", kept["home"], "doctor")
    found = {check["name"]: check for check in said["checks"]}  # type: ignore[attr-defined]
    assert (code, said["ok"], found["backup"]["ok"]) == (0, True, True)
    assert {"home", "keys", "database_casework", "database_statistics", "tables", "disk", "worker"} <= set(
        found
    )

    ill = tmp_path / "ill"
    shutil.copytree(kept["home"], ill)
    ill.chmod(0o755)
    (ill / "keys/trail.key").chmod(0o644)
    (ill / "statistics.sqlite3").write_bytes(b"x" * 5000)
    code, said = frirum("--home", ill, "doctor")
    wrong = {check["name"] for check in said["checks"] if check["ok"] is False}  # type: ignore[attr-defined]
    assert (code, said["ok"], wrong) == (0, False, {"home", "keys", "database_statistics"})


@pytest.mark.django_db(databases=["default", "statistics"])
def test_health_says_yes_or_no_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """No session, no other host's name refused, no write; 503 without a reason where a database does not answer."""
    from frirum.web import health

    client = Client()
    for host in ("testserver", "10.0.0.7:8000"):
        well = client.get("/health", headers={"host": host})
        assert (well.status_code, well.json(), dict(well.cookies)) == (200, {"ok": True}, {})
    assert client.post("/health").status_code == 405

    class Broken(dict):  # type: ignore[type-arg]
        def __getitem__(self, name: str) -> object:
            raise DatabaseError("secret host name")

    monkeypatch.setattr(health, "connections", Broken())
    ill = client.get("/health")
    assert (ill.status_code, ill.json()) == (503, {"ok": False})
