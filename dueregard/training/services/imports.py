"""A checked file of training records goes into the register, and comes out again."""

from typing import Any

from django.db.models import Exists, OuterRef, Q

from dueregard import clock
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.accounts.models import Authority, Organisation, Person
from dueregard.audit import services as audit
from dueregard.exchange.importers import Change, Decision
from dueregard.exchange.models import Upload

from ..events import ImportEvent
from ..importing import judging
from ..importing.intake import seen, steps, wanted
from ..importing.lookups import Lookups
from ..models import Completion, ImportRow, Learner, LearnerRole, OrganisationReturn
from ..reach import reach_of
from . import import_writing as writing
from . import standing
from .returns import note_return

UNDONE = "Import undone."


@audit.atomic
def put_in(upload: Upload, *, by: Person) -> dict[str, Any]:
    """Put the rows of `upload` that go in into the register; answers what came of it.

    One entry for each authority's register that it touched.

    Raises:
        NotAllowed: `by` does not keep the people of an organisation that is in it.
        NotNow: the register has changed so that the file would do something else now.
    """
    judging.expect_many(upload.facts["rows"])
    places = writing.places_of(upload)
    authorities = _locked(upload, places)
    _must_keep(places, by)
    _must_be_as_seen(upload, authorities, by)
    writing.keep_decided(upload)
    _must_still_be_met(upload, authorities, by)
    result: dict[str, Any] = {"people_new": writing.add_people(upload)}
    result["people_changed"] = writing.change_people(_changes(upload))
    result["places"] = writing.add_places(upload)
    result["completions_new"] = writing.add_completions(upload, by=by)
    _note_returns(upload, places, by)
    standing.refresh(touched(upload))
    for authority in authorities:
        audit.record(
            ImportEvent.PUT_IN,
            upload,
            by=by,
            authority=authority,
            sha256=upload.sha256,
            people=_people_of(upload, authority),
            completions=_completions_of(upload, authority),
        )
    return result


def touched(upload: Upload):
    """The people of the register whom `upload` says anything of."""
    rows = ImportRow.objects.filter(upload=upload, learner__isnull=False)
    going = rows.filter(verdict__in=["new", "changed", "kept"])
    return Learner.objects.filter(
        Q(upload=upload) | Q(pk__in=going.values("learner"))
    ).order_by()


def may_undo_import(upload: Upload) -> None:
    """
    Raises:
        NotNow: what went in was corrected since, or something rests on it.
    """
    ours = Completion.objects.filter(upload=upload)
    ended = ours.filter(ended_at__isnull=False).count()
    if ended:
        raise NotNow(
            f"{_records(ended)} been corrected or taken back since. Take the others "
            "back one by one."
        )
    merged = Learner.objects.filter(upload=upload).filter(
        Q(merged_into__isnull=False) | Q(merged__isnull=False)
    )
    if merged.exists():
        raise NotNow(
            "Somebody whom this import added was merged with another record. Undo the "
            "merging first."
        )
    if _rests_on(upload):
        raise NotNow(
            "Courses recorded since were allowed because of completions in this "
            "import. Take those back first."
        )


@audit.atomic
def undo_import(upload: Upload, *, by: Person) -> None:
    """Take `upload` out of the register again.

    Completions are ended with the reason and stay to be seen, with whose they are.
    People whom the import made, and of whom nothing was ever completed, go; the others
    leave the role groups that it put them in, so that nothing counts them.

    Raises:
        NotNow: as `may_undo_import`.
    """
    places = writing.places_of(upload)
    authorities = _locked(upload, places)
    _must_keep(places, by)
    may_undo_import(upload)
    gone = list(_only_ours(upload).values_list("pk", flat=True))
    affected = list(touched(upload).exclude(pk__in=gone).values_list("pk", flat=True))
    first, last = upload.result["places"]
    LearnerRole.objects.filter(pk__range=(first, last), learner__in=affected).delete()
    LearnerRole.objects.filter(learner__in=gone).delete()
    Learner.objects.filter(pk__in=gone).delete()
    Completion.objects.filter(upload=upload).update(
        ended_at=clock.now(), ended_by=by, ended_because=UNDONE
    )
    writing.change_people(_changes(upload), back=True)
    OrganisationReturn.objects.filter(upload=upload).delete()
    standing.refresh(affected)
    for authority in authorities:
        audit.record(
            ImportEvent.UNDONE,
            upload,
            by=by,
            authority=authority,
            sha256=upload.sha256,
        )


def _locked(upload: Upload, places: list[tuple[int, int]]) -> list[Authority]:
    """The authorities of `upload`, locked so that one import goes in at a time."""
    numbers = {upload.authority_id, *(authority for authority, _ in places)}
    rows = Authority.objects.filter(pk__in=numbers).order_by("pk")
    return list(rows.select_for_update(of=("self",), no_key=True))


