"""Privacy notices: the co-ordinator writes them, the public reads them."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.access.private_links import private
from dueregard.access.refusals import allows
from dueregard.accounts.models import Authority
from dueregard.submissions import submits_once
from dueregard.submissions.versions import changes_of
from dueregard.ui.asking import asked, posted

from .. import services
from ..forms.retention import NoticeForm
from ..models import PrivacyNotice
from ..privacy_texts import text_of
from ..retention_rules import RetentionClass
from ..rules_of_keeping import may_set_notices
from ..rules_of_looks import may_review_looks
from ..services.retention import rules_of
from .refer.doors import councils
from .retention import keepers_place

Reader = PrivacyNotice.Reader


@require_safe
def notices(request, slug: str):
    """Both notices, and when each is reviewed next."""
    authority = keepers_place(request, slug)
    rows = _rows(authority)
    page = {
        "authority": authority,
        "notices": [(reader, rows.get(reader)) for reader in Reader],
        "may_set": allows(may_set_notices, request.user, authority),
        "may_review_looks": allows(may_review_looks, request.user, authority),
    }
    return render(request, "referrals/retention/notices.html", page)


@require_http_methods(["GET", "POST"])
@submits_once
def set_notice(request, slug: str, reader: str):
    authority = keepers_place(request, slug)
    if reader not in Reader.values:
        raise Http404
    may_set_notices(request.user, authority)
    row = _rows(authority).get(reader)
    form = NoticeForm(posted(request), row=row, text=text_of(reader, row))
    place = reverse("referrals:notices", args=[slug])

    def do():
        services.set_notice(authority, reader, **changes_of(form), by=request.user)
        return place, "People read this from now on."

    return asked(
        request,
        form,
        do,
        heading=f"Privacy notice: {Reader(reader).label.lower()}",
        caption=authority,
        submit="Save",
        cancel_url=place,
    )


@login_not_required
@require_safe
def privacy(request, slug: str, reader: str = Reader.ADULT):
    """What anybody may read, without an account and before they write a word."""
    authority = get_object_or_404(councils(), slug=slug)
    if reader not in Reader.values:
        raise Http404
    row = _rows(authority).get(reader)
    rule = rules_of(authority.pk)[RetentionClass.GATEWAY]
    page = {
        "authority": authority,
        "reader": Reader(reader),
        "others": [each for each in Reader if each != reader],
        "row": row,
        "text": text_of(reader, row),
        "rule": rule,
    }
    return private(render(request, "referrals/refer/privacy.html", page))


def _rows(authority: Authority) -> dict[str, PrivacyNotice]:
    found = PrivacyNotice.objects.filter(authority=authority)
    return {row.reader: row for row in found}
