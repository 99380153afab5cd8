"""Issuing a board pack, frozen as it was shown."""

import hashlib
import json
from typing import Any

from dueregard.accounts.models import Person
from dueregard.audit import services as audit
from dueregard.governance.models import Meeting

from ..board_pack.gather import gather
from ..events import PackEvent
from ..models import BoardPack, Plan
from ..rules_of_packs import may_issue_for


@audit.atomic
def issue_pack(plan: Plan, meeting: Meeting, *, by: Person) -> BoardPack:
    """Freeze the highlight report of `plan` for `meeting`, as things stand now.

    A second pack for the same meeting gets the next number; the first stays.

    Raises:
        NotNow: the plan is not in force, or the meeting is over.
    """
    plan = Plan.objects.locked(plan.pk)
    may_issue_for(by, plan, meeting)
    content = gather(plan, meeting)
    earlier = BoardPack.objects.filter(plan=plan, meeting=meeting)
    pack = BoardPack.objects.create(
        plan=plan,
        meeting=meeting,
        number=earlier.count() + 1,
        marking=plan.marking,
        content=content,
        sha256=hash_of(content),
        issued_by=by,
    )
    audit.record(
        PackEvent.ISSUED,
        pack,
        by=by,
        meeting=meeting.pk,
        number=pack.number,
        sha256=pack.sha256,
    )
    return pack


@audit.atomic
def record_print(pack: BoardPack, *, by: Person, part: str) -> None:
    """Note that somebody took the pack as a file, and which part."""
    audit.record(PackEvent.PRINTED, pack, by=by, part=part)


def hash_of(content: dict[str, Any]) -> str:
    """The SHA-256 of a pack's content in its one canonical spelling."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
