"""Where two people must agree, an account is not enough: every such check asks whether it is the same person."""

from __future__ import annotations

import re
from pathlib import Path

WEB = Path(__file__).parents[3] / "src" / "frirum" / "web"
_IN_A_LIST = re.compile(r"(\w+\.|\))?trail_reference (not )?in [^:]*")
_ONE = re.compile(r"(reviewed_by|requested_by|author|proposed_by|written_by) [!=]= by\.trail_reference")

# What is said of an account and not of a person: file -> the line's reason.
ACCOUNTS = {
    "organisations/humans.py": "the check itself",
    "designs/actions.py": "adds the account to the authors",
    "documents/actions.py": "adds the account to the authors",
    "experiments/actions.py": "adds the account to the authors",
    "experiments/publishing.py": "mail to the authors",
    "jobs/actions.py": "a job is seen by the account that ordered it",
    "studies/actions.py": "an entry is changed by the account that wrote it",
}


def test_whoever_may_not_decide_alone_is_known_by_more_than_the_account() -> None:
    found = {
        str(path.relative_to(WEB))
        for path in WEB.rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if (_IN_A_LIST.search(line) or _ONE.search(line))
    }
    assert found - set(ACCOUNTS) == set(), "ask organisations.humans.is_among"
    assert set(ACCOUNTS) - found == set(), "no longer there"
