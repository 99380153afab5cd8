"""Sessions that anyone may come to, as the public pages list them."""

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from dueregard.accounts.models import Authority

from .models import Place, Session

COMING = Place.objects.coming().filter(session=OuterRef("pk")).order_by()
TAKEN = Coalesce(
    Subquery(COMING.values("session").annotate(number=Count("pk")).values("number")), 0
)


def open_ones() -> QuerySet[Session]:
    """Sessions open to all, each with how many of its places are `taken`."""
    rows = Session.objects.open_to_all().select_related("course", "authority")
    return rows.annotate(taken=TAKEN).order_by("starts_at", "pk")


def authorities_with_open_sessions() -> QuerySet[Authority]:
    """Those that the front page leads from to their sessions."""
    here = Session.objects.open_to_all().order_by().values("authority")
    return Authority.objects.filter(pk__in=here)


def taken_of(session: Session) -> int:
    """How many places of a session of `open_ones` are taken."""
    return session.taken  # type: ignore[attr-defined]
