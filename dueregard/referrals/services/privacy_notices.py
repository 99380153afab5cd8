"""What an authority tells people about what it holds of them (practice CO 4)."""

from datetime import date

from dueregard.accounts.models import Authority, Person
from dueregard.audit import services as audit
from dueregard.submissions.versions import claim_version

from ..events import KeepingEvent
from ..models import PrivacyNotice
from ..rules_of_keeping import may_set_notices


@audit.atomic
def set_notice(
    authority: Authority,
    reader: str,
    *,
    by: Person,
    version: int,
    text: str,
    reviewed_on: date,
    review_on: date,
) -> PrivacyNotice:
    """Save the notice for one kind of reader; the public form shows it from now on.

    Raises:
        NotAllowed: `by` is not the co-ordinator.
        Stale: somebody saved it since `version` was read.
    """
    may_set_notices(by, authority)
    given = {"text": text, "reviewed_on": reviewed_on, "review_on": review_on}
    row, is_new = PrivacyNotice.objects.get_or_create(
        authority=authority, reader=reader, defaults=given
    )
    if not is_new:
        row = claim_version(PrivacyNotice, row.pk, version)
        for name, value in given.items():
            setattr(row, name, value)
        row.save()
    audit.record(
        KeepingEvent.NOTICE_SET,
        row,
        by=by,
        authority=authority.pk,
        reader=reader,
        content_hash=audit.text_hash(text),
        review_on=review_on,
    )
    return row
