"""How many statements a list page asks the database: as many for 25 rows as for one.

The numbers stand in query_counts.json. A page that asks more fails, and so does one
that asks fewer: write the better number down, so that it stays.
"""

import json
import secrets
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dueregard import clock
from dueregard.access.roles import Role
from dueregard.accounts.models import Person
from dueregard.accounts.tests import factories as accounts
from dueregard.audit import services as audit
from dueregard.documents.tests import factories as documents
from dueregard.exchange.models import Upload
from dueregard.governance.models import Outcome
from dueregard.governance.tests import factories as governance
from dueregard.partners.models import ServiceSupport
from dueregard.partners.tests import factories as partners
from dueregard.plans.events import EvidenceEvent
from dueregard.plans.models import Action, Plan, RoundAsk, UpdateRound
from dueregard.plans.tests import factories as plans
from dueregard.referrals import services as referrals
from dueregard.referrals.models import (
    AssessmentTemplate,
    Certificate,
    ReadQuestion,
    Referral,
)
from dueregard.referrals.services.submitting import new_reference
from dueregard.referrals.tests import routes, templates
from dueregard.referrals.tests.factories import make_referral
from dueregard.reminders.models import Chase, Escalation, Step
from dueregard.reminders.tests.factories import TaskFactory
from dueregard.training import services as services_of_training
from dueregard.training.models import Completion, Nudge, SentCertificate
from dueregard.training.services import standing
from dueregard.training.tests import factories as training
from dueregard.vault import tenancy
from dueregard.vault.events import VaultEvent
from dueregard.vault.models import DataKey
from dueregard.vault.rooms import sealing
from dueregard.vault.services import new_key

pytestmark = pytest.mark.django_db
COUNTS = json.loads((Path(__file__).parent / "query_counts.json").read_text())
MOST = 10
# It asks every room what waits, and which referral each of its lines is about.
MORE = {"reminders:my_work": 3}
SPARED = (
    *("SAVEPOINT", "RELEASE", "BEGIN", "ROLLBACK", "COMMIT"),
    "SELECT set_config('dueregard.",  # the fence, which PostgreSQL alone has
)
WHY = {"purpose": "triage"}
REHEARSAL_ONLY = '"clock_offset"'


def more_services(built):
    partners.ServiceFactory(
        authority=built.marlbrook,
        areas=[partners.AreaFactory(authority=built.marlbrook)],
    )


def more_signposts(built):
    referrals.ask_service(
        built.referrals["gateway"],
        referrals.Ask(
            support=ServiceSupport.Support.EARLY_HELP,
            words="Help at home.",
            due_on=clock.today() + timedelta(days=7),
            agreed_by="Jo Ward",
        ),
        by=built.coordinator,
    )


def more_people(built):
    accounts.person_with(Role.ACTION_OWNER, built.marlbrook)


def more_organisations(built):
    accounts.OrganisationFactory(authorities=[built.marlbrook])


def more_posts(built):
    partners.PostHoldingFactory(post=partners.PostFactory(authority=built.marlbrook))


def more_plans(built):
    plan = plans.PlanFactory(authority=built.marlbrook, drafted_by=built.coordinator)
    plans.ActionFactory(plan=plan)


def more_actions(built):
    plan = Plan.objects.get(pk=built.args["plan"][0])
    action = plans.ActionFactory(plan=plan, text="Brief every head teacher again")
    post = partners.PostFactory(authority=built.marlbrook)
    partners.PostHoldingFactory(post=post, person=built.coordinator)
    action.owners.create(text="Post", post=post, position=1)


def more_rounds(built):
    plan = Plan.objects.get(pk=built.args["plan"][0])
    number = plan.rounds.count() + 1
    plan.rounds.create(
        number=number,
        due_on=plan.ends_on,
        opened_by=built.coordinator,
        closed_by=built.coordinator,
        closed_at=clock.now(),
    )


def more_asked(built):
    round = UpdateRound.objects.get(pk=built.args["round"][1])
    action = plans.ActionFactory(plan=round.plan)
    post = partners.PostFactory(authority=built.marlbrook)
    action.owners.create(text="Post", post=post, position=1)
    asked = round.asked.create(action=action)
    RoundAsk.objects.create(asked=asked, post=post)


