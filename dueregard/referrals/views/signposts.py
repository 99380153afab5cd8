from collections.abc import Callable
from functools import wraps

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.access.need_to_know import Group
from dueregard.access.refusals import allows
from dueregard.partners.models import Service
from dueregard.submissions import submits_once
from dueregard.ui.asking import asked, posted
from dueregard.vault import tenancy

from .. import services
from ..forms.signposts import AnswerSignpostForm, AskServiceForm
from ..guards import missing
from ..models import Signpost
from ..reading import works_on
from ..rules import may_signpost
from ..services.signposting import ASKED_IN, due_by_limit
from ..signpost_figures import signpost_figures as figures_of
from ..signpost_figures import sum_of, to_pass_on
from ..signposts import name_of, signposts_of
from .doors import Opened, opened
from .purpose import queue_authority

ACCOUNT = frozenset({Group.ACCOUNT})


def _of_those_who_work_on_it(view: Callable) -> Callable:
    """Whoever sent the referral sees three states and no more (settled 19)."""

    @wraps(view)
    def page(request, shown: Opened, *args, **kwargs):
        if not works_on(request.user, shown.referral) or shown.account is None:
            raise Http404
        return view(request, shown, *args, **kwargs)

    return page


@require_safe
@opened(door="detail", groups=ACCOUNT)
@_of_those_who_work_on_it
def signposts(request, shown: Opened):
    """Every service that was asked, in what words, and what it said."""
    row = shown.referral
    page = {
        "referral": row,
        "lines": signposts_of(row, shown.room),
        "may_ask": row.status in ASKED_IN and allows(may_signpost, request.user, row),
        "may_answer": allows(may_signpost, request.user, row),
    }
    return render(request, "referrals/signposts/all.html", page)


@require_http_methods(["GET", "POST"])
@submits_once
@opened(door="detail", groups=ACCOUNT)
@_of_those_who_work_on_it
def ask_service(request, shown: Opened):
    """Which service is asked to take the person on, and by when it answers."""
    row = shown.referral
    may_signpost(request.user, row)
    waits = missing("signpost", row)
    directory = Service.objects.visible_to(request.user).approved()
    offered = directory.filter(authority=row.authority_id).with_offer()
    form = AskServiceForm(
        posted(request),
        services=offered,
        waits=bool(waits),
        initial={"due_on": due_by_limit(row.authority_id)},
    )

    def do():
        services.ask_service(row, form.ask(), by=request.user)
        return row, "Written down. If the service does not answer, you are reminded."

    return asked(
        request,
        form,
        do,
        template="referrals/signposts/ask.html",
        heading="Ask a service to help",
        caption=f"Referral {row.reference}",
        submit="Save",
        cancel_url=row.get_absolute_url(),
        referral=row,
        waits=waits,
        has_services=bool(form.services),
    )


@require_http_methods(["GET", "POST"])
@submits_once
@opened(door="detail", groups=ACCOUNT)
@_of_those_who_work_on_it
def answer_signpost(request, shown: Opened, signpost_pk):
    """What the service said, who there said so, and when."""
    row = shown.referral
    may_signpost(request.user, row)
    found = get_object_or_404(
        row.signposts.select_related("service__organisation"), pk=signpost_pk
    )
    signpost: Signpost = shown.room.show(found)
    form = AnswerSignpostForm(posted(request), signpost=signpost)

    def do():
        version = form.cleaned_data["version"]
        done = services.answer_signpost(
            signpost, form.answer(), version=version, by=request.user
        )
        if done.status in Signpost.PASSED:
            return row, "Written down."
        return row, "Written down. Ask another service, or say how else it goes on."

    return asked(
        request,
        form,
        do,
        template="referrals/signposts/answer.html",
        heading="What did the service say?",
        caption=f"Referral {row.reference}",
        submit="Save",
        cancel_url=row.get_absolute_url(),
        signpost=signpost,
        name=name_of(signpost),
    )


@require_safe
def signpost_figures(request, slug: str):
    """What services said, month by month, of what this person works on."""
    authority = queue_authority(request, slug)
    rounded = request.GET.get("rounded") == "on"
    with tenancy.of(authority):
        found = figures_of(request.user, authority)
    words = to_pass_on if rounded else str
    page = {
        "authority": authority,
        "figures": [(each, [words(n) for n in each.numbers]) for each in found],
        "total": [words(number) for number in sum_of(found)],
        "rounded": rounded,
        "back_url": reverse("referrals:timeliness", args=[slug]),
    }
    return render(request, "referrals/signposts/figures.html", page)
