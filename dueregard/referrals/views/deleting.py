"""What became of copies that others have of what was destroyed here."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from dueregard.access.private_links import TOO_OFTEN, opened_by
from dueregard.access.purposes import Purpose
from dueregard.access.refusals import NotNow
from dueregard.submissions import submits_once
from dueregard.ui.asking import asked, posted
from dueregard.vault import tenancy
from dueregard.vault.rooms import WORKER, case_room

from .. import services
from ..forms.retention import CopyForm, HolderForm
from ..models import Certificate, DeletionNotice
from ..reads_by_link import deletion_of
from ..rules_of_keeping import may_note_deletion
from .retention import reviewers_place


@require_http_methods(["GET", "POST"])
@submits_once
def holder_deleted(request, slug: str, pk: int, notice_pk):
    """Whom to ring, about what; then what they said."""
    authority = reviewers_place(request, slug)
    rows = Certificate.objects.visible_to(request.user).filter(authority=authority)
    made = get_object_or_404(rows.select_related("authority"), pk=pk)
    with tenancy.of(authority):
        listed = made.notices.select_related("destination", "certificate__authority")
        notice = get_object_or_404(listed, pk=notice_pk)
    may_note_deletion(request.user, authority)
    form = HolderForm(posted(request))

    def do():
        services.note_deletion(notice, **form.cleaned_data, by=request.user)
        return made, "Written down."

    with case_room(
        request,
        authority=authority,
        purpose=Purpose.RETENTION,
        door="retention",
        groups=[],
    ) as room:
        return asked(
            request,
            form,
            do,
            template="referrals/retention/holder.html",
            notice=room.show(notice),
            heading="What became of their copy?",
            caption=f"Certificate {made.reference}",
            submit="Save",
            cancel_url=made.get_absolute_url(),
        )


def _no_link(request, status: int, found=None):
    page = {"is_too_often": status == TOO_OFTEN, "found": found}
    return render(request, "referrals/telling/no_link.html", page, status=status)


@login_not_required
@require_http_methods(["GET", "POST"])
@submits_once
@opened_by(deletion_of, no_link=_no_link)
def to_delete(request, notice: DeletionNotice, token: str):
    """Which copy it is, for whoever has the link; and their answer."""
    form = CopyForm(posted(request))
    if form.is_valid():
        try:
            services.say_deleted(notice, **form.cleaned_data)
        except NotNow as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return redirect("referrals:to_delete", token)
    with case_room(
        WORKER,
        authority=notice.authority_id,
        purpose=Purpose.RETENTION,
        door="link",
        groups=[],
    ) as room:
        page = {
            "notice": room.show(notice),
            "authority": notice.certificate.authority,
            "form": form,
        }
        return render(request, "referrals/retention/to_delete.html", page)
