"""The steps of the form in their order, as data: who is asked which."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from ...codes import Door
from .account import BehaviourForm, FairForm, MeansForm, SeenForm
from .after import DoneForm, ReachForm, ReceiptForm
from .asking import PROFESSIONAL, YES, StepForm
from .beginning import DangerForm, WriterForm
from .person import CharacteristicsForm, PersonForm, PlaceForm

Answers = dict[str, dict[str, Any]]
"""The answers so far: the code of a step to the answers of its questions."""


@dataclass(frozen=True)
class Step:
    """`code` stands in the address, `title` is the page's, `lead` is above the form."""

    code: str
    title: Any
    form: type[StepForm]
    lead: Any = ""
    own_title: Any = ""
    is_asked: Callable[[str, dict[str, Any]], bool] = lambda door, about: True

    def title_for(self, about: dict[str, Any]) -> Any:
        """The heading; where somebody writes about themselves it may be another."""
        return (about.get("relation") == "self" and self.own_title) or self.title


def _of_professionals(door: str, about: dict[str, Any]) -> bool:
    """Never on the public form, whoever writes (practice RF 10)."""
    return door != Door.PUBLIC and about.get("relation") == PROFESSIONAL


STEPS = (
    Step("danger", _("Is anybody in danger now?"), DangerForm),
    Step("you", _("Who you are"), WriterForm),
    Step(
        "person",
        _("The person you are worried about"),
        PersonForm,
        own_title=_("About you"),
        lead=_(
            "Answer as far as you know. If you are worried about more than one person, "
            "write about one now; at the end you can go on with the next."
        ),
    ),
    Step("place", _("Where they live"), PlaceForm, own_title=_("Where you live")),
    Step(
        "background",
        _("What is known about their background"),
        CharacteristicsForm,
        lead=_(
            "These answers help us to treat people fairly, and show whether we do. "
            "What the person says of themselves counts before what others think."
        ),
        is_asked=_of_professionals,
    ),
    Step("seen", _("What happened"), SeenForm),
    Step("means", _("What you think"), MeansForm),
    Step("fair", _("Before you go on"), FairForm),
    Step(
        "behaviour",
        _("What they did or said"),
        BehaviourForm,
        lead=_(
            "People may believe, think, wear and lawfully protest as they like. What "
            "we can act on is something that was done or said and could lead to harm."
        ),
        is_asked=lambda door, about: about.get("only_beliefs") == YES,
    ),
    Step("done", _("What was done since"), DoneForm),
    Step("reach", _("How we can reach you"), ReachForm),
)

RECEIPT = (
    next(step for step in STEPS if step.code == "person"),
    Step("receipt", _("The police’s receipt"), ReceiptForm),
)


def asked(door: str, answers: Answers) -> list[Step]:
    """The steps that this writer is asked, by the door and what was answered.

    What the police took by their own form is theirs: only whom it is about and its
    receipt are recorded (practice RF 11).
    """
    if door == Door.RECEIPT_ONLY:
        return list(RECEIPT)
    about = flat(answers)
    return [step for step in STEPS if step.is_asked(door, about)]


def flat(answers: Answers) -> dict[str, Any]:
    """All answers by the names of their questions."""
    return {name: value for step in answers.values() for name, value in step.items()}


def first_open(door: str, answers: Answers, *, after: str = "") -> Step | None:
    """The first step without answers, from the one that follows `after` on; or, when
    there is none, from the beginning. None: everything was answered."""
    steps = asked(door, answers)
    codes = [step.code for step in steps]
    start = codes.index(after) + 1 if after in codes else 0
    left = [step for step in steps[start:] + steps if step.code not in answers]
    return left[0] if left else None
