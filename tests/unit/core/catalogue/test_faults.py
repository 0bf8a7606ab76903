"""Every kind of broken file: what is wrong, where, what is allowed. Each row changes one thing in a sound file."""

from __future__ import annotations

from pathlib import Path

import pytest

from frirum.core.catalogue import DefinitionRefused, check_paths, parse_definition
from frirum.core.catalogue.loader import read_definition

SOUND = """
slug = "proeve"
network = "nordjylland"
short_title = "Prøve"
summary = "Et forsøg til prøver."
status = "running"
theme = ["nye-indsatser"]

[[titled]]
document = "DESIGN"
text = "Prøve"

[[part]]
slug = "unge"
title = "Unge"
target_group = ["unge"]
[part.condition]
fact = "is_young"
is_true = true
id = "ung"
text = "Under 30"

[[part]]
slug = "voksne"
title = "Voksne"
[[part.fact]]
id = "weeks"
type = "integer"
question = "Hvor mange uger?"
[[part.condition.all]]
id = "uger"
fact = "weeks"
at_least = 26
text = "Mindst 26 uger"
provision = "reglen"
[[part.condition.all]]
id = "skoen"
fact = "is_young"
is_false = true
text = "Ikke ung"
judgement = true
role = "caseworker"

[[fact]]
id = "is_young"
type = "bool"
question = "Under 30?"
[[fact]]
id = "began"
type = "date"
use = "case_date"
question = "Hvornår?"
[[fact]]
id = "benefit"
type = "choice"
question = "Ydelse?"
choice = [{ value = "dagpenge", text = "Dagpenge" }, { value = "kontanthjaelp", text = "Kontanthjælp" }]

[[exclusion]]
id = "udelukket"
fact = "benefit"
in = ["dagpenge"]
text = "På dagpenge"

[[legal_basis]]
id = "ordren"
kind = "executive_order"
title = "Ordren"
number = "BEK nr. 1"
status = "adopted"
valid_from = 2018-07-01

[[provision]]
id = "reglen"
statute = "LAS"
paragraph = "10"
subsection = [3]
status = "adopted"
valid_from = 2018-01-01
valid_to = 2019-12-31
ordinary = "Sådan er reglen."
derogation = "Sådan er forsøget."
legal_basis = ["ordren"]

[[period]]
id = "foerste"
kind = "approval"
from = 2018-07-01
to = 2020-06-30

[[participation]]
municipality = 851
from = 2018-07-01
to = 2020-06-30

[[target_group]]
id = "unge"
text = "Unge"
reference = [{ statute = "LAB-2016", paragraph = "2", number = 6 }]
volume = { n = 20, unit = "borgere" }

[[obligation]]
id = "frist"
text = "Frist"
anchor = "began"
ordinary = { first = { months = 6 } }
experiment = { lifted = true }

[[example]]
id = "eksempel"
text = "En ung"
facts = { is_young = true, began = 2018-08-01 }
answer = "eligible"

[[instrument]]
id = "tilsyn"
kind = "management_audit"
title = "Tilsyn"
[[instrument.question]]
id = "q1"
text = "Hvor meget?"
kind = "scale"
scale = "grad-5"
wording = "proposed"

[plan]
purpose = [{ text = "Formål" }]
[plan.effects]
short = [{ text = "Kort" }]
not_stated = ["medium", "long", "efficiencies"]
[[plan.research_question]]
id = "rq"
text = "Virker det?"
wording = "proposed"
comparison = ["none"]
comparison_reason = "Ingen at sammenligne med."
criterion = { test = "description" }
not_stated = ["outcome"]

[[event]]
id = "start"
kind = "start"
date = 2018-07-01
text = "Begyndte"

[[decision]]
id = "beslutning"
date = 2021-08-26
outcome = ["extended"]
reason = ["thin_data"]

[[reporting_period]]
id = "runde-1"
title = "2020"
submitted = 2020-01-01
received = 2020-01-02
header = { title = "Prøve", municipality = "Aalborg", started = "1. juli 2018", not_stated = ["case_number", "ended", "contact_institution", "contact_municipality"] }
[[reporting_period.answer]]
question = "adjustments.made"
text = "Nej"

[[doubt]]
id = "tvivl"
text = "Hvad?"
open = true

[[source]]
id = "kilden"
document = "DESIGN"
place = "forsiden"
"""

