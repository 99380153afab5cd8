"""What the worker does for this room. Each may be run again without harm."""

from datetime import timedelta

from dueregard.accounts.models import Authority, Organisation, Person
from dueregard.outbox.registry import job

from .services import facilitators, forgetting, linking, owing, place_mails
from .services.standing import take_up_rules_of_today
from .services.succession import (
    FOLLOWING,
    PASSING,
    follow_organisation_now,
    pass_people_now,
)
from .services.surveys import chase_late_answers

DAILY = timedelta(days=1)


@job("training.reminders", every=DAILY)
def remind(payload: dict) -> None:
    """Remind people of their training sessions."""
    place_mails.send_reminders()


@job("training.feedback", every=timedelta(hours=1))
def ask(payload: dict) -> None:
    """Ask who was at a training session what they thought."""
    place_mails.ask_what_they_thought()


@job("training.forgetting", every=DAILY)
def forget(payload: dict) -> None:
    """Remove who had places at training sessions of long ago."""
    forgetting.forget_needs()
    forgetting.forget_places()


@job("training.accreditations", every=DAILY)
def warn_of_accreditations(payload: dict) -> None:
    """Put accreditations that end soon on the training leads' lists."""
    facilitators.owe_accreditations()


@job(linking.ASKED)
def send_own_link(payload: dict) -> None:
    """Mail somebody who asked for it the link to their own training."""
    linking.send_asked(payload)


@job("training.own_links", every=DAILY)
def forget_own_links(payload: dict) -> None:
    """Forget links to people's own training that ended a month ago."""
    linking.forget_links()


@job("training.owing", every=DAILY)
def owe_training(payload: dict) -> None:
    """Put people whose training ran out on the list of their organisation's lead."""
    owing.owe_training()


@job(FOLLOWING)
def follow(payload: dict) -> None:
    """Move the people of an organisation whose successor takes over today."""
    follow_organisation_now(
        Organisation.objects.get(pk=payload["organisation"]),
        by=Person.objects.get(pk=payload["by"]),
    )


@job(PASSING)
def pass_over(payload: dict) -> None:
    """Move the register of an authority whose successor takes over today."""
    pass_people_now(
        Authority.objects.get(pk=payload["authority"]),
        Authority.objects.get(pk=payload["successor"]),
        by=Person.objects.get(pk=payload["by"]),
    )


@job("training.rules", every=DAILY)
def take_up_rules(payload: dict) -> None:
    """Count by the rules that begin or end today."""
    take_up_rules_of_today()


@job("training.surveys", every=DAILY)
def chase_surveys(payload: dict) -> None:
    """Chase organisations that are late with a survey, once a week each."""
    chase_late_answers()
