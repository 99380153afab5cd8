"""Bringing a referral of a test to a stage by the services that do it for all."""

from datetime import date

from dueregard import clock
from dueregard.access.need_to_know import Group
from dueregard.access.purposes import Purpose
from dueregard.access.roles import Role
from dueregard.referrals import services
from dueregard.referrals.assessment_templates import FACTOR, Statement, newest
from dueregard.referrals.codes import Body
from dueregard.referrals.models import Assessment, Referral
from dueregard.referrals.services import Decision
from dueregard.vault import tenancy
from dueregard.vault.rooms import case_room

from .factories import make_referral, not_told_yet
from .pages import again

ADULT = {"forenames": "Corin", "surname": "Ashgrove", "born_on": date(1990, 3, 14)}
GROUND = "He was asked to carry something, and means to."


def gathering(authority, people, **kwargs) -> Referral:
    """Cleared by the police and taken forward; nobody holds it."""
    officer = people[Role.GATEWAY_OFFICER]
    referral = make_referral(authority, **({"subject": ADULT} | kwargs))
    services.accept(referral, by=officer)
    referral = again(referral)
    services.set_mark(referral, "clear", by=officer)
    services.go_on(referral, by=officer)
    referral = again(referral)
    not_told_yet(referral, people[Role.COORDINATOR])
    return referral


def assessed(referral, by) -> Assessment:
    """A finished assessment, every question answered in words."""
    begun = services.start_assessment(referral, by=by)
    with tenancy.of(referral.authority):
        return services.finish_assessment(
            begun, by=by, version=begun.version, answers=answered(), summary="A view."
        )


def answered() -> dict:
    return {
        question.code: {"statement": Statement.NOT_PRESENT.value, "words": "Asked."}
        if question.kind == FACTOR
        else {"words": "In our words."}
        for question in newest().questions
    }


def deciding(authority, people, **kwargs) -> Referral:
    """Gathered, with an assessment, and waiting for the section 36 decision."""
    referral = gathering(authority, people, **kwargs)
    coordinator = people[Role.COORDINATOR]
    assessed(referral, coordinator)
    services.finish_gathering(referral, by=coordinator)
    return again(referral)


def decision(body=Body.COUNCIL, **kwargs) -> Decision:
    given = {"body": body, "on": clock.today(), "ground": GROUND}
    return Decision(**(given | kwargs))


def repeat(referral, earlier=None) -> Referral:
    """`referral` is the second of the person of `earlier`."""
    facts = {"sequence": 2}
    if earlier is not None:
        facts["subject"] = earlier.subject_id
    with tenancy.of(referral.authority_id):
        Referral.objects.filter(pk=referral.pk).update(**facts)
    return again(referral)


def words_of(row, person, *names):
    """Sealed answers of a row, read as `person` reads them."""
    room = case_room(
        person,
        authority=row.authority,
        purpose=Purpose.GATEWAY,
        door="detail",
        groups=[Group.ACCOUNT],
    )
    with room as opened:
        opened.show(row)
        return [getattr(row, name) for name in names]
