from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from dueregard.accounts.models import Authority

from ..county import districts_of
from ..models import Action
from ..rules_of_versions import may_see_districts


@require_safe
def county(request, slug):
    """How the districts' plans in force are going, for the county's own people."""
    counties = Authority.objects.visible_to(request.user).filter(
        kind=Authority.Kind.COUNTY
    )
    authority = get_object_or_404(counties, slug=slug)
    may_see_districts(request.user, authority)
    districts = districts_of(authority, request.user)
    statuses = [label for _, label in Action.Status.choices]
    context = {"authority": authority, "districts": districts, "statuses": statuses}
    return render(request, "plans/county.html", context)
