"""What `documents` asks of this room: who reads evidence, and where it hangs.

Evidence is read by whoever reads an action on which it hangs, and never by the public.
"""

from django.db.models import Exists, OuterRef, Q

from dueregard.documents.models import Document
from dueregard.documents.registry import Use

from .models import Evidence


def readable_evidence(user) -> Q:
    """The condition on documents that hang on an action which `user` may read."""
    mine = Evidence.objects.visible_to(user).filter(document=OuterRef("pk"))
    return Q(Exists(mine))


def uses_of_evidence(document: Document, user) -> list[Use]:
    """The actions for which `document` is evidence, as far as `user` may read them."""
    rows = Evidence.objects.visible_to(user).filter(document=document)
    rows = rows.select_related("action__plan").order_by("action__position", "pk")
    return [
        Use(f"{row.action} of {row.action.plan}", row.action.get_absolute_url())
        for row in rows
    ]
