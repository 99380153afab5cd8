"""Which class a referral is of, until when it is kept, and what keeps it for longer.

The class and the day are worked out when it comes in and whenever an event changes them
(a move, a decision, a mark that it was made in error, another period). While it is open
the day stands only for what would follow if it ended as it began: nothing that is open
is ever destroyed.
"""

from datetime import date

from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Authority, Person
from dueregard.audit import services as audit
from dueregard.plans.rag import add_months
from dueregard.submissions.versions import claim_version
from dueregard.vault import tenancy

from ..codes import NOT_COUNTED, AgeRoute
from ..events import KeepingEvent
from ..models import Correction, Referral, RetentionSetting
from ..retention_rules import AT_18, RULES, RetentionClass, Rule
from ..rules_of_keeping import may_keep, may_set_retention
from .room import lock, room_of
from .steps import write_row

Status = Referral.Status
KEPT_LONGER = "keep_longer"
NOT_ENDED = "This referral has not ended, so it is kept in any case."
CHILDREN = (AgeRoute.UNDER_10, AgeRoute.UNDER_18)
DATES = ["retention_due_on", "child_review_on"]
BY_STATUS = {
    Status.LISTED: RetentionClass.CASE,
    Status.NOT_MET: RetentionClass.NOT_ADOPTED,
    Status.PASSED_ON: RetentionClass.PASSED_ON,
    Status.NOT_A_REFERRAL: RetentionClass.SPAM,
}


def rules_of(authority_id: int) -> dict[str, Rule]:
    """The rule of every class at an authority: its own, or what we ship."""
    own = RetentionSetting.objects.filter(authority=authority_id)
    set_here = {
        row.retention_class: RULES[row.retention_class].with_length(
            row.length, row.child_length, row.source
        )
        for row in own
        if row.retention_class in RULES
    }
    return {**RULES, **set_here}


def date_it(referral: Referral, rules: dict[str, Rule] | None = None) -> None:
    """Work out class, day and review of `referral`; the caller saves it.

    One that was joined to another is kept as long as that one.
    """
    if referral.joined_to is not None:
        head = referral.joined_to
        referral.retention_class = head.retention_class
        referral.retention_due_on = head.retention_due_on
        referral.child_review_on = head.child_review_on
        return
    rules = rules or rules_of(referral.authority_id)
    referral.retention_class = _class_of(referral)
    rule = rules[referral.retention_class]
    is_child = referral.subject.age_route in CHILDREN
    due = rule.due_on(_event_on(referral), is_child=is_child)
    referral.retention_due_on = max(due, referral.kept_until or due)
    referral.child_review_on = _review_of_child(referral)


def recompute(referral: Referral) -> None:
    """Date a saved referral anew, with those that were joined to it. Call it where the
    authority is set, after any event that may change how long it is kept."""
    date_it(referral)
    referral.save(update_fields=["retention_class", *DATES])
    for joined in referral.joined.select_related("joined_to", "subject"):
        recompute(joined)


@audit.atomic
def set_retention(
    authority: Authority,
    retention_class: str,
    *,
    by: Person,
    version: int,
    length: int,
    child_length: int,
    source: str,
) -> RetentionSetting:
    """Keep referrals of a class so long from now on, and date anew all that are kept.

    Raises:
        NotAllowed: `by` is not the co-ordinator.
        Stale: somebody set it since `version` was read.
        KeyError: there is no such class.
    """
    may_set_retention(by, authority)
    rule = RULES[retention_class]
    given = {"length": length, "child_length": child_length, "source": source}
    made, is_new = RetentionSetting.objects.get_or_create(
        authority=authority,
        retention_class=retention_class,
        defaults={**given, "set_by": by},
    )
    if not is_new:
        made = claim_version(RetentionSetting, made.pk, version)
        for name, value in {**given, "set_by": by, "set_at": clock.now()}.items():
            setattr(made, name, value)
        made.save()
    _date_anew(authority, retention_class)
    audit.record(
        KeepingEvent.PERIOD_SET,
        authority,
        by=by,
        retention_class=str(retention_class),
        length=length,
        child_length=child_length,
        unit=str(rule.unit),
    )
    return made


@audit.atomic
@sensitive_variables("reason")
def keep_longer(referral: Referral, *, until: date, reason: str, by: Person) -> None:
    """Keep one that has ended past its day, for a reason; the reason is sealed.

    Raises:
        NotAllowed: `by` is not the data protection officer.
        NotNow: it is open, the day is not later, or later than the rule ever allows.
    """
    may_keep(by, referral.authority)
    with room_of(referral):
        lock(referral)
        if not has_ended(referral):
            raise NotNow(NOT_ENDED)
        latest = longest_of(referral)
        if until <= (referral.retention_due_on or clock.today()):
            raise NotNow("Enter a day after the one until which it is kept now.")
        if until > latest:
            raise NotNow(
                f"It cannot be kept after {latest:%-d %B %Y} without a legal hold."
            )
        referral.kept_until = until
        referral.save(update_fields=["kept_until"])
        write_row(referral, KEPT_LONGER, by=by, note=reason)
        recompute(referral)
        audit.record(
            KeepingEvent.KEPT_LONGER,
            referral,
            by=by,
            until=until,
            note_hash=audit.text_hash(reason),
        )


def longest_of(referral: Referral) -> date:
    """The last day until which the officer may keep it, by its rule."""
    rule = rules_of(referral.authority_id)[referral.retention_class]
    return rule.longest_until(_event_on(referral))


def has_ended(referral: Referral) -> bool:
    """Neither open nor gone on to the panel, which dates it itself."""
    return not referral.is_open and referral.status != Status.LISTED


def _review_of_child(referral: Referral) -> date | None:
    """The day of the review at 18, or of the next one; None where the record goes
    before it, or was never a child's."""
    due, at_18 = referral.retention_due_on, referral.subject.adult_from
    if at_18 is None or due is None:
        return None
    kept_on = referral.kept_past_18_on
    review_on = add_months(kept_on, AT_18.again) if kept_on else at_18
    return review_on if review_on < due else None


def _class_of(referral: Referral) -> str:
    if has_ended(referral) and _was_in_error(referral):
        return RetentionClass.MISTAKEN
    return BY_STATUS.get(Status(referral.status), RetentionClass.GATEWAY)


def _was_in_error(referral: Referral) -> bool:
    if referral.outcome in NOT_COUNTED:
        return True
    marked = referral.corrections.filter(kind=Correction.Kind.MADE_IN_ERROR)
    return marked.exists()


def _event_on(referral: Referral) -> date:
    """The recorded event from which the clock runs."""
    if referral.status == Status.NOT_MET and referral.decided_on:
        return referral.decided_on
    if referral.status == Status.LISTED:
        return referral.decided_on or referral.stage_began_on
    if referral.is_open:
        return timezone.localtime(referral.submitted_at).date()
    return referral.closed_on or referral.stage_began_on


def _date_anew(authority: Authority, retention_class: str) -> None:
    rules = rules_of(authority.pk)
    with tenancy.of(authority):
        rows = Referral.objects.filter(
            authority=authority, retention_class=retention_class
        ).select_related("subject", "joined_to")
        heads = [row for row in rows if row.joined_to_id is None]
        for row in heads:
            date_it(row, rules)
        Referral.objects.bulk_update(heads, DATES, batch_size=500)
        for row in rows.filter(joined_to__isnull=False):
            recompute(row)
