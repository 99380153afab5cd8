"""Documents that hang on completions, or were sent in to be: certificates."""

from django.db.models import Q

from dueregard.documents.models import Document
from dueregard.documents.registry import Use

from .models import Completion, SentCertificate


def readable(user) -> Q:
    """Certificates of people whose records `user` may read."""
    completions = Completion.objects.visible_to(user).filter(evidence__isnull=False)
    sent = SentCertificate.objects.visible_to(user)
    return Q(pk__in=completions.values("evidence")) | Q(pk__in=sent.values("document"))


def uses(document: Document, user) -> list[Use]:
    """Where it hangs, as far as `user` may know."""
    completions = Completion.objects.visible_to(user).filter(evidence=document)
    completions = completions.select_related("course", "learner")
    sent = SentCertificate.objects.visible_to(user).filter(document=document)
    sent = sent.filter(completion__isnull=True).select_related("course", "learner")
    return [
        Use(f"Training: {each.course}, {each.learner}", each.get_absolute_url())
        for each in [*completions, *sent]
    ]
