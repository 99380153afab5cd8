"""Marlbrook's referrals, for the small world: one in every state, words of every kind.

Every sealed answer holds a canary: a word that stands nowhere else, made from the
referral's label and the group of the matrix that the answer belongs to. Where a canary
turns up says which part of which referral came out.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dueregard import clock
from dueregard.access.need_to_know import Group
from dueregard.access.roles import Role
from dueregard.accounts.models import Authority, Person
from dueregard.referrals import models, services
from dueregard.referrals.codes import Body, Door, Emergency, OtherSupport, Outcome
from dueregard.referrals.models import Referral
from dueregard.referrals.reading import SEEN_BY_REFERRER
from dueregard.referrals.services import deleting, writing
from dueregard.referrals.services.writing import Writing
from dueregard.referrals.tests import factories, requests, routes, templates, ways
from dueregard.referrals.workflow import WORKFLOW
from dueregard.vault import tenancy
from dueregard.vault.models import DataKey
from dueregard.vault.rooms import sealing
from dueregard.vault.services import new_key

Status = Referral.Status
BORN_IN = "March 1937"  # as pages write it: a canary of G1 that is a date
FIRST_BORN = date(1937, 3, 1)


@dataclass(frozen=True)
class Case:
    """What one referral of the world is like; the oracles of tests read it.

    `holder` and `sender` are roles, `""` for nobody; `is_old` was sent before the days
    in which its sender sees it.
    """

    status: str
    holder: str = ""
    sender: str = ""
    is_old: bool = False
    mark: str = ""
    is_shared: bool = False


CASES: dict[str, Case] = {
    "screening": Case(Status.SCREENING),
    "submitted": Case(Status.SUBMITTED),
    "gateway": Case(Status.GATEWAY, holder=Role.CASE_OFFICER),
    "held": Case(Status.GATEWAY, mark=models.PoliceMark.Mark.HOLD),
    "shared": Case(
        Status.GATEWAY, mark=models.PoliceMark.Mark.ELSEWHERE, is_shared=True
    ),
    "gathering": Case(Status.GATHERING, holder=Role.CASE_OFFICER),
    "decision": Case(Status.DECISION, holder=Role.CASE_OFFICER),
    "listed": Case(Status.LISTED, holder=Role.GATEWAY_OFFICER),
    "closed": Case(Status.CLOSED),
    "not met": Case(Status.NOT_MET),
    "joined": Case(Status.JOINED),
    "passed on": Case(Status.PASSED_ON),
    "not a referral": Case(Status.NOT_A_REFERRAL),
    "sent": Case(Status.SUBMITTED, sender=Role.REGISTERED_REFERRER),
    "sent by the lead": Case(Status.SUBMITTED, sender=Role.SAFEGUARDING_LEAD),
    "sent by education": Case(Status.SUBMITTED, sender=Role.EDUCATION_OFFICER),
    "sent long ago": Case(Status.CLOSED, sender=Role.REGISTERED_REFERRER, is_old=True),
}
FROM = {  # each state: the one before it, the move between them, and who makes it
    Status.GATEWAY: (Status.SUBMITTED, "accept", Role.GATEWAY_OFFICER),
    Status.GATHERING: (Status.GATEWAY, "go_on", Role.GATEWAY_OFFICER),
    Status.DECISION: (Status.GATHERING, "finish_gathering", Role.COORDINATOR),
    Status.LISTED: (Status.DECISION, "find_grounds", Role.PANEL_CHAIR),
    Status.NOT_MET: (Status.DECISION, "find_no_grounds", Role.PANEL_CHAIR),
    Status.CLOSED: (Status.GATEWAY, "close", Role.GATEWAY_OFFICER),
    Status.PASSED_ON: (Status.GATEWAY, "pass_on", Role.GATEWAY_OFFICER),
    Status.NOT_A_REFERRAL: (Status.SCREENING, "set_aside", Role.COORDINATOR),
}
ENDED = {
    "closed_on": date(2026, 5, 12),
    "outcome": Outcome.SIGNPOSTED,
    "other_support": OtherSupport.MENTAL_HEALTH,
}
DECIDED = {
    "decided_by_body": Body.COUNCIL,
    "decided_on": date(2026, 5, 12),
    "is_police_led": False,
}


def canary(group: Group, label: str, authority: Authority) -> str:
    """The word that the answers of `group` hold, in the referral of that label."""
    plain = f"{authority.slug}{label}".replace(" ", "").replace("-", "")
    return f"zq{plain}{group.value.lower()}qz"


def add(world: Any, authority: Authority) -> None:
    """A referral for each of `CASES`, and what addresses name of them."""
    world.referrals = build(authority, world.people)
    for label, referral in world.referrals.items():
        world.args[f"referral {label}"] = [authority.slug, referral.pk]
    world.args["referral"] = world.args["referral gateway"]
    world.args["referral and care"] = [*world.args["referral"], "children"]
    world.args["authority and stage"] = [authority.slug, Status.GATEWAY]
    world.args["step of the form"] = ["danger"]
    gateway = world.referrals["gateway"]
    world.args["referral and file"] = [authority.slug, gateway.pk, gateway.pk]
    _add_form(world, authority)
    _add_signpost(world, authority)
    _add_match(world, authority)
    _add_assessments(world, authority)
    _add_templates(world, authority)
    _add_concerns(world, authority)
    _add_routes(world, authority)
    _add_correction(world, authority)
    _add_request(world, authority)
    _add_keeping(world, authority)
    _add_question(world, authority)


def _add_form(world: Any, authority: Authority) -> None:
    """The co-ordinator began a form and did not send it."""
    door = Door.RECEIPT_ONLY
    writing.begin(Writing(authority, world.people[Role.COORDINATOR], door))
    world.args["form not sent"] = [authority.slug, door.value]


def _add_signpost(world: Any, authority: Authority) -> None:
    gateway = world.referrals["gateway"]
    with tenancy.of(authority):
        signpost = gateway.signposts.get()
    world.args["referral and signpost"] = [authority.slug, gateway.pk, signpost.pk]


def _add_keeping(world: Any, authority: Authority) -> None:
    """The closed one's day has come and it is asked for; another is held, and one that
    was a child's is to be reviewed."""
    due, held = world.referrals["closed"], world.referrals["not met"]
    reviewed = world.referrals["passed on"]
    officer = world.people[Role.DATA_PROTECTION_OFFICER]
    with tenancy.of(authority):
        Referral.objects.filter(pk=due.pk).update(retention_due_on=clock.today())
        Referral.objects.filter(pk=reviewed.pk).update(
            child_review_on=clock.today(),
            retention_due_on=clock.today() + timedelta(days=365),
        )
    asked = services.ask_to_destroy(authority, [due.pk], by=officer)
    services.place_hold(held, reason="zqholdqz", by=officer)
    made = models.Certificate.objects.create(
        authority=authority,
        reference="D-2222-3333",
        because="spam",
        referrals=1,
        people=1,
        files=0,
        counts=[],
    )
    _add_deletion(world, made)
    world.args |= {
        "destruction": [authority.slug, asked.pk],
        "certificate": [authority.slug, made.pk],
        "held referral": [authority.slug, held.pk],
        "referral in review": [authority.slug, reviewed.pk],
        "authority and class": [authority.slug, "gateway"],
        "authority and reader": [authority.slug, "child"],
    }


