"""Referrals pass to an authority's successor on the day it takes over (practice AC 6).

Everything that is sealed passes: referrals with their clocks and how long they are
kept, people, concerns, calls for advice, holds, forms that are not sent yet. Some at a
time, each in a transaction of its own; the next run goes on with what is left, and
with what still arrives under the old address.
"""

from contextlib import suppress
from datetime import date
from uuid import UUID

from django.db import IntegrityError
from django.views.decorators.debug import sensitive_variables

from dueregard import clock
from dueregard.access.need_to_know import Group
from dueregard.access.purposes import Purpose
from dueregard.access.refusals import NotNow
from dueregard.access.rooms import Room
from dueregard.accounts import services as accounts
from dueregard.accounts.models import Authority, Person, RoomSwitch
from dueregard.accounts.succession import pass_on_the_day
from dueregard.audit import services as audit
from dueregard.drafts.models import Draft
from dueregard.vault import services as vault
from dueregard.vault import tenancy
from dueregard.vault.models import DataKey
from dueregard.vault.rooms import WORKER, case_room

from ..events import ReferralEvent
from ..models import (
    AdviceCall,
    AssessmentTemplate,
    Concern,
    Referral,
    ReferralFile,
    Subject,
)
from .destroying import DESTROY
from .finding import index_subject
from .legal_holds import LIFT
from .linking import NOT_THE_SAME, SAME_PERSON
from .passing_files import pass_files, pass_files_of_drafts
from .stages import owe_stage
from .writing import FORM

PASSING = "referrals.pass_over"
MOST_DRAFTS = 1_000  # in a run
AT_ONCE = 25  # people with their referrals, or other records, in one transaction
TWO_PEOPLE = (SAME_PERSON, NOT_THE_SAME, DESTROY, LIFT)
Kind = DataKey.Kind
KINDS = tuple(kind for kind in Kind.values if kind != Kind.INDEX)
OTHERS = tuple(kind for kind in KINDS if kind not in (Kind.PERSON, Kind.DRAFT))
WORDS = (
    *("forenames", "surname", "aliases"),
    *("born_on", "addresses", "school_or_work"),
)
ROOM_IS_OFF = (
    "Referrals are not switched on at {successor}, so its people would not see those "
    "that pass to it. Have them switched on there first."
)


def count_referrals(authority: Authority, from_date: date) -> int:
    """How many referrals will pass, open and closed."""
    with tenancy.of(authority):
        return Referral.objects.filter(authority=authority).count()


def count_noticed(authority: Authority, from_date: date) -> int:
    """How many concerns and calls for advice will pass."""
    with tenancy.of(authority):
        return sum(
            model.objects.filter(authority=authority).count()
            for model in (Concern, AdviceCall)
        )


def pass_referrals(
    authority: Authority, successor: Authority, from_date: date, by: Person
) -> int:
    """Have everything sealed pass as `from_date` begins; how many referrals that is.

    Raises:
        NotNow: there are some, and the successor's people could not see them.
    """
    has_room = RoomSwitch.objects.filter(authority=successor, room=Room.REFERRALS)
    records = (Kind.PERSON, *OTHERS)
    if vault.keys_left(authority.pk, *records, most=1) and not has_room.exists():
        raise NotNow(ROOM_IS_OFF.format(successor=successor))
    pass_on_the_day(PASSING, authority, successor, from_date)
    return count_referrals(authority, from_date)


def pass_noticed(
    authority: Authority, successor: Authority, from_date: date, by: Person
) -> int:
    """They pass with the referrals."""
    return count_noticed(authority, from_date)


def pass_what_is_left() -> None:
    """Pass what authorities still have whose successors took over: on the day all of
    it, and later what was under way."""
    rows = Authority.objects.filter(succeeded_on__lte=clock.today())
    for authority in rows.select_related("successor"):
        if authority.successor is None:
            continue
        if vault.keys_left(authority.pk, *KINDS, most=1):
            pass_referrals_now(authority, authority.successor)
        AssessmentTemplate.objects.filter(authority=authority).update(
            authority=authority.successor, is_offered=False
        )


def pass_referrals_now(authority: Authority, successor: Authority) -> int:
    """Pass everything, some at a time; how many data keys that was.

    Raises:
        KeysUnavailable: the records are locked; what has passed has passed.
    """
    with tenancy.of(authority):
        accounts.void_all(authority, TWO_PEOPLE)
    passed = 0
    while people := vault.keys_left(authority.pk, Kind.PERSON, most=AT_ONCE):
        with tenancy.of(authority):
            theirs = Referral.objects.filter(subject__data_key__in=people)
            people += theirs.values_list("data_key", flat=True)
        passed += _pass(authority, successor, people)
    while keys := vault.keys_left(authority.pk, *OTHERS, most=AT_ONCE):
        passed += _pass(authority, successor, keys)
    for key in vault.keys_left(authority.pk, Kind.DRAFT, most=MOST_DRAFTS):
        with suppress(IntegrityError):  # they have begun one at the successor, too
            passed += _pass(authority, successor, [key])
    return passed


@audit.atomic
@sensitive_variables()
def _pass(authority: Authority, successor: Authority, keys: list[UUID]) -> int:
    seals = vault.pass_records(keys, authority=authority.pk, successor=successor.pk)
    with tenancy.of(successor):
        people = list(Subject.objects.filter(data_key__in=keys))
        drafts = list(
            Draft.objects.filter(data_key__in=keys, form=FORM).select_related(
                "data_key"
            )
        )
        files = list(ReferralFile.objects.filter(data_key__in=keys))
        rows = Referral.objects.filter(data_key__in=keys)
        referrals = list(rows.select_related("authority", "holder"))
    with case_room(
        WORKER,
        authority=successor,
        purpose=Purpose.RETENTION,
        door="succession",
        groups=[Group.IDENTITY],
        subjects=people,
    ):
        for person in people:
            index_subject(person, {name: getattr(person, name) for name in WORDS})
    pass_files(successor, files, seals)
    pass_files_of_drafts(successor, drafts, seals)
    with tenancy.of(successor):
        for referral in referrals:
            owe_stage(referral)
    for referral in referrals:
        audit.record(
            ReferralEvent.PASSED_OVER,
            referral,
            by=None,
            from_authority_id=authority.pk,
        )
    return len(keys)