# (what is broken, text in the sound file, what it becomes, key path, words of the message, an allowed value)
BROKEN = [
    ("missing key", 'short_title = "Prøve"\n', "", "short_title", "mangler", None),
    ("empty text", 'summary = "Et forsøg til prøver."', 'summary = " "', "summary", "tom", None),
    ("unknown key, near", 'short_title = "Prøve"', 'short_titel = "Prøve"', "short_titel", "Mente du short_title?", "short_title"),
    ("unknown key in a table", 'question = "Under 30?"', 'qestion = "Under 30?"', "fact[0].qestion", "Mente du question?", "question"),
    ("unknown table", "[[target_group]]", "[[targetgroup]]", "targetgroup", "Mente du target_group?", "target_group"),
    ("bad slug", 'slug = "unge"', 'slug = "Unge Mennesker"', "part[0].slug", "slug", None),
    ("bad id", 'id = "ordren"', 'id = "Ordren 1"', "legal_basis[0].id", "navn", None),
    ("number as text", "municipality = 851", 'municipality = "851"', "participation[0].municipality", "helt tal", None),
    ("number where a number or none", "at_least = 26", 'at_least = "26"', "part[1].condition.all[0].at_least", "skal være et tal", None),
    ("text for a date", "date = 2018-07-01", 'date = "2018-07-01"', "event[0].date", "dato uden anførselstegn", None),
    ("date and time for a date", "date = 2018-07-01", "date = 2018-07-01T10:00:00", "event[0].date", "dato", None),
    ("text for true", "is_false = true", 'is_false = "true"', "part[1].condition.all[1].is_false", "true eller false", None),
    ("one for many", 'theme = ["nye-indsatser"]', 'theme = "nye-indsatser"', "theme", "liste", None),
    ("nan", "at_least = 26", "at_least = nan", "part[1].condition.all[0].at_least", "endeligt", None),
    ("unknown status", 'status = "running"', 'status = "runing"', "status", "Mente du running?", "never_started"),
    ("unknown kind", 'kind = "management_audit"', 'kind = "audit"', "instrument[0].kind", "ikke en tilladt værdi", "survey"),
    ("unknown municipality", "municipality = 851", "municipality = 852", "participation[0].municipality", "Kommunen med kode 852 findes ikke. Mente du 851?", "851"),
    ("island that is no municipality", "municipality = 851", "municipality = 411", "participation[0].municipality", "findes ikke", "851"),
    ("unknown network", 'network = "nordjylland"', 'network = "nordjyland"', "network", "Mente du nordjylland?", "en-plan"),
    ("unknown theme", '"nye-indsatser"', '"nye-indsats"', "theme[0]", "Mente du nye-indsatser?", "nye-indsatser"),
    ("unknown statute", 'statute = "LAS"', 'statute = "LASS"', "provision[0].statute", "Mente du LAS?", "LAS"),
    ("paragraph without its act", 'statute = "LAS"\n', 'not_stated = ["statute"]\n', "provision[0].paragraph", "uden loven", None),
    ("unknown rule", 'statute = "LAS"', 'statute = "LAS"\nrule = "nope"', "provision[0].rule", "findes ikke", None),
    ("paragraph with its sign", 'paragraph = "10"', 'paragraph = "§ 10"', "provision[0].paragraph", "uden §", None),
    ("target group of the wrong paragraph", 'paragraph = "2", number = 6', 'paragraph = "6", number = 6', "target_group[0].reference[0].paragraph", "står i § 2", "2"),
    ("bare target group number", 'statute = "LAB-2016", paragraph = "2", number = 6', "number = 7", "target_group[0].reference[0].statute", "mangler", None),
    ("target group that does not exist", "number = 6", "number = 60", "target_group[0].reference[0].number", "ingen målgruppe nr. 60", "6"),
    ("undeclared fact", 'fact = "weeks"', 'fact = "week"', "part[1].condition.all[0].fact", "Mente du weeks?", "weeks"),
    ("fact of another part", 'fact = "is_young"\nis_true', 'fact = "weeks"\nat_least = 1\n#', "part[0].condition.fact", "kan ikke nås", "is_young"),
    ("two operators", "at_least = 26", "at_least = 26\nat_most = 52", "part[1].condition.all[0]", "netop én operator", "at_most"),
    ("no operator", "at_least = 26\n", "", "part[1].condition.all[0]", "netop én operator; her er 0", "before"),
    ("operator that does not fit", "at_least = 26", "is_true = true", "part[1].condition.all[0].is_true", "type = integer", "at_least"),
    ("branch and leaf", 'fact = "is_young"\nis_true', 'fact = "is_young"\nall = []\nis_true', "part[0].condition.all", "mindst 1", None),
    ("value outside the choices", 'in = ["dagpenge"]', 'in = ["dagpeng"]', "exclusion[0].in", "Mente du dagpenge?", "kontanthjaelp"),
    ("judgement by nobody", 'judgement = true\nrole = "caseworker"', "judgement = true", "part[1].condition.all[1].role", "rolle", "caseworker"),
    ("condition without words", 'text = "Mindst 26 uger"\n', "", "part[1].condition.all[0].text", "skal have text", None),
    ("choice without choices", 'type = "bool"', 'type = "choice"', "fact[0].choice", "netop når", None),
    ("two case dates", 'id = "is_young"\ntype = "bool"', 'id = "is_young"\ntype = "date"\nuse = "case_date"', "fact[1].use", "har allerede", None),
    ("use of the wrong type", 'use = "case_date"', 'use = "municipality"', "fact[1].type", "skal have type = municipality", "municipality"),
    ("example with an undeclared fact", "facts = { is_young = true", "facts = { is_yung = true", "example[0].facts.is_yung", "Mente du is_young?", "is_young"),
    ("example with a wrong value", "facts = { is_young = true", "facts = { is_young = 1", "example[0].facts.is_young", "type = bool", None),
    ("example without an answer", 'answer = "eligible"\n', "", "example[0].answer", "missing_facts", "needs_judgement"),
    ("example asks what it gives", 'answer = "eligible"', 'missing_facts = ["began"]', "example[0].missing_facts[0]", "er givet", None),
    ("unknown part", 'statute = "LAS"', 'statute = "LAS"\npart = ["ung"]', "provision[0].part[0]", "Mente du unge?", "voksne"),
    ("unknown provision", 'provision = "reglen"', 'provision = "regel"', "part[1].condition.all[0].provision", "Mente du reglen?", "ordren"),
    ("unknown legal basis", 'legal_basis = ["ordren"]', 'legal_basis = ["order"]', "provision[0].legal_basis[0]", "Mente du ordren?", "ordren"),
    ("unknown scale", 'scale = "grad-5"', 'scale = "grad-6"', "instrument[0].question[0].scale", "Mente du grad-5?", "kvalitet-4"),
    ("scale kind without scale", 'scale = "grad-5"\n', "", "instrument[0].question[0].scale", "netop når", None),
    ("unknown source", 'text = "Begyndte"', 'text = "Begyndte"\nsource = ["kilde"]', "event[0].source[0]", "Mente du kilden?", "kilden"),
    ("unknown doubt", 'text = "Begyndte"', 'text = "Begyndte"\ndoubt = ["tvivlen"]', "event[0].doubt[0]", "Mente du tvivl?", "tvivl"),
    ("unknown document", 'document = "DESIGN"\nplace', 'document = "DESIGNET"\nplace', "source[0].document", "Mente du DESIGN?", "FORM"),
    ("unknown form question", "adjustments.made", "adjustment.made", "reporting_period[0].answer[0].question", "Mente du adjustments.made?", "goals.goals"),
    ("answered twice", 'text = "Nej"', 'text = "Nej"\n[[reporting_period.answer]]\nquestion = "adjustments.made"\ntext = "Ja"', "reporting_period[0].answer[1].question", "allerede besvaret", None),
    ("answer without words", 'text = "Nej"\n', "", "reporting_period[0].answer[0].text", "not_stated", "line"),
    ("received before submitted", "received = 2020-01-02", "received = 2019-12-31", "reporting_period[0].received", "før det er indsendt", None),
    ("duplicate id", 'id = "began"', 'id = "is_young"', "fact[1].id", "står allerede i fact[0].id", None),
    ("duplicate part", 'slug = "voksne"', 'slug = "unge"', "part[1].slug", "står allerede i part[0].slug", None),
    ("end before start", "to = 2020-06-30\n\n[[participation]]", "to = 2017-06-30\n\n[[participation]]", "period[0].to", "før den begynder", None),
    ("validity ends before it starts", "valid_to = 2019-12-31", "valid_to = 2017-12-31", "provision[0].valid_to", "før valid_from", None),
    ("overlapping participation", "[[target_group]]", "[[participation]]\nmunicipality = 851\nfrom = 2020-06-30\nto = 2020-06-30\n[[target_group]]", "participation[1]", "deltager allerede", None),
    ("overlapping periods", "[[participation]]", '[[period]]\nid = "anden"\nkind = "extension"\nfrom = 2020-06-30\nto = 2021-01-01\n[[participation]]', "period[1]", "overlapper foerste", None),
    ("overlapping validity", "[[period]]", '[[provision]]\nid = "igen"\nstatute = "LAS"\nparagraph = "10"\nsubsection = [3]\nstatus = "adopted"\nvalid_from = 2019-12-31\nordinary = "a"\nderogation = "b"\nlegal_basis = ["ordren"]\n[[period]]', "provision[1]", "overlapper", None),
    ("takes part before it begins", "municipality = 851\nfrom = 2018-07-01", "municipality = 851\nfrom = 2018-06-30", "participation[0].from", "før forsøget begynder", None),
    ("takes part after it ended", "municipality = 851\nfrom = 2018-07-01\nto = 2020-06-30", "municipality = 851\nfrom = 2018-07-01\nto = 2020-07-01", "participation[0].to", "efter at forsøget er slut", None),
    ("status against history", 'status = "running"', 'status = "planned"', "status", "er begyndt", None),
    ("stopped without a stop", 'status = "running"', 'status = "stopped"', "status", "ingen hændelse", None),
    ("running after its end", "[[decision]]", '[[event]]\nid = "slut"\nkind = "end"\ndate = 2020-06-30\ntext = "Slut"\n[[decision]]', "status", "er slut", None),
    ("extension to nowhere", 'kind = "start"', 'kind = "extension"', "event[0].until", "until", None),
    ("silence", "[[participation]]\nmunicipality = 851\nfrom = 2018-07-01\nto = 2020-06-30\n", "", "participation", "not_stated", None),
    ("said and not stated", 'submitted = 2020-01-01', 'submitted = 2020-01-01\nnot_stated = ["submitted"]', "reporting_period[0].submitted", "ikke samtidig", None),
    ("not stated, unknown key", 'not_stated = ["outcome"]', 'not_stated = ["outcome", "margn"]', "plan.research_question[0].not_stated", "margn", "outcome"),
    ("horizon neither given nor silent", 'not_stated = ["medium", "long", "efficiencies"]', 'not_stated = ["medium", "long"]', "plan.effects.efficiencies", "mangler", None),
    ("no comparison, no reason", 'comparison_reason = "Ingen at sammenligne med."\n', "", "plan.research_question[0].comparison_reason", "begrundelse", None),
    ("none among others", 'comparison = ["none"]', 'comparison = ["none", "waves"]', "plan.research_question[0].comparison", "none", None),
    ("margin of a description", '{ test = "description" }', '{ test = "description", margin = 0.1 }', "plan.research_question[0].criterion.margin", "non_inferiority", None),
    ("deadline of no kind", "{ lifted = true }", "{ within = { years = 1 } }", "obligation[0].experiment", "first", "at_least"),
    ("deadline of no time", "{ months = 6 }", "{ months = 0 }", "obligation[0].ordinary.first", "mindst én", "weeks"),
    ("negative time", "{ months = 6 }", "{ months = -6 }", "obligation[0].ordinary.first.months", "for lille", None),
    ("deadline from no date", 'anchor = "began"', 'anchor = "is_young"', "obligation[0].anchor", "ikke en dato", "began"),
    ("decision without outcome", 'outcome = ["extended"]', "outcome = []", "decision[0].outcome", "mindst 1", None),
    ("unknown reason", '"thin_data"', '"thin-data"', "decision[0].reason[0]", "Mente du thin_data?", "overtaken_by_law"),
    ("doubt neither read nor open", "open = true\n", "", "doubt[0].reading", "enten", None),
    ("shared with itself", 'outcome = ["extended"]', 'outcome = ["extended"]\nshared_with = "proeve"', "decision[0].shared_with", "sig selv", None),
    ("instrument left out, no reason", 'title = "Tilsyn"', 'title = "Tilsyn"\nomitted = true', "instrument[0].reason", "begrundelse", None),
]  # fmt: skip