def more_links(built):
    more_asked(built)
    round = UpdateRound.objects.get(pk=built.args["round"][1])
    post = RoundAsk.objects.latest("pk").post
    person = partners.PostHoldingFactory(post=post).person
    round.links.create(
        person=person,
        token_sha256=f"{person.pk:064}",
        expires_at=clock.now() + timedelta(days=9),
    )


def more_uploads(built):
    first = Upload.objects.get(pk=built.args["upload"][0])
    first.pk = None
    first.save()


def more_documents(built):
    documents.DocumentFactory(
        authority=built.marlbrook, by=built.coordinator, tagged=["risk", "section_1"]
    )


def more_groups(built):
    group = governance.GroupFactory(authority=built.marlbrook)
    governance.GroupMemberFactory(group=group, seat="chair")


def more_outcomes(built):
    first = Outcome.objects.get(pk=built.args["outcome"][0])
    governance.OutcomeFactory(item=first.item)
    governance.OutcomeFactory(item=first.item, kind="action")


def more_controlled(built):
    row = governance.ControlledDocumentFactory(authority=built.marlbrook)
    governance.RecipientFactory(controlled=row)


def more_measures(built):
    plan = Plan.objects.get(pk=built.args["plan"][0])
    measure = plan.measures.create(
        name="People at events",
        unit="people",
        direction="up",
        group=plan.groups.first(),
    )
    measure.values.create(
        starts_on=clock.today(), ends_on=clock.today(), value=3, by=built.coordinator
    )


def more_dates(built):
    plan = Plan.objects.get(pk=built.args["plan"][0])
    for status in ("asked", "agreed"):
        action = plans.ActionFactory(plan=plan)
        action.date_changes.create(
            from_on=clock.today(),
            to_on=clock.today(),
            reason="Asked",
            status=status,
            asked_by=built.coordinator,
            decided_by=built.coordinator if status == "agreed" else None,
            decided_at=clock.now() if status == "agreed" else None,
        )


def more_versions(built):
    plan = Plan.objects.get(pk=built.args["plan"][0])
    plan.versions.create(
        number=plan.versions.count() + 1,
        status="withdrawn",
        proposed_by=accounts.PersonFactory(),
    )


def more_told(built):
    """Updates with evidence, evidence on its own, owners, and the records of both."""
    action = Action.objects.get(pk=built.args["action"][1])
    update = action.updates.create(
        by=accounts.PersonFactory(), text="Half are briefed", status="in_progress"
    )
    for came_with in (update, None):
        document = documents.DocumentFactory(
            authority=built.marlbrook, by=built.coordinator
        )
        action.evidence.create(
            document=document, update=came_with, by=built.coordinator
        )
    post = partners.PostFactory(authority=built.marlbrook)
    action.owners.create(text="Post", post=post, position=1)
    with audit.atomic():
        audit.record(
            EvidenceEvent.ATTACHED, action, by=update.by, document_id=document.pk
        )


def more_tasks(built):
    """Of the reader's own and of others, late and about to be taken further."""
    post = partners.PostFactory(authority=built.marlbrook)
    TaskFactory(authority=built.marlbrook, person=built.coordinator)
    late = TaskFactory(authority=built.marlbrook, post=post, due_on=clock.today())
    Escalation.objects.create(
        task=late, step=Step.OWNER, due_on=late.due_on, leaves_on=late.due_on
    )


def more_brought(built):
    task = TaskFactory(
        authority=built.marlbrook, due_on=clock.today() - timedelta(days=9)
    )
    Chase.objects.create(task=task, step=Step.LEAD, to=built.coordinator)


def more_courses(built):
    """Another course with its links, an edition, and a role group that must do it."""
    course = training.CourseFactory(authority=built.marlbrook, provider="County")
    training.CourseEquivalenceFactory(course=course, satisfies=built.course)
    training.CoursePrerequisiteFactory(course=course, needs=built.course)
    built.course.editions.create(
        label="Another", released_on=date(2020, 1, 1 + built.course.editions.count())
    )
    group = training.RoleGroupFactory(authority=built.marlbrook)
    for each in (course, built.course):
        training.RequirementFactory(role_group=group, course=each)