def _must_keep(places: list[tuple[int, int]], by: Person) -> None:
    organisations = Organisation.objects.in_bulk({pk for _, pk in places})
    for authority, organisation in places:
        if not reach_of(by).keeps(authority, organisations[organisation]):
            raise NotAllowed(
                f"You cannot bring in records of {organisations[organisation]}. Its "
                "training lead or the council’s can."
            )


def _must_be_as_seen(upload: Upload, authorities: list[Authority], by: Person) -> None:
    """Judge the rows again where the register has moved on since they were shown."""
    facts = upload.facts
    lookups = Lookups(upload.authority, Person.objects.get(pk=facts["by"]))
    if seen(lookups.authorities) == facts["seen"]:
        return
    judging.begin_again(upload)
    for step in steps(facts["without_number"]):
        step(upload)
    judging.find_unmet(upload, wanted(lookups, set(facts["needs"])))
    shown = upload.rows.filter(change=Change.CHANGED).values_list("line", flat=True)
    judging.mark(upload, shown, "changed", "")
    judging.find_same(upload)
    if judging.counts(upload) != facts["verdicts"]:
        raise NotNow(
            "The register has changed since this file was compared with it. Compare it "
            "again before you put it in."
        )


def _must_still_be_met(
    upload: Upload, authorities: list[Authority], by: Person
) -> None:
    """What was left out may be what a row that goes in needs."""
    if not upload.rows.filter(change=Change.UNCERTAIN).exists():
        return
    lookups = Lookups(upload.authority, by)
    needs = wanted(lookups, set(upload.facts["needs"]))
    lines = judging.find_unmet(upload, needs, going=writing.GOES_IN)
    if lines:
        raise NotNow(
            f"Row {lines[0]} needs a course that stands in a row you left out. Put "
            "that one in as well, or put the file right."
        )


def _changes(upload: Upload) -> list[dict[str, Any]]:
    """What staged rows say of people the register knows, those that go in."""
    kept = Q(change=Change.UNCERTAIN, decision=Decision.KEEP)
    rows = upload.rows.filter(Q(change=Change.CHANGED) | kept).order_by("ordinal")
    found: list[dict[str, Any]] = []
    for payload in rows.values_list("payload", flat=True):
        found.extend(payload.get("changes", [payload] if "to" in payload else []))
    return [one for one in found if one]


def _note_returns(upload: Upload, places: list[tuple[int, int]], by: Person) -> None:
    organisations = Organisation.objects.in_bulk({pk for _, pk in places})
    authorities = Authority.objects.in_bulk({pk for pk, _ in places})
    for authority, organisation in places:
        note_return(
            authorities[authority],
            organisations[organisation],
            OrganisationReturn.Kind.PEOPLE,
            by=by,
            upload=upload,
        )


def _people_of(upload: Upload, authority: Authority) -> int:
    return Learner.objects.filter(upload=upload, authority=authority).count()


def _completions_of(upload: Upload, authority: Authority) -> int:
    return Completion.objects.filter(
        upload=upload, learner__authority=authority
    ).count()


def _only_ours(upload: Upload):
    """People whom the import made, and to whom nothing else leads."""
    found = Learner.objects.filter(upload=upload, person__isnull=True).order_by()
    for link in Learner._meta.related_objects:
        if link.related_model not in (LearnerRole, ImportRow):
            rows = link.related_model._base_manager
            found = found.filter(
                ~Exists(rows.filter(**{link.field.name: OuterRef("pk")}))
            )
    return found.values("pk")


def _rests_on(upload: Upload) -> bool:
    """Whether a completion from elsewhere needed one of these as its prerequisite."""
    for authority in Authority.objects.filter(
        learners__completions__upload=upload
    ).distinct():
        lookups = Lookups(authority, Person.objects.get(pk=upload.facts["by"]))
        needing = Completion.objects.live().exclude(upload=upload)
        theirs = needing.filter(
            learner__completions__upload=upload, learner__authority=authority
        )
        courses = set(theirs.values_list("course", flat=True).distinct())
        for course, will_do in wanted(lookups, courses).items():
            held = Completion.objects.live().filter(
                learner=OuterRef("learner"),
                course__in=will_do,
                completed_on__lte=OuterRef("completed_on"),
            )
            rests = theirs.filter(course=course).filter(
                Exists(held.filter(upload=upload)), ~Exists(held.exclude(upload=upload))
            )
            if rests.exists():
                return True
    return False


def _records(number: int) -> str:
    """How many records, with the verb that follows."""
    if number == 1:
        return "1 record of this import has"
    return f"{number:,} records of this import have"
