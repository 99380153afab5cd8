"""A concern's words, kept as a draft of the referral form for whoever refers."""

from django.views.decorators.debug import sensitive_variables

from dueregard.access.need_to_know import Group
from dueregard.access.purposes import Purpose
from dueregard.access.refusals import NotNow, allows
from dueregard.access.roles import Role
from dueregard.accounts.models import Authority, Person
from dueregard.drafts import services as drafts
from dueregard.vault.rooms import case_room

from ..codes import Door
from ..models import Concern
from ..rules import may_refer
from . import writing

REFERS_FOR_OTHERS = (Role.REGISTERED_REFERRER, Role.SAFEGUARDING_LEAD)
UNFINISHED = (
    "{person} has a referral that is not sent yet. Send it or drop it first, so that "
    "nothing in it is lost."
)


def writer_of(concern: Concern, *, by: Person) -> Person | None:
    """Who writes the referral: whoever decides, else the noticer, else nobody here.

    The public form is there for the last: their accounts are not set up to refer.
    """
    people = (by, concern.noticed_by)
    may = (each for each in people if allows(may_refer, each, concern.authority))
    return next(may, None)


def door_of(person: Person, authority: Authority) -> Door:
    """By which door somebody who is signed in refers."""
    registered = person.holds_any(REFERS_FOR_OTHERS, authority)
    return Door.REGISTERED if registered else Door.STAFF


@sensitive_variables()
def carry_over(concern: Concern, *, by: Person) -> Person | None:
    """Keep the words for whoever writes the referral, and answer who that is.

    They change them before anything is sent. Reading them for it is a look, and is
    noted.

    Raises:
        NotNow: that person has another referral that is not sent.
    """
    writer = writer_of(concern, by=by)
    if writer is None:
        return None
    place = concern.authority
    door = door_of(writer, place)
    if drafts.newest(writing.FORM, authority=place, by=writer, subject=door):
        raise NotNow(UNFINISHED.format(person=writer))
    with case_room(
        by,
        authority=place,
        purpose=Purpose.TRIAGE,
        door="refer",
        groups=[Group.ACCOUNT],
        subjects=[concern],
    ):
        answers = _answers(concern)
    writing.begin(writing.Writing(place, writer, door, answers))
    return writer


def _answers(concern: Concern) -> dict[str, dict[str, str]]:
    """By the steps of the form; the danger is asked again, because it may be new."""
    return {
        "concern": {"concern": str(concern.pk)},
        "seen": {
            "did_or_said": concern.what_was_seen,
            "when_and_where": concern.when_and_where,
            "who_else": "",
        },
        "means": {
            "means": concern.means,
            "other_explanations": concern.other_explanations,
        },
    }
