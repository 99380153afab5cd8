"""Getting the authority whose tasks the reader looks after, or 404."""

from django.http import Http404

from dueregard.accounts.models import Authority

from ..rules import LEADS_TASKS


def led(request) -> list[Authority]:
    """The authorities where the reader is co-ordinator; read once a request."""
    if not hasattr(request, "led_authorities"):
        here = request.user.authorities_as(LEADS_TASKS)
        request.led_authorities = list(Authority.objects.filter(pk__in=here))
    return request.led_authorities


def authority_or_404(request, slug: str) -> Authority:
    for authority in led(request):
        if authority.slug == slug:
            return authority
    raise Http404
