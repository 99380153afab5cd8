"""Surveys of many organisations: opened, answered, chased and closed."""

import json
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import F, Q
from django.urls import reverse

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.access.roles import Role
from dueregard.access.rooms import Room
from dueregard.accounts.models import Authority, Membership, Organisation, Person
from dueregard.accounts.rooms import room_is_on
from dueregard.accounts.tokens import new_token, token_hash
from dueregard.audit import services as audit
from dueregard.outbox import services as outbox
from dueregard.plans.wording import in_words
from dueregard.reminders.people import leads_of, reachable
from dueregard.submissions.versions import claim_version

from ..events import SurveyEvent
from ..models import Survey, SurveyAnswer
from ..rules import may_set

MOST_CHASES = 4
DAYS_BETWEEN_CHASES = 7


@audit.atomic
def open_survey(
    authority: Authority,
    *,
    kind: str,
    title: str,
    message: str,
    due_on: date,
    organisations: Iterable[Organisation],
    by: Person,
) -> Survey:
    """Ask each of `organisations`, by a mail with a private link where we know whom.

    Raises:
        NotAllowed: `by` does not settle training for the authority.
        NotNow: no organisation was chosen, or one does not work with the authority.
    """
    may_set(by, authority)
    asked = list(organisations)
    _must_work_with(authority, asked)
    survey = Survey.objects.create(
        authority=authority,
        kind=kind,
        title=title,
        message=message,
        due_on=due_on,
        opened_by=by,
    )
    rows = _ask(survey, asked)
    _send_links(survey, rows, mail="ask")
    audit.record(SurveyEvent.OPENED, survey, by=by, kind=kind, asked=len(rows))
    return survey


@audit.atomic
def answer_survey(
    answer: SurveyAnswer, *, answers: dict[str, Any], by: Person | None = None
) -> SurveyAnswer:
    """Keep what an organisation answered; said again, the newer stands.

    Without `by` it came by the private link; with it, somebody was told and enters it.

    Raises:
        NotAllowed: `by` does not settle training for the authority.
        NotNow: the survey is closed.
    """
    if by is not None:
        may_set(by, answer.survey.authority)
    survey = _locked(answer.survey)
    answer.answers = answers
    answer.answered_at = clock.now()
    answer.entered_by = by
    answer.save(update_fields=["answers", "answered_at", "entered_by"])
    audit.record(
        SurveyEvent.ANSWERED,
        survey,
        by=by,
        organisation_id=answer.organisation_id,
        answers_hash=audit.text_hash(json.dumps(answers, sort_keys=True)),
        by_link=by is None,
    )
    return answer


@audit.atomic
def chase_survey(survey: Survey, *, by: Person) -> int:
    """Send whoever has not answered a new link; how many. The older ones stop working.
    Those that were chased today are left alone.

    Raises:
        NotAllowed: `by` does not settle training for the authority.
        NotNow: the survey is closed.
    """
    may_set(by, survey.authority)
    survey = _locked(survey)
    today = clock.today()
    lately = Q(last_chased_on=today) | Q(asked_at__gt=clock.now() - timedelta(hours=20))
    return _chase(survey, survey.answers.exclude(lately), by=by)


@audit.atomic
def chase_late_answers() -> int:
    """Chase what is late, once a week and four times at most (the daily job)."""
    today = clock.today()
    chased = 0
    surveys = Survey.objects.filter(
        room_is_on(Room.TRAINING), closed_at__isnull=True, due_on__lt=today
    )
    for survey in surveys.select_related("authority"):
        week_ago = today - timedelta(days=DAYS_BETWEEN_CHASES)
        due = Q(last_chased_on__isnull=True) | Q(last_chased_on__lte=week_ago)
        rows = survey.answers.filter(due, times_chased__lt=MOST_CHASES)
        chased += _chase(survey, rows, by=None)
    return chased


@audit.atomic
def send_to(answer: SurveyAnswer, *, email: str, by: Person) -> None:
    """Send the link to another address; the one before stops working.

    Raises:
        NotAllowed: `by` does not settle training for the authority.
        NotNow: the survey is closed.
    """
    may_set(by, answer.survey.authority)
    survey = _locked(answer.survey)
    answer.email = email
    answer.save(update_fields=["email"])
    _send_links(survey, [answer], mail="ask")
    audit.record(
        SurveyEvent.ADDRESS, survey, by=by, organisation_id=answer.organisation_id
    )


