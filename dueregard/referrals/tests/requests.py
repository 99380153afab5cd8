"""What tests of requests for information share."""

from datetime import date
from typing import Any

from django.urls import reverse

from dueregard import clock
from dueregard.clock.working_days import add_working_days
from dueregard.referrals import services
from dueregard.referrals.models import InformationRequest, Referral
from dueregard.referrals.services import Question, Reply, Respondent
from dueregard.referrals.spoken import answer_code_of
from dueregard.vault import tenancy

from .factories import make_referral, police_destination
from .pages import again

ADULT = {
    "forenames": "Corin",
    "surname": "Ashgrove",
    "born_on": date(1990, 3, 14),
    "addresses": ["4 Weir Street, Marlbrook"],
    "school_or_work": "Millrace Academy",
    "household": "Lives with an aunt",
}
SURGERY = "surgery@health.example"
ASKED = "Has he been seen for anxiety since June?"
NECESSITY = "The plan names his sleep."
FACT = {"what": "Seen twice for sleep.", "on": "2026-10-02", "source": "Dr Vale"}
TOLD = Reply("answered", [FACT], may_be_shared_on=True)


def gathering(authority, officer, **kwargs) -> Referral:
    """A referral that the police took forward: information is gathered."""
    police_destination(authority)
    row = make_referral(authority, subject=ADULT, **kwargs)
    services.accept(row, by=officer)
    services.set_mark(row, "clear", by=officer)
    services.go_on(row, by=officer)
    return again(row)


def surgery_of(authority):
    """An organisation that works with the authority."""
    found, _ = authority.organisations.get_or_create(name="Weir Street surgery")
    return found


def a_question(authority, **kwargs) -> Question:
    given: dict[str, Any] = {
        "organisation": surgery_of(authority),
        "to": Respondent("Dr Vale, partner", SURGERY, "01632 960555"),
        "asked": ASKED,
        "necessity": NECESSITY,
        "due_on": add_working_days(clock.today(), 5),
    }
    return Question(**(given | kwargs))


def ask(referral, by, **kwargs) -> InformationRequest:
    question = a_question(referral.authority, **kwargs)
    return now(services.ask_for_information(referral, question, by=by))


def now(row) -> InformationRequest:
    """The row as it is now."""
    related = ("referral__authority", "referral__holder", "organisation", "authority")
    with tenancy.of(row.authority_id):
        return InformationRequest.objects.select_related(*related).get(pk=row.pk)


def code_of(row) -> str:
    return answer_code_of(now(row))


def wrong_code(row) -> str:
    return "CCCCCC" if code_of(row) != "CCCCCC" else "DDDDDD"


def token_in(letter: dict) -> str:
    return letter["body"].split("/answer/")[1].split("/")[0]


def opens(client, token: str, code: str):
    return client.post(reverse("answer:open", args=[token]), {"code": code})


def replies(client, token: str, code: str, **kwargs):
    """Send the page of answers, as a browser does."""
    given = {
        "code": code,
        "facts": "1",
        "reply": "answered",
        "what_1": "Seen twice for sleep.",
        "on_1_day": "2",
        "on_1_month": "10",
        "on_1_year": "2026",
        "source_1": "Dr Vale",
        "may_be_shared_on": "yes",
        "who": "Dr Vale, partner",
    }
    return client.post(reverse("answer:send", args=[token]), given | kwargs)
