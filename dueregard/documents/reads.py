"""Evidence by duty and toolkit section, for the year's assurance (practice YR 5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Q

from dueregard import clock
from dueregard.accounts.models import Authority, Person

from .forms import SOON
from .models import Document, DocumentTag, FileVersion
from .tags import DUTIES, SECTIONS, Tag


@dataclass(frozen=True)
class Evidence:
    """What is held for one duty or section. `newest` is the day of the newest piece.

    `counting` counts today; the rest has expired.
    """

    tag: Tag
    pieces: int = 0
    counting: int = 0
    expiring: int = 0
    newest: date | None = None

    @property
    def expired(self) -> int:
        return self.pieces - self.counting


def by_tag(authority: Authority, user: Person) -> tuple[list[Evidence], list[Evidence]]:
    """The duties and the sections, with nothing left out that nothing is held for.

    A refused file shows nothing, so it is not counted.
    """
    today = clock.today()
    counts = Q(document__expires_on__isnull=True) | Q(document__expires_on__gt=today)
    soon = Q(document__expires_on__gt=today, document__expires_on__lte=today + SOON)
    readable = Document.objects.visible_to(user).filter(authority=authority)
    held = readable.with_state().exclude(state=FileVersion.Status.REFUSED)
    found = (
        DocumentTag.objects.filter(document__in=held.values("pk"))
        .order_by()
        .values("tag")
        .annotate(
            pieces=Count("pk"),
            counting=Count("pk", filter=counts),
            expiring=Count("pk", filter=soon),
            newest=Max("document__happened_on"),
        )
    )
    of_tag = {row["tag"]: row for row in found}
    duties, sections = (
        [_evidence(tag, of_tag.get(tag.value)) for tag in tags]
        for tags in (DUTIES, SECTIONS)
    )
    return duties, sections


def _evidence(tag: Tag, row: Mapping[str, Any] | None) -> Evidence:
    return Evidence(**{**row, "tag": tag}) if row else Evidence(tag)
