from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from dueregard import clock
from dueregard.access.refusals import allows
from dueregard.submissions import submits_once
from dueregard.submissions.versions import changes_of
from dueregard.ui.asking import asked, confirmed, posted

from .. import services
from ..catalogue import grid_of, groups_with_rules, people_in, worded
from ..coverage.sight import sight_of
from ..forms.requirement import ChangeRoleGroupForm, RoleGroupForm
from ..models import RoleGroup
from ..readers import COUNT_READERS, NAME_READERS
from ..rules import may_set
from ..simulating import simulate_beginning
from ..tabs import tabs_of
from .doors import authority_or_404
from .trying import tried_first


@require_safe
def role_groups(request, slug: str):
    """Who must know what: every role group in use with its rules."""
    authority = authority_or_404(request, slug, COUNT_READERS)
    rows = RoleGroup.objects.visible_to(request.user).filter(authority=authority)
    found = groups_with_rules(authority, rows)
    groups = [group for group in found if group.closed_on is None]
    sight = sight_of(request.user, authority)
    for group in groups:
        group.people = sight.total(group.people)
    page = {
        "authority": authority,
        "groups": groups,
        "grid": grid_of(groups) if request.GET.get("as") == "grid" else None,
        "closed": [group for group in found if group.closed_on],
        "to_confirm": sum(
            rule.confirm_locally for group in groups for rule in group.rules
        ),
        "without_term": sum(
            rule.lacks_its_term for group in groups for rule in group.rules
        ),
        "today": clock.today(),
        "may_change": allows(may_set, request.user, authority),
        **tabs_of(request, authority, "training:role_groups"),
    }
    return render(request, "training/rules/role_groups.html", page)


@require_safe
def role_group(request, pk: int):
    row = role_group_or_404(request, pk)
    rules = worded(row.requirements.order_by("course__title", "-starts_on"))
    people = people_in(row.authority).get(row.pk, 0)
    page = {
        "group": row,
        "rules": [rule for rule in rules if not rule.is_over],
        "former": [rule for rule in rules if rule.is_over],
        "people": sight_of(request.user, row.authority).total(people),
        "today": clock.today(),
        "reads_names": request.user.holds_any(NAME_READERS, row.authority),
        "may_change": allows(may_set, request.user, row.authority),
    }
    return render(request, "training/rules/role_group.html", page)


@require_http_methods(["GET", "POST"])
@submits_once
def add_role_group(request, slug: str):
    authority = authority_or_404(request, slug, COUNT_READERS)
    may_set(request.user, authority)
    form = RoleGroupForm(posted(request))

    def do():
        row = services.add_role_group(authority, **form.cleaned_data, by=request.user)
        return row, f"{row} is added. Now say what they must know."

    return asked(
        request,
        form,
        do,
        heading="Add a role group",
        caption=authority,
        submit="Add role group",
        cancel_url=reverse("training:role_groups", args=[authority.slug]),
    )


@require_http_methods(["GET", "POST"])
@submits_once
def change_role_group(request, pk: int):
    row = role_group_or_404(request, pk)
    may_set(request.user, row.authority)
    form = ChangeRoleGroupForm(posted(request), role_group=row)
    page = {"heading": f"Change {row}", "cancel_url": row.get_absolute_url()}

    def what_if():
        return None, simulate_beginning(row, form.cleaned_data["begins_on"])

    def do():
        services.change_role_group(row, **changes_of(form), by=request.user)
        return row, "The role group is changed."

    if form.is_valid() and form.cleaned_data["begins_on"] != row.begins_on:
        return tried_first(
            request, form, what_if, do, caption=row, save="Save this role group", **page
        )
    return asked(request, form, do, submit="Save", **page)


@require_http_methods(["GET", "POST"])
@submits_once
def close_role_group(request, pk: int):
    row = role_group_or_404(request, pk)
    may_set(request.user, row.authority)

    def do():
        services.close_role_group(row, by=request.user)
        return row, f"{row} is closed."

    return confirmed(
        request,
        do,
        heading=f"Close {row}",
        lead="Close a role group that nobody is asked about any more. "
        f"{_how_many(row)} in it today and will not be counted in it. They and what "
        "they completed stay in the register, and you can open it again.",
        submit="Close role group",
        cancel_url=row.get_absolute_url(),
    )


def _how_many(group: RoleGroup) -> str:
    people = people_in(group.authority).get(group.pk, 0)
    return "1 person is" if people == 1 else f"{people:,} people are"


@require_http_methods(["GET", "POST"])
@submits_once
def open_role_group(request, pk: int):
    row = role_group_or_404(request, pk)
    may_set(request.user, row.authority)

    def do():
        services.open_role_group(row, by=request.user)
        return row, f"{row} is open again."

    return confirmed(
        request,
        do,
        heading=f"Open {row} again",
        lead="Its people are counted again from today, by the rules that hold.",
        submit="Open role group",
        cancel_url=row.get_absolute_url(),
    )


def role_group_or_404(request, pk: int) -> RoleGroup:
    groups = RoleGroup.objects.visible_to(request.user).select_related("authority")
    return get_object_or_404(groups, pk=pk)
