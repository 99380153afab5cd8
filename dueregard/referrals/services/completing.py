"""From the answers of a form to the blocks that are kept, and sending them."""

from datetime import date
from typing import Any

from django.views.decorators.debug import sensitive_variables

from dueregard.accounts.models import Organisation
from dueregard.audit import services as audit
from dueregard.vault.rooms import sealing

from ..codes import Residence
from ..models import Referral
from .keeping_files import carry_over
from .returning import tell_of
from .submitting import CompletedForm, submit
from .writing import Writing, as_kept, drop, locked

TOPICS = ("ethnicity", "religion", "nationality", "immigration_status", "health")
SAFEGUARDING = (
    "emergency",
    "who_else",
    "action_taken",
    "told",
    "told_response",
    "parents_told",
    "lead_told",
)
FAIRNESS = ("same_for_anyone", "only_beliefs")
REFERRER = ("relation", "work", "email", "telephone", "safe_contact")
# What is asked anew when the same concern is about a second person.
OF_THE_PERSON = ("person", "place", "background")


@audit.atomic
@sensitive_variables()
def send(
    writing: Writing,
    *,
    organisation: Organisation | None = None,
    is_suspicious: bool = False,
) -> Referral:
    """Send what was written and destroy the draft: both, or neither.

    Raises:
        NotNow: it was sent already, or its time was over.
    """
    with sealing(writing.authority):
        draft = locked(writing)
        writing = as_kept(writing, draft)
        referral = submit(
            writing.authority,
            completed(writing.answers),
            door=writing.door,
            by=writing.by,
            organisation=organisation,
            is_suspicious=is_suspicious,
        )
        email = writing.answers.get("reach", {}).get("email")
        if email and writing.by is None:
            tell_of(referral, email)
        carry_over(writing, draft, referral)
        drop(writing)
    return referral


def for_another_person(writing: Writing) -> Writing:
    """A new form with the same concern, about somebody else: one form each."""
    kept = {
        step: answers
        for step, answers in writing.answers.items()
        if step not in OF_THE_PERSON
    }
    return Writing(
        writing.authority,
        writing.owner,
        writing.door,
        answers=kept,
        begun_at=writing.begun_at,
    )


@sensitive_variables()
def completed(answers: dict[str, dict[str, Any]]) -> CompletedForm:
    """The blocks of the national form (domain §6.9), from the answers of every step."""
    given = {name: value for step in answers.values() for name, value in step.items()}
    return CompletedForm(
        subject=_subject(given),
        account=_account(given),
        referrer=_referrer(given),
        characteristics=_characteristics(given),
        residence=given.get("residence") or Residence.UNKNOWN,
    )


def _subject(given: dict[str, Any]) -> dict[str, Any]:
    born_on, age = given.get("born_on"), given.get("approximate_age")
    address, contacts = given.get("address"), given.get("contacts")
    names = [name.strip() for name in given.get("aliases", "").split(",")]
    return {
        "forenames": given.get("forenames", ""),
        "surname": given.get("surname", ""),
        "aliases": [name for name in names if name],
        "born_on": date.fromisoformat(born_on) if born_on else None,
        "approximate_age": "" if age in (None, "") else str(age),
        "gender": given.get("gender", ""),
        "addresses": [address] if address else [],
        "contacts": [contacts] if contacts else [],
        "household": given.get("household", ""),
        "school_or_work": given.get("school_or_work", ""),
        "language": {
            "spoken": given.get("language", ""),
            "interpreter": given.get("interpreter", ""),
        },
    }


def _account(given: dict[str, Any]) -> dict[str, Any]:
    told = [given.get("did_or_said", ""), given.get("behaviour", "")]
    return {
        "did_or_said": "\n\n".join(part for part in told if part),
        "means": given.get("means", ""),
        "other_explanations": given.get("other_explanations", ""),
        "came_to_light": given.get("when_and_where") or given.get("received_how", ""),
        "police_reference": given.get("police_reference", ""),
        "other_agencies": given.get("agencies", ""),
        "safeguarding": _some(given, SAFEGUARDING),
        "fairness": _some(given, FAIRNESS),
    }


def _referrer(given: dict[str, Any]) -> dict[str, Any]:
    """Who wrote; an anonymous writer leaves who they are to the person, and no more."""
    names = {"name": given["writer_name"]} if given.get("writer_name") else {}
    return {"referred_by": {**names, **_some(given, REFERRER)}}


def _characteristics(given: dict[str, Any]) -> dict[str, Any]:
    """What nobody was asked says so: an answer is never missing (domain §13.4)."""
    answers: dict[str, Any] = {}
    for topic in TOPICS:
        how, value = given.get(topic) or "not_asked", given.get(f"{topic}_value")
        answers[topic] = {"value": value, "stated_by": how} if value else {"value": how}
    return {"answers": answers, "needs": given.get("needs", "")}


def _some(given: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: given[name] for name in names if given.get(name)}
