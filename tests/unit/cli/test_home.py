"""The commands of an installation, as a person types them."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import tarfile
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from typing import Any

import pytest

from frirum.core.errors import InputRefused, UsageError
from frirum.web.home import KEYS, Home

ENVIRONMENT = {k: v for k, v in os.environ.items() if not k.startswith(("FRIRUM_", "DJANGO_"))}


def frirum(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "frirum", *arguments]
    return subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, timeout=180, check=False)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("installation") / "home"
    made = frirum("--home", str(path), "--json", "init", "--demo")
    assert made.returncode == 0, made.stderr
    document = json.loads(made.stdout)
    assert document["home"] == str(path)
    assert len(document["accounts"]) == 10
    return path


def test_keys_are_the_owners_alone(home: Path) -> None:
    for folder in ("keys", "uploads"):
        assert stat.S_IMODE((home / folder).stat().st_mode) == 0o700
    for name in (*(f"{key}.key" for key in KEYS), "demonstration.json"):
        assert stat.S_IMODE((home / "keys" / name).stat().st_mode) == 0o600


def test_the_first_account_of_a_real_installation(home: Path) -> None:
    opened = frirum(
        "--home", str(home), "--json", "init", "--administrator", "it@eksempel.dk", "--municipality", "820"
    )
    account = json.loads(opened.stdout)["administrator"]
    assert account["email"] == "it@eksempel.dk"
    assert len(account["password"]) >= 20
    again = frirum("--home", str(home), "init", "--administrator", "it@eksempel.dk", "--municipality", "820")
    assert again.returncode == 3
    assert "allerede en bruger" in again.stderr


def test_init_again_changes_nothing_but_what_others_could_read(home: Path) -> None:
    """The databases hold names, addresses and citizens' cases; an older home is tightened when it is prepared again."""
    keys = {path.name: path.read_bytes() for path in (home / "keys").iterdir()}
    counts = trail_length(home)
    (home / "casework.sqlite3").chmod(0o644)
    again = frirum("--home", str(home), "--json", "init", "--demo")
    assert again.returncode == 0, again.stderr
    assert {path.name: path.read_bytes() for path in (home / "keys").iterdir()} == keys
    assert trail_length(home) == counts
    for zone in ("casework", "statistics"):
        for path in home.glob(f"{zone}.sqlite3*"):
            assert stat.S_IMODE(path.stat().st_mode) == 0o600, path.name


def trail_length(home: Path) -> list[int]:
    lengths = []
    for zone in ("casework", "statistics"):
        connection = sqlite3.connect(home / f"{zone}.sqlite3")
        lengths.append(connection.execute("SELECT count(*) FROM trail_trailevent").fetchone()[0])
        connection.close()
    return lengths


def test_both_databases_are_evidence_grade(home: Path) -> None:
    for zone in ("casework", "statistics"):
        connection = sqlite3.connect(home / f"{zone}.sqlite3")
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        connection.close()


def test_verify_agrees_then_finds_a_changed_row(home: Path, tmp_path: Path) -> None:
    receipt = tmp_path / "kvittering.json"
    fine = frirum("--home", str(home), "--json", "verify", "--write-receipt", str(receipt))
    assert (fine.returncode, json.loads(fine.stdout)) == (0, {"ok": True, "faults": []})
    assert frirum("--home", str(home), "verify", "--receipt", str(receipt)).returncode == 0

    change(home, "UPDATE organisations_organisation SET name = 'X' WHERE key = '851'")
    found = frirum("--home", str(home), "--json", "verify")
    assert found.returncode == 4
    document = json.loads(found.stdout)
    assert document["ok"] is False
    [fault] = document["faults"]
    assert fault["kind"] == "row_changed"
    assert fault["place"] == "organisation:851"
    in_words = frirum("--home", str(home), "verify")
    assert in_words.returncode == 4
    assert "1 fejl fundet" in in_words.stdout
    change(home, "UPDATE organisations_organisation SET name = 'Aalborg Kommune' WHERE key = '851'")


def change(home: Path, statement: str) -> None:
    connection = sqlite3.connect(home / "casework.sqlite3")
    with connection:
        connection.execute(statement)
    connection.close()