def faults_of(text: str) -> dict[str, tuple[str, tuple[str, ...] | None]]:
    return {fault.path: (fault.message, fault.allowed) for fault in read_definition(text)[1]}


def test_the_sound_file_is_sound() -> None:
    assert faults_of(SOUND) == {}


def test_there_are_many_kinds_and_each_changes_one_place() -> None:
    assert len({row[0] for row in BROKEN}) == len(BROKEN) >= 20


@pytest.mark.parametrize("kind, old, new, path, words, allowed", BROKEN, ids=[row[0] for row in BROKEN])
def test_broken(kind: str, old: str, new: str, path: str, words: str, allowed: str | None) -> None:
    assert old in SOUND, kind
    found = faults_of(SOUND.replace(old, new, 1))
    assert path in found, found
    message, known = found[path]
    assert words in message
    if allowed is not None:
        assert known is not None
        assert allowed in known


def test_every_fault_is_told_at_once_with_the_places_of_the_file() -> None:
    """A table that cannot stand is cut out; what comes after it in the list keeps its place in the file."""
    text = (
        SOUND.replace('id = "is_young"\ntype = "bool"', 'id = "is_young"\ntype = "boolean"')
        .replace("municipality = 851", "municipality = 852")
        .replace('slug = "unge"\n', "")
        .replace('fact = "weeks"', 'fact = "week"')
        .replace('network = "nordjylland"', "network = 7")
        .replace('kind = "start"', 'kind = "begin"')
        .replace('scale = "grad-5"', 'scale = "grad-6"')
    )
    found = faults_of(text)
    assert set(found) >= {
        "fact[0].type",
        "participation[0].municipality",
        "part[0].slug",
        "part[1].condition.all[0].fact",
        "network",
        "event[0].kind",
        "instrument[0].question[0].scale",
    }
    # is_young is wrong itself; that conditions and examples name it is no fault of theirs.
    assert not [path for path in found if "is_young" in path or path == "part[1].condition.all[1].fact"]


