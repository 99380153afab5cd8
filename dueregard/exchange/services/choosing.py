"""What a person says of a file before it goes in: its columns, its doubtful rows."""

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.audit import services as audit
from dueregard.exchange import mappings
from dueregard.exchange.events import UploadEvent
from dueregard.exchange.importers import Change, Decision
from dueregard.exchange.models import RememberedMapping, Upload
from dueregard.exchange.rules import may_import
from dueregard.exchange.workflow import WORKFLOW

from .changes import changed, locked, locked_as_seen
from .reading import ask_to_read


@audit.atomic
def match_columns(upload: Upload, *, by, mapping: dict[str, str], version: int) -> None:
    """Say what each column holds, remember it, and have the file read again.

    Raises:
        NotNow: somebody has answered already.
    """
    held = locked_as_seen(upload, version)
    WORKFLOW.make(held, "map", by=by)
    RememberedMapping.objects.update_or_create(
        authority=held.authority,
        importer=held.importer,
        about=mappings.about(held),
        signature=mappings.signature(mappings.from_json(held.columns)),
        defaults={"mapping": mapping, "changed_at": clock.now()},
    )
    changed(held, mapping=mapping)
    ask_to_read(held)


@audit.atomic
def map_again(upload: Upload, *, by) -> None:
    """Go back from the check to the question what the columns hold.

    Raises:
        NotNow: the file's own columns were understood, so there is nothing to ask.
    """
    held = locked(upload.pk)
    if not held.columns:
        raise NotNow("The columns of this file were understood as they are.")
    WORKFLOW.make(held, "map_again", by=by)
    changed(held)


@audit.atomic
def decide(upload: Upload, *, by, decisions: dict[int, Decision], version: int) -> None:
    """Put in or leave out single rows that need a look; `decisions` by row id."""
    held = _open_to_decisions(upload, by=by, version=version)
    doubtful = held.rows.filter(change=Change.UNCERTAIN)
    counts = {}
    for decision in Decision:
        chosen = [pk for pk, choice in decisions.items() if choice == decision]
        counts[decision] = doubtful.filter(pk__in=chosen).update(decision=decision)
    _decided(held, by=by, kept=counts[Decision.KEEP], skipped=counts[Decision.SKIP])


@audit.atomic
def decide_all(upload: Upload, *, by, decision: Decision, version: int) -> None:
    """Decide on every row that needs a look and that nobody decided on yet."""
    held = _open_to_decisions(upload, by=by, version=version)
    undecided = held.rows.filter(change=Change.UNCERTAIN, decision="")
    count = undecided.update(decision=decision)
    keep = decision == Decision.KEEP
    _decided(held, by=by, kept=count if keep else 0, skipped=0 if keep else count)


def _open_to_decisions(upload: Upload, *, by, version: int) -> Upload:
    may_import(by, upload)
    held = locked_as_seen(upload, version)
    if held.status != Upload.Status.READY:
        raise NotNow("Rows can be chosen only while the import waits to be confirmed.")
    return held


def _decided(upload: Upload, *, by, kept: int, skipped: int) -> None:
    changed(upload)
    audit.record(UploadEvent.DECIDED, upload, by=by, kept=kept, skipped=skipped)
