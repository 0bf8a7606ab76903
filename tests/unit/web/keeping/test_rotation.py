"""Changing the keys of a home in use: nothing is lost wherever it is cut off, and nothing wrong is made right."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from cast import VESTHIMMERLAND, Cast
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.db import connection

from frirum.core.errors import UsageError
from frirum.core.vocabulary.citizen_numbers import Identity
from frirum.web import keys
from frirum.web.keeping import rotation
from frirum.web.organisations.scopes import organisation_scope
from frirum.web.organisations.second_factor import add_factor, use_code
from frirum.web.trail.models import TrailEvent
from frirum.web.trail.verification import verify
from frirum.web.trail.watching import RowChanged
from frirum.web.uses.citizens import add_citizen, find_citizen, show_cpr
from frirum.web.uses.identities import unseal
from frirum.web.uses.models import Citizen
from frirum.web.uses.recognising import correct_identity, name_citizen, own_label
from frirum.web.uses.sealing import is_sealed_under_first, seal_file, unsealed

pytestmark = pytest.mark.django_db(databases=["default", "statistics"])

NUMBERS = ("0102031234", "0203041234", "0304051234")


@pytest.fixture(autouse=True)
def _keys_put_back() -> Iterator[None]:
    before = {path: path.read_text() for path in settings.HOME.keys.glob("*.key")}
    yield
    for path, text in before.items():
        path.write_text(text)
        keys.lines("citizen")


@pytest.fixture
def citizens(cast: Cast) -> list[Citizen]:
    return [
        add_citizen(identity=Identity(cpr=cpr), organisation=VESTHIMMERLAND, by=cast.rikke) for cpr in NUMBERS
    ]


def rotate(name: str) -> list[str]:
    said: list[str] = []
    rotation.rotate(settings.HOME, name, said.append)
    return said


def lines(name: str) -> list[str]:
    return settings.HOME.key(name).split()


def numbers(cast: Cast) -> list[str]:
    return [show_cpr(citizen=one, by=cast.rikke) for one in Citizen._base_manager.order_by("pk")]


def test_every_number_is_sealed_anew_and_the_old_key_goes(citizens: list[Citizen], cast: Cast) -> None:
    before, (old,) = [one.cpr_sealed for one in citizens], lines("citizen")
    said = "\n".join(rotate("citizen"))
    assert "3 forseglet på ny" in said
    assert lines("citizen") != [old]
    assert len(lines("citizen")) == 1
    assert [path.read_text().split() for path in (settings.HOME.keys / "retired").glob("citizen-*")][-1:] == [
        [old]
    ]
    assert not set(before) & set(Citizen._base_manager.values_list("cpr_sealed", flat=True))
    assert numbers(cast) == list(NUMBERS)
    with organisation_scope([VESTHIMMERLAND]):
        assert find_citizen(Identity(cpr=NUMBERS[0]), VESTHIMMERLAND) == citizens[0]
    assert verify() == []
    assert NUMBERS[0] not in str(list(TrailEvent.objects.values()))


def test_cut_off_anywhere_all_can_be_opened_and_it_goes_on(
    citizens: list[Citizen], cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotation, "STEP", 1)
    real, steps = rotation.reseal_citizens, []

    def killed(**arguments: object) -> None:
        if steps:
            raise KeyboardInterrupt
        steps.append(1)
        real(**arguments)

    monkeypatch.setattr(rotation, "reseal_citizens", killed)
    with pytest.raises(KeyboardInterrupt):
        rotate("citizen")
    assert len(lines("citizen")) == 2
    assert rotation.state_of(settings.HOME, "citizen").left == {"citizens": 2}
    assert numbers(cast) == list(NUMBERS)
    monkeypatch.setattr(rotation, "reseal_citizens", real)
    assert "Fortsætter" in rotate("citizen")[0]
    assert len(lines("citizen")) == 1
    assert numbers(cast) == list(NUMBERS)
    assert verify() == []


def test_a_key_that_leaks_twice_is_changed_twice_though_files_still_lie_under_the_first(
    citizens: list[Citizen], cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "file"
    with file.open("wb") as target:
        seal_file(io.BytesIO(b"0102031234"), target)
    monkeypatch.setattr(rotation, "_files", lambda: iter([] if is_sealed_under_first(file) else [file]))
    (oldest,) = lines("citizen")
    rotate("citizen")
    (leaked, *older) = lines("citizen")
    assert older == [oldest]
    told: list[tuple[int, int]] = []
    said: list[str] = []
    rotation.rotate(settings.HOME, "citizen", said.append, lambda done, total: told.append((done, total)))
    assert "Ny nøgle" in said[0]
    assert told == [(3, 3)]
    assert lines("citizen")[1:] == [leaked, oldest]
    assert not rotation.state_of(settings.HOME, "citizen").left.get("citizens")
    with unsealed(file) as plain:
        assert plain.read_bytes() == b"0102031234"
    # The file is gone, and so are both.
    monkeypatch.setattr(rotation, "_files", lambda: iter(()))
    rotate("citizen")
    assert len(lines("citizen")) == 1
    assert numbers(cast) == list(NUMBERS)
    assert verify() == []


def test_a_number_moved_to_another_row_is_neither_opened_nor_sealed_anew(
    citizens: list[Citizen], cast: Cast
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE uses_citizen SET cpr_sealed = %s WHERE id = %s", [citizens[0].cpr_sealed, citizens[1].pk]
        )
    with pytest.raises(InvalidToken):
        rotate("citizen")
    with pytest.raises(InvalidToken):
        show_cpr(citizen=Citizen._base_manager.get(pk=citizens[1].pk), by=cast.rikke)
    assert len(lines("citizen")) == 2


def test_the_trails_key_is_changed_and_what_was_before_still_holds(
    citizens: list[Citizen], cast: Cast
) -> None:
    rotate("trail")
    assert len(lines("trail")) == 2
    assert not rotation.state_of(settings.HOME, "trail").left
    add_citizen(identity=Identity(case_number="18/4711"), organisation=VESTHIMMERLAND, by=cast.rikke)
    assert verify() == []
    with connection.cursor() as cursor:
        cursor.execute("UPDATE uses_citizen SET case_number = '18/9' WHERE case_number = '18/4711'")
    assert [fault.code for fault in verify()] == ["row_changed"]


def test_a_row_changed_by_hand_is_not_made_right_by_a_new_key(citizens: list[Citizen], cast: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE uses_citizen SET case_number = '18/9' WHERE id = %s", [citizens[0].pk])
    with pytest.raises(RowChanged):
        rotate("trail")
    assert "row_changed" in [fault.code for fault in verify()]


def test_second_factors_are_sealed_anew(cast: Cast) -> None:
    secret = generate_totp_secret()
    half_minute = int(time.time()) // 30
    code, following = (format_hotp_value(hotp_value(secret, half_minute + n)) for n in (0, 1))
    paper = add_factor(secret=secret, code=code, by=cast.karen)
    before = str(list(Authenticator.objects.order_by("pk").values_list("data", flat=True)))
    rotate("account")
    assert len(lines("account")) == 1
    after = str(list(Authenticator.objects.order_by("pk").values_list("data", flat=True)))
    assert len(before) == len(after)
    assert before != after
    assert use_code(code=following, by=cast.karen)
    assert use_code(code=paper[0], by=cast.karen)
    assert verify() == []


def test_cookies_of_the_key_before_go_on() -> None:
    rotate("session")
    rotate("session")
    assert len(lines("session")) == 2


@pytest.mark.parametrize("name", ["citizen-lookup", "pseudonym", "findes-ikke"])
def test_a_key_that_people_are_recognised_by_is_not_changed(name: str) -> None:
    with pytest.raises(UsageError, match="kan ikke skiftes"):
        rotate(name)


def test_a_key_file_is_readable_by_its_owner_alone(cast: Cast) -> None:
    rotate("lookup")
    path: Path = settings.HOME.keys / "lookup.key"
    assert path.stat().st_mode & 0o077 == 0


def test_own_labels_and_corrected_numbers_follow_the_key(citizens: list[Citizen], cast: Cast) -> None:
    with organisation_scope([VESTHIMMERLAND]):
        name_citizen(citizen=citizens[0], label="Gul mappe", by=cast.lone)
        made = correct_identity(
            citizen=citizens[0], identity=Identity(cpr="0405061234"), reason="Tastet forkert", by=cast.lone
        )
    rotate("citizen")
    assert len(lines("citizen")) == 1
    found = Citizen._base_manager.get(pk=citizens[0].pk)
    made.refresh_from_db()
    assert own_label(found) == "Gul mappe"
    assert NUMBERS[0] in unseal(made.before_sealed, made.place)
    assert verify() == []
