"""One question about reads: asked while it is open, then read with what came of it."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from dueregard.access.purposes import Purpose
from dueregard.access.refusals import allows
from dueregard.access.rooms import Room
from dueregard.accounts.models import Authority
from dueregard.submissions import submits_once
from dueregard.ui.asking import asked, posted
from dueregard.vault import tenancy
from dueregard.vault.rooms import case_room

from .. import services
from ..forms.looks import AnswerForm
from ..models import REVIEW_READS, STAND_IN, ReadQuestion
from ..read_rules import RULES, said
from ..rules_of_looks import may_answer_question, may_review_looks


@require_http_methods(["GET", "POST"])
@submits_once
def read_question(request, slug: str, pk):
    question = _question(request, slug, pk)
    page = {
        "question": question,
        "said": said(question),
        "rule": RULES[question.kind],
        "cancel_url": _way_back(request.user, question.authority),
    }
    if not question.is_open and request.method == "GET":
        return _answered(request, question, page)
    may_answer_question(request.user, question)
    form = AnswerForm(posted(request))

    def do():
        services.answer_question(question, **form.cleaned_data, by=request.user)
        return page["cancel_url"], "It is written down."

    return asked(
        request,
        form,
        do,
        template="referrals/looks/question.html",
        heading="Write down what came of it",
        caption=question.reader,
        submit="Save",
        **page,
    )


def _question(request, slug: str, pk) -> ReadQuestion:
    ids = request.user.authorities_as((*REVIEW_READS, *STAND_IN), Room.REFERRALS)
    authority = get_object_or_404(Authority.objects.filter(pk__in=ids), slug=slug)
    with tenancy.of(authority):
        rows = ReadQuestion.objects.visible_to(request.user).filter(authority=authority)
        return get_object_or_404(rows.select_related("authority", "reader"), pk=pk)


def _way_back(user, authority: Authority) -> str:
    if allows(may_review_looks, user, authority):
        return reverse("referrals:looks", args=[authority.slug])
    return reverse("reminders:my_work")


def _answered(request, question: ReadQuestion, page):
    """What came of it, out of the vault."""
    with case_room(
        request,
        authority=question.authority,
        purpose=Purpose.SUPERVISION,
        door="question",
        groups=[],
        subjects=[question],
    ):
        return render(request, "referrals/looks/answered.html", page)
