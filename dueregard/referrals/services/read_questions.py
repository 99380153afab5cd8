"""Questions about reads of referrals: found each night, asked once, answered by people.

Nothing follows from a question by itself: nobody is stopped or told of it but whoever
answers it (security C-AU7).
"""

from datetime import timedelta

from django.views.decorators.debug import sensitive_variables

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.access.rooms import Room
from dueregard.accounts.models import Authority, Person
from dueregard.audit import services as audit
from dueregard.vault import services as vault
from dueregard.vault import tenancy
from dueregard.vault.models import DataKey
from dueregard.vault.rooms import sealing

from ..events import LooksEvent
from ..models import ReadCheck, ReadQuestion, Referral, ReferralMove
from ..read_rules import HISTORY, Finding, day_of
from ..rules import DECLARED_BY
from ..rules_of_looks import may_answer_question
from .read_findings import findings
from .read_tasks import owe_questions

ONE_DAY = timedelta(days=1)
KEPT = timedelta(days=365)
"""Our own rule: an answered question is kept for a year, then it and its reason go."""
ANSWERED = "Somebody wrote down what came of this meanwhile."


def ask_about_reads() -> None:
    """What the worker does once a day, for every authority that has the room."""
    for authority in Authority.objects.filter(rooms__room=Room.REFERRALS):
        ask_at(authority)


@audit.atomic
def ask_at(authority: Authority) -> int:
    """Look through the days that are over since the last time; how many new questions.

    The first time that is the last 30 days. Each day is looked through once: whoever
    holds a referral later does not change what was asked.
    """
    last = day_of(clock.now()) - ONE_DAY
    ReadCheck.objects.get_or_create(
        authority=authority, defaults={"checked_to": last - HISTORY}
    )
    check = ReadCheck.objects.select_for_update().get(authority=authority)
    made = 0
    with sealing(authority):
        if check.checked_to < last:
            found = findings(authority, check.checked_to + ONE_DAY, last)
            made = sum(_ask(authority, finding) for finding in found)
            check.checked_to = last
            check.save(update_fields=["checked_to"])
        _remove_old(authority)
        owe_questions(authority)
    return made


def _ask(authority: Authority, finding: Finding) -> bool:
    same = ReadQuestion.objects.filter(
        authority=authority,
        reader=finding.reader,
        kind=finding.kind,
        day=finding.day,
    )
    if same.exists():
        return False
    question = ReadQuestion.objects.create(
        authority=authority,
        data_key=vault.new_key(authority, DataKey.Kind.QUESTION),
        reader_id=finding.reader,
        kind=finding.kind,
        day=finding.day,
        seen=finding.seen,
        usual=finding.usual,
    )
    tenths = None if finding.usual is None else int(finding.usual * 10)
    audit.record(
        LooksEvent.ASKED,
        question,
        by=None,
        kind=finding.kind,
        reader_id=finding.reader,
        day=finding.day,
        seen=finding.seen,
        usual_tenths=tenths,
    )
    return True


@audit.atomic
@sensitive_variables()
def answer_question(
    question: ReadQuestion, *, answer: str, reason: str, by: Person
) -> None:
    """Write down what came of asking; `reason` is sealed under the question's key.

    Raises:
        NotAllowed: it is about `by` themselves, or theirs is another role.
        NotNow: somebody answered it meanwhile.
    """
    with sealing(question.authority):
        rows = ReadQuestion.objects.select_for_update(of=("self",))
        row = rows.select_related("authority", "reader").get(pk=question.pk)
        may_answer_question(by, row)
        if not row.is_open:
            raise NotNow(ANSWERED)
        row.answer, row.reason = answer, reason
        row.answered_by, row.answered_at = by, clock.now()
        row.save(update_fields=["answer", "reason", "answered_by", "answered_at"])
        owe_questions(row.authority)
        audit.record(
            LooksEvent.ANSWERED,
            row,
            by=by,
            kind=row.kind,
            reader_id=row.reader_id,
            answer=answer,
            note_hash=audit.text_hash(reason),
        )


def note_try(authority: Authority, pk, *, by: Person) -> None:
    """Somebody was told that a referral is not there: when they had declared an
    interest in it, that they tried is recorded. They are told nothing of that.

    It asks the same of the database whether there is such a referral or not.
    """
    with audit.atomic(), tenancy.of(authority):
        declared = ReferralMove.objects.filter(
            authority=authority, referral=pk, move=DECLARED_BY, by=by
        )
        if declared.exists():
            audit.record(
                LooksEvent.TRIED, Referral(pk=pk), by=by, authority=authority.pk
            )


def _remove_old(authority: Authority) -> None:
    """Questions that were answered a year ago go, and their keys with them."""
    rows = ReadQuestion.objects.answered().filter(
        authority=authority, answered_at__lt=clock.now() - KEPT
    )
    old = list(rows.select_related("data_key").order_by("pk"))
    if not old:
        return
    vault.shred_all([row.data_key for row in old], by=None, because_code="retention")
    for row in old:
        row.delete()
        row.data_key.delete()
    audit.record(
        LooksEvent.REMOVED, None, by=None, authority=authority.pk, questions=len(old)
    )
