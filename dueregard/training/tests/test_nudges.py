"""Nudging people about training: who is told, how, and how often."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dueregard import clock
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import OrganisationFactory, person_with
from dueregard.audit.models import Entry
from dueregard.clock import services as clock_services
from dueregard.outbox.models import Job
from dueregard.outbox.services import payload_of
from dueregard.partners.tests.factories import PostFactory, PostHoldingFactory
from dueregard.reminders.models import Task
from dueregard.training import nudging, services
from dueregard.training.models import LearnerLink, Nudge, NudgedLearner
from dueregard.training.nudging import Group, who_to_tell
from dueregard.training.owed import State
from dueregard.training.services import standing

from .factories import CompletionFactory, LearnerFactory, RequirementFactory

pytestmark = pytest.mark.django_db
Way = NudgedLearner.Way
LOWER = ("lapsed", "never", "soon")


@pytest.fixture
def person(marlbrook, council, front_line, catalogue):
    """Make somebody on the front line who did awareness so many days ago, or never."""

    def made(name, days=None, **more):
        more.setdefault("email", f"{name.lower()}@marlbrook.example")
        more.setdefault("organisation", council)
        learner = LearnerFactory(
            authority=marlbrook, name=name, role_groups=[front_line], **more
        )
        if days is not None:
            CompletionFactory(learner=learner, course=catalogue.awareness, days=days)
        standing.refresh([learner.pk])
        return learner

    return made


@pytest.fixture
def everybody(person):
    """One of each: lapsed, never, soon, in date, left, on leave and new."""
    today = clock.today()
    return {
        "lapsed": person("Lapsed", 800),
        "never": person("Never"),
        "soon": person("Soon", 700),
        "in date": person("Indate", 30),
        "left": person("Left", 800, left_on=today - timedelta(days=1)),
        "leave": person("Leave", 800, leave_from=today - timedelta(days=9)),
    }


def told(telling):
    return {each.learner.name: each.way for each in telling.targets}


def mails():
    return [payload_of(each) for each in Job.objects.filter(kind="outbox.mail")]


def test_those_who_owe_training_are_told_and_no_others(everybody, marlbrook, lead):
    telling = who_to_tell(Group(marlbrook), by=lead)
    assert told(telling) == dict.fromkeys(["Lapsed", "Never", "Soon"], Way.MAIL)


def test_a_nudge_may_be_of_one_state_role_group_organisation_or_course(
    everybody, marlbrook, lead, person, front_line, catalogue, council
):
    def names(**narrowed):
        return set(told(who_to_tell(Group(marlbrook, **narrowed), by=lead)))

    assert names(states=(State.LAPSED,)) == {"Lapsed"}
    library = OrganisationFactory(name="Library", authorities=[marlbrook])
    person("Lina", organisation=library)
    assert names(organisation=library) == {"Lina"}
    assert "Lina" in names(role_group=front_line)
    RequirementFactory(role_group=front_line, course=catalogue.wrap)
    standing.refresh(authority=marlbrook)
    assert names(course=catalogue.awareness) == {"Lapsed", "Never", "Soon", "Lina"}
    assert "Indate" in names(course=catalogue.wrap)


def test_a_starter_in_grace_is_left_in_peace(person, front_line, marlbrook, lead):
    front_line.requirements.update(within_days=30)
    person("Starter", joined_on=clock.today() - timedelta(days=3))
    assert told(who_to_tell(Group(marlbrook), by=lead)) == {}


def test_each_gets_one_mail_with_their_own_courses_and_link(
    everybody, marlbrook, lead, client
):
    services.nudge(Group(marlbrook), by=lead)
    found = {mail["to"]: mail for mail in mails()}
    assert set(found) == {f"{name}@marlbrook.example" for name in LOWER}
    lapsed = found["lapsed@marlbrook.example"]
    assert lapsed["subject"] == "You have a task"
    assert "Awareness: it counted until" in lapsed["body"]
    for name in ("Never", "Soon", "Indate"):
        assert name not in lapsed["body"].replace("never", "")
    address = next(line for line in lapsed["body"].splitlines() if "/by-link/" in line)
    page = client.get(address[address.index("/training/") :])
    assert "Ran out" in page.text
    clock_services.shift(timedelta(days=13))
    assert LearnerLink.objects.filter(expires_at__gt=clock.now()).count() == 3


def test_nobody_is_told_twice_in_fourteen_days(everybody, marlbrook, lead, person):
    services.nudge(Group(marlbrook, states=(State.LAPSED,)), by=lead)
    telling = who_to_tell(Group(marlbrook), by=lead)
    assert told(telling)["Lapsed"] == Way.LATELY
    services.nudge(Group(marlbrook), by=lead)
    assert [mail["to"] for mail in mails()].count("lapsed@marlbrook.example") == 1
    with pytest.raises(NotNow, match="Nobody is left to tell"):
        services.nudge(Group(marlbrook), by=lead)
    clock_services.shift(timedelta(days=15))
    assert told(who_to_tell(Group(marlbrook), by=lead))["Lapsed"] == Way.MAIL


def test_being_left_out_does_not_put_the_next_reminder_off(everybody, marlbrook, lead):
    services.nudge(Group(marlbrook, states=(State.LAPSED,)), by=lead)
    clock_services.shift(timedelta(days=10))
    services.nudge(Group(marlbrook), by=lead)
    clock_services.shift(timedelta(days=15))
    assert told(who_to_tell(Group(marlbrook), by=lead))["Lapsed"] == Way.MAIL


def test_without_an_address_the_organisations_lead_is_asked_to_tell_them(
    person, marlbrook, lead, council
):
    person("Nomail", email="")
    post = PostFactory(authority=marlbrook, organisation=council, is_lead=True)
    services.nudge(Group(marlbrook), by=lead)
    assert mails() == []
    task = Task.objects.get()
    assert (task.kind, task.post) == ("training.tell", post)
    assert task.url.startswith("/training/in/marlbrook/to-train/")


def test_where_there_is_no_lead_they_are_listed_to_be_told_otherwise(
    person, marlbrook, lead
):
    person("Nomail", email="")
    assert told(who_to_tell(Group(marlbrook), by=lead)) == {"Nomail": Way.NOBODY}
    person("Ada")
    row = services.nudge(Group(marlbrook), by=lead)
    assert row.people.get(learner__name="Nomail").way == Way.NOBODY


def test_what_became_of_each_is_kept_on_record(everybody, marlbrook, lead, catalogue):
    row = services.nudge(Group(marlbrook, course=catalogue.awareness), by=lead)
    assert (row.by, row.course, row.states) == (
        lead,
        catalogue.awareness,
        ["lapsed", "never", "due_soon"],
    )
    people = {one.learner.name: one for one in row.people.all()}
    assert set(people) == {"Lapsed", "Never", "Soon"}
    assert people["Lapsed"].courses == [catalogue.awareness.pk]
    entry = Entry.objects.get(event="training.nudged")
    assert (entry.facts["mailed"], entry.facts["left_out"]) == (3, 0)


def test_a_keeper_reminds_only_those_whose_records_they_keep(
    everybody, marlbrook, trust, person, coordinator
):
    person("Teacher", organisation=trust.school)
    assert set(told(who_to_tell(Group(marlbrook), by=trust.lead))) == {"Teacher"}
    officer = person_with(Role.EDUCATION_OFFICER, marlbrook)
    assert set(told(who_to_tell(Group(marlbrook), by=officer))) == {"Teacher"}
    assert len(told(who_to_tell(Group(marlbrook), by=coordinator))) == 4


@pytest.mark.parametrize(
    "role", [Role.AUDITOR, Role.DATA_PROTECTION_OFFICER, Role.BOARD_CHAIR]
)
def test_who_only_reads_reminds_nobody(everybody, marlbrook, role):
    reader = person_with(role, marlbrook)
    with pytest.raises(NotAllowed):
        services.nudge(Group(marlbrook), by=reader)
    assert told(who_to_tell(Group(marlbrook), by=reader)) == {}


def test_too_many_at_once_are_told_in_parts(everybody, marlbrook, lead, monkeypatch):
    monkeypatch.setattr(nudging, "MOST", 2)
    with pytest.raises(NotNow, match="too many"):
        services.nudge(Group(marlbrook), by=lead)
    assert not Nudge.objects.exists()


def test_a_nudge_takes_as_many_statements_for_many_people_as_for_few(
    person, marlbrook, lead
):
    def statements():
        with CaptureQueriesContext(connection) as seen:
            who_to_tell(Group(marlbrook), by=lead)
        return len(seen)

    person("Ada")
    statements()  # what `lead` may read is read once
    few = statements()
    for number in range(12):
        person(f"Person{number}")
    assert statements() == few <= 12


def test_the_preview_sends_nothing_and_the_button_sends(
    client, everybody, marlbrook, lead, council
):
    client.force_login(lead)
    address = "/training/in/marlbrook/nudge/"
    page = client.get(address, {"state": ["lapsed"], "organisation": council.pk})
    assert "Lapsed" in page.text
    assert "Never" not in [each.learner.name for each in page.context["page"]]
    assert mails() == []
    answer = client.post(address, {"state": ["lapsed"], "organisation": council.pk})
    assert answer.status_code == 302
    assert [mail["to"] for mail in mails()] == ["lapsed@marlbrook.example"]
    record = client.get(answer.headers["Location"])
    assert "Lapsed" in record.text
    listed = client.get("/training/in/marlbrook/nudges/")
    assert answer.headers["Location"] in listed.text


def test_a_filter_that_makes_no_sense_narrows_nothing(client, everybody, lead):
    client.force_login(lead)
    page = client.get("/training/in/marlbrook/nudge/", {"organisation": "x"})
    assert len(page.context["page"]) == 3


def test_a_trusts_lead_sees_only_their_part_of_a_reminder(
    client, everybody, marlbrook, lead, trust, person
):
    person("Teacher", organisation=trust.school)
    row = services.nudge(Group(marlbrook), by=lead)
    client.force_login(trust.lead)
    page = client.get(row.get_absolute_url())
    assert "Teacher" in page.text
    assert "Lapsed" not in page.text
    [(_, counts)] = client.get("/training/in/marlbrook/nudges/").context["rows"]
    assert counts == [1, 0, 0, 0]


def test_the_organisations_lead_sees_whom_to_tell_and_says_when_it_is_done(
    client, person, marlbrook, lead, council, action_owner, catalogue
):
    person("Nomail", email="")
    post = PostFactory(authority=marlbrook, organisation=council, is_lead=True)
    PostHoldingFactory(post=post, person=action_owner)
    services.nudge(Group(marlbrook), by=lead)
    client.force_login(action_owner)
    page = client.get(Task.objects.get().url)
    assert "Nomail" in page.text
    assert "Awareness" in page.text
    answer = client.post(f"{Task.objects.get().url}told/")
    assert answer.status_code == 302
    assert not Task.objects.open().exists()
    assert NudgedLearner.objects.get().told_at
    assert "Nomail" not in client.get(answer.headers["Location"]).text


def test_nobody_else_reads_the_names_or_says_that_they_were_told(
    client, person, marlbrook, lead, council, action_owner, board_member
):
    person("Nomail", email="")
    PostFactory(authority=marlbrook, organisation=council, is_lead=True)
    services.nudge(Group(marlbrook), by=lead)
    url = Task.objects.get().url
    client.force_login(board_member)
    page = client.get(url)
    assert page.status_code == 200
    assert "Nomail" not in page.text
    assert client.post(f"{url}told/").status_code == 403
    client.force_login(action_owner)
    assert client.get(url).status_code == 404
