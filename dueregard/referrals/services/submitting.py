"""A referral comes in: whichever door, it is sealed, indexed, routed and recorded."""

import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.views.decorators.debug import sensitive_variables

from dueregard import clock
from dueregard.accounts.models import Authority, Organisation, Person
from dueregard.audit import services as audit
from dueregard.vault.models import DataKey
from dueregard.vault.rooms import sealing
from dueregard.vault.services import new_keys

from ..codes import AgeRoute, Door, Residence
from ..coming_of_age import adult_from
from ..events import ReferralEvent
from ..models import Account, Characteristics, Referral, Referrer, Subject
from ..references import new_reference
from .finding import index_subject
from .limits import begin_stage
from .retention import CHILDREN, date_it
from .routing import route


@dataclass(frozen=True)
class CompletedForm:
    """What somebody wrote, checked, in the blocks of the form.

    Each dictionary holds names of fields of the model that keeps it.
    """

    subject: dict[str, Any]
    account: dict[str, Any]
    referrer: dict[str, Any]
    characteristics: dict[str, Any] = field(default_factory=dict)
    residence: str = Residence.UNKNOWN

    def __repr__(self) -> str:
        return "<CompletedForm>"


@sensitive_variables()
def submit(
    authority: Authority,
    form: CompletedForm,
    *,
    door: Door,
    by: Person | None = None,
    organisation: Organisation | None = None,
    is_suspicious: bool = False,
) -> Referral:
    """Keep a referral and send it on its ways; nothing that came in is dropped.

    One that the rules against spam found odd waits to be looked at by a person within
    one working day and goes nowhere before (security C-SPAM).
    """
    with sealing(authority):
        of_person, of_referral = new_keys(
            authority, DataKey.Kind.PERSON, DataKey.Kind.REFERRAL
        )
        subject = _subject(authority, of_person, form)
        referral = _referral(of_referral, form, subject, door)
        referral.referred_by, referral.referred_for = by, organisation
        if is_suspicious:
            referral.status = Referral.Status.SCREENING
        begin_stage(referral)
        date_it(referral)
        referral.save()
        _parts(referral, form)
        index_subject(subject, form.subject)
        if not is_suspicious:
            route(referral)
        audit.record(
            ReferralEvent.SUBMITTED,
            referral,
            by=by,
            door=door,
            form_hash=referral.form_hash,
            sequence=referral.sequence,
        )
    return referral


def age_route(born_on: date | None, approximate_age: str, *, on: date) -> AgeRoute:
    """Which rules for children apply, from what is known of the age on a day."""
    if born_on is not None:
        had_birthday = (on.month, on.day) >= (born_on.month, born_on.day)
        age = on.year - born_on.year - (0 if had_birthday else 1)
    elif approximate_age.strip().isdecimal():
        age = int(approximate_age)
    else:
        return AgeRoute.UNKNOWN
    if age < 10:
        return AgeRoute.UNDER_10
    return AgeRoute.UNDER_18 if age < 18 else AgeRoute.ADULT


def _subject(authority: Authority, key: DataKey, form: CompletedForm) -> Subject:
    born_on = form.subject.get("born_on")
    about = form.subject.get("approximate_age", "")
    subject = Subject(authority=authority, data_key=key, **form.subject)
    subject.age_route = age_route(born_on, about, on=clock.today())
    if subject.age_route in CHILDREN:
        subject.adult_from = adult_from(born_on, about, on=clock.today())
    subject.save()
    Characteristics.objects.create(
        authority=authority, data_key=key, subject=subject, **form.characteristics
    )
    return subject


def _referral(
    key: DataKey, form: CompletedForm, subject: Subject, door: Door
) -> Referral:
    return Referral(
        authority=subject.authority,
        data_key=key,
        subject=subject,
        reference=new_reference(),
        door=door,
        residence=form.residence,
        form_hash=audit.text_hash(_canonical(form)),
        submitted_at=clock.now(),
    )


def _parts(referral: Referral, form: CompletedForm) -> None:
    under = {"authority": referral.authority, "data_key": referral.data_key}
    Account.objects.create(referral=referral, **under, **form.account)
    Referrer.objects.create(referral=referral, **under, **form.referrer)


def _canonical(form: CompletedForm) -> str:
    blocks = [form.subject, form.characteristics, form.account, form.referrer]
    return json.dumps(blocks, sort_keys=True, ensure_ascii=False, default=str)
