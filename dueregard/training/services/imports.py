"""A checked file of training records goes into the register."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.accounts.models import Authority, Organisation, Person
from dueregard.audit import services as audit
from dueregard.exchange.importers import Change, Decision
from dueregard.exchange.models import Upload

from ..events import ImportEvent
from ..importing import judging
from ..importing.intake import seen, steps, wanted
from ..importing.lookups import Lookups
from ..models import Completion, ImportRow, Learner, OrganisationReturn
from ..reach import reach_of
from . import import_writing as writing
from . import standing
from .returns import note_return


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
    authorities = locked(upload, places)
    must_keep(places, by)
    _must_be_as_seen(upload, authorities, by)
    writing.keep_decided(upload)
    _must_still_be_met(upload, authorities, by)
    result: dict[str, Any] = {"people_new": writing.add_people(upload)}
    result["people_changed"] = writing.change_people(changes(upload))
    result["places_new"] = writing.add_places(upload)
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


def locked(upload: Upload, places: list[tuple[int, int]]) -> list[Authority]:
    """The authorities of `upload`, locked so that one import goes in at a time."""
    numbers = {upload.authority_id, *(authority for authority, _ in places)}
    rows = Authority.objects.filter(pk__in=numbers).order_by("pk")
    return list(rows.select_for_update(of=("self",), no_key=True))


def must_keep(places: list[tuple[int, int]], by: Person) -> None:
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
    line = judging.first_unmet(upload, needs, going=writing.GOES_IN)
    if line is not None:
        raise NotNow(
            f"Row {line} needs a course that stands in a row you left out. Put "
            "that one in as well, or put the file right."
        )


def changes(upload: Upload) -> Iterator[dict[str, Any]]:
    """What staged rows say of people the register knows, those that go in."""
    kept = Q(change=Change.UNCERTAIN, decision=Decision.KEEP)
    rows = upload.rows.filter(Q(change=Change.CHANGED) | kept).order_by("ordinal")
    for payload in rows.values_list("payload", flat=True).iterator():
        if "to" in payload:
            yield payload


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
