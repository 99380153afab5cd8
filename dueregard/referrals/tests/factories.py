"""Referrals of fictional people, made by the service that every door uses."""

from datetime import date, timedelta

from dueregard import clock
from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import AuthorityFactory, person_with
from dueregard.referrals import services
from dueregard.referrals.codes import Door, Residence
from dueregard.referrals.models import Destination, Referral, Telling
from dueregard.referrals.services import CompletedForm


def a_form(**blocks) -> CompletedForm:
    """What a teacher might write of a pupil; each block can be given instead."""
    given = {
        "subject": {
            "forenames": "Corin",
            "surname": "Ashgrove",
            "born_on": date(2010, 3, 14),
            "gender": "male",
            "addresses": ["4 Weir Street, Marlbrook"],
            "school_or_work": "Millrace Academy",
        },
        "account": {
            "did_or_said": "Drew a plan of the hall with arrows and named a day.",
            "means": "He may be thinking of hurting people there.",
            "other_explanations": "It could be from a game.",
            "came_to_light": "In a lesson on Tuesday.",
        },
        "referrer": {
            "referred_by": {"name": "Wren Hollis", "role": "Form tutor"},
        },
        "characteristics": {"answers": {"ethnicity": {"value": "not_asked"}}},
        "residence": Residence.HERE,
    }
    return CompletedForm(**(given | blocks))


def make_referral(authority=None, *, door=Door.PUBLIC, by=None, **kwargs) -> Referral:
    """A referral that has just come in; give blocks of the form to change it."""
    blocks = {
        name: kwargs.pop(name)
        for name in ("subject", "account", "referrer", "characteristics", "residence")
        if name in kwargs
    }
    place = authority or AuthorityFactory(name="Marlbrook")
    return services.submit(place, a_form(**blocks), door=door, by=by, **kwargs)


def not_told_yet(referral, by, **kwargs) -> None:
    """Why the person is not told yet: a referral is not closed without (RF 5)."""
    given = {
        "whom": Telling.Whom.PERSON,
        "because": "It is not safe for them yet.",
        "review_on": clock.today() + timedelta(days=30),
    }
    services.note_not_yet(referral, by=by, **(given | kwargs))


def police_destination(authority, **kwargs) -> Destination:
    """The police gateway, which signs in here and was tested."""
    given = {
        "kind": Destination.Kind.POLICE,
        "name": "Fernshire police gateway",
        "way": Destination.Way.SIGN_IN,
        "tested_at": clock.now(),
    }
    return Destination.objects.create(authority=authority, **(given | kwargs))


def council_destination(authority, **kwargs) -> Destination:
    """The council's own safeguarding team, which signs in here and was tested."""
    return police_destination(
        authority,
        kind=Destination.Kind.COUNCIL,
        name="Marlbrook safeguarding",
        **kwargs,
    )


def staff(authority) -> dict[Role, object]:
    """A person for every role that the matrix names."""
    roles = (
        Role.COORDINATOR,
        Role.EDUCATION_OFFICER,
        Role.REGISTERED_REFERRER,
        Role.SAFEGUARDING_LEAD,
        Role.GATEWAY_OFFICER,
        Role.CASE_OFFICER,
        Role.PANEL_CHAIR,
        Role.DEPUTY_CHAIR,
    )
    return {role: person_with(role, authority) for role in roles}
