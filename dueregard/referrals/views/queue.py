from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.access.need_to_know import Group
from dueregard.access.refusals import allows
from dueregard.accounts.models import Authority
from dueregard.submissions import submits_once
from dueregard.ui.asking import asked, posted
from dueregard.ui.charts import Bar
from dueregard.ui.paging import counted
from dueregard.vault import tenancy
from dueregard.vault.rooms import case_room

from .. import services
from .. import timeliness as figures
from ..forms.queue import LimitForm, QueueFilterForm
from ..listing import lines_of, queue_of
from ..reading import places_of_work
from ..rules import may_set_limits
from ..rules_of_looks import may_review_looks
from ..services.limits import LIMITS, label_of, limits_of
from .purpose import queue_authority, standing_purpose


@require_safe
def home(request):
    """The only queue that somebody works on, or a choice of them."""
    places = Authority.objects.filter(pk__in=places_of_work(request.user))
    rows = list(places.order_by("name"))
    if not rows:
        raise Http404
    if len(rows) == 1:
        return redirect("referrals:queue", rows[0].slug)
    return render(request, "referrals/home.html", {"authorities": rows})


@require_safe
def queue(request, slug: str):
    authority = queue_authority(request, slug)
    purpose = standing_purpose(request, authority)
    if purpose is None:
        wanted = urlencode({"next": request.get_full_path()})
        return redirect(f"{reverse('referrals:queue_purpose', args=[slug])}?{wanted}")
    form = QueueFilterForm(request.GET)
    filters = form.cleaned_data if form.is_valid() else {}
    with case_room(
        request,
        authority=authority,
        purpose=purpose,
        door="list",
        groups=[Group.IDENTITY],
    ) as room:
        page = counted(queue_of(request.user, authority, filters), request)
        shown = {
            "authority": authority,
            "page": page,
            "lines": lines_of(request.user, slug, page.rows, room),
            "filter_form": form,
            "is_filtered": any(filters.values()),
            "may_set_limits": allows(may_set_limits, request.user, authority),
            "may_review_looks": allows(may_review_looks, request.user, authority),
        }
        return render(request, "referrals/queue.html", shown)


@require_safe
def limits(request, slug: str):
    """How long each stage may take here, and where that comes from."""
    authority = queue_authority(request, slug)
    own = limits_of(authority.pk)
    page = {
        "authority": authority,
        "limits": [(stage, label_of(stage), own[stage]) for stage in own],
        "may_set": allows(may_set_limits, request.user, authority),
    }
    return render(request, "referrals/limits.html", page)


@require_http_methods(["GET", "POST"])
@submits_once
def set_limit(request, slug: str, stage: str):
    authority = queue_authority(request, slug)
    if stage not in LIMITS:
        raise Http404
    may_set_limits(request.user, authority)
    now = limits_of(authority.pk)[stage]
    source = now.source if now.is_local else ""
    form = LimitForm(
        posted(request),
        initial={"working_days": now.working_days, "source": source},
    )
    place = reverse("referrals:limits", args=[slug])

    def do():
        services.set_limit(authority, stage, **form.cleaned_data, by=request.user)
        return place, "The time limit is changed. Clocks that run keep theirs."

    return asked(
        request,
        form,
        do,
        heading=f"Time limit: {label_of(stage).lower()}",
        caption=authority,
        submit="Save",
        cancel_url=place,
    )


@require_safe
def timeliness(request, slug: str):
    """How long each stage took, of what this person works on."""
    authority = queue_authority(request, slug)
    with tenancy.of(authority):
        found = figures.timeliness(request.user, authority)
    newest = [each for each in found if each.quarter == found[0].quarter]
    page = {"authority": authority, "figures": found}
    if any(each.median for each in newest):  # bars of nothing say nothing
        page["chart"] = Bar(
            f"Median days of each stage, {newest[0].quarter_words}",
            rows=[(each.label, each.median) for each in newest],
            unit="days",
        )
    return render(request, "referrals/timeliness.html", page)
