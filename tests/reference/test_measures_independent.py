"""The rules of the shipped definitions over small extracts as files, against a script that shares no code with them."""

from __future__ import annotations

import csv
import datetime as dt
import random
from pathlib import Path

import pytest
from reference.independent_measures import BEFORE, SEEN, START, numbers

from frirum.core.catalogue.assumed import as_assumed
from frirum.core.catalogue.loader import shipped_catalogue
from frirum.core.catalogue.measure_rules import Statistic
from frirum.core.evidence.inputs import Inputs
from frirum.core.evidence.plan import plan_of
from frirum.core.evidence.run import evaluate as run_plan
from frirum.core.measures.evaluate import evaluate
from frirum.core.measures.figures import NotMeasured
from frirum.core.measures.gathering import gather
from frirum.core.measures.rows import Material

PEOPLE, PLACE = 90, "820"


class Writer:
    """Rows drawn from one seed and written as a case system does."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.random = folder, random.Random(seed)
        self.taken: set[tuple[str, dt.date]] = set()

    def some(self, *values: str) -> str:
        return self.random.choice(values)

    def who(self, day: dt.date) -> str:
        """Somebody of whom nothing else begins that day: two rows of one day that contradict are set aside."""
        while True:
            found = f"SYN-{self.random.randrange(PEOPLE):03}"
            if (found, day) not in self.taken:
                self.taken.add((found, day))
                return found

    def begun(self) -> dt.date:
        first = BEFORE - dt.timedelta(days=60)
        return first + dt.timedelta(days=self.random.randrange((SEEN - first).days + 1))

    def later(self, day: dt.date, least: int, most: int) -> str:
        """A day some days later, or nothing where it would lie after what the files tell of."""
        found = day + dt.timedelta(days=self.random.randrange(least, most))
        return text(found) if found <= SEEN else ""

    def write(self, name: str, rows: list[dict[str, str]]) -> None:
        with (self.folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
            writer.writeheader()
            writer.writerows(rows)


def text(day: dt.date) -> str:
    return f"{day:%d-%m-%Y}"


def extracts(folder: Path, seed: int) -> None:
    """One file of each kind that the measures named in the issue are of."""
    w = Writer(folder, seed)
    many = range(260)

    def row(begun: dt.date, **cells: str) -> dict[str, str]:
        return {"Sags-id": w.who(begun), "Kommunekode": PLACE} | cells

    def made(make) -> list[dict[str, str]]:
        return [make(w.begun()) for _n in many]

    benefits = []
    for n in range(PEOPLE):
        # One after the other, some of them without a day between.
        begun = BEFORE - dt.timedelta(days=w.random.randrange(700))
        while begun <= SEEN:
            ended = begun + dt.timedelta(days=w.random.randrange(25, 800))
            benefits.append(
                {
                    "Sags-id": f"SYN-{n:03}",
                    "Kommunekode": PLACE,
                    "Ydelsestype": w.some(
                        "dagpenge", "ledighedsydelse", "sygedagpenge", "integrationsydelse"
                    ),
                    "Startdato": text(begun),
                    "Slutdato": text(ended) if ended <= SEEN else "",
                }
            )
            begun = ended + dt.timedelta(days=w.random.choice((0, 0, 40)))
    w.write("ydelser", benefits)
    w.write("samtaler", [row(b, Samtaletype=w.some("jobsamtale", "opfølgning"), Samtaleform=w.some("telefon", "digitalt"), Medarbejdertype="rådgiver", Samtalestatus=w.some("holdt efter plan", "holdt uden aftale", "aflyst", "udeblevet"), Samtaledato=text(b)) for b in [w.begun() for _n in range(900)]])  # fmt: skip
    w.write("praktik", made(lambda b: row(b, Tilbudstype=w.some("virksomhedspraktik", "løntilskud"), Sektor=w.some("offentlig", "privat"), Startdato=text(b), Slutdato=w.later(b, 10, 500), Timetal=w.some("", "12", "22,5", "37"), Målgruppe=w.some("2.6", "2.1"), Årsag=w.some("", "", "sygdom", "anden årsag"))))  # fmt: skip
    w.write("fleksjob", made(lambda b: row(b, Startdato=text(b), Slutdato=w.later(b, 30, 900), Sektor=w.some("offentlig", "privat"))))  # fmt: skip
    w.write("markeringer", made(lambda b: row(b, Persongruppe="Frikommuneforsøg – Ly under 18 mdr.", Startdato=text(b), Slutdato=w.later(b, 5, 200), Oprettet=text(b))))  # fmt: skip
    w.write("sager", made(lambda b: row(b, Sagstype=w.some("revalidering", "sygedagpenge"), Bevillingstype=w.some("nytilkendelse", "forlængelse"), Opstartsdato=text(b), Afgørelsesdato=w.later(b, 5, 200), **{"Tilbud begyndt": w.later(b, 20, 300), "LÆ265 indhentet": w.some("ja", "nej")})))  # fmt: skip
    w.write("tilbud", made(lambda b: row(b, Tilbudstype=w.some("mentor", "psykologbehandling", "iværksætterforløb", "vejledning og opkvalificering"), Startdato=text(b), Slutdato=w.later(b, 10, 300), Timer=w.some("", "10", "7,5", "30"), Målgruppe=w.some("2.1", "2.2"), **{"Antal uger": w.some("", "4", "6", "8,5"), "Antal samtaler": w.some("", "3", "12"), "Ledighed begyndt": text(b - dt.timedelta(days=w.random.randrange(400)))})))  # fmt: skip
    w.write("attester", made(lambda b: row(b, Attesttype=w.some("LÆ285", "LÆ265"), Bestillingsdato=text(b), Svardato=w.later(b, 2, 60), Pris=w.some("", "450", "612,50"))))  # fmt: skip
    w.write("team", made(lambda b: row(b, Indstillingsdato=text(b), Mødedato=w.later(b, 3, 120))))
    w.write("laan", made(lambda b: row(b, Ansøgningsdato=text(b), Bevillingsdato=w.some("", w.later(b, 1, 40)), Beløb=w.some("", "5000", "12500"), Tilbagebetalt=w.some("", "250", "1000"), Tab=w.some("", "3000"), Lukket="", **{"Antal job": w.some("", "1", "2"), "Konto søgt": text(b), "Konto åbnet": w.later(b, 5, 90)})))  # fmt: skip
    w.write("tid", made(lambda b: row(b, Aktivitet=w.some("opfølgning", "samtale"), Dag=text(b), **{"Tid i minutter": w.some("15", "22,5", "90")})))  # fmt: skip


# What the script calls it -> experiment, measure, part, and which of its figures (group, at, statistic).
SAME = {
    "1 aflyste": ("samtaler-formkrav", "aflyste-samtaler", "forsikrede-ledige", (), "", "share"),
    "1 aflyste-foer": ("samtaler-formkrav", "aflyste-samtaler-foer", "forsikrede-ledige", (), "", "share"),
    "1 ændring": ("samtaler-formkrav", "aflyste-samtaler-aendring", "forsikrede-ledige", (), "", "change"),
    "1 holdte": ("samtaler-formkrav", "afholdte-samtaler", "forsikrede-ledige", (), "", "count"),
    "1 uanmeldte": ("samtaler-formkrav", "uanmeldte-samtaler", "forsikrede-ledige", (), "", "count"),
    "1 udeblevet": ("samtaler-formkrav", "udeblivelser", "forsikrede-ledige", (), "", "count"),
    "1 første kontakt": ("samtaler-formkrav", "tidlig-kontakt", "forsikrede-ledige", (), "", "mean"),
    "1 første kontakt median": ("samtaler-formkrav", "tidlig-kontakt", "forsikrede-ledige", (), "", "median"),
    "2 ventetid": ("rehabiliteringsteam-lae265", "ventetid", None, (), "", "mean"),
    "2 ventetid før": ("rehabiliteringsteam-lae265", "ventetid-foer", None, (), "", "mean"),
    "4 over 18 måneder 2018-07-01": ("ledighedsydelse-revurdering", "over-18-maaneder", None, (), "2018-07-01", "count"),
    "4 over 18 måneder 2020-07-01": ("ledighedsydelse-revurdering", "over-18-maaneder", None, (), "2020-07-01", "count"),
    "4 længde 2018-07-01": ("ledighedsydelse-revurdering", "laengde-i-fagsystemet", None, (), "2018-07-01", "mean"),
    "4 længde 2020-07-01": ("ledighedsydelse-revurdering", "laengde-i-fagsystemet", None, (), "2020-07-01", "mean"),
    "7 fastholdt 12": ("foertidspension-opfoelgning", "fastholdt", None, (), "12", "survival"),
    "7 minutter": ("foertidspension-opfoelgning", "tid-pr-opfoelgning", None, (), "", "mean"),
    "8 deltagere": ("mikrolaan", "deltagere-antal", None, (), "", "count"),
    "8 bevilget": ("mikrolaan", "laan-bevilget", None, (), "", "count"),
    "8 beløb": ("mikrolaan", "laan-beloeb", None, (), "", "total"),
    "8 tilbage": ("mikrolaan", "betalt-tilbage", None, (), "", "total"),
    "8 tabt": ("mikrolaan", "tabt", None, (), "", "total"),
    "8 job": ("mikrolaan", "job-skabt", None, (), "", "total"),
    "8 konto": ("mikrolaan", "ventetid-paa-konto", None, (), "", "mean"),
    "8 består 12": ("mikrolaan", "virksomheden-bestaar", None, (), "12", "survival"),
    "9 ny sygemelding 6": ("psykologbehandling", "ny-sygemelding", None, (), "6", "share"),
    "9 ny sygemelding 12": ("psykologbehandling", "ny-sygemelding", None, (), "12", "share"),
    "9 samtaler": ("psykologbehandling", "antal-samtaler", None, (), "", "mean"),
    "10 længde": ("ivaerksaetteri-dimittender", "forloebets-laengde", None, (), "", "mean"),
    "11 timer": ("forholdstal", "timer-progression", None, (), "", "mean"),
    "12 sagsbehandling": ("revalidering-lae265", "sagsbehandlingstid", None, (), "", "mean"),
    "12 sagsbehandling før": ("revalidering-lae265", "sagsbehandlingstid-foer", None, (), "", "mean"),
    "12 tilbud nytilkendelse": ("revalidering-lae265", "tid-til-tilbud", None, ("new",), "", "mean"),
    "12 tilbud forlængelse": ("revalidering-lae265", "tid-til-tilbud", None, ("extension",), "", "mean"),
    "13 praktikker": ("forholdstal-ledighedsydelse", "antal-praktikker", None, (), "", "count"),
    "13 årsag sygdom": ("forholdstal-ledighedsydelse", "aarsag-til-intet-fleksjob", None, ("illness",), "", "count"),
    "13 årsag anden årsag": ("forholdstal-ledighedsydelse", "aarsag-til-intet-fleksjob", None, ("other",), "", "count"),
    "13 uger til fleksjob": ("forholdstal-ledighedsydelse", "tid-til-fleksjob", None, (), "", "mean"),
    "13 i fleksjob 3": ("forholdstal-ledighedsydelse", "i-fleksjob", None, (), "3", "share"),
    "13 i fleksjob 6": ("forholdstal-ledighedsydelse", "i-fleksjob", None, (), "6", "share"),
    "13 i fleksjob 12": ("forholdstal-ledighedsydelse", "i-fleksjob", None, (), "12", "share"),
    "14 uger": ("uddannelse-rammer", "uger-i-alt", None, (), "", "mean"),
    "14 over seks i alt": ("uddannelse-rammer", "over-seks-uger-i-alt", None, (), "", "share"),
    "14 over seks": ("uddannelse-rammer", "over-seks-uger", None, (), "", "share"),
    "16 timer": ("mentorregler", "mentortimer", "fleksibel", (), "", "mean"),
    "16 timer før": ("mentorregler", "mentortimer-foer", "fleksibel", (), "", "mean"),
    "16 ændring": ("mentorregler", "mentortimer-aendring", "fleksibel", (), "", "change"),
    "17 uden": ("sygedagpenge-lae285", "uden-lae285", None, (), "", "share"),
    "17 ventetid": ("sygedagpenge-lae285", "ventetid-paa-attest", None, (), "", "mean"),
    "17 udgift": ("sygedagpenge-lae285", "udgift-attester", None, (), "", "total"),
    "18 samtaler": ("integration-kontaktforloeb", "samtaler-under", None, (), "", "count"),
    "18 samtaler pr. år": ("integration-kontaktforloeb", "samtaler-pr-aar", None, (), "", "rate"),
    "18 tilbage 6": ("integration-kontaktforloeb", "tilbagevenden", None, (), "6", "share"),
    "18 tilbage 12": ("integration-kontaktforloeb", "tilbagevenden", None, (), "12", "share"),
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("udtraek")
    extracts(folder, seed=14)
    return folder


@pytest.fixture(scope="module")
def both(folder: Path) -> tuple[Material, dict[str, float]]:
    gathered = gather(sorted(folder.glob("*.csv")))
    assert not any(sum(one.set_aside.values()) for one in gathered.files), gathered.files
    return gathered.material(start=START, end=None, seen_until=SEEN), numbers(folder)


def measured(material: Material, slug: str, name: str, part: str | None, statistic: Statistic | None = None):
    experiment = shipped_catalogue().experiment(slug)
    measure = next(one for one in experiment.all_measures() if one.id == name)
    if statistic is not None:
        assert measure.rule
        measure = measure.model_copy(
            update={"rule": measure.rule.model_copy(update={"statistic": statistic})}
        )
    found = evaluate(measure, experiment, material, part=part)
    assert not isinstance(found, NotMeasured), found
    return {(tuple(one.group.values()), one.at, str(one.statistic)): one.value for one in found}


@pytest.mark.parametrize("name", SAME)
def test_a_rule_gives_the_number_of_the_script(both: tuple[Material, dict[str, float]], name: str) -> None:
    material, script = both
    slug, measure, part, *key = SAME[name]
    assert measured(material, slug, measure, part)[tuple(key)] == pytest.approx(script[name], rel=1e-12)


def test_a_median_is_the_script_s(both: tuple[Material, dict[str, float]]) -> None:
    """No shipped measure is a median of a number; the statistic is there for those who write one."""
    material, script = both
    found = measured(material, "mentorregler", "mentortimer", "fleksibel", Statistic.MEDIAN)
    assert found[(), "", "median"] == script["16 median"]


def test_every_plan_runs_on_the_extracts_and_says_what_it_cannot(folder: Path) -> None:
    """Mentor hours before and during ended in a fault of ours: a mean had no remedy, and a change no answer."""
    told = {}
    inputs = Inputs((), gather(sorted(folder.glob("*.csv"))))
    for experiment in shipped_catalogue().experiments.values():
        assumed = as_assumed(experiment)
        one = assumed.experiment if assumed else experiment
        for part in [own.slug for own in one.parts] or [None]:
            plan = plan_of(one, part=part)
            found = run_plan(one, plan, inputs)
            for question in found.as_dict()["questions"]:
                told[experiment.slug, question["id"]] = question
                assert question["estimates"] or question["refused"]["remedy"].endswith(".")
    hours = told["mentorregler", "samme-tid"]["estimates"]
    assert [row["period"] for row in hours] == ["before", "during", "change"], (
        "one line: before, during and change"
    )
    assert hours[2]["point"] == pytest.approx(hours[1]["point"] - hours[0]["point"])
    never = told["uddannelsespaalaeg", "omfang"]["refused"]
    assert never["code"] == "not_measured"
    assert "aldrig sat i gang" in never["message"]