@audit.atomic
def close_survey(survey: Survey, *, version: int, summary: str, by: Person) -> Survey:
    """End it and keep what was learnt. No link works any more.

    Raises:
        NotAllowed: `by` does not settle training for the authority.
        NotNow: it was closed already.
        Stale: it was changed since `version`.
    """
    may_set(by, survey.authority)
    survey = claim_version(Survey, survey.pk, version)
    _must_be_open(survey)
    survey.closed_at = clock.now()
    survey.closed_by = by
    survey.summary = summary
    survey.save()
    audit.record(SurveyEvent.CLOSED, survey, by=by, note_hash=audit.text_hash(summary))
    return survey


@audit.atomic
def record_survey_export(survey: Survey, *, by: Person, form: str) -> None:
    """Note that the answers left as a file (settled 17)."""
    audit.record(SurveyEvent.EXPORTED, survey, by=by, format=form)


def find_answer(token: str) -> SurveyAnswer | None:
    """The turn whose link has `token`, whatever became of it; None for what we never
    gave out or what was replaced, and where the room is switched off."""
    rows = SurveyAnswer.objects.filter(
        room_is_on(Room.TRAINING, "survey__authority"), token_sha256=token_hash(token)
    )
    return rows.select_related("survey__authority", "organisation").first()


def addresses_of(
    authority: Authority, organisations: Iterable[Organisation]
) -> dict[int, str]:
    """Where each organisation is reached: whoever holds its lead post, else its
    training lead. Those that nobody reads mail for are left out."""
    wanted = [organisation.pk for organisation in organisations]
    leads = Membership.objects.in_force().filter(
        authority=authority,
        organisation__in=wanted,
        role=Role.TRAINING_LEAD,
        person__in=reachable(),
    )
    found = {
        row.organisation_id: str(row.person.email)
        for row in leads.select_related("person").order_by("-pk")
    }
    for (_, organisation), people in leads_of(
        (authority.pk, pk) for pk in wanted
    ).items():
        reached = [one.email for one in people if one.email and one.is_active]
        if reached:
            found[organisation] = str(reached[0])
    return found


def letter(survey: Survey, organisation: Organisation, link: str) -> dict[str, Any]:
    """What the mail says. Nothing of what is asked: it may lie in a shared mailbox."""
    return {
        "organisation": organisation.name,
        "authority": str(survey.authority),
        "due_on": in_words(survey.due_on),
        "contact": survey.authority.public_contact,
        "link": link,
    }


def _must_work_with(authority: Authority, asked: Sequence[Organisation]) -> None:
    if not asked:
        raise NotNow("Choose at least one organisation to ask.")
    known = authority.organisations.filter(pk__in=[each.pk for each in asked])
    if known.count() != len(asked):
        raise NotNow("Choose only organisations that work with this authority.")


def _ask(survey: Survey, asked: Sequence[Organisation]) -> list[SurveyAnswer]:
    """A row for the answer of each, with the address that we know, or none."""
    addresses = addresses_of(survey.authority, asked)
    return SurveyAnswer.objects.bulk_create(
        [
            SurveyAnswer(
                survey=survey,
                organisation=organisation,
                email=addresses.get(organisation.pk, ""),
            )
            for organisation in asked
        ],
        batch_size=500,
    )


def _chase(survey: Survey, rows, *, by: Person | None) -> int:
    chased = list(
        rows.waiting()
        .exclude(email="")
        .select_related("organisation")
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    if not chased:
        return 0
    SurveyAnswer.objects.filter(pk__in=[row.pk for row in chased]).update(
        times_chased=F("times_chased") + 1, last_chased_on=clock.today()
    )
    _send_links(survey, chased, mail="chase")
    audit.record(SurveyEvent.CHASED, survey, by=by, chased=len(chased))
    return len(chased)


def _send_links(survey: Survey, rows: Sequence[SurveyAnswer], *, mail: str) -> None:
    """A new link for each of `rows` that has an address; a few statements for all."""
    mails = []
    reached = [row for row in rows if row.email]
    for row in reached:
        token = new_token()
        row.token_sha256 = token_hash(token)
        path = reverse("training:answer_survey", args=[token])
        facts = letter(survey, row.organisation, f"{settings.SITE_URL}{path}")
        mails.append((row.email, facts, f"survey-{row.pk}-{row.token_sha256[:16]}"))
    SurveyAnswer.objects.bulk_update(reached, ["token_sha256"], batch_size=500)
    outbox.send_mails(
        mails, template=f"training/mail/survey_{mail}", authority=survey.authority_id
    )


def _locked(survey: Survey) -> Survey:
    """`survey` as it is now, held until the end. Raises NotNow when it is closed."""
    rows = Survey.objects.select_related("authority")
    survey = rows.select_for_update(of=("self",)).get(pk=survey.pk)
    _must_be_open(survey)
    return survey


def _must_be_open(survey: Survey) -> None:
    if not survey.is_open:
        raise NotNow("This survey is closed, so its answers stay as they are.")
