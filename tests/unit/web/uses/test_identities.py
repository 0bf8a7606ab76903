"""A CPR number is read as people write it, kept sealed, and found by a key. The numbers here belong to nobody."""

from __future__ import annotations

import base64
import hashlib

import pytest
from cryptography.fernet import Fernet, InvalidToken

from frirum.core.errors import InputRefused
from frirum.web.uses import identities
from frirum.web.uses.identities import Identity, LostZero, read_case_number, read_cpr, read_identity

MADE_UP = "0102031234"


@pytest.mark.parametrize(
    "written",
    ["0102031234", "010203-1234", "010203 1234", " 01 02 03 - 1234 ", "010203\u20131234", "010203\u00a01234"],
)
def test_spaces_and_hyphens_do_not_matter(written: str) -> None:
    assert read_cpr(written) == MADE_UP


# CPR-kontoret, "Personnumre uden kontrolciffer": numbers given since 1 October 2007 may fail modulus 11.
@pytest.mark.parametrize("without_check_digit", ["0101651111", "0101901112", "0101801113"])
def test_modulus_11_is_not_asked(without_check_digit: str) -> None:
    weights = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
    assert sum(int(d) * w for d, w in zip(without_check_digit, weights, strict=True)) % 11 != 0
    assert read_cpr(without_check_digit) == without_check_digit


# CPR-kontoret, "Erstatningspersonnummer": born on the 7th, written 67.
@pytest.mark.parametrize("replacement", ["6702031234", "9101031234", "6102031234"])
def test_a_replacement_number_has_sixty_added_to_its_day(replacement: str) -> None:
    assert read_cpr(replacement) == replacement


# CPR-kontoret, "Personnummeret i CPR-systemet": digit 7 and the year give the century; 1900 had no 29 February.
@pytest.mark.parametrize(
    ("cpr", "exists"),
    [
        ("2902001234", False),  # 0-3: 1900
        ("2902004234", True),  # 4 and 36 or less: 2000
        ("2902005234", True),  # 5-8 and 57 or less: 2000
        ("2902964234", True),  # 4 and 37 or more: 1996
        ("2902605234", True),  # 5-8 and 58 or more: 1860
        ("8902001234", False),  # the same day as a replacement number
        ("3104031234", False),
        ("3113031234", False),
        ("0001031234", False),
        ("6001031234", False),  # day 60 is day 0
        ("9201031234", False),  # day 92 is day 32
        ("3112031234", True),
    ],
)
def test_the_date_must_exist(cpr: str, exists: bool) -> None:
    if exists:
        assert read_cpr(cpr) == cpr
    else:
        with pytest.raises(InputRefused, match="ikke en dato"):
            read_cpr(cpr)


def test_a_lost_zero_is_proposed_and_not_assumed() -> None:
    with pytest.raises(LostZero) as refused:
        read_cpr("10203-1234")
    assert refused.value.proposed == MADE_UP
    assert read_cpr("10203-1234", zero_confirmed=True) == MADE_UP


def test_a_zero_is_not_proposed_where_it_would_not_help() -> None:
    with pytest.raises(InputRefused, match="her er der 9") as refused:
        read_cpr("990203123", zero_confirmed=True)
    assert not isinstance(refused.value, LostZero)


@pytest.mark.parametrize(
    "wrong", ["0000000000", "000000-0000", "010203-123", "010203-12345", "ABCDEF-1234", "٠١٠٢٠٣١٢٣٤", "-"]
)
def test_what_is_no_number_is_refused_without_being_repeated(wrong: str) -> None:
    with pytest.raises(InputRefused) as refused:
        read_cpr(wrong)
    said = f"{refused.value.message} {refused.value.remedy}"
    assert "0203" not in said
    assert "ABCDEF" not in said


def test_one_of_the_two_numbers_is_needed() -> None:
    with pytest.raises(InputRefused, match="CPR-nummer eller sagens nummer"):
        read_identity(" ", "")
    assert read_identity("", " 18/4711 ").case_number == "18/4711"
    assert read_identity("010203-1234", "A-7").cpr == MADE_UP


@pytest.mark.parametrize("wrong", ["010203-1234", "sag 0102031234", "<b>", "=1+1", "x" * 61])
def test_a_case_number_is_neither_a_cpr_number_nor_anything_else(wrong: str) -> None:
    with pytest.raises(InputRefused):
        read_case_number(wrong)


def test_ten_digits_that_are_no_date_may_be_a_case_number() -> None:
    assert read_case_number("9999991234") == "9999991234"


def test_sealed_twice_looks_different_and_opens_the_same() -> None:
    one, other = identities.seal(MADE_UP, "a"), identities.seal(MADE_UP, "a")
    assert one != other
    assert MADE_UP not in one
    assert identities.unseal(one, "a") == identities.unseal(other, "a") == MADE_UP


def test_a_new_key_seals_and_the_old_one_still_opens(settings: object) -> None:
    sealed = identities.seal(MADE_UP, "a")
    settings.CITIZEN_KEY = f"a-newer-key\n{settings.CITIZEN_KEY}"  # type: ignore[attr-defined]
    assert identities.unseal(sealed, "a") == MADE_UP
    settings.CITIZEN_KEY = "a-newer-key"  # type: ignore[attr-defined]
    with pytest.raises(InvalidToken):
        identities.unseal(sealed, "a")


def test_a_number_opens_in_its_own_place_alone(settings: object) -> None:
    with pytest.raises(InvalidToken):
        identities.unseal(identities.seal(MADE_UP, "citizen:a"), "citizen:b")
    # What an earlier version sealed is bound to nothing: it opens under a key of that time, and under no later one.
    settings.CITIZEN_KEY = "of-an-earlier-version"  # type: ignore[attr-defined]
    key = base64.urlsafe_b64encode(hashlib.sha256(b"of-an-earlier-version").digest())
    before = Fernet(key).encrypt(MADE_UP.encode()).decode()
    assert identities.unseal(before, "citizen:a") == MADE_UP
    settings.CITIZEN_KEY = "bound-new"  # type: ignore[attr-defined]
    key = base64.urlsafe_b64encode(hashlib.sha256(b"bound-new").digest())
    with pytest.raises(InvalidToken):
        identities.unseal(Fernet(key).encrypt(MADE_UP.encode()).decode(), "citizen:a")


def test_the_lookup_key_depends_on_a_key_of_its_own(settings: object) -> None:
    before = identities.lookup_key(MADE_UP)
    assert before == identities.lookup_key(MADE_UP)
    settings.CITIZEN_KEY = "another"  # type: ignore[attr-defined]
    assert identities.lookup_key(MADE_UP) == before
    settings.CITIZEN_LOOKUP_KEY = "another"  # type: ignore[attr-defined]
    assert identities.lookup_key(MADE_UP) != before


def test_an_identity_is_not_printed() -> None:
    identity = Identity(cpr=MADE_UP, case_number="18/4711")
    assert MADE_UP not in repr(identity)
    assert "4711" not in str(identity)
    assert identities.masked(MADE_UP) == "010203-****"