def _add_question(world: Any, authority: Authority) -> None:
    """Something to ask the co-ordinator about what they read."""
    with sealing(authority):
        question = models.ReadQuestion.objects.create(
            authority=authority,
            data_key=new_key(authority, DataKey.Kind.QUESTION),
            reader=world.people[Role.COORDINATOR],
            kind=models.ReadQuestion.Kind.OUT_OF_HOURS,
            day=clock.today(),
            seen=10,
        )
    world.args["question about reads"] = [authority.slug, question.pk]


def _add_deletion(world: Any, made: models.Certificate) -> None:
    """The other area has a copy of what went, and the link that it was sent."""
    areas = models.Destination.objects.filter(authority=made.authority)
    area = areas.get(kind="other_area")
    copy = deleting.Copy("R-2222-3333", str(area), area, "form", clock.today())
    [notice] = deleting.ask_to_delete(made, [copy], by=None)
    letter = routes.letters()[-1]["body"]
    world.args |= {
        "copy to be deleted": [made.authority.slug, made.pk, notice.pk],
        "link of a deletion": [letter.split("/to-delete/")[1].split("/")[0]],
    }


def _add_match(world: Any, authority: Authority) -> None:
    """Those who follow each other have alike names and births, so they may be one."""
    gateway = world.referrals["gateway"]
    with tenancy.of(authority):
        match = models.Match.objects.filter(second=gateway.subject_id).first()
    world.args["referral and match"] = [authority.slug, gateway.pk, match.pk]


def _add_assessments(world: Any, authority: Authority) -> None:
    """One that the case officer writes, and one that the co-ordinator finished."""
    referral = world.referrals["gathering"]
    officer = world.people[Role.CASE_OFFICER]
    begun = services.start_assessment(referral, by=officer)
    ways.assessed(referral, world.coordinator)
    with tenancy.of(authority):
        done = referral.assessments.filter(finished_at__isnull=False).first()
    where = [authority.slug, referral.pk]
    world.args |= {
        "assessment finished": [*where, done.pk],
        "assessment begun": [*where, begun.pk],
        "part of an assessment": [*where, begun.pk, "intent"],
    }


