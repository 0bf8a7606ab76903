"""A small register with people who are marked, some of them treated: an effect of a fifth is planted in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import numpy as np

FIRST_WEEK = dt.date(2017, 1, 2)
NUMBERS = tuple(str(9000 + person) for person in range(400))


def marked_register(
    folder: Path, numbers: Sequence[str] = NUMBERS, *, historical: bool = False
) -> tuple[Path, Path]:
    """A wide register and its marks as text, both with the person's number in `PNR` (a CPR number where asked for).

    400 people on unemployment allowance until their index, a job half a year later for 60 % of the treated and
    40 % of the others, more often where there was one before; the time before is drawn alike for both. One person dies,
    and one mark is of nobody.
    """
    random = np.random.default_rng(11)
    weeks, index = 200, 120
    mondays = [FIRST_WEEK + dt.timedelta(weeks=n) for n in range(weeks)]
    months = list(dict.fromkeys((day + dt.timedelta(days=3)).strftime("%Y_%m") for day in mondays))
    names = [f"y_{day.isocalendar()[0] % 100:02d}{day.isocalendar()[1]:02d}" for day in mondays]
    lines = [";".join(["PNR", *names, *(f"branche_{month}" for month in months)])]
    marks = ["PNR;index_week;treated"]
    for person in range(400):
        treated = person % 2
        own = index - (14 if historical and not treated else 0)
        before = random.random() < 0.5
        works = random.random() < 0.3 + 0.2 * treated + 0.2 * before
        ended = own - 20  # a job until then, or none
        sick = int(random.integers(0, 20))
        cells = ["" if before and n < ended else "890" if n >= own - sick else "740" for n in range(own)]
        cells += [""] * (weeks - own) if works else ["740"] * (weeks - own)
        if person == 0:
            cells[own + 10 :] = ["998"] * (weeks - own - 10)
        begun, stopped = (mondays[week].strftime("%Y_%m") for week in (own, ended))
        jobs = [
            "620100" if (works and month > begun) or (before and month <= stopped) else "" for month in months
        ]
        lines.append(";".join([numbers[person], *cells, *jobs]))
        marks.append(f"{numbers[person]};{'{}-W{:02d}'.format(*mondays[own].isocalendar()[:2])};{treated}")
    marks.append(f"1;{'{}-W{:02d}'.format(*mondays[index].isocalendar()[:2])};0")
    paths = folder / "dream.csv", folder / "marks.csv"
    for path, content in zip(paths, (lines, marks), strict=True):
        path.write_text("\n".join(content) + "\n", encoding="utf-8")
    return paths