def more_rules(built):
    training.RequirementFactory(role_group=built.role_group)
    training.RequirementFactory(
        role_group=built.role_group, ends_on=clock.today() - timedelta(days=1)
    )


def more_open_sessions(built):
    session = training.SessionFactory(authority=built.marlbrook, course__code="WRAP")
    training.PlaceFactory(session=session)


def more_headcounts(built):
    """Another role group's, checked, of an organisation that sent nothing lately."""
    body = built.marlbrook.organisations.first()
    for organisation in (body, accounts.OrganisationFactory()):
        organisation.authorities.add(built.marlbrook)
        row = training.HeadcountFactory(
            authority=built.marlbrook, organisation=organisation
        )
        row.checks.create(checked_on=clock.today(), asked=5, shown=4, by=row.by)


def more_surveys(built):
    answers = {"staff": "yes", "missing": "Evenings."}
    for survey in (built.survey, training.SurveyFactory(authority=built.marlbrook)):
        training.SurveyAnswerFactory(survey=survey)
        training.SurveyAnswerFactory(
            survey=survey, answers=answers, answered_at=clock.now()
        )


def more_learners(built):
    """Somebody in two role groups, with a completion."""
    learner = training.LearnerFactory(authority=built.marlbrook, email="a@b.example")
    for _ in range(2):
        training.LearnerRoleFactory(learner=learner)
    training.CompletionFactory(learner=learner, course=built.course)


def more_done(built):
    """More that one person completed, corrected and was merged from."""
    training.LearnerRoleFactory(learner=built.learner)
    done = training.CompletionFactory(learner=built.learner)
    Completion.objects.filter(pk=done.pk).update(
        ended_at=clock.now(),
        ended_because="Wrong.",
        superseded_by=training.CompletionFactory(learner=built.learner),
    )
    other = training.LearnerFactory(authority=built.marlbrook)
    services_of_training.merge(
        built.learner, other, by=built.coordinator, because="One person."
    )


def more_sessions(built):
    session = training.SessionFactory(
        authority=built.marlbrook,
        course=built.course,
        facilitator=built.facilitator,
        days=30,
    )
    training.PlaceFactory(session=session)
    training.PlaceFactory(
        session_id=built.args["session"][0],
        learner=training.LearnerFactory(authority=built.marlbrook),
    )
    training.FacilitatorFactory(authority=built.marlbrook)


def more_sent(built):
    learner = training.LearnerFactory(
        authority=built.marlbrook, person=built.coordinator
    )
    SentCertificate.objects.create(
        learner=learner,
        course=built.course,
        completed_on=clock.today(),
        document=documents.DocumentFactory(authority=built.marlbrook),
    )


def more_nudged(built):
    """Somebody else to remind, and somebody who was."""
    for name in ("Ivy", "Jo"):
        learner = training.LearnerFactory(authority=built.marlbrook, name=name)
        training.LearnerRoleFactory(learner=learner, role_group=built.role_group)
        standing.refresh([learner.pk])
    nudge = Nudge.objects.get(pk=built.args["nudge"][0])
    nudge.people.create(learner=learner, way="mail")
    Nudge.objects.create(authority=built.marlbrook, by=built.coordinator)


def more_covered(built):
    """Another organisation and role group, with somebody soon to lapse."""
    organisation = accounts.OrganisationFactory(authorities=[built.marlbrook])
    group = training.RoleGroupFactory(authority=built.marlbrook)
    training.RequirementFactory(role_group=group, course=built.course)
    learner = training.LearnerFactory(
        authority=built.marlbrook, organisation=organisation, role_groups=[group]
    )
    training.CompletionFactory(learner=learner, course=built.course, days=700)
    standing.refresh([learner.pk])


def more_concerns(built):
    referrals.note_concern(
        built.marlbrook,
        organisation=built.coordinator.memberships.get().organisation,
        emergency="none",
        words={"what_was_seen": "One more"},
        by=built.coordinator,
    )


