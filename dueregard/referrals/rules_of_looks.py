"""Who may read who opens referrals, and write down what came of asking (C-AU7)."""

from dueregard.access.refusals import NotAllowed
from dueregard.accounts.models import Authority, Person

from .models import REVIEW_READS, STAND_IN, ReadQuestion


def may_review_looks(user: Person, authority: Authority) -> None:
    if not user.holds_any(REVIEW_READS, authority):
        raise NotAllowed(
            "Only the data protection officer can see who reads referrals here."
        )


def may_answer_question(user: Person, question: ReadQuestion) -> None:
    """Never about oneself; of an officer's own reads another one, or the chair."""
    if user.pk == question.reader_id:
        raise NotAllowed(
            "This is about your own reads. Another data protection officer, or the "
            "panel’s chair, writes down what came of it."
        )
    authority = question.authority
    if user.holds_any(REVIEW_READS, authority):
        return
    of_officer = question.reader.holds_any(REVIEW_READS, authority)
    if not (of_officer and user.holds_any(STAND_IN, authority)):
        raise NotAllowed(
            "Only the data protection officer can write down what came of this."
        )
