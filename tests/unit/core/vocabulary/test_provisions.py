"""Statutes and provisions: what is shipped, how it is cited, what a faulty file is told."""

import datetime as dt
from pathlib import Path

import pytest

from frirum.core.errors import InputRefused
from frirum.core.vocabulary import provisions
from frirum.core.vocabulary.references import Reference
from frirum.core.vocabulary.status import RuleStatus

OLD, NEW = dt.date(2018, 7, 1), dt.date(2020, 1, 1)


# Citations as the documents give them (DESIGN and DECISION), printed the way the statute book does.
@pytest.mark.parametrize(
    "provision_id, citation",
    [
        ("loentilskud-26-uger", "§ 51, stk. 2 og 3, i lov om en aktiv beskæftigelsesindsats"),
        ("jobrotation-26-uger", "§ 98 b, stk. 1, nr. 1 og 2, i lov om en aktiv beskæftigelsesindsats"),
        ("ledighedsydelse-revurdering", "§ 74 c i lov om aktiv socialpolitik"),
        ("foertidspension-opfoelgning", "§ 10, stk. 3, 2. og 3. pkt., i lov om aktiv socialpolitik"),
        ("forholdstal", "§ 48, stk. 1, i lov om en aktiv beskæftigelsesindsats"),
        ("forholdstal-bekendtgoerelse", "§ 73 i bekendtgørelse om en aktiv beskæftigelsesindsats"),
        ("integration-samtaler", "§ 20 i lov om integration af udlændinge i Danmark"),
        ("udkast-23", "§ 23 i udkast til frikommunebekendtgørelsen"),
        ("samtaler-formkrav", None),  # the act is named, the place is not
        ("lae265-revalidering", None),  # not even the act
    ],
)
def test_citation(provision_id, citation):
    assert provisions.provision(provision_id).citation == citation


def test_short_citation():
    reference = provisions.provision("foertidspension-opfoelgning").reference
    assert provisions.cite(reference, short=True) == "LAS § 10, stk. 3, 2. og 3. pkt."
    assert provisions.cite(Reference("LAS"), short=True) == "LAS"


def test_what_stands_in_the_draft_order_is_a_draft_and_nothing_else_is():
    for provision in provisions.all_provisions():
        in_draft = provision.reference is not None and provision.reference.statute == "BEK-FRIKOMMUNE-UDKAST"
        assert (provision.status is RuleStatus.DRAFT) is in_draft, provision.id


def test_a_provision_without_a_place_is_never_called_verified_law():
    for provision in provisions.all_provisions():
        if provision.reference is None:
            assert provision.status in (RuleStatus.UNVERIFIED, RuleStatus.REPEALED), provision.id


def test_a_provision_holds_only_while_its_statute_does():
    for provision in provisions.all_provisions():
        if provision.reference is not None:
            period = provisions.statute(provision.reference.statute).period
            assert (
                period.clip(provision.period) == provision.period or period.last == provision.period.last
            ), provision.id


@pytest.mark.parametrize(
    "text, on, reference",
    [
        ("§ 51, stk. 2 og 3, i Lov om aktiv beskæftigelsesindsats", OLD, Reference("LAB-2016", "51", (2, 3))),
        ("LAB § 51", NEW, Reference("LAB-2020", "51")),
        ("LAB § 51", dt.date(2019, 12, 31), Reference("LAB-2016", "51")),
        ("§ 10 stk. 3, 2. og 3. pkt. i Lov om en aktiv socialpolitik", None, Reference("LAS", "10", (3,), (), (2, 3))),
        ("Lov om integration af udlændinge i Danmark § 20", None, Reference("INTEGRATION", "20")),
        ("LAB § 51", None, "2|3 statutes"),
        ("§ 51 i lov om noget helt andet", None, "0 statutes"),
    ],
)  # fmt: skip
def test_resolve(text, on, reference):
    if isinstance(reference, str):
        with pytest.raises(ValueError, match=r"\d statutes are called"):
            provisions.resolve(text, on=on)
    else:
        assert provisions.resolve(text, on=on) == reference


STATUTE = '[[statute]]\nid = "LAS"\nname = "lov om aktiv socialpolitik"\nshort = "LAS"\nstatus = "adopted"\nsources = ["DECISION"]\n'
PROVISION = '[[provision]]\nid = "a"\nstatute = "LAS"\nplace = "§ 74 c"\nwhat = "Noget."\nstatus = "adopted"\nsources = ["DECISION"]\n'


@pytest.mark.parametrize(
    "change, line, message",
    [
        (("§ 74 c", "74 c"), 7, "ikke en henvisning"),
        (('statute = "LAS"', 'statute = "LAB"'), 7, "kan ikke være 'LAB'"),
        (('statute = "LAS"\n', ""), 7, "kræver feltet statute"),
        (('status = "adopted"\nsources = ["DECISION"]\n[[', 'status = "gyldig"\nsources = ["DECISION"]\n[['), 1, "kan ikke være 'gyldig'"),
        (('"Noget."', '""'), 7, "Feltet what"),
        (('"Noget."', '"Noget."\nvalid_from = "1. juli"'), 7, "skal være en dato"),
        (('"Noget."', '"Noget."\nvalid_from = 2020-01-01\nvalid_to = 2019-01-01'), 7, "slutter, før"),
        (('"Noget."', '"Noget."\nsucceeded_by = "b"'), 7, "b findes ikke"),
        (('"Noget."', '"Noget."\nvaild_to = 2020-01-01'), 7, "Ukendt felt: vaild_to"),
        (('"Noget."\nstatus = "adopted"\nsources = ["DECISION"]', '"Noget."\nstatus = "adopted"\nsources = []'), 7, "mindst én linje"),
        (('"Noget."', '"Noget'), None, "ikke gyldig TOML"),
    ],
)  # fmt: skip
def test_a_faulty_file_is_refused_with_its_line(tmp_path: Path, change, line, message):
    file = tmp_path / "provisions.toml"
    text = (STATUTE + PROVISION).replace(*change)
    assert text != STATUTE + PROVISION
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputRefused, match=message) as refused:
        provisions.load_provisions(file)
    assert (refused.value.file, refused.value.line) == (str(file), line)


def test_rules_that_succeed_each_other_in_a_ring_are_refused(tmp_path: Path):
    a = PROVISION.replace('"Noget."', '"Noget."\nsucceeded_by = "b"')
    b = PROVISION.replace('id = "a"', 'id = "b"').replace('"Noget."', '"Noget."\nsucceeded_by = "a"')
    before = PROVISION.replace('id = "a"', 'id = "c"').replace('"Noget."', '"Noget."\nsucceeded_by = "a"')
    file = tmp_path / "provisions.toml"
    file.write_text(STATUTE + before + a + b, encoding="utf-8")
    with pytest.raises(InputRefused, match="i ring") as refused:
        provisions.load_provisions(file)
    assert refused.value.line == 15  # "c" only leads into the ring; "a" is in it


def test_an_id_that_stands_twice_is_refused(tmp_path: Path):
    file = tmp_path / "provisions.toml"
    file.write_text(STATUTE + PROVISION + PROVISION, encoding="utf-8")
    with pytest.raises(InputRefused, match="allerede i linje 7") as refused:
        provisions.load_provisions(file)
    assert refused.value.line == 14