RULE = """
[[measure]]
id = "maal"
source = ["kilden"]
[measure.rule]
source = "extract"
statistic = "share"
kind = "offers"
fremmed = 1
denominator = [{ field = "knd", equals = "other", in = ["other"] }]
per = ["gruppe"]
unit = "andel"
"""


def test_one_rule_with_several_faults_says_all_of_them_at_once() -> None:
    """An unknown key and a missing text do not hide a rule's own faults, nor those the names it uses.

    What only follows from a key that is misspelt is not said beside it.
    """
    text = f"{SOUND}{RULE}"
    found = faults_of(text)
    rule = "measure[0].rule"
    assert {path for path in found if path.startswith("measure[0]")} == {
        "measure[0].text",
        f"{rule}.fremmed",
        f"{rule}.denominator",
        f"{rule}.denominator[0]",
        f"{rule}.denominator[0].field",
        f"{rule}.per[0]",
    }
    misspelt = faults_of(text.replace("fremmed = 1", 'wher = [{ field = "kind", equals = "other" }]'))
    assert f"{rule}.wher" in misspelt
    assert f"{rule}.denominator" not in misspelt


PLAN = """
experiment = "integration-kontaktforloeb"
proposed = true
title = "Plan"
text = "Prøve"
[[question]]
id = "a"
wording = "proposed"
text = "Hvad?"
fremmed = 1
measure = ["uvist"]
criterion = { test = "non_inferiority", direction = "decrease" }
"""
ASSUMED = """
experiment = "mentorregler"
assumed = true
text = "Prøve"
[[place]]
municipality = 999
from = 2018-07-01
to = 2017-07-01
fremmed = 1
"""