def _add_templates(world: Any, authority: Authority) -> None:
    """A template of the authority's own that is not offered, so that assessments begin
    on the one that came with the service; with a draft of its second version."""
    by = world.coordinator
    made = templates.published(authority, by)
    services.stop_offering_template(authority, made.code, by=by)
    draft = services.begin_version(made, by=by)
    [part] = draft.as_template().parts
    where = [authority.slug, made.pk]
    world.args |= {
        "assessment template": where,
        "template version": [*where, 1],
        "template part": [*where, 1, part.code],
        "draft part": [*where, part.code],
        "draft question": [*where, part.code, part.questions[0].code],
        "shipped template": [authority.slug, "vaf"],
        "offered or not": [authority.slug, made.code],
    }


def _add_routes(world: Any, authority: Authority) -> None:
    """Another area that was asked by link to take the referral that is at the gateway,
    and the destinations that everything went to."""
    gateway, by = world.referrals["gateway"], world.coordinator
    area = routes.by_link(authority, kind="other_area", name="Netherbrook")
    asked = services.ask_area(gateway, area, by=by)
    services.send_test(area, by=by)
    trial, letter = (letter["body"] for letter in routes.letters()[:-3:-1])
    [police] = models.Destination.objects.filter(authority=authority, kind="police")
    with tenancy.of(authority):
        sent = gateway.deliveries.get(destination=police)
    world.args |= {
        "destination": [authority.slug, police.pk],
        "delivery": [authority.slug, gateway.pk, sent.pk],
        "delivery to another area": [authority.slug, gateway.pk, asked.pk],
        "link of a delivery": [routes.token_in({"body": letter})],
        "link of a test": [trial.split("/received-test/")[1].split("/")[0]],
    }


def _add_correction(world: Any, authority: Authority) -> None:
    """Something that was found wrong with the referral at the gateway, and the link by
    which another area, which has its form, is told."""
    gateway, by = world.referrals["gateway"], world.coordinator
    areas = models.Destination.objects.filter(authority=authority, kind="other_area")
    area = areas.get()
    services.note_disclosure(
        gateway, content="form", recipient=str(area), destination=area
    )
    what = canary(Group.ACCOUNT, "gateway", authority)
    asked = {"asked_by": what, "asked_on": clock.today()}
    services.correct(gateway, services.Wrong(what, **asked), by=by)
    with tenancy.of(authority):
        notice = gateway.notices.get(disclosure__destination=area)
    letter = routes.letters()[-1]["body"]
    world.args |= {
        "holder of a correction": [authority.slug, gateway.pk, notice.pk],
        "link of a correction": [letter.split("/put-right/")[1].split("/")[0]],
    }


def _add_request(world: Any, authority: Authority) -> None:
    """An organisation that was asked about the referral for which information is
    gathered, and the link that it was sent."""
    gathering, by = world.referrals["gathering"], world.coordinator
    what = canary(Group.ACCOUNT, "gathering", authority)
    question = requests.a_question(authority, asked=what, necessity=what)
    asked = services.ask_for_information(gathering, question, by=by)
    world.args |= {
        "request": [authority.slug, gathering.pk, asked.pk],
        "link of a request": [requests.token_in(routes.letters()[-1])],
    }


def _add_concerns(world: Any, authority: Authority) -> None:
    """What an action owner noticed, one of it with the safeguarding lead, and a call
    for advice that the co-ordinator noted."""
    noticer = world.people[Role.ACTION_OWNER]
    for label in ("concern", "concern checking"):
        made = services.note_concern(
            authority,
            organisation=noticer.memberships.get().organisation,
            emergency=Emergency.NONE,
            words={"what_was_seen": f"zq{label.replace(' ', '')}qz"},
            by=noticer,
        )
        world.args[label] = [authority.slug, made.pk]
    lead = world.people[Role.SAFEGUARDING_LEAD]
    services.ask_for_check(made, checker=lead, by=noticer)
    call = services.note_advice(
        authority,
        organisation=None,
        told="not_refer",
        asked_on=clock.today(),
        words={"initials": "ZQ", "asked": "zqadviceqz", "said": "zqadviceqz"},
        by=world.coordinator,
    )
    world.args["advice call"] = [authority.slug, call.pk]


def build(authority: Authority, people: dict[str, Person]) -> dict[str, Referral]:
    """A referral for each of `CASES`, by its label."""
    factories.police_destination(authority)
    factories.council_destination(authority)
    made = {
        label: _make(number, label, case, authority, people)
        for number, (label, case) in enumerate(CASES.items())
    }
    with tenancy.of(authority):
        Referral.objects.filter(pk=made["joined"].pk).update(
            status=Status.JOINED, joined_to=made["gateway"]
        )
        rows = Referral.objects.select_related("authority")
        return {label: rows.get(pk=each.pk) for label, each in made.items()}


