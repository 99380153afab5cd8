"""Earlier referrals of the same person: when, by which door, and what became of each.

A repeat is a reason to read again, not evidence. Concerns that were never referred are
nowhere near this list (practice RF 3), and neither are mistaken or malicious reports
counted (RF 9).
"""

from django.db.models import Q

from .models import Referral


def earlier_than(referral: Referral):
    """All that came before it of whoever is known to be the same person."""
    subject = referral.subject
    root = subject.merged_into_id or subject.pk
    rows = Referral.objects.filter(submitted_at__lte=referral.submitted_at)
    same = rows.filter(Q(subject=root) | Q(subject__merged_into=root))
    return same.exclude(pk=referral.pk)


def earlier_of(referral: Referral, user) -> list[Referral]:
    """Those of them that `user` works on, oldest first."""
    theirs = Referral.objects.worked_on_by(user).filter(pk__in=earlier_than(referral))
    return list(theirs.select_related("authority").order_by("submitted_at", "pk"))