def more_advice(built):
    referrals.note_advice(
        built.marlbrook,
        organisation=built.marlbrook.organisations.first(),
        told="not_refer",
        asked_on=clock.today(),
        words={"initials": "ZQ", "asked": "One more", "said": "No"},
        by=built.coordinator,
    )


def more_referrals(built):
    sent = Referral.objects.filter(authority=built.marlbrook)
    make_referral(built.marlbrook, subject={"surname": f"Ashgrove {sent.count()}"})


def more_own_referrals(built):
    make_referral(built.marlbrook, by=built.coordinator)


def more_destinations(built):
    routes.by_link(built.marlbrook, kind="other_area")


def more_templates(built):
    templates.published(built.marlbrook, built.coordinator, title=secrets.token_hex(4))


def more_versions_of_a_template(built):
    slug, pk = built.args["assessment template"]
    template = AssessmentTemplate.objects.get(authority__slug=slug, pk=pk)
    templates.publish(template, built.coordinator)
    referrals.begin_version(template, by=built.coordinator)


def more_to_destroy(built):
    """Another that ended long ago, whose day has come."""
    made = make_referral(built.marlbrook)
    with tenancy.of(built.marlbrook):
        Referral.objects.filter(pk=made.pk).update(
            status=Referral.Status.PASSED_ON, retention_due_on=clock.today()
        )


def more_certificates(built):
    Certificate.objects.create(
        authority=built.marlbrook,
        reference=new_reference("D"),
        because="spam",
        referrals=1,
        people=1,
        files=0,
    )


def more_readers(built):
    """Somebody else who opened one, and something to ask them, open and answered."""
    person = accounts.person_with(Role.PANEL_CHAIR, built.marlbrook)
    _looked(built, person)
    with sealing(built.marlbrook):
        _question(built, person, kind="many", usual=2)
        _question(
            built,
            person,
            kind="declared",
            answer="explained",
            answered_by=built.coordinator,
            answered_at=clock.now(),
        )


def _question(built, person, **kwargs):
    ReadQuestion.objects.create(
        authority=built.marlbrook,
        data_key=new_key(built.marlbrook, DataKey.Kind.QUESTION),
        reader=person,
        day=clock.today(),
        seen=20,
        **kwargs,
    )


def more_looks(built):
    _looked(built, Person.objects.get(pk=built.args["authority and person"][1]))


def _looked(built, person):
    row = built.referrals["gateway"]
    with audit.atomic():
        audit.record(
            VaultEvent.LOOKED,
            None,
            by=person,
            authority=built.marlbrook,
            purpose="triage",
            door="detail",
            groups=["G1"],
            kinds=["referrals.referral", "referrals.subject"],
            subjects=[row.pk, row.subject_id],
        )


