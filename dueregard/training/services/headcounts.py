"""What partners declare without names, and the sampled check behind it."""

from datetime import date

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Authority, Organisation, Person
from dueregard.audit import services as audit

from ..events import HeadcountEvent
from ..models import Headcount, OrganisationReturn, RoleGroup, SampledCheck
from ..rules import may_keep, may_set
from .returns import must_work_with, note_return


@audit.atomic
def declare(
    authority: Authority,
    organisation: Organisation,
    role_group: RoleGroup,
    *,
    as_of: date,
    people: int,
    in_date: int,
    declared_by: str,
    note: str = "",
    by: Person,
) -> Headcount:
    """Take down how many people of a role group there are, and how many are in date.

    The one before is replaced and kept. Nobody's name stands behind it, so it never
    counts in coverage by person.

    Raises:
        NotAllowed: `by` keeps no records of that organisation.
        NotNow: the organisation or role group is not of this authority, more are in
            date than there are, the day is to come, or a newer one is there already.
    """
    may_keep(by, authority, organisation)
    must_work_with(authority, organisation)
    _must_make_sense(authority, role_group, as_of, people, in_date)
    before = _make_room(authority, organisation, role_group, as_of)
    made = Headcount.objects.create(
        authority=authority,
        organisation=organisation,
        role_group=role_group,
        as_of=as_of,
        people=people,
        in_date=in_date,
        declared_by=declared_by,
        note=note,
        by=by,
    )
    _take_over(made, before)
    note_return(authority, organisation, OrganisationReturn.Kind.HEADCOUNT, by=by)
    return made


@audit.atomic
def check_sample(
    headcount: Headcount,
    *,
    checked_on: date,
    asked: int,
    shown: int,
    note: str = "",
    by: Person,
) -> SampledCheck:
    """Note a look at certificates: `asked` for so many, and `shown` so many.

    Whoever declares does not check: only the authority's own do.

    Raises:
        NotAllowed: `by` does not settle training for the authority.
        NotNow: it was replaced, none were asked for, more were shown than asked for,
            more were asked for than are in date, or the day is to come.
    """
    may_set(by, headcount.authority)
    headcount = Headcount.objects.select_for_update(of=("self",)).get(pk=headcount.pk)
    _must_be_possible(headcount, checked_on, asked, shown)
    check = SampledCheck.objects.create(
        headcount=headcount,
        checked_on=checked_on,
        asked=asked,
        shown=shown,
        note=note,
        by=by,
    )
    audit.record(
        HeadcountEvent.CHECKED,
        headcount,
        by=by,
        asked=asked,
        shown=shown,
        checked_on=checked_on,
        note_hash=audit.text_hash(note) if note else None,
    )
    return check


def _make_room(
    authority: Authority, organisation: Organisation, role_group: RoleGroup, as_of: date
) -> Headcount | None:
    """The current one, which makes room for that of `as_of`; None when there is none.

    It points at itself until the next one is there: one is current at a time, and the
    database holds us to it.

    Raises:
        NotNow: it is newer than `as_of`.
    """
    Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    older = Headcount.objects.current().filter(
        authority=authority, organisation=organisation, role_group=role_group
    )
    before = older.select_for_update(of=("self",)).first()
    if before and before.as_of > as_of:
        raise NotNow(
            f"A newer headcount, as of {before.as_of:%-d %B %Y}, is there already."
        )
    if before:
        Headcount.objects.filter(pk=before.pk).update(replaced_by=before)
    return before


def _take_over(made: Headcount, before: Headcount | None) -> None:
    """`made` is current now, and is written down."""
    if before:
        Headcount.objects.filter(pk=before.pk).update(replaced_by=made)
    audit.record(
        HeadcountEvent.DECLARED,
        made,
        by=made.by,
        role_group_id=made.role_group_id,
        organisation_id=made.organisation_id,
        as_of=made.as_of,
        people=made.people,
        in_date=made.in_date,
        replaces=before.pk if before else None,
    )


def _must_be_possible(
    headcount: Headcount, checked_on: date, asked: int, shown: int
) -> None:
    if headcount.replaced_by_id:
        raise NotNow("This headcount was replaced. Check the newer one.")
    if checked_on > clock.today():
        raise NotNow("The day of the check must not be in the future.")
    if not 0 < asked <= headcount.in_date:
        raise NotNow(
            "Ask for at least 1 certificate, and for no more than the "
            f"{headcount.in_date} people declared in date."
        )
    if shown > asked:
        raise NotNow("No more certificates can be shown than were asked for.")


def _must_make_sense(
    authority: Authority, role_group: RoleGroup, as_of: date, people: int, in_date: int
) -> None:
    if role_group.authority_id != authority.pk:
        raise NotNow(f"{role_group} is a role group of another authority.")
    if role_group.closed_on:
        raise NotNow(f"{role_group} is not used any more. Choose another role group.")
    if as_of > clock.today():
        raise NotNow("The day that the numbers are of must not be in the future.")
    if in_date > people:
        raise NotNow(
            f"{in_date} in date cannot be more than the {people} people there are."
        )
