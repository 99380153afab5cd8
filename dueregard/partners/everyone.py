"""Shared owners, such as "All partners", and the posts that answer for them.

An action that everybody owns is owned by nobody, so each of these names the lead post
of each organisation it reaches, vacancies and organisations without a lead included.
"""

from django.db import models

from dueregard.accounts.models import Organisation

from .names import normalise

_OrgKind = Organisation.Kind


class Everyone(models.TextChoices):
    """Whom a shared owner means. Kept as a code beside the plan's own words."""

    ALL = "all", "All"
    PARTNERS = "partners", "All partners"
    SERVICE_OWNERS = "service_owners", "All service owners"
    COUNCILS = "councils", "All councils"
    PARISH_COUNCILS = "parish_councils", "All parish councils"
    POLICE = "police", "All police teams"
    HEALTH = "health", "All health partners"
    SCHOOLS = "schools", "All schools"
    COLLEGES = "colleges", "All colleges"
    UNIVERSITIES = "universities", "All universities"
    PRISONS_AND_PROBATION = "prisons_and_probation", "All prisons and probation"
    HOUSING = "housing", "All housing providers"
    VOLUNTARY = "voluntary", "All voluntary organisations"
    FAITH = "faith", "All faith organisations"
    PROJECT_PROVIDERS = "project_providers", "All project providers"


KINDS: dict[str, frozenset[str]] = {
    Everyone.COUNCILS: frozenset({_OrgKind.COUNCIL}),
    Everyone.PARISH_COUNCILS: frozenset({_OrgKind.PARISH}),
    Everyone.POLICE: frozenset({_OrgKind.POLICE, _OrgKind.COUNTER_TERRORISM_POLICE}),
    Everyone.HEALTH: frozenset({_OrgKind.NHS_TRUST, _OrgKind.INTEGRATED_CARE_BOARD}),
    Everyone.SCHOOLS: frozenset({_OrgKind.SCHOOL, _OrgKind.ACADEMY_TRUST}),
    Everyone.COLLEGES: frozenset({_OrgKind.FURTHER_EDUCATION}),
    Everyone.UNIVERSITIES: frozenset({_OrgKind.HIGHER_EDUCATION}),
    Everyone.PRISONS_AND_PROBATION: frozenset({_OrgKind.PRISON, _OrgKind.PROBATION}),
    Everyone.HOUSING: frozenset({_OrgKind.HOUSING}),
    Everyone.VOLUNTARY: frozenset({_OrgKind.VOLUNTARY}),
    Everyone.FAITH: frozenset({_OrgKind.FAITH}),
    Everyone.PROJECT_PROVIDERS: frozenset({_OrgKind.PROJECT_PROVIDER}),
}
"""The kinds of organisation that a code reaches; a code not listed reaches them all."""

_WORDINGS: dict[str, tuple[str, ...]] = {
    Everyone.ALL: ("All", "Everyone", "Everybody"),
    Everyone.PARTNERS: (
        "All partners",
        "All partner agencies",
        "All partner organisations",
        "All agencies",
        "All organisations",
    ),
    Everyone.SERVICE_OWNERS: ("All service owners",),
    Everyone.COUNCILS: ("All councils", "All local authorities"),
    Everyone.PARISH_COUNCILS: ("All parish councils", "All parish and town councils"),
    Everyone.POLICE: ("All police teams",),
    Everyone.HEALTH: ("All health partners", "All NHS trusts", "All health leads"),
    Everyone.SCHOOLS: ("All schools",),
    Everyone.COLLEGES: ("All colleges", "All further education colleges"),
    Everyone.UNIVERSITIES: ("All universities",),
    Everyone.PRISONS_AND_PROBATION: ("All prisons and probation",),
    Everyone.HOUSING: ("All housing providers", "All landlords"),
    Everyone.VOLUNTARY: ("All voluntary organisations", "All voluntary groups"),
    Everyone.FAITH: ("All faith organisations", "All faith groups"),
    Everyone.PROJECT_PROVIDERS: ("All project providers",),
}

PHRASES: dict[str, Everyone] = {
    normalise(wording): Everyone(code)
    for code, wordings in _WORDINGS.items()
    for wording in wordings
}
"""Normalised wording to code. Only these words, and no others, mean everyone."""


def reaches(everyone: str, kind: str) -> bool:
    """Whether `everyone` takes in organisations of `kind`."""
    return everyone not in KINDS or kind in KINDS[everyone]
