"""What the worker does for this room. Each may be run again without harm."""

from datetime import timedelta

from dueregard.outbox.registry import job

from .services import (
    chasing,
    correction_mail,
    deleting,
    escalating,
    mailing,
    mark_reviews,
    read_questions,
    reviewing_keeping,
    signpost_sweep,
    telling,
)
from .services.concern_shredding import shred_what_is_due
from .services.destinations import SEND_TEST
from .services.scanning_files import SCAN, scan_file, scan_waiting
from .services.sending import SEND_FORM
from .services.succession import PASSING, pass_what_is_left

DAILY = timedelta(days=1)


@job("referrals.concerns", every=DAILY)
def shred_concerns(payload: dict) -> None:
    """Destroy concerns and calls for advice whose day has come."""
    shred_what_is_due()


@job("referrals.keeping", every=DAILY)
def review_keeping(payload: dict) -> None:
    """Destroy spam whose day has come, and have people look at what else is due."""
    reviewing_keeping.review_all()


@job("referrals.escalate", every=timedelta(hours=1))
def escalate(payload: dict) -> None:
    """Tell the next rung of referrals that nobody acknowledged in time."""
    escalating.escalate_all()


@job("referrals.told", every=DAILY)
def look_again(payload: dict) -> None:
    """Put on lists what nobody was told of yet, when its day comes."""
    telling.owe_reviews()


@job("referrals.mark_reviews", every=DAILY)
def look_at_marks_again(payload: dict) -> None:
    """Put on lists of those who set them the marks whose day of review comes."""
    mark_reviews.owe_mark_reviews()


@job("referrals.reads", every=DAILY)
def ask_about_reads(payload: dict) -> None:
    """Look through who opened referrals, for what is worth asking about."""
    read_questions.ask_about_reads()


@job("referrals.corrections", every=DAILY)
def chase_corrections(payload: dict) -> None:
    """Write again to who has not confirmed a correction in time."""
    correction_mail.chase_all()


@job("referrals.deletions", every=DAILY)
def chase_deletions(payload: dict) -> None:
    """Write again to who has not said in time that they deleted their copy."""
    deleting.chase_deletions()


@job("referrals.chase_requests", every=DAILY)
def chase_requests(payload: dict) -> None:
    """Remind organisations whose answer is due, and whoever asked them."""
    chasing.chase_all()


@job("referrals.signposts", every=DAILY)
def return_silent_signposts(payload: dict) -> None:
    """Return services that did not answer in time to whoever asked them."""
    signpost_sweep.return_silent()


@job(SEND_FORM, calls_out=True)
def send_form(payload: dict) -> None:
    """Mail a completed form to an address that was assured."""
    mailing.mail_form(payload)


@job(SEND_TEST, calls_out=True)
def send_test(payload: dict) -> None:
    """Mail a test form to a destination."""
    mailing.mail_test(payload)


@job(SCAN, calls_out=True)
def scan(payload: dict) -> None:
    """Have the virus check look at a file that came with a referral."""
    scan_file(payload["authority"], payload["file"])


@job("referrals.scan_waiting", calls_out=True, every=timedelta(minutes=5))
def scan_again(payload: dict) -> None:
    """Ask again for files that got no answer, and clear what nothing names."""
    scan_waiting()


@job(PASSING)
def pass_over(payload: dict) -> None:
    """Pass the referrals of an authority whose successor takes over today."""
    pass_what_is_left()


@job("referrals.pass_what_is_left", every=timedelta(minutes=5))
def pass_over_again(payload: dict) -> None:
    """Pass what arrived late, and go on where passing was interrupted."""
    pass_what_is_left()
