"""The completions that a return is made of."""

from django.db.models import QuerySet

from ..models import Completion
from .periods import Period
from .scope import Scope


def completed(scope: Scope, period: Period) -> QuerySet[Completion]:
    """What people of `scope` completed within `period`; what was taken back, replaced
    or merged away is left out."""
    return (
        Completion.objects.live()
        .filter(
            scope.condition("learner__organisation"),
            learner__authority=scope.authority,
            learner__merged_into__isnull=True,
            completed_on__range=(period.starts_on, period.ends_on),
        )
        .order_by()
    )