@pytest.mark.parametrize(
    "folder, slug, text, paths",
    [
        (
            "plans",
            "integration-kontaktforloeb",
            PLAN,
            {
                "question[0].fremmed",
                "question[0].measure[0]",
                "question[0].comparison",
                "question[0].criterion.margin",
            },
        ),
        (
            "assumptions",
            "mentorregler",
            ASSUMED,
            {"place[0].municipality", "place[0].to", "place[0].fremmed"},
        ),
    ],
)
def test_what_stands_beside_a_definition_says_every_fault_at_once(
    tmp_path: Path, folder: str, slug: str, text: str, paths: set[str]
) -> None:
    file = tmp_path / folder / f"{slug}.toml"
    file.parent.mkdir()
    file.write_text(text, encoding="utf-8")
    faults = check_paths([file]).faults
    assert {fault.path for fault in faults} == paths
    assert all(fault.line and fault.remedy for fault in faults)


@pytest.mark.parametrize(
    "text, line, words",
    [
        ('slug = "x"\nnetwork = \n', 2, "TOML"),
        ('slug = "x"\nslug = "y"\n', 2, "TOML"),
        ("[part\n", 1, "TOML"),
        ('a = "x\n', 1, "TOML"),
    ],
)
def test_what_is_not_toml_names_its_line(text: str, line: int, words: str) -> None:
    (fault,) = read_definition(text, file="x.toml")[1]
    assert (fault.path, fault.line) == ("", line)
    assert words in fault.message
    assert f"linje {line}" in fault.message


