from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from ..readers import COUNT_READERS
from .doors import authorities_of


@require_safe
def home(request):
    """Where the menu leads: the coverage of the reader's first authority."""
    authority = authorities_of(request, COUNT_READERS).first()
    if authority is None:
        raise Http404
    return redirect("training:coverage", authority.slug)
