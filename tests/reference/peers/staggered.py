"""Group-time effects and imputation by diff-diff, stored in staggered.json; warnings are errors.

Run from the folder tests/reference with the packages of requirements-peers.txt:
    python peers/staggered.py > peers/staggered.json
"""

import json
import warnings

import pandas as pd

warnings.simplefilter("error")
import diff_diff  # noqa: E402


def group_time(frame, outcome, unit, init=None, **options):
    found = diff_diff.CallawaySantAnna(base_period="varying", **(init or {})).fit(
        frame, outcome=outcome, unit=unit, time="year", first_treat="first_treated", **options
    )
    cells = {
        f"{int(g)}-{int(t)}": [float(e["effect"]), float(e["se"])]
        for (g, t), e in found.group_time_effects.items()
        if e["se"] > 0
    }
    dynamic = found.aggregate("event_study")
    events = {
        str(int(e)): [float(att), float(se)]
        for e, att, se, skip in zip(
            dynamic.event_time, dynamic.att, dynamic.se, dynamic.is_reference, strict=True
        )
        if not skip
    }
    return {"cells": cells, "events": events, "simple": [float(found.overall_att), float(found.overall_se)]}


def imputed(frame, outcome, unit):
    found = diff_diff.ImputationDiD().fit(
        frame, outcome=outcome, unit=unit, time="year", first_treat="first_treated"
    )
    return {"simple": [float(found.overall_att), float(found.overall_se)]}


def main():
    mpdta = pd.read_csv("data/mpdta.csv")
    castle = pd.read_csv("data/castle.csv")
    print(
        json.dumps(
            {
                "diff-diff": diff_diff.__version__,
                "mpdta": group_time(mpdta, "lemp", "county"),
                "mpdta_not_yet": group_time(
                    mpdta, "lemp", "county", init={"control_group": "not_yet_treated"}
                ),
                "castle": group_time(castle, "l_homicide", "state"),
                "mpdta_imputation": imputed(mpdta, "lemp", "county"),
                "castle_imputation": imputed(castle, "l_homicide", "state"),
            },
            indent=1,
        )
    )


main()
