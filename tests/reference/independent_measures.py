"""What a few measures come to, computed from the extracts' files with nothing but csv, datetime and statistics.

Written from the sentences of the measures, not from their rules, and sharing no code with them. Runs alone too:
`python tests/reference/independent_measures.py FOLDER` prints every figure.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import statistics
import sys
from collections import Counter, defaultdict
from pathlib import Path

START, SEEN = dt.date(2018, 7, 1), dt.date(2020, 7, 1)
BEFORE = START - (SEEN - START)


def table(folder, name):
    with (Path(folder) / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def day(text):
    return dt.datetime.strptime(text, "%d-%m-%Y").date() if text else None


def number(text):
    return float(text.replace(",", ".")) if text else None


def during(when):
    return START <= when <= SEEN


def before(when):
    return BEFORE <= when < START


def months_later(when, months):
    year, month = divmod(when.year * 12 + when.month - 1 + months, 12)
    for last in (when.day, 30, 29, 28):
        try:
            return dt.date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError


def weeks(first, last):
    return (last - first).days / 7


def mean(values):
    return statistics.fmean(values)


def still(spells, limit):
    """The share still there after so many days; (days, ended) of each."""
    left = 1.0
    for time in sorted({days for days, ended in spells if ended and days <= limit}):
        at_risk = sum(days >= time for days, _ended in spells)
        left *= 1 - sum(days == time and ended for days, ended in spells) / at_risk
    return left


def within(pairs, months):
    """(share, known): of (start, event or None), the event within so many months, where that can be known."""
    hits = known = 0
    for start, event in pairs:
        limit = months_later(start, months)
        hit = event is not None and event <= limit
        known += hit or limit <= SEEN
        hits += hit
    return hits / known, known


def numbers(folder):
    """Measure -> figure."""
    found = {}
    benefits = [
        (r["Sags-id"], r["Ydelsestype"], day(r["Startdato"]), day(r["Slutdato"]))
        for r in table(folder, "ydelser")
    ]
    talks = [
        (r["Sags-id"], r["Samtaletype"], r["Samtalestatus"], day(r["Samtaledato"]))
        for r in table(folder, "samtaler")
    ]
    cases = table(folder, "sager")
    offers = table(folder, "tilbud")
    placed = table(folder, "praktik")
    certificates = table(folder, "attester")
    loans = table(folder, "laan")
    time = table(folder, "tid")

    # 1: talks of those whose unemployment began within the experiment, while it lasted.
    for word, inside in (("", during), ("-foer", before)):
        begun = [(w, b, e) for w, kind, b, e in benefits if kind == "dagpenge" and inside(b)]
        own = [
            state
            for who, _kind, state, on in talks
            if inside(on) and any(w == who and b <= on and (e is None or on <= e) for w, b, e in begun)
        ]
        agreed = [state for state in own if state in ("holdt efter plan", "aflyst", "udeblevet")]
        found["1 aflyste" + word] = agreed.count("aflyst") / len(agreed)
        if not word:
            found["1 holdte"] = own.count("holdt efter plan")
            found["1 uanmeldte"] = own.count("holdt uden aftale")
            found["1 udeblevet"] = own.count("udeblevet")
            waits = []
            for who, b, _e in begun:
                first = [on for w, _k, s, on in talks if w == who and s.startswith("holdt") and on >= b]
                if first:
                    waits.append((min(first) - b).days)
            found["1 første kontakt"] = mean(waits)
            found["1 første kontakt median"] = statistics.median(waits)
    found["1 ændring"] = 100 * (found["1 aflyste"] - found["1 aflyste-foer"])

    # 2: weeks from referral to the team's meeting.
    team = [(day(r["Indstillingsdato"]), day(r["Mødedato"])) for r in table(folder, "team")]
    found["2 ventetid"] = mean([weeks(a, b) for a, b in team if b and during(a)])
    found["2 ventetid før"] = mean([weeks(a, b) for a, b in team if b and before(a) and b < START])

    # 4: people on ledighedsydelse for more than 18 months on two days, and how long those on it had been on it.
    for on in (dt.date(2018, 7, 1), dt.date(2020, 7, 1)):
        found[f"4 over 18 måneder {on}"] = len(
            {
                w
                for w, kind, b, e in benefits
                if kind == "ledighedsydelse" and b <= on and (e is None or e >= on) and weeks(b, on) > 78
            }
        )
        found[f"4 længde {on}"] = mean(
            [
                weeks(b, on)
                for _w, k, b, e in benefits
                if k == "ledighedsydelse" and b <= on and (not e or e >= on)
            ]
        )

    # 7: still in the same job with wage subsidy, of those on disability pension.
    jobs = [
        (day(r["Startdato"]), day(r["Slutdato"]))
        for r in placed
        if r["Tilbudstype"] == "løntilskud" and r["Målgruppe"] == "2.6" and during(day(r["Startdato"]))
    ]
    spells = [(((e or SEEN) - b).days, e is not None) for b, e in jobs]
    found["7 fastholdt 12"] = still(spells, 365.25)

    # 8: loans.
    asked = [r for r in loans if during(day(r["Ansøgningsdato"]))]
    granted = [r for r in asked if r["Bevillingsdato"]]
    found["8 deltagere"] = len({r["Sags-id"] for r in asked})
    found["8 bevilget"] = len(granted)
    for name, column in (
        ("beløb", "Beløb"),
        ("tilbage", "Tilbagebetalt"),
        ("tabt", "Tab"),
        ("job", "Antal job"),
    ):
        found[f"8 {name}"] = sum(number(r[column]) for r in granted if r[column])
    found["8 konto"] = mean(
        [
            weeks(day(r["Konto søgt"]), day(r["Konto åbnet"]))
            for r in asked
            if r["Konto søgt"] and r["Konto åbnet"]
        ]
    )
    firms = [(day(r["Bevillingsdato"]), day(r["Lukket"])) for r in granted]
    found["8 består 12"] = still([(((c or SEEN) - g).days, c is not None) for g, c in firms], 365.25)

    # 9: sick again after the treatment, and its talks.
    therapy = [r for r in offers if r["Tilbudstype"] == "psykologbehandling" and during(day(r["Startdato"]))]
    after = []
    for r in therapy:
        end = day(r["Slutdato"])
        if end:
            sick = [
                b for w, kind, b, _e in benefits if w == r["Sags-id"] and kind == "sygedagpenge" and b >= end
            ]
            after.append((end, min(sick, default=None)))
    for months in (6, 12):
        found[f"9 ny sygemelding {months}"], found[f"9 kendte {months}"] = within(after, months)
    added = defaultdict(float)
    for r in therapy:
        if r["Antal samtaler"]:
            added[r["Sags-id"]] += number(r["Antal samtaler"])
    found["9 samtaler"] = mean(added.values())

    # 10: months on a start-up course.
    found["10 længde"] = mean(
        [
            (day(r["Slutdato"]) - day(r["Startdato"])).days / (365.25 / 12)
            for r in offers
            if r["Tilbudstype"] == "iværksætterforløb" and r["Slutdato"] and during(day(r["Startdato"]))
        ]
    )

    # 11: hours a week in work placements.
    found["11 timer"] = mean(
        [
            number(r["Timetal"])
            for r in placed
            if r["Tilbudstype"] == "virksomhedspraktik" and r["Timetal"] and during(day(r["Startdato"]))
        ]
    )

    # 12: from case to decision, and from case to measure by award.
    rehabilitation = [r for r in cases if r["Sagstype"] == "revalidering"]
    for word, inside in (("", during), (" før", before)):
        found["12 sagsbehandling" + word] = mean(
            [
                weeks(day(r["Opstartsdato"]), day(r["Afgørelsesdato"]))
                for r in rehabilitation
                if r["Afgørelsesdato"]
                and inside(day(r["Opstartsdato"]))
                and (not word or day(r["Afgørelsesdato"]) < START)
            ]
        )
    for award in ("nytilkendelse", "forlængelse"):
        found[f"12 tilbud {award}"] = mean(
            [
                weeks(day(r["Opstartsdato"]), day(r["Tilbud begyndt"]))
                for r in rehabilitation
                if r["Bevillingstype"] == award and r["Tilbud begyndt"] and during(day(r["Opstartsdato"]))
            ]
        )

    # 13: placements with the mark: weeks to a flexi-job, and the reasons there was none.
    marks = [
        (r["Sags-id"], day(r["Startdato"]), day(r["Slutdato"]))
        for r in table(folder, "markeringer")
        if "Ly under 18" in r["Persongruppe"] and during(day(r["Startdato"]))
    ]
    marked = []
    for r in placed:
        b, e = day(r["Startdato"]), day(r["Slutdato"])
        if (
            r["Tilbudstype"] == "virksomhedspraktik"
            and during(b)
            and any(
                w == r["Sags-id"] and (e is None or mb <= e) and (me is None or b <= me)
                for w, mb, me in marks
            )
        ):
            marked.append(r)
    found["13 praktikker"] = len(marked)
    for reason, n in Counter(r["Årsag"] for r in marked if r["Årsag"]).items():
        found[f"13 årsag {reason}"] = n
    flexi = [(r["Sags-id"], day(r["Startdato"])) for r in table(folder, "fleksjob")]
    pairs = [
        (
            day(r["Startdato"]),
            min([b for w, b in flexi if w == r["Sags-id"] and b >= day(r["Startdato"])], default=None),
        )
        for r in marked
    ]
    found["13 uger til fleksjob"] = mean([weeks(b, e) for b, e in pairs if e])
    for months in (3, 6, 12):
        found[f"13 i fleksjob {months}"], _known = within(pairs, months)

    # 14: weeks of guidance and training of recipients of dagpenge within half a year of unemployment.
    added, over, early = defaultdict(float), 0, 0
    for r in offers:
        b, since = day(r["Startdato"]), day(r["Ledighed begyndt"])
        meant = r["Tilbudstype"] == "vejledning og opkvalificering" and r["Målgruppe"] == "2.1"
        if meant and during(b) and since and weeks(since, b) < 26:
            early += 1
            if r["Antal uger"]:
                added[r["Sags-id"]] += number(r["Antal uger"])
                over += number(r["Antal uger"]) > 6
    found["14 uger"] = mean(added.values())
    found["14 over seks"] = over / early
    found["14 over seks i alt"] = sum(weeks > 6 for weeks in added.values()) / len(added)

    # 16: mentor hours per citizen before and during.
    for word, inside in (("", during), (" før", before)):
        added = defaultdict(float)
        for r in offers:
            if r["Tilbudstype"] == "mentor" and r["Timer"] and inside(day(r["Startdato"])):
                added[r["Sags-id"]] += number(r["Timer"])
        found["16 timer" + word] = mean(added.values())
        found["16 median" + word] = statistics.median(added.values())
    found["16 ændring"] = found["16 timer"] - found["16 timer før"]

    # 17: cases without the certificate, days waited for it, and what it cost.
    sick = [r for r in cases if r["Sagstype"] == "sygedagpenge" and during(day(r["Opstartsdato"]))]
    found["17 uden"] = sum(r["LÆ265 indhentet"] == "nej" for r in sick) / len(sick)
    own = [r for r in certificates if r["Attesttype"] == "LÆ285" and during(day(r["Bestillingsdato"]))]
    found["17 ventetid"] = mean(
        [(day(r["Svardato"]) - day(r["Bestillingsdato"])).days for r in own if r["Svardato"]]
    )
    found["17 udgift"] = sum(number(r["Pris"]) for r in own if r["Pris"])

    # 18: talks a year on integrationsydelse, coming back, and time to complete.
    spells = [(w, b, e) for w, kind, b, e in benefits if kind == "integrationsydelse" and during(b)]
    every = [(w, b, e) for w, kind, b, e in benefits if kind == "integrationsydelse"]
    years = sum(
        ((min(e or SEEN, SEEN) - max(b, START)).days + 1) / 365.25
        for _w, b, e in every
        if max(b, START) <= min(e or SEEN, SEEN)
    )
    held = [
        on
        for who, _kind, state, on in talks
        if state.startswith("holdt")
        and during(on)
        and any(w == who and b <= on and (e is None or on <= e) for w, b, e in spells)
    ]
    found["18 samtaler"] = len(held)
    found["18 samtaler pr. år"] = len(held) / years
    back = [
        (e, min([b for w, _k, b, _e in benefits if w == who and b >= e], default=None))
        for who, _b, e in spells
        if e
    ]
    for months in (6, 12):
        found[f"18 tilbage {months}"], _known = within(back, months)

    # Time studies: minutes for each talk.
    found["7 minutter"] = mean(
        [
            number(r["Tid i minutter"])
            for r in time
            if r["Aktivitet"] == "opfølgning"
            and during(day(r["Dag"]))
            and any(
                p["Sags-id"] == r["Sags-id"]
                and p["Tilbudstype"] == "løntilskud"
                and p["Målgruppe"] == "2.6"
                and during(day(p["Startdato"]))
                and day(p["Startdato"]) <= day(r["Dag"])
                and (not p["Slutdato"] or day(r["Dag"]) <= day(p["Slutdato"]))
                for p in placed
            )
        ]
    )
    return found


if __name__ == "__main__":
    print(json.dumps(numbers(sys.argv[1]), ensure_ascii=False, indent=1))
