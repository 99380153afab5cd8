"""A school where somebody notices something, and the people around it."""

from types import SimpleNamespace

from dueregard.access.need_to_know import Group
from dueregard.access.purposes import Purpose
from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import (
    AuthorityFactory,
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
)
from dueregard.referrals import services
from dueregard.referrals.codes import ConcernOutcome, Emergency
from dueregard.referrals.models import Concern
from dueregard.referrals.services import Conclusion
from dueregard.vault import tenancy
from dueregard.vault.rooms import case_room

CANARY = "zqconcernqz"


def words(mark: str = CANARY) -> dict[str, str]:
    """What a tutor might write, each answer with the same mark."""
    return {
        "what_was_seen": f"{mark} He drew the hall with arrows.",
        "when_and_where": f"{mark} On Tuesday, in form time.",
        "means": f"{mark} He may want to hurt people there.",
        "other_explanations": f"{mark} It may be from a game.",
    }


def a_school(authority=None, name="Millrace Academy") -> SimpleNamespace:
    """An academy of Marlbrook: a tutor, another tutor, and the safeguarding lead."""
    place = authority or AuthorityFactory(name="Marlbrook")
    academy = OrganisationFactory(name=name, authorities=[place])

    def works(role, name):
        person = PersonFactory(name=name)
        MembershipFactory(
            person=person, role=role, authority=place, organisation=academy
        )
        return person

    return SimpleNamespace(
        authority=place,
        academy=academy,
        tutor=works(Role.ACTION_OWNER, "Wren Hollis"),
        colleague=works(Role.ACTION_OWNER, "Bram Ashe"),
        lead=works(Role.SAFEGUARDING_LEAD, "Imogen Tarn"),
    )


def a_concern(school, *, by=None, mark=CANARY) -> Concern:
    return services.note_concern(
        school.authority,
        organisation=school.academy,
        emergency=Emergency.NONE,
        words=words(mark),
        by=by or school.tutor,
    )


def concluded(outcome=ConcernOutcome.NO_FURTHER, **answers) -> Conclusion:
    given = {"outcome": outcome, "rationale": f"{CANARY} It was from a game."}
    return Conclusion(**(given | answers))


def seen_by(person, authority) -> list[Concern]:
    """What a list of this person's would hold."""
    with tenancy.of(authority):
        return list(
            Concern.objects.visible_to(person)
            .select_related("authority")
            .order_by("pk")
        )


def read(concern, name, person) -> str:
    """The answer `name`, read by `person` in an open room."""
    with case_room(
        person,
        authority=concern.authority,
        purpose=Purpose.CHECK,
        door="test",
        groups=[Group.ACCOUNT],
    ) as room:
        return getattr(room.show(Concern.objects.get(pk=concern.pk)), name)
