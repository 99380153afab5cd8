"""What an authority says on the public form, and where it leads."""

import json
from typing import Any

from dueregard.access.refusals import NotAllowed
from dueregard.access.roles import Role
from dueregard.accounts.models import Authority, Person
from dueregard.audit import services as audit
from dueregard.submissions.versions import claim_version

from ..events import PublicFormEvent
from ..models import PublicForm


def may_set_form(user: Person, authority: Authority) -> None:
    if not user.holds(Role.COORDINATOR, authority):
        raise NotAllowed("Only the Prevent co-ordinator can set the public form.")


@audit.atomic
def set_public_form(
    authority: Authority, *, by: Person, version: int, **changes: Any
) -> PublicForm:
    """Save the sentence, its source and review, and the police's own form.

    Raises:
        NotAllowed: `by` is not the co-ordinator.
        Stale: somebody saved it since `version` was read.
    """
    may_set_form(by, authority)
    kept, _ = PublicForm.objects.get_or_create(authority=authority)
    row = claim_version(PublicForm, kept.pk, version)
    for name, value in changes.items():
        setattr(row, name, value)
    row.save()
    said = json.dumps(changes, sort_keys=True, default=str)
    audit.record(PublicFormEvent.SET, row, by=by, content_hash=audit.text_hash(said))
    return row