def test_a_deep_tree_is_refused_and_does_not_fall_over() -> None:
    deep = SOUND.replace("at_least = 26", "not = " + "{not = " * 600 + "{}" + "}" * 600)
    assert read_definition(deep)[1]
    assert read_definition("a = " + "[" * 5000 + "]" * 5000)[1]


def test_an_empty_file_says_what_it_needs() -> None:
    found = faults_of("")
    assert {"slug", "network", "short_title", "summary", "status"} <= set(found)


def test_refusal_carries_every_fault() -> None:
    with pytest.raises(DefinitionRefused) as refused:
        parse_definition(SOUND.replace("851", "852").replace("grad-5", "grad-6"), file="proeve.toml")
    assert len(refused.value.faults) == 2
    assert refused.value.exit_code == 3
    assert refused.value.file == "proeve.toml"


def test_in_a_catalogue_the_slug_is_the_name_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "experiments" / "noget-andet.toml"
    path.parent.mkdir()
    path.write_text(SOUND, encoding="utf-8")
    (fault,) = check_paths([path]).faults
    assert (fault.path, fault.allowed) == ("slug", ("noget-andet",))


def test_two_files_with_one_number(tmp_path: Path) -> None:
    for slug in ("proeve", "proeve-to"):
        text = SOUND.replace('slug = "proeve"', f'slug = "{slug}"\nnumber = 5', 1)
        (tmp_path / f"{slug}.toml").write_text(text, encoding="utf-8")
    report = check_paths([tmp_path])
    assert report.files == 2
    ((path, message),) = [(fault.path, fault.message) for fault in report.faults]
    assert path == "number"
    assert "5 bruges også i proeve-to.toml" in message


def test_a_decision_shared_with_an_experiment_that_does_not_exist(tmp_path: Path) -> None:
    path = tmp_path / "proeve.toml"
    text = SOUND.replace('outcome = ["extended"]', 'outcome = ["extended"]\nshared_with = "mikrolan"')
    path.write_text(text, encoding="utf-8")
    (fault,) = check_paths([path]).faults
    assert fault.path == "decision[0].shared_with"
    assert "Mente du mikrolaan?" in fault.message


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", 'slug = "ø"'.encode("latin-1")])
def test_bytes_that_are_not_utf8(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(content)
    (fault,) = check_paths([path]).faults
    assert "UTF-8" in fault.message


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    (fault,) = check_paths([tmp_path / "mangler.toml"]).faults
    assert "findes ikke" in fault.message


def test_a_byte_order_mark_and_windows_line_ends_are_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "proeve.toml"
    path.write_bytes(b"\xef\xbb\xbf" + SOUND.replace("\n", "\r\n").encode())
    assert check_paths([path]).faults == ()
