"""Notice, check, share: what a member of staff noticed, until it is referred."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.views.decorators.debug import sensitive_variables

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Authority, Organisation, Person
from dueregard.audit import services as audit
from dueregard.drafts import services as drafts
from dueregard.outbox import services as outbox
from dueregard.submissions.versions import claim_version
from dueregard.vault.models import DataKey
from dueregard.vault.rooms import sealing
from dueregard.vault.services import new_key

from ..codes import ConcernOutcome, OtherSupport
from ..colleagues import colleagues_for
from ..concern_workflow import CONCERN_WORKFLOW
from ..events import ConcernEvent
from ..models import Concern, Tally, Turn
from ..rules_of_concerns import may_follow, may_note
from .concern_carrying import carry_over
from .concern_tallies import count_one, keeping_time_of

DRAFT = "concern"  # what is typed and not noted yet, in the drafts room
WORDS = ("what_was_seen", "when_and_where", "means", "other_explanations")


@dataclass(frozen=True, repr=False)
class Conclusion:
    """What came of a check. `checked_with` and `checked_on` are for one that was made
    outside the service; `lead_knows` is asked where it is to be referred (t04)."""

    outcome: str
    rationale: str
    check_notes: str = ""
    other_support: str = ""
    lead_knows: bool | None = None
    checked_with: str = ""
    checked_on: date | None = None


@audit.atomic
@sensitive_variables()
def note_concern(
    authority: Authority,
    *,
    organisation: Organisation,
    emergency: str,
    words: dict[str, str],
    by: Person,
) -> Concern:
    """Keep what `by` noticed, sealed under a key of its own, and drop its draft.

    `words` holds the fields of `WORDS`: what was seen apart from what it may mean.

    Raises:
        NotAllowed: `by` does not work for `organisation` here.
    """
    may_note(by, authority, organisation)
    with sealing(authority):
        concern = Concern(
            authority=authority,
            data_key=new_key(authority, DataKey.Kind.CONCERN),
            organisation=organisation,
            noticed_by=by,
            emergency=emergency,
            **{name: words.get(name, "") for name in WORDS},
        )
        concern.save(force_insert=True)
        Turn.objects.create(concern=concern, authority=authority, person=by)
    drafts.drop(DRAFT, authority=authority, by=by)
    count_one(authority.pk, organisation, Tally.What.NOTICED)
    audit.record(
        ConcernEvent.NOTICED,
        concern,
        by=by,
        emergency=emergency,
        content_hash=_hash(words),
    )
    return concern


@audit.atomic
@sensitive_variables()
def change_concern(
    concern: Concern, *, version: int, by: Person, **words: str
) -> Concern:
    """Change the words, while nobody is asked to check them yet.

    Raises:
        NotAllowed: somebody else noticed it.
        NotNow: it is being checked, or has ended.
        Stale: it was changed since `version`.
    """
    may_follow(by, concern)
    with sealing(concern.authority):
        concern = claim_version(Concern, concern.pk, version)
        if concern.status != Concern.Status.NOTICED:
            raise NotNow(
                "You can change what you wrote until you ask somebody to check it. "
                "Take it back first."
            )
        for name in WORDS:
            setattr(concern, name, words.get(name, ""))
        concern.save()
    audit.record(ConcernEvent.CHANGED, concern, by=by, content_hash=_hash(words))
    return concern


@audit.atomic
def ask_for_check(concern: Concern, *, checker: Person, by: Person) -> None:
    """Ask a colleague, who reads it until they have said what comes of it.

    They get a line in My work and a mail; neither says what it is about.

    Raises:
        NotAllowed: somebody else noticed it.
        NotNow: it is being checked or has ended, or `checker` is no colleague.
    """
    CONCERN_WORKFLOW.check(concern, "ask_for_check", by=by)
    if not colleagues_for(concern).filter(pk=checker.pk).exists():
        raise NotNow(f"{checker} does not work with you any more. Ask somebody else.")
    with sealing(concern.authority):
        is_first = concern.checked_on is None
        concern.checker, concern.checked_on = checker, clock.today()
        concern.save(update_fields=["checker", "checked_on"])
        CONCERN_WORKFLOW.make(concern, "ask_for_check", by=by)
        _give_turn(concern, checker, Turn.What.CHECK)
        key = f"check-{concern.moves.values_list('pk', flat=True).last()}"
    if is_first:
        count_one(concern.authority_id, concern.organisation, Tally.What.CHECKED)
    _tell(checker, key)


@audit.atomic
def take_back(concern: Concern, *, by: Person) -> None:
    """Let it be the noticer's again, for whoever was asked does not come to it.

    Raises:
        NotAllowed: somebody else noticed it.
        NotNow: nobody is asked, or they have answered.
    """
    with sealing(concern.authority):
        CONCERN_WORKFLOW.make(concern, "take_back", by=by)
        concern.checker = None
        concern.save(update_fields=["checker"])
        _give_turn(concern, concern.noticed_by, Turn.What.OWN)


@audit.atomic
@sensitive_variables()
def conclude(concern: Concern, *, conclusion: Conclusion, by: Person) -> None:
    """Say what comes of it: refer, other support, or no further step; and set its end.

    A colleague who was asked says so, or the noticer, who then names whom they spoke
    to. To refer keeps the words as a draft of the form for `by` to change and send.

    Raises:
        NotAllowed: neither the noticer nor the checker, as the state asks.
        NotNow: it has ended; or nobody is named.
    """
    talked = concern.status == Concern.Status.NOTICED
    is_referred = conclusion.outcome == ConcernOutcome.REFER
    move = "refer" if is_referred else "end"
    move += "_after_talking" if talked else ""
    CONCERN_WORKFLOW.check(concern, move, by=by)
    if talked and not conclusion.checked_with.strip():
        raise NotNow("Name whom you spoke to, or ask a colleague to check this.")
    if is_referred:
        carry_over(concern, by=by)
    with sealing(concern.authority):
        first_check = talked and concern.checked_on is None
        _keep_conclusion(concern, conclusion, talked)
        CONCERN_WORKFLOW.make(concern, move, by=by)
        if talked:
            Turn.objects.filter(concern=concern).delete()
        else:
            _give_turn(concern, concern.noticed_by, Turn.What.ANSWER)
    where = (concern.authority_id, concern.organisation)
    if first_check:
        count_one(*where, Tally.What.CHECKED)
    count_one(*where, _tally_of(conclusion.outcome))


@audit.atomic
def read_answer(concern: Concern, *, by: Person) -> None:
    """Take the answer off the noticer's list: they have read it.

    Raises:
        NotAllowed: somebody else noticed it.
    """
    may_follow(by, concern)
    Turn.objects.filter(concern=concern, what=Turn.What.ANSWER).delete()


def _keep_conclusion(concern: Concern, conclusion: Conclusion, talked: bool) -> None:
    """The words and the days, saved before the move, which reads the row again."""
    concern.rationale = conclusion.rationale
    concern.check_notes = conclusion.check_notes
    concern.lead_knows = conclusion.lead_knows
    concern.other_support = _support(conclusion)
    concern.ended_on = clock.today()
    days = keeping_time_of(concern.authority_id).concern_days
    concern.shred_on = concern.ended_on + timedelta(days=days)
    changed = ["rationale", "check_notes", "lead_knows", "other_support"]
    changed += ["ended_on", "shred_on"]
    if talked:
        concern.checked_with = conclusion.checked_with
        concern.checked_on = conclusion.checked_on or clock.today()
        changed += ["checked_with", "checked_on"]
    concern.save(update_fields=changed)


def _support(conclusion: Conclusion) -> str:
    if conclusion.outcome == ConcernOutcome.OTHER_SUPPORT:
        return conclusion.other_support
    if conclusion.outcome == ConcernOutcome.NO_FURTHER:
        return OtherSupport.NONE_NEEDED
    return ""


def _tally_of(outcome: str) -> str:
    return {
        ConcernOutcome.REFER: Tally.What.REFERRED,
        ConcernOutcome.OTHER_SUPPORT: Tally.What.OTHER_SUPPORT,
    }.get(ConcernOutcome(outcome), Tally.What.NO_FURTHER)


def _give_turn(concern: Concern, person: Person, what: str) -> None:
    Turn.objects.filter(concern=concern).update(
        person=person, what=what, since=clock.today()
    )


def _tell(checker: Person, key: str) -> None:
    outbox.send_mail(
        to=str(checker.email),
        template="referrals/mail/waits",
        context={"link": urljoin(settings.SITE_URL, reverse("reminders:my_work"))},
        key=key,
    )


def _hash(words: dict[str, Any]) -> str:
    """Proves what was written without saying it."""
    return audit.text_hash(json.dumps({name: words.get(name, "") for name in WORDS}))