READ_BY = {
    "referrals:looks": Role.DATA_PROTECTION_OFFICER,
    "referrals:looks_of_person": Role.DATA_PROTECTION_OFFICER,
}
"""Who reads a page that the co-ordinator does not."""
PAGES = {
    "reminders:my_work": ("", more_tasks),
    "reminders:brought": ("", more_brought),
    "reminders:team": ("authority", more_tasks),
    "reminders:team_tasks": ("authority", more_tasks),
    "reminders:leaving": ("authority", more_tasks),
    "governance:groups": ("authority", more_groups),
    "governance:decisions": ("authority", more_outcomes),
    "governance:actions": ("board", more_outcomes),
    "governance:documents": ("authority", more_controlled),
    "documents:list": ("", more_documents),
    "accounts:people": ("authority", more_people),
    "accounts:organisations": ("authority", more_organisations),
    "partners:posts": ("authority", more_posts),
    "partners:services": ("authority", more_services),
    "partners:gaps": ("authority", more_services),
    "partners:areas": ("authority", more_services),
    "referrals:signpost_figures": ("authority", more_signposts),
    "plans:list": ("", more_plans),
    "refer:mine_of": ("authority", more_own_referrals),
    "referrals:queue": ("authority", more_referrals),
    "referrals:concerns": ("authority", more_concerns),
    "referrals:advice_calls": ("authority", more_advice),
    "referrals:destinations": ("authority", more_destinations),
    "referrals:assessment_templates": ("authority", more_templates),
    "referrals:assessment_template": (
        "assessment template",
        more_versions_of_a_template,
    ),
    "referrals:retention": ("authority", more_to_destroy),
    "referrals:certificates": ("authority", more_certificates),
    "referrals:looks": ("authority", more_readers),
    "referrals:looks_of_person": ("authority and person", more_looks),
    "plans:action": ("action", more_told),
    "plans:actions": ("plan", more_actions),
    "plans:measures": ("plan", more_measures),
    "plans:dates": ("plan", more_dates),
    "plans:rating_history": ("plan", more_actions),
    "plans:changes": ("plan", more_actions),
    "plans:mine": ("", more_actions),
    "plans:search": ("", more_actions),
    "plans:rounds": ("plan", more_rounds),
    "plans:versions": ("plan", more_versions),
    "plans:round": ("round", more_asked),
    "plans:round_grid": ("round", more_asked),
    "plans:round_links": ("round", more_links),
    "exchange:list": ("imports", more_uploads),
    "training:courses": ("authority", more_courses),
    "training:course": ("course", more_courses),
    "training:role_groups": ("authority", more_courses),
    "training:role_group": ("role group", more_rules),
    "training:coverage": ("authority", more_covered),
    "training:coverage_of_organisation": ("authority and organisation", more_covered),
    "training:coverage_trend": ("authority", more_covered),
    "training:ever_trained": ("authority", more_covered),
    "training:lapsing": ("authority", more_covered),
    "training:headcounts": ("authority", more_headcounts),
    "training:headcount": ("headcount", more_headcounts),
    "training:surveys": ("authority", more_surveys),
    "training:survey": ("survey", more_surveys),
    "training:returns": ("authority", more_learners),
    "training:returns_missing": ("authority", more_headcounts),
    "training:learners": ("authority", more_learners),
    "training:learner": ("learner", more_done),
    "training:duplicates": ("authority", more_learners),
    "training:sessions": ("authority", more_sessions),
    "training:sessions_month": ("authority and month", more_sessions),
    "training:session": ("session", more_sessions),
    "training:facilitators": ("authority", more_sessions),
    "training:facilitator": ("facilitator", more_sessions),
    "training:sent_certificates": ("authority", more_sent),
    "training:nudge": ("authority", more_nudged),
    "training:nudges": ("authority", more_nudged),
    "training:nudged": ("nudge", more_nudged),
    "training:open_sessions": ("", more_open_sessions),
    "training:open_sessions_of": ("authority", more_open_sessions),
}


def statements(client, address) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
        assert answer.status_code == 200
    asked = [query["sql"] for query in captured.captured_queries]
    return [
        sql for sql in asked if not sql.startswith(SPARED) and REHEARSAL_ONLY not in sql
    ]


@pytest.mark.parametrize("name", PAGES)
def test_a_list_page_asks_as_much_for_25_rows_as_for_one(name, small_world):
    about, more = PAGES[name]
    built = small_world
    address = reverse(name, args=built.args[about])
    if name == "plans:search":
        address += "?words=head+teacher"
    client = Client()
    client.force_login(built.people[READ_BY.get(name, Role.COORDINATOR)])
    if name == "referrals:queue":
        client.post(reverse("referrals:queue_purpose", args=built.args[about]), WHY)
    more(built)
    statements(client, address)  # what is kept from the first page on is kept now
    few = statements(client, address)
    for _ in range(25):
        more(built)
    statements(client, address)  # a filter's new choices are printed once
    many = statements(client, address)
    assert len(many) == len(few), "\n".join(many)
    assert len(many) == COUNTS.get(name), "\n".join(many)
    more_here = 0 if name.startswith("plans:") else MORE.get(name, 2)
    assert len(many) <= MOST + more_here


def test_every_count_is_of_a_page_that_is_measured():
    assert sorted(COUNTS) == sorted(PAGES)