@pytest.mark.parametrize(
    "arguments, code, words",
    [
        (["verify"], 2, "--home"),
        (["--home", "{empty}", "verify"], 2, "frirum init"),
        (["--home", "{empty}", "worker"], 2, "frirum init"),
        (["--home", "{home}", "verify", "--receipt", "{empty}/no.json"], 3, "findes ikke"),
        (["--home", "{home}", "serve", "--port", "x"], 2, "port"),
        (["--home", "{home}", "nonsense"], 2, "nonsense"),
        (["--home"], 2, "mangler en værdi"),
        (["--home", "{home}", "init", "--administrator", "a@b.dk"], 2, "hører sammen"),
        (
            ["--home", "{home}", "init", "--administrator", "a@b.dk", "--municipality", "999"],
            2,
            "ingen kommune",
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else str(value),
)
def test_wrong_usage_is_answered_with_what_to_do(
    arguments: list[str], code: int, words: str, home: Path, tmp_path: Path
) -> None:
    answer = frirum(*(a.format(home=home, empty=tmp_path) for a in arguments))
    assert answer.returncode == code
    assert words in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_home_whose_tables_are_missing_is_to_be_made_ready_first(tmp_path: Path) -> None:
    """Keys are made first: an interrupted `init` leaves them alone, an upgrade leaves tables wanting."""
    Home(tmp_path / "home").create()
    answer = frirum("--home", str(tmp_path / "home"), "verify")
    assert answer.returncode == 2
    assert "frirum init" in answer.stderr


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.create()
    home.check()
    (home.keys / "trail.key").chmod(0o644)
    with pytest.raises(InputRefused, match="læses af andre"):
        home.check()


def test_a_home_without_keys_is_no_installation(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="ikke en færdig installation"):
        Home(tmp_path).check()


def test_a_second_start_makes_no_second_key(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.create()
    before = home.key("trail")
    home.create()
    assert home.key("trail") == before
    assert len({home.key(name) for name in KEYS}) == len(KEYS)


def test_a_database_address_of_another_kind_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from frirum.web.configuration import database

    monkeypatch.setenv("FRIRUM_DATABASE_URL", "mysql://x")
    with pytest.raises(ValueError, match="postgres"):
        database(Home(tmp_path), "casework", "FRIRUM_DATABASE_URL")
    monkeypatch.setenv("FRIRUM_DATABASE_URL", "postgres://a:b%40c@db.example:5433/frirum")
    found: dict[str, Any] = database(Home(tmp_path), "casework", "FRIRUM_DATABASE_URL")
    assert (found["NAME"], found["PASSWORD"], found["HOST"], found["PORT"]) == (
        "frirum", "b@c", "db.example", "5433"
    )  # fmt: skip


@pytest.mark.parametrize(
    "text, written",
    [
        ("borger 0101901234 fandtes ikke", "borger <cpr> fandtes ikke"),
        ("010190-1234", "<cpr>"),
        ("fra karen@eksempel.dk", "fra <e-mail>"),
        ("sag 12345", "sag 12345"),
    ],
)
def test_logs_hold_no_personal_data(text: str, written: str) -> None:
    import logging

    from frirum.web.logs import PersonalDataFilter

    record = logging.LogRecord("frirum", logging.INFO, "x.py", 1, "%s", (text,), None)
    PersonalDataFilter().filter(record)
    assert record.getMessage() == written


@pytest.mark.parametrize(
    ("host", "port", "named", "address", "is_told"),
    [
        ("127.0.0.1", 8765, None, "http://127.0.0.1:8765", True),
        ("0.0.0.0", 9000, None, "http://127.0.0.1:9000", True),
        ("::1", 9000, None, "http://[::1]:9000", True),
        ("127.0.0.1", 8765, "https://frirum.dk", "https://frirum.dk", False),
    ],
)
def test_links_in_mail_lead_to_where_the_site_listens(
    monkeypatch: pytest.MonkeyPatch, host: str, port: int, named: str | None, address: str, is_told: bool
) -> None:
    from frirum.cli.home import _follow_address

    monkeypatch.setenv("FRIRUM_PUBLIC_URL", named or "")
    told = _follow_address(host, port)
    assert os.environ["FRIRUM_PUBLIC_URL"] == address
    assert (address in told) is is_told


HOMES = Path(__file__).parents[2] / "homes"


def packed_homes(home: Path, folder: Path) -> list[Path]:
    """The homes of earlier versions that are kept, and one of this version packed the same way."""
    loader = SourceFileLoader("keep_home", str(Path(__file__).parents[3] / "script/keep-home"))
    spec = spec_from_loader("keep_home", loader)
    assert spec is not None
    keep_home = module_from_spec(spec)
    loader.exec_module(keep_home)
    present = folder / "home-present.tar.xz"
    keep_home.pack(home, present)
    return [present, *sorted(HOMES.glob("home-*.tar.xz"))]


def _undo_a_migration(home: Path) -> None:
    """Make a home older than this version: a table that the upgrade has to make."""
    with sqlite3.connect(home / "casework.sqlite3") as database:
        database.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
        database.execute("DROP TABLE IF EXISTS django_session")


def test_a_kept_home_is_upgraded_and_nothing_in_it_is_found_changed(home: Path, tmp_path: Path) -> None:
    """From version 0.2.0 on each release leaves a home here (script/keep-home), and every later version opens it."""
    for packed in packed_homes(home, tmp_path):
        place = tmp_path / packed.name.split(".tar")[0]
        with tarfile.open(packed) as archive:
            archive.extractall(place, filter="data")
        _undo_a_migration(place / "home")
        upgraded = frirum("--home", str(place / "home"), "init")
        assert upgraded.returncode == 0, upgraded.stderr
        assert frirum("--home", str(place / "home"), "verify").returncode == 0


def test_a_home_changed_by_hand_is_not_upgraded(home: Path, tmp_path: Path) -> None:
    """An upgrade seals anew, which would make the change right."""
    place = Path(shutil.copytree(home, tmp_path / "home"))
    _undo_a_migration(place)
    with sqlite3.connect(place / "casework.sqlite3") as database:
        database.execute(
            "UPDATE organisations_membership SET role = 'administrator' WHERE role = 'caseworker'"
        )
    refused = frirum("--home", str(place), "init")
    assert refused.returncode == 4
    assert "opgraderes ikke" in refused.stderr
