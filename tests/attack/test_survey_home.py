"""The same attacks on a home as it lies on the disk: databases with their free pages, journals, backup, log and files.

A process of its own holds a wave: six are asked by letter, each answers through the pages with a code of his own, and the batch is kept. Then
every byte of the home, of a backup of it and of what was logged is looked through for what would lead from one of them to
an answer.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

HOLDS_A_WAVE = """
import datetime as dt, json, sys, logging
from pathlib import Path
from frirum.web.home import start_django
home = Path(sys.argv[1])
start_django(home)
from django.test import Client
from frirum.web import clock
from frirum.web.organisations.scopes import organisation_scope
from frirum.web.surveys.actions import Recipient, Told, add_recipients, prepare_wave
from frirum.web.surveys.channel_actions import issue_links
from frirum.web.surveys.keeping import keep_pending
from frirum.web.survey_answers.models import SurveyAnswer, SurveyMark
from frirum.web.trail.actors import COMMAND_LINE
logging.getLogger().setLevel(logging.DEBUG)
today = clock.today()
with organisation_scope(["820"]):
    wave = prepare_wave(
        slug="mentorregler", instrument="survey-raadgivere", name="1", organisation="820", named=False,
        told=Told("Erfaring", "Kommunen", "Artikel 6", "Jobcentret", today + dt.timedelta(days=90)),
        closes_on=today + dt.timedelta(days=30), wording_confirmed=True, pairing=True, by=COMMAND_LINE,
    )
    asked = [Recipient("", 820, "letter", f"Kanariefugl {n}", f"Vej {n}") for n in range(6)]
    add_recipients(wave=wave, recipients=asked, by=COMMAND_LINE)
    tokens = [link.url.rstrip("/").rsplit("/", 1)[-1] for link in issue_links(wave=wave, channel="letter", by=COMMAND_LINE)]
client = Client(SERVER_NAME="127.0.0.1")
for n, token in enumerate(tokens):
    client.get(f"/s/{token[:-1]}x/")
    assert client.post(f"/s/{token}/?side=1", {"go": "next", "har-benyttet": "1"}).status_code == 302
    assert client.post(f"/s/{token}/?side=99", {"kode": f"KANAR{n}IE"}).status_code == 200
assert keep_pending() == 6
keys = list(SurveyAnswer.objects.using("statistics").values_list("key", flat=True))
keys += list(SurveyMark.objects.using("statistics").values_list("mark", flat=True))
assert SurveyMark.objects.using("statistics").count() == 6
print(json.dumps({"tokens": tokens, "keys": keys}))
"""


@pytest.mark.long
def test_no_byte_of_a_home_leads_from_a_person_to_an_answer(tmp_path: Path) -> None:
    home, backup = tmp_path / "home", tmp_path / "backup"
    own = {name: text for name, text in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    environment = {**own, "FRIRUM_HOME": str(home)}
    command = [sys.executable, "-m", "frirum", "--home", str(home)]
    subprocess.run([*command, "init", "--demo"], env=environment, check=True, capture_output=True)
    held = subprocess.run(
        [sys.executable, "-c", HOLDS_A_WAVE, str(home)], check=False, env=environment, capture_output=True, text=True
    )  # fmt: skip
    assert held.returncode == 0, held.stderr[-2000:]
    told = json.loads(held.stdout.splitlines()[-1])
    subprocess.run([*command, "backup", str(backup)], env=environment, check=True, capture_output=True)
    files = {str(path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    for path in [Path(name) for name in files]:
        if tarfile.is_tarfile(path):
            del files[str(path)]  # the archive holds both zones; each of its members is looked at by itself
            with tarfile.open(path) as packed:
                for one in packed.getmembers():
                    if one.isfile():
                        files[f"{path}:{one.name}"] = packed.extractfile(one).read()  # type: ignore[union-attr]
    files["log"] = held.stderr.encode()
    assert any("backup" in name for name in files)
    assert any(name.endswith(".sqlite3") for name in files)
    hashes = [hashlib.sha256(token.encode()).hexdigest() for token in told["tokens"]]
    journals = {name for name in files if name.endswith(("-wal", "-journal"))}
    for name, content in files.items():
        assert not any(token.encode() in content for token in told["tokens"]), f"a link stands in {name}"
        assert b"kanar0ie" not in content.lower(), f"a code that somebody made stands in {name}"
        has_keys = any(key.encode() in content for key in told["keys"])
        has_people = b"Kanariefugl" in content or any(one.encode() in content for one in hashes)
        assert not (has_keys and name in journals), f"an answer's key stands in the journal {name}"
        assert not (has_keys and has_people), f"an answer's key and its people stand in one file: {name}"
