"""One small world in which every address has something to show.

Marlbrook has a person for every role, and one of everything that an address names. The
outsider is co-ordinator and administrator of Ashby Vale, and must not tell that any of
it exists.
"""

from datetime import timedelta
from types import SimpleNamespace

from dueregard import clock
from dueregard.access.roles import Role
from dueregard.accounts import services as account_services
from dueregard.accounts.models import Person
from dueregard.accounts.tests import factories as accounts
from dueregard.accounts.tokens import token_hash
from dueregard.accounts.two_people import IN_PLACE, ROOM_ON
from dueregard.documents.tests import factories as documents
from dueregard.exchange.models import Upload
from dueregard.outbox.models import Job
from dueregard.partners.models import OwnerName, Post
from dueregard.partners.tests import factories as partners
from dueregard.plans import services as plan_services
from dueregard.plans.models import Action, DateChange, Plan
from dueregard.plans.tests import factories as plans
from dueregard.reminders.models import Escalation, Step
from dueregard.reminders.tests.factories import TaskFactory

from . import world_of_groups, world_of_referrals, world_of_training

SIGNED_IN = [*Role.values, "outsider"]
KINDS = ["stranger", *SIGNED_IN]


def build() -> SimpleNamespace:
    """The world; `people` by kind, and `args` by what a line of the table names."""
    marlbrook = accounts.AuthorityFactory(name="Marlbrook")
    people = {role: accounts.person_with(role, marlbrook) for role in Role.values}
    ashby = accounts.AuthorityFactory(name="Ashby Vale", kind="district")
    outsider = accounts.person_with(Role.COORDINATOR, ashby)
    accounts.MembershipFactory(
        person=outsider, role=Role.ADMINISTRATOR, authority=ashby
    )
    world = SimpleNamespace(people={**people, "outsider": outsider}, args={"": []})
    world.marlbrook, world.coordinator = marlbrook, people[Role.COORDINATOR]
    _add_people(world, marlbrook)
    _add_approval(world, marlbrook)
    _add_partners(world, marlbrook)
    _add_plans(world, marlbrook)
    _add_tasks(world, marlbrook)
    _add_versions(world)
    _add_progress(world, marlbrook)
    _add_upload(world, marlbrook)
    _add_document(world, marlbrook)
    world_of_groups.add(world, marlbrook)
    world_of_training.add(world, marlbrook)
    world_of_referrals.add(world, marlbrook)
    world.args |= {"authority": ["marlbrook"], "missing": [999_999]}
    rehearsing = people[Role.BOARD_CHAIR].pk
    world.args |= {"rehearsal person": [rehearsing]}
    world.args |= {"token": ["never-given"], "key": ["1", "set-password"]}
    return world


def _add_people(world, marlbrook) -> None:
    member = accounts.person_with(Role.ACTION_OWNER, marlbrook, is_rehearsal=False)
    organisation = marlbrook.organisations.first()
    job = Job.objects.create(kind="mail", key="late", authority_id=marlbrook.pk)
    Job.objects.filter(pk=job.pk).update(status=Job.Status.DEAD)
    world.args |= {
        "person": [member.pk],
        "authority and person": ["marlbrook", member.pk],
        "membership": [member.memberships.get().pk],
        "organisation": [organisation.pk],
        "job": [job.pk],
    }


def _add_approval(world, marlbrook) -> None:
    approval = account_services.ask(
        ROOM_ON,
        authority=marlbrook,
        items={"room": "referrals"},
        checks=[code for code, _ in IN_PLACE],
        by=world.people[Role.ADMINISTRATOR],
    )
    world.args |= {
        "approval": [approval.pk],
        "authority and room": ["marlbrook", "referrals"],
    }


def _add_partners(world, marlbrook) -> None:
    post = partners.PostFactory(authority=marlbrook)
    holding = partners.PostHoldingFactory(post=post)
    other_name = partners.PostNameFactory(post=post)
    settled = OwnerName.objects.create(
        authority=marlbrook,
        key="the team",
        text="The team",
        decided_by=world.coordinator,
    )
    area = partners.AreaFactory(authority=marlbrook)
    service = partners.ServiceFactory(authority=marlbrook)
    world.args |= {
        "area": [area.pk],
        "service": [service.pk],
        "services as a file": ["marlbrook", "csv"],
        "post": [post.pk],
        "holding": [holding.pk],
        "other name": [other_name.pk],
        "settled name": [settled.pk],
        "unsettled name": ["marlbrook", "0123456789abcdef"],
        "choice": ["marlbrook", "0123456789abcdef", "post-1"],
    }


def _plan(world, marlbrook, title):
    plan = plans.PlanFactory(
        authority=marlbrook, drafted_by=world.coordinator, title=title
    )
    group = plans.GroupFactory(plan=plan, number="1", position=1)
    action = plans.ActionFactory(plan=plan, group=group, ref="1", position=1)
    return plan, group, action


