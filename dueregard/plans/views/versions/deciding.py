from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from dueregard.submissions import submits_once

from ... import rules, services
from ...forms.plan import NoteForm
from ...forms.versions import VersionApprovalForm
from ...proposed_names import names_in_version
from ...versions import changes_of
from ...workflow import VERSION_WORKFLOW
from ..decisions import decisions_for
from .reading import get_version


def _moved(request, version, service, said: str, page: str, *, note_required=True):
    """The page of a move that asks for a note and nothing else."""
    data = request.POST if request.method == "POST" else None
    form = NoteForm(data, required=note_required)
    if form.is_valid():
        service(version, by=request.user, note=form.cleaned_data["note"])
        messages.success(request, said)
        return redirect(version)
    context = {"plan": version.plan, "version": version, "form": form}
    return render(request, f"plans/versions/{page}.html", context)


@require_http_methods(["GET", "POST"])
@submits_once
def version_submit(request, pk, version_pk):
    version = get_version(request, pk, version_pk)
    VERSION_WORKFLOW.check(version, "submit", by=request.user)
    said = f"{version} is with the board's chair."
    submit = services.submit_version
    return _moved(request, version, submit, said, "submit", note_required=False)


@require_http_methods(["GET", "POST"])
@submits_once
def version_take_back(request, pk, version_pk):
    version = get_version(request, pk, version_pk)
    VERSION_WORKFLOW.check(version, "take_back", by=request.user)
    said = f"{version} is back with you."
    return _moved(request, version, services.take_back_version, said, "take_back")


@require_http_methods(["GET", "POST"])
@submits_once
def version_return(request, pk, version_pk):
    version = get_version(request, pk, version_pk)
    VERSION_WORKFLOW.check(version, "return", by=request.user)
    said = f"{version} is back with the co-ordinator."
    return _moved(request, version, services.return_version, said, "return")


@require_http_methods(["GET", "POST"])
@submits_once
def version_withdraw(request, pk, version_pk):
    version = get_version(request, pk, version_pk)
    VERSION_WORKFLOW.check(version, "withdraw", by=request.user)
    said = f"{version} is withdrawn. The plan stays as it is."
    return _moved(request, version, services.withdraw_version, said, "withdraw")


@require_http_methods(["GET", "POST"])
@submits_once
def version_approve(request, pk, version_pk):
    version = get_version(request, pk, version_pk)
    VERSION_WORKFLOW.check(version, "approve", by=request.user)
    form = VersionApprovalForm(
        request.POST if request.method == "POST" else None,
        decisions=decisions_for(request.user, version.plan),
        initial={"decision": request.GET.get("decision", "")},
    )
    if form.is_valid():
        services.approve_version(
            version,
            by=request.user,
            note=form.cleaned_data["note"],
            decision=form.cleaned_data.get("decision"),
        )
        messages.success(request, f"{version} is in place.")
        return redirect(version)
    return render(
        request,
        "plans/versions/approve.html",
        {
            "plan": version.plan,
            "version": version,
            "form": form,
            "changes": changes_of(version, request.user),
            "names": names_in_version(version),
        },
    )


@require_POST
@submits_once
def version_name(request, pk, version_pk):
    """Let one of the names in a proposed public text stand."""
    version = get_version(request, pk, version_pk)
    rules.may_confirm_names(request.user, version.plan)
    place, _, person = request.POST.get("name", "").partition(":")
    for finding in names_in_version(version):
        if (finding.place, str(finding.person.pk)) == (place, person):
            services.confirm_name(version.plan, finding, by=request.user)
            messages.success(request, "Confirmed as it is worded now.")
            return redirect(version)
    raise Http404
