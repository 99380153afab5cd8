"""Documents that hang on meetings, groups and the controlled list."""

from django.db.models import Q

from dueregard.documents.models import Document
from dueregard.documents.registry import Use

from .models import (
    AgendaItem,
    ControlledDocument,
    Paper,
    PartnershipGroup,
    TermsOfReference,
)


def readable(user) -> Q:
    """Papers, terms of reference and controlled documents that `user` may read."""
    papers = Paper.objects.filter(item__in=AgendaItem.objects.visible_to(user))
    terms = TermsOfReference.objects.filter(
        group__in=PartnershipGroup.objects.visible_to(user), document__isnull=False
    )
    controlled = ControlledDocument.objects.visible_to(user)
    return (
        Q(pk__in=papers.values("document"))
        | Q(pk__in=terms.values("document"))
        | Q(pk__in=controlled.values("document"))
    )


def uses(document: Document, user) -> list[Use]:
    """Where it hangs, as far as `user` may know."""
    items = AgendaItem.objects.visible_to(user).filter(papers__document=document)
    groups = PartnershipGroup.objects.visible_to(user).filter(terms__document=document)
    controlled = ControlledDocument.objects.visible_to(user).filter(document=document)
    return [
        *(Use(f"Paper: {item}", item.get_absolute_url()) for item in items),
        *(
            Use(f"Terms of reference: {group}", group.get_absolute_url())
            for group in groups.distinct()
        ),
        *(Use("Controlled documents", each.get_absolute_url()) for each in controlled),
    ]
