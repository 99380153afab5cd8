"""Organisations that were asked for information: one answered, one has not yet."""

from dueregard import clock
from dueregard.access.roles import Role
from dueregard.clock.working_days import add_working_days
from dueregard.referrals import services
from dueregard.referrals.models import InformationRequest, Referral
from dueregard.referrals.services import Question, Reply, Respondent


def build_requests(cast, referral: Referral) -> None:
    """Of the first organisations that work with the authority, by name."""
    officer = cast[Role.CASE_OFFICER]
    places = list(cast.authority.organisations.order_by("name", "pk")[:2])
    asked = [_ask(referral, place, officer) for place in places]
    if asked:
        services.enter_answer(
            asked[0],
            TOLD,
            who="Briar Lowe, duty manager, by telephone",
            on=clock.today(),
            by=officer,
        )


def _ask(referral: Referral, organisation, by) -> InformationRequest:
    question = Question(
        organisation=organisation,
        to=Respondent("Duty manager", "duty@partner.example", "01632 960777"),
        asked="Has he been in touch with you since September, and about what?",
        necessity="To know who works with him already, before anything is offered.",
        due_on=add_working_days(clock.today(), 5),
    )
    return services.ask_for_information(referral, question, by=by)


TOLD = Reply(
    InformationRequest.Status.ANSWERED,
    [
        {
            "what": "He asked twice for help with his rent, and was polite.",
            "on": "2026-10-02",
            "source": "The case notes of the housing team",
        }
    ],
    may_be_shared_on=True,
)
