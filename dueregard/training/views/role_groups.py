from django.forms import Form
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from dueregard import clock
from dueregard.access.refusals import allows
from dueregard.submissions import submits_once
from dueregard.submissions.versions import answers_of
from dueregard.ui.asking import asked, posted

from .. import services
from ..catalogue import grid_of, groups_with_rules, people_in, worded
from ..forms.requirement import ChangeRoleGroupForm, RoleGroupForm
from ..models import RoleGroup
from ..readers import COUNT_READERS
from ..rules import may_set
from ..tabs import tabs_of
from .doors import authority_or_404


@require_safe
def role_groups(request, slug: str):
    """Who must know what: every role group in use with its rules."""
    authority = authority_or_404(request, slug, COUNT_READERS)
    rows = RoleGroup.objects.visible_to(request.user).filter(authority=authority)
    found = groups_with_rules(authority, rows)
    groups = [group for group in found if group.closed_on is None]
    page = {
        "authority": authority,
        "groups": groups,
        "grid": grid_of(groups) if request.GET.get("as") == "grid" else None,
        "closed": [group for group in found if group.closed_on],
        "to_confirm": sum(
            rule.confirm_locally for group in groups for rule in group.rules
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
    page = {
        "group": row,
        "rules": [rule for rule in rules if not rule.is_over],
        "former": [rule for rule in rules if rule.is_over],
        "people": people_in(row.authority).get(row.pk, 0),
        "today": clock.today(),
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

    def do():
        answers = {name: form.cleaned_data[name] for name in answers_of(form)}
        version = form.cleaned_data["version"]
        services.change_role_group(row, version=version, by=request.user, **answers)
        return row, "The role group is changed."

    return asked(
        request,
        form,
        do,
        heading=f"Change {row}",
        submit="Save",
        cancel_url=row.get_absolute_url(),
    )


@require_http_methods(["GET", "POST"])
@submits_once
def close_role_group(request, pk: int):
    row = role_group_or_404(request, pk)
    may_set(request.user, row.authority)
    form = Form(posted(request))

    def do():
        services.close_role_group(row, by=request.user)
        return row, f"{row} is closed."

    return asked(
        request,
        form,
        do,
        heading=f"Close {row}",
        lead="Close a role group that nobody is asked about any more. Its people and "
        "what they completed stay in the register, and you can open it again.",
        submit="Close role group",
        cancel_url=row.get_absolute_url(),
    )


@require_http_methods(["GET", "POST"])
@submits_once
def open_role_group(request, pk: int):
    row = role_group_or_404(request, pk)
    may_set(request.user, row.authority)
    form = Form(posted(request))

    def do():
        services.open_role_group(row, by=request.user)
        return row, f"{row} is open again."

    return asked(
        request,
        form,
        do,
        heading=f"Open {row} again",
        lead="Its people are counted again from today, by the rules that hold.",
        submit="Open role group",
        cancel_url=row.get_absolute_url(),
    )


def role_group_or_404(request, pk: int) -> RoleGroup:
    groups = RoleGroup.objects.visible_to(request.user).select_related("authority")
    return get_object_or_404(groups, pk=pk)
