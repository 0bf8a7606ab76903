"""What a person may do. A view asks for a permission, never for a role."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    """One line per thing that must be allowed; roles.py says who has it."""

    CHECK_CASE = "check_case"  # ask whether a citizen's case may use an exemption
    AUDIT_CASES = "audit_cases"  # draw a sample, review cases, give feedback
    FOLLOW_EXPERIMENT = "follow_experiment"  # see the internal side of the own organisation's experiments
    EDIT_EXPERIMENT = "edit_experiment"  # write drafts of definitions and designs
    FILL_FORM = "fill_form"  # write in the evaluation form
    SUBMIT_FORM = "submit_form"  # lock, amend and send the evaluation form
    RECEIVE_FORM = "receive_form"  # acknowledge a form that was sent
    ANALYSE = "analyse"  # work with pseudonymised data in the statistics zone
    APPROVE_RELEASE = "approve_release"  # be the second person behind a figure that leaves
    DECIDE = "decide"  # record what is decided about an experiment
    SEE_EVENTS = "see_events"  # read the trail of the own organisations
    SEE_JOBS = "see_jobs"  # follow and cancel background jobs of the own organisations
    MANAGE_MEMBERS = "manage_members"  # make accounts, give and take roles