def _make(number, label, case, authority, people) -> Referral:
    referral = factories.make_referral(
        authority,
        door=Door.REGISTERED if case.sender else Door.PUBLIC,
        by=people[case.sender] if case.sender else None,
        is_suspicious=case.status in (Status.SCREENING, Status.NOT_A_REFERRAL),
        **_blocks(number, label, authority),
    )
    with sealing(authority):
        _add_parts(referral, case, label, people)
        _move(referral, case, people)
        holder = people[case.holder] if case.holder else None
        Referral.objects.filter(pk=referral.pk).update(holder=holder)
        if case.is_old:
            sent_at = clock.now() - SEEN_BY_REFERRER - timedelta(days=1)
            Referral.objects.filter(pk=referral.pk).update(submitted_at=sent_at)
    return referral


def _blocks(number: int, label: str, authority: Authority) -> dict[str, dict]:
    """The blocks of the form, each answer with its group's canary."""
    who, what, kind, sender = (
        canary(group, label, authority)
        for group in (
            Group.IDENTITY,
            Group.ACCOUNT,
            Group.CHARACTERISTICS,
            Group.REFERRER,
        )
    )
    texts = ("did_or_said", "means", "other_explanations", "came_to_light")
    return {
        "subject": {
            "forenames": f"{who} Forename",
            "surname": f"{who} Surname",
            "born_on": FIRST_BORN + timedelta(days=number),
            "addresses": [f"{who} Street, Marlbrook"],
            "household": f"{who} household",
            "school_or_work": f"{who} works",
        },
        "account": {name: f"{what} {name}" for name in texts},
        "characteristics": {
            "answers": {"religion": {"value": kind, "stated_by": "self"}},
            "needs": f"{kind} needs",
        },
        "referrer": {"referred_by": {"name": f"{sender} Name", "role": "Tutor"}},
    }


def _add_parts(referral: Referral, case: Case, label: str, people: dict) -> None:
    """What is kept beside the form: marks, tellings, requests, assessments."""
    place, by = referral.authority, people[Role.COORDINATOR]
    under = {"referral": referral, **referral.with_moves()}
    what, kind, police = (
        canary(group, label, place)
        for group in (Group.ACCOUNT, Group.CHARACTERISTICS, Group.POLICE_MARKS)
    )
    if case.mark:
        models.PoliceMark.objects.create(
            **under, mark=case.mark, reported_by=police, is_shared=case.is_shared
        )
        Referral.objects.filter(pk=referral.pk).update(has_shared_mark=case.is_shared)
    soon = clock.today() + timedelta(days=7)
    models.Telling.objects.create(
        **under, whom="person", not_yet_because=what, review_on=soon, by=by
    )
    models.Disclosure.objects.create(**under, recipient=what, content="form", by=by)
    models.InformationRequest.objects.create(
        **under,
        organisation=place.organisations.first(),
        to={"name": what},
        asked=what,
        necessity=what,
        asked_by=by,
        due_on=soon,
    )
    models.Assessment.objects.create(
        **under,
        template_code="vaf",
        template_version=1,
        answers={},
        summary=what,
        written_by=by,
    )
    models.Signpost.objects.create(
        **under,
        support="housing",
        elsewhere=what,
        words=what,
        asked_by=by,
        due_on=soon,
    )
    models.ParallelReferral.objects.create(
        **under, to_children=False, is_made=False, reason=kind, by=by
    )


def _move(referral: Referral, case: Case, people: dict) -> None:
    """Bring a referral from where it came in to the state of its case."""
    if case.status == Status.JOINED:
        return
    facts: dict[str, Any] = {"cleared_at": clock.now()} if _is_cleared(case) else {}
    if case.status in (Status.CLOSED, Status.NOT_MET):
        facts |= ENDED
    if case.status in (Status.LISTED, Status.NOT_MET):
        facts |= DECIDED
    if facts:
        Referral.objects.filter(pk=referral.pk).update(**facts)
    for name, role in _way_to(case.status):
        WORKFLOW.make(referral, name, by=people[role], note=f"note of {name}")


def _is_cleared(case: Case) -> bool:
    return case.status in (
        *(Status.GATHERING, Status.DECISION),
        *(Status.LISTED, Status.NOT_MET),
    )


def _way_to(status: str) -> Iterable[tuple[str, str]]:
    """The moves from coming in to `status`, in their order."""
    if status not in FROM:
        return []
    before, name, role = FROM[status]
    return [*_way_to(before), (name, role)]
