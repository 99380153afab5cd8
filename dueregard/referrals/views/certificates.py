"""What was destroyed: a certificate each, and what became of copies elsewhere."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from dueregard import clock
from dueregard.access.purposes import Purpose
from dueregard.access.refusals import allows
from dueregard.accounts.successors import with_past
from dueregard.ui.paging import counted
from dueregard.vault.rooms import case_room

from ..models import Certificate, DeletionNotice
from ..retention_rules import RetentionClass
from ..rules_of_keeping import may_note_deletion, may_review_retention
from .retention import reviewers_place


@require_safe
def certificates(request, slug: str):
    """What was destroyed here, the newest first."""
    authority = reviewers_place(request, slug)
    rows = _made_at(authority, request.user)
    rows = rows.select_related("authority", "agreed_by")
    page = {
        "authority": authority,
        "page": counted(rows, request),
        "may_look_up": allows(may_review_retention, request.user, authority),
    }
    return render(request, "referrals/retention/certificates.html", page)


@require_safe
def certificate(request, slug: str, pk: int):
    """One certificate, to be printed: it names nobody who was referred."""
    authority = reviewers_place(request, slug)
    rows = _made_at(authority, request.user)
    made = get_object_or_404(
        rows.select_related("authority", "asked_by", "agreed_by"), pk=pk
    )
    page = {
        "authority": authority,
        "certificate": made,
        "counts": _counts(made),
        "may_note": allows(may_note_deletion, request.user, authority),
        "today": clock.today(),
    }
    with case_room(
        request,
        authority=authority,
        purpose=Purpose.RETENTION,
        door="retention",
        groups=[],
    ) as room:
        rows = made.notices.select_related("destination")
        page["notices"] = room.show_all(rows.order_by("given_on", "pk"))
        page["answers"] = _answers(page["notices"])
        return render(request, "referrals/retention/certificate.html", page)


def _made_at(authority, user):
    """What was destroyed here, or at an authority that gave way to this one."""
    rows = Certificate.objects.visible_to(user)
    return rows.filter(authority__in=with_past(authority.pk))


def _answers(notices: list[DeletionNotice]) -> str:
    """How many holders were asked, and what became of their copies."""
    answers = [notice.answer for notice in notices]
    deleted, kept = (
        answers.count(each)
        for each in (DeletionNotice.Answer.DELETED, DeletionNotice.Answer.KEPT)
    )
    said = [f"{len(answers)} asked", f"{deleted} deleted"]
    if kept:
        verb = "keeps" if kept == 1 else "keep"
        said.append(
            f"{kept} {verb} it under rules of {'its' if kept == 1 else 'their'} own"
        )
    if waiting := answers.count(""):
        said.append(f"{waiting} not yet")
    return ", ".join(said)


def _counts(made: Certificate) -> list[tuple[str, int]]:
    """How many of each class went; finer figures stay on the row."""
    found: dict[str, int] = {}
    for line in made.counts:
        found[line["class"]] = found.get(line["class"], 0) + line["number"]
    return [(RetentionClass(code).label, number) for code, number in found.items()]
