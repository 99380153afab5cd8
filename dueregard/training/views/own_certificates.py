"""The certificate of a session that one was at, for whoever it is about."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from .. import own, services
from ..certificates.pdf import as_pdf
from ..models import Completion, LearnerLink
from .linked import opened_by_link


@require_safe
def my_certificate(request, pk: int):
    return _taken_out(own.mine(request.user), pk, by=request.user)


@login_not_required
@require_safe
@opened_by_link
def my_certificate_by_link(request, link: LearnerLink, token: str, pk: int):
    return _taken_out([link.learner], pk, by=None)


def _taken_out(learners, pk: int, *, by):
    """The certificate of completion `pk` of one of `learners`, or 404."""
    completions = Completion.objects.live().filter(
        learner__in=learners, session__isnull=False
    )
    completion = get_object_or_404(
        completions.select_related(
            "session__course", "session__authority", "session__facilitator"
        ),
        pk=pk,
    )
    session = completion.session
    places = session.places.with_certificate().filter(
        Q(learner=completion.learner_id) | Q(certificate_code=completion.certificate)
    )
    place = places.select_related("learner", "organisation").first()
    if place is None:
        raise Http404
    services.record_paper(session, part="certificates", places=1, by=by)
    return as_pdf(session, [place])