def _add_plans(world, marlbrook) -> None:
    chair = world.people[Role.BOARD_CHAIR]
    live, group, action = _plan(world, marlbrook, "The plan in force")
    section = plans.SectionFactory(plan=live)
    plan_services.submit(live, by=world.coordinator, note="")
    live = Plan.objects.get(pk=live.pk)
    plan_services.approve(live, by=chair, note="Agreed.", publish=True)
    sent, _, _ = _plan(world, marlbrook, "The plan before the board")
    plan_services.submit(sent, by=world.coordinator, note="")
    draft, draft_group, draft_action = _plan(world, marlbrook, "The next draft")
    draft_section = plans.SectionFactory(plan=draft)
    intention = draft_group.intentions.create(
        horizon="short_term", text="Meet", position=1
    )
    world.args |= {
        "plan": [live.pk],
        "sent plan": [sent.pk],
        "draft": [draft.pk],
        "plan and place": [live.pk, 1],
        "published": ["marlbrook"],
        "published priority": ["marlbrook", 1],
        "plan file": [live.pk, "csv"],
        "section": [live.pk, section.pk],
        "group": [live.pk, group.pk],
        "action": [live.pk, action.pk],
        "draft section": [draft.pk, draft_section.pk],
        "draft group": [draft.pk, draft_group.pk],
        "draft action": [draft.pk, draft_action.pk],
        "draft intention": [draft.pk, intention.pk],
    }
    _add_round(world, live, action)


def _add_round(world, live, action) -> None:
    """An open round with a link whose token is known, as the mail would hold it."""
    post = Post.objects.get(pk=world.args["post"][0])
    action.owners.create(text=post.title, post=post, position=9)
    due_on = clock.today() + timedelta(days=14)
    round = plan_services.open_round(
        live, [action.pk], by=world.coordinator, due_on=due_on
    )
    asked, link = round.asked.get(), round.links.get()
    token = "w" * 43
    round.links.update(token_sha256=token_hash(token))
    world.args |= {
        "round": [live.pk, round.pk],
        "round link": [live.pk, round.pk, link.pk],
        "asked": [live.pk, round.pk, asked.pk],
        "round token": [token],
        "round token and asked": [token, asked.pk],
    }


def _add_versions(world) -> None:
    """The plan in force has a second version that is being written."""
    live = Plan.objects.get(pk=world.args["plan"][0])
    version = plan_services.open_version(live, by=world.coordinator, why="Asked for")
    change = plan_services.propose_action(
        version,
        by=world.coordinator,
        fields={
            "group": live.groups.first().pk,
            "ref": "2",
            "text": "Open a helpline",
            "timescale_text": "",
            "owners_text": "",
            "audience": "public",
            "starts_on": None,
            "due_on": None,
            "is_ongoing": True,
            "review_every_months": 3,
        },
        reason="The board asked for it.",
    )
    world.args |= {
        "version": [live.pk, version.pk],
        "version change": [live.pk, version.pk, change.pk],
    }


def _add_progress(world, marlbrook) -> None:
    """The action of the plan in force has evidence and a date asked for."""
    plan, action = world.args["action"]
    measure = plan_services.add_measure(
        Plan.objects.get(pk=plan),
        by=world.coordinator,
        name="People at events",
        unit="people",
        direction="up",
    )
    document = documents.DocumentFactory(
        authority=marlbrook, given_by=world.coordinator
    )
    evidence = plan_services.attach_evidence(
        Action.objects.get(pk=action), document, by=world.coordinator
    )
    today = clock.today()
    change = DateChange.objects.create(
        action_id=action,
        from_on=today,
        to_on=today + timedelta(days=30),
        reason="Asked",
        asked_by=world.coordinator,
    )
    world.args |= {
        "measure": [plan, measure.pk],
        "hung evidence": [plan, action, evidence.pk],
        "date change": [plan, change.pk],
    }


def _add_tasks(world, marlbrook) -> None:
    """Somebody owes something themselves, and it is late enough to be taken further."""
    debtor = world.args["person"][0]
    task = TaskFactory(
        authority=marlbrook,
        person=Person.objects.get(pk=debtor),
        due_on=clock.today(),
    )
    escalation = Escalation.objects.create(
        task=task, step=Step.OWNER, due_on=task.due_on, leaves_on=task.due_on
    )
    world.args |= {
        "debtor": ["marlbrook", debtor],
        "owing post": ["marlbrook", world.args["post"][0]],
        "escalation": [escalation.pk],
    }


def _add_upload(world, marlbrook) -> None:
    upload = Upload.objects.create(
        authority=marlbrook,
        person=world.coordinator,
        importer="plan",
        file_name="plan.csv",
        sha256="0" * 64,
        size=10,
        status=Upload.Status.READY,
        created_at=clock.now() - timedelta(minutes=1),
    )
    world.args |= {"upload": [upload.pk], "imports": ["marlbrook", "plan"]}


def _add_document(world, marlbrook) -> None:
    document = documents.DocumentFactory(authority=marlbrook, by=world.coordinator)
    world.args |= {"document": [document.pk], "document file": [document.pk, 1]}
