"""Opening a round asks every owner once, and says who cannot be reached."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dueregard import clock
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import MembershipFactory, PersonFactory
from dueregard.audit.models import Entry
from dueregard.partners.tests.factories import PostFactory, PostHoldingFactory
from dueregard.plans import services
from dueregard.plans.models import Action, RoundAsk, RoundLink
from dueregard.plans.services.rounds.asking import who_is_asked
from dueregard.plans.tests.factories import ActionFactory
from dueregard.plans.tests.rounds import holder_of, link_of, mails_to, opened, own
from dueregard.plans.tests.rounds import people as people_of
from dueregard.reminders.models import Task

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(plan_in_force):
    return people_of(plan_in_force)


def asking(plan):
    return who_is_asked(plan, plan.actions.values_list("pk", flat=True))


def gaps(plan) -> list[str]:
    found = asking(plan).gaps.values()
    return sorted(f"{gap.who} {gap.why}: {', '.join(gap.refs)}" for gap in found)


def test_each_owner_gets_one_mail_and_one_link_for_all_their_actions(
    people, coordinator
):
    own(people.two, people.sergeant)
    round = opened(people.plan, coordinator)
    assert {link.person for link in round.links.all()} == {
        people.officer,
        people.teacher,
    }
    assert len(mails_to(people.officer)) == 1
    assert round.asked.asked_of(people.officer).count() == 2
    assert round.asked.asked_of(people.teacher).count() == 1
    entry = Entry.objects.get(event="round.opened")
    assert (entry.facts["actions"], entry.facts["people"]) == (2, 2)


def test_my_work_says_what_the_action_is_unless_it_is_restricted(people, coordinator):
    Action.objects.filter(pk=people.two.pk).update(audience="restricted")
    opened(people.plan, coordinator)
    titles = set(Task.objects.filter(title__startswith="Report").values_list("title"))
    assert (f"Report on action {people.one.ref}: {people.one.summary}",) in titles
    assert (f"Report on action {people.two.ref}",) in titles


def test_somebody_who_holds_two_posts_gets_one_link(people, coordinator):
    PostHoldingFactory(post=people.head, person=people.officer)
    round = opened(people.plan, coordinator)
    assert round.links.filter(person=people.officer).count() == 1
    assert round.asked.asked_of(people.officer).count() == 2


def test_the_mail_says_nothing_of_the_plan_or_the_message(people, coordinator):
    opened(people.plan, coordinator, message="Mind the school in Netherbrook.")
    (mail,) = mails_to(people.officer)
    assert "Netherbrook" not in mail
    assert people.one.text not in mail
    assert "/plans/answer/" in mail


def test_only_the_hash_of_a_token_is_kept(people, coordinator):
    opened(people.plan, coordinator)
    token = link_of(people.officer).split("/")[3]
    assert len(token) >= 43  # 256 bits
    link = RoundLink.objects.get(person=people.officer)
    assert token not in [str(value) for value in vars(link).values()]
    assert not [entry for entry in Entry.objects.all() if token in str(vars(entry))]


def test_each_action_is_on_the_list_of_its_post(people, coordinator):
    round = opened(people.plan, coordinator)
    task = Task.objects.get(post=people.sergeant)
    assert (task.kind, task.due_on, task.is_open) == (
        "plans.update",
        round.due_on,
        True,
    )
    assert people.officer in {
        holding.person for holding in task.post.current_holdings()
    }


def test_action_owners_of_an_organisation_are_asked_as_people(
    people, coordinator, marlbrook
):
    body = people.sergeant.organisation
    person = PersonFactory()
    MembershipFactory(
        person=person, authority=marlbrook, organisation=body, role=Role.ACTION_OWNER
    )
    own(people.two, organisation=body)
    round = opened(people.plan, coordinator)
    assert RoundAsk.objects.filter(person=person).count() == 1
    assert round.asked.asked_of(person).get().action == people.two


def test_all_partners_means_the_lead_posts(people, coordinator):
    own(people.two, everyone="partners", text="All partners")
    round = opened(people.plan, coordinator)
    assert round.asked.asked_of(people.officer).count() == 2


def test_who_cannot_be_reached_is_listed_with_the_reason(people, marlbrook):
    vacant = PostFactory(authority=marlbrook, title="Youth lead")
    quiet = PostFactory(authority=marlbrook, title="Caretaker")
    holder_of(quiet, name="Wilf Ames", email=None)
    own(people.one, vacant)
    own(people.one, quiet)
    own(people.two, text="The usual people")
    own(people.two, text="Anybody", stays_as_text=True)
    ActionFactory(plan=people.plan, ref="3")
    body = vacant.organisation
    assert gaps(people.plan) == [
        "Anybody names no post or organisation: 2",
        "Nobody is named as owner: 3",
        "The usual people is not settled yet: 2",
        "Wilf Ames has no e-mail address: 1",
        f"Youth lead, {body} is vacant: 1",
    ]


def test_who_cannot_be_mailed_is_still_asked(people, coordinator, marlbrook):
    vacant = PostFactory(authority=marlbrook, title="Youth lead")
    own(people.one, vacant)
    round = opened(people.plan, coordinator)
    assert Task.objects.filter(post=vacant).count() == 1
    person = holder_of(vacant)
    assert round.asked.asked_of(person).count() == 1
    assert services.ask_the_rest(round, by=coordinator) == 1
    assert len(mails_to(person)) == 1
    assert len(mails_to(people.officer)) == 1


def test_an_owner_settled_later_is_asked_with_the_rest(people, coordinator, marlbrook):
    row = own(people.two, text="The usual people")
    round = opened(people.plan, coordinator)
    post = PostFactory(authority=marlbrook)
    person = holder_of(post)
    row.post = post
    row.save()
    services.ask_the_rest(round, by=coordinator)
    assert round.asked.asked_of(person).get().action == people.two
    assert Task.objects.filter(post=post).exists()


def test_opening_asks_the_database_as_often_for_many_actions_as_for_few(
    people, coordinator
):
    def statements(number):
        for n in range(number):
            action = ActionFactory(plan=people.plan, ref=f"{number}-{n}")
            post = PostFactory(
                authority=people.plan.authority,
                organisation=people.sergeant.organisation,
            )
            holder_of(post)
            own(action, post)
        with CaptureQueriesContext(connection) as captured:
            round = opened(people.plan, coordinator)
        services.close_round(round, by=coordinator, summary="Done.")
        return len(captured)

    statements(1)
    assert statements(5) == statements(25)


def test_a_second_round_is_not_opened_beside_the_first(people, coordinator):
    opened(people.plan, coordinator)
    with pytest.raises(NotNow, match="open already"):
        opened(people.plan, coordinator)


def test_rounds_are_of_the_plan_in_force(plan, coordinator):
    with pytest.raises(NotNow, match="plan in force"):
        opened(plan, coordinator)


def test_only_the_coordinator_opens_a_round(people, board_chair):
    with pytest.raises(NotAllowed):
        opened(people.plan, board_chair)


def test_a_round_is_not_due_yesterday(people, coordinator):
    with pytest.raises(NotNow, match="today or later"):
        opened(people.plan, coordinator, due_on=clock.today() - timedelta(days=1))


def test_a_round_of_finished_actions_asks_nothing(people, coordinator):
    people.plan.actions.update(status="complete")
    with pytest.raises(NotNow, match="nothing to ask"):
        opened(people.plan, coordinator)
