from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.access.refusals import allows
from dueregard.documents.uploads import takes_evidence
from dueregard.submissions import submits_once
from dueregard.ui.asking import asked, files, posted

from .. import services
from ..forms.completion import CompletionForm, CorrectionForm, TakeBackForm
from ..models import Completion
from ..rules import may_keep_learner
from .doors import completion_or_404, learner_or_404


@require_safe
def completion(request, pk: int):
    """What is on record of one course that somebody did, and how that came about."""
    row = completion_or_404(request, pk)
    page = {
        "completion": row,
        "learner": row.learner,
        "supersedes": row.supersedes.select_related("course"),
        "file": row.evidence if _reads(request.user, row) else None,
        "may_change": row.is_live
        and allows(may_keep_learner, request.user, row.learner),
    }
    return render(request, "training/people/completion.html", page)


def _reads(user, row: Completion) -> bool:
    return row.evidence is not None and row.evidence.is_read_where_it_hangs(user)


@takes_evidence
@require_http_methods(["GET", "POST"])
@submits_once
def add_completion(request, pk: int):
    learner = learner_or_404(request, pk)
    may_keep_learner(request.user, learner)
    wanted = request.GET.get("course", "")
    form = CompletionForm(
        posted(request), files(request), learner=learner, initial={"course": wanted}
    )

    def do():
        row = services.complete_with_file(
            learner,
            **form.answers(),
            file=form.cleaned_data["evidence_file"],
            source=Completion.Source.ENTERED,
            by=request.user,
        )
        return learner, f"“{row.course}” is on record."

    return asked(
        request,
        form,
        do,
        heading="Add a completion",
        caption=learner,
        submit="Add completion",
        cancel_url=learner.get_absolute_url(),
    )


@takes_evidence
@require_http_methods(["GET", "POST"])
@submits_once
def supersede_completion(request, pk: int):
    row = completion_or_404(request, pk)
    may_keep_learner(request.user, row.learner)
    form = CorrectionForm(posted(request), files(request), completion=row)

    def do():
        new = services.supersede_with_file(
            row,
            **form.answers(),
            file=form.cleaned_data["evidence_file"],
            because=form.cleaned_data["because"],
            by=request.user,
        )
        return new, "The correction is on record, beside what stood there before."

    return asked(
        request,
        form,
        do,
        heading="Correct a completion",
        caption=row.learner,
        submit="Save correction",
        cancel_url=row.get_absolute_url(),
    )


@require_http_methods(["GET", "POST"])
@submits_once
def take_back_completion(request, pk: int):
    row = completion_or_404(request, pk)
    may_keep_learner(request.user, row.learner)
    form = TakeBackForm(posted(request))

    def do():
        services.take_back(row, **form.cleaned_data, by=request.user)
        return row.learner, f"“{row.course}” counts no more. The reason is kept."

    return asked(
        request,
        form,
        do,
        heading="Take a completion back",
        caption=row.learner,
        lead=f"{row.course}, done on {row.completed_on:%-d %B %Y}.",
        submit="Take it back",
        cancel_url=row.get_absolute_url(),
    )
