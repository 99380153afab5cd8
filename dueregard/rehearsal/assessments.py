"""Assessments of fictional people, and what was decided once one was finished."""

from dueregard import clock
from dueregard.access.roles import Role
from dueregard.referrals import services
from dueregard.referrals.assessment_templates import FACTOR, Statement, newest
from dueregard.referrals.codes import Body, OtherSupport, Outcome
from dueregard.referrals.models import Referral
from dueregard.referrals.services import Decision, NotMet
from dueregard.vault import tenancy

SEEN = {
    "belonging": (
        "She spends her evenings with people whom she met online last winter, and says "
        "that they are the first who listen.",
        "Her sister, in the last week of October",
    ),
    "influence": (
        "One of them asks her for photographs of a building and calls her a coward "
        "when she does not answer.",
        "Messages that she showed to her manager herself",
    ),
}
NOT_SEEN = "Asked about, and nothing was found."
VIEWS = {
    "protects": "Her sister, her work, and that she showed the messages herself.",
    "own_view": "She wants it to stop and does not want her parents to know.",
}
SUMMARY = (
    "Somebody is trying to use her. She asked for help and would take it. Nothing "
    "shows that she shares what they want."
)
NO_GROUNDS = NotMet(Outcome.NO_FURTHER_ACTION, OtherSupport.NONE_NEEDED, False)


def begin_assessment(cast, referral: Referral) -> None:
    """The case officer began one and has not finished it."""
    officer = cast[Role.CASE_OFFICER]
    row = services.start_assessment(referral, by=officer)
    words, source = SEEN["belonging"]
    answer = {"statement": "present", "words": words, "source": source}
    with tenancy.of(referral.authority):
        services.save_answers(
            row,
            by=officer,
            version=row.version,
            answers={"belonging": answer},
            part="engagement",
        )


def gather(cast, referral: Referral) -> None:
    """Assessed and gathered: the section 36 decision is next."""
    council = cast[Role.COORDINATOR]
    row = services.start_assessment(referral, by=council)
    with tenancy.of(referral.authority):
        services.finish_assessment(
            row, by=council, version=row.version, answers=_answers(), summary=SUMMARY
        )
    services.finish_gathering(referral, by=council, note="All have answered.")


def decide_not_met(cast, referral: Referral) -> None:
    """The panel's chair finds no grounds, for the council."""
    ground = "What was seen has a plain reason, and nobody else was worried."
    decision = Decision(Body.COUNCIL, clock.today(), ground)
    services.find_no_grounds(referral, decision, NO_GROUNDS, by=cast[Role.PANEL_CHAIR])


def _answers() -> dict[str, dict[str, str]]:
    return {
        each.code: _factor(each.code)
        if each.kind == FACTOR
        else {"words": VIEWS.get(each.code, "As said above, and no more is known.")}
        for each in newest().questions
    }


def _factor(code: str) -> dict[str, str]:
    if code not in SEEN:
        return {"statement": Statement.NOT_PRESENT.value, "words": NOT_SEEN}
    words, source = SEEN[code]
    statement = Statement.PRESENT.value
    return {"statement": statement, "words": words, "source": source}
