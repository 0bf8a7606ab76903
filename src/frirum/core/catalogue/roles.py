"""Who does what in an experiment. Names come from DESIGN; people have roles here, never names."""

from __future__ import annotations

from enum import StrEnum

from frirum.core.catalogue.base import Sourced, Text


class Role(StrEnum):
    """A role in a jobcentre or around it."""

    CASEWORKER = "caseworker"
    EMPLOYER_CONSULTANT = "employer_consultant"
    EMPLOYMENT_OFFICER = "employment_officer"
    TEAM_LEADER = "team_leader"
    COORDINATOR = "coordinator"
    ANALYST = "analyst"
    MUNICIPALITY = "municipality"
    MINISTRY = "ministry"
    EXTERNAL_EVALUATOR = "external_evaluator"
    CITIZEN = "citizen"
    EMPLOYER = "employer"
    UNEMPLOYMENT_FUND = "unemployment_fund"
    GENERAL_PRACTITIONER = "general_practitioner"
    PSYCHOLOGIST = "psychologist"
    PSYCHIATRIST = "psychiatrist"
    MENTOR = "mentor"
    PROVIDER = "provider"


class Responsible(Sourced):
    """A duty and the role that has it."""

    role: Role
    duty: Text
    duty_en: Text | None = None
