"""The co-ordinator sees who owes what, what leaves soon, and sets the days."""

from datetime import timedelta

import pytest

from dueregard import clock
from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import AuthorityFactory, MembershipFactory
from dueregard.partners.tests.factories import PostFactory
from dueregard.reminders.jobs import climb
from dueregard.reminders.ladder import ladder_of
from dueregard.reminders.models import Escalation, MailPreference, Step, Task

from .conftest import MONDAY
from .factories import OWN_MAIL, TaskFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def late(team):
    return TaskFactory(
        authority=team.authority,
        post=team.post,
        due_on=MONDAY - timedelta(days=4),
        title="Report on the school visits",
    )


@pytest.fixture
def page(team, client):
    client.force_login(team.cleo)

    def read(address: str) -> str:
        answer = client.get(f"/team-work/marlbrook/{address}")
        assert answer.status_code == 200
        return answer.content.decode()

    return read


def test_the_menu_leads_to_the_first_authority(team, client):
    client.force_login(team.cleo)
    answer = client.get("/team-work/")
    assert answer.headers["Location"] == "/team-work/marlbrook/"


def test_others_have_no_team_page(team, client, late):
    climb({})
    row = Escalation.objects.get()
    for person in (team.ada, team.dee):
        client.force_login(person)
        for address in (
            "/team-work/",
            "/team-work/marlbrook/",
            "/team-work/marlbrook/tasks/",
            f"/team-work/marlbrook/posts/{team.post.pk}/",
            "/team-work/marlbrook/leaving-soon/",
            "/team-work/marlbrook/ladder/",
            f"/leaving-soon/{row.pk}/hold/",
        ):
            assert client.get(address).status_code == 404, address


def test_it_shows_who_owes_what_since_when(page, team, late):
    TaskFactory(authority=team.authority, post=team.post)
    TaskFactory(authority=team.authority, person=team.ben, due_on=MONDAY)
    text = page("")
    assert "Partnerships sergeant" in text
    assert "Ada, Fernshire Police" in text
    assert "28 January 2027" in text
    assert "2 posts and people" in text


def test_a_vacant_post_stands_on_top_with_a_warning(page, team, late):
    vacant = PostFactory(authority=team.authority, title="Training manager")
    TaskFactory(authority=team.authority, post=vacant)
    text = page("")
    assert "Nobody holds 1 post that owes something" in text
    assert text.index(">Training manager</a>", text.index("<table")) < text.index(
        ">Partnerships sergeant</a>"
    )


def test_filters_narrow_it(page, team, late):
    TaskFactory(authority=team.authority, person=team.ben, kind=OWN_MAIL)
    assert "1 post or person" in page("?when=overdue")
    assert "Partnerships sergeant" not in page(f"?kind={OWN_MAIL}")
    assert "1 post or person" in page(f"?organisation={team.police.pk}")
    assert "2 posts and people" in page("?organisation=x&kind=y&page=abc")


def test_a_line_leads_to_the_tasks(page, team, late):
    TaskFactory(authority=team.authority, person=team.ben, title="Bring the papers")
    ours = page(f"posts/{team.post.pk}/")
    assert "Report on the school visits" in ours
    assert "Bring the papers" not in ours
    assert "Bring the papers" in page(f"people/{team.ben.pk}/")
    every = page("tasks/")
    assert "Report on the school visits" in every
    assert "Bring the papers" in every


def test_posts_and_people_of_elsewhere_are_not_there(team, client):
    elsewhere = PostFactory(authority=AuthorityFactory(name="Netherbrook"))
    TaskFactory(authority=elsewhere.authority, post=elsewhere)
    client.force_login(team.cleo)
    for address in (f"posts/{elsewhere.pk}/", f"people/{team.dee.pk}/"):
        assert client.get(f"/team-work/marlbrook/{address}").status_code == 404


def test_what_leaves_soon_says_to_whom_and_when(page, team, late):
    climb({})
    text = page("leaving-soon/")
    assert "Report on the school visits" in text
    assert "3 February 2027" in text
    assert "Its owner" in text
    assert "Ada" in text


def test_what_leaves_for_a_vacant_post_says_so(page, team, late):
    team.post.holdings.all().delete()
    climb({})
    assert "Nobody holds the post: it goes straight on" in page("leaving-soon/")


def test_it_is_held_with_a_reason_and_let_go_again(page, team, late, client):
    climb({})
    row = Escalation.objects.get()
    answer = client.post(f"/leaving-soon/{row.pk}/hold/", {"because": ""})
    assert "Enter why you hold it back" in answer.content.decode()
    answer = client.post(f"/leaving-soon/{row.pk}/hold/", {"because": "On leave."})
    assert answer.status_code == 302
    text = page("leaving-soon/")
    assert "Held back" in text
    assert "On leave." in text
    assert client.post(f"/leaving-soon/{row.pk}/release/").status_code == 302
    row.refresh_from_db()
    assert row.held_at is None


def test_my_work_says_that_something_is_about_to_leave(team, late, client):
    climb({})
    client.force_login(team.cleo)
    text = client.get("/my-work/").content.decode()
    assert "1 late task is about to be taken further" in text


def test_a_lead_finds_what_was_brought_to_them(team, late, client):
    Escalation.objects.create(
        task=late, step=Step.LEAD, due_on=late.due_on, leaves_on=MONDAY
    )
    climb({})
    client.force_login(team.ben)
    assert "1 late task was brought to you" in client.get("/my-work/").content.decode()
    text = client.get("/my-work/brought-to-you/").content.decode()
    assert "Report on the school visits" in text
    assert "Partnerships sergeant" in text


def test_the_days_are_set_on_a_page_that_says_where_they_come_from(page, team, client):
    assert "No guidance sets these days" in page("ladder/")
    answers = {"owner": "2", "lead": "", "coordinator": "8", "chair": "30"}
    assert client.post("/team-work/marlbrook/ladder/", answers).status_code == 302
    kept = [(rung.working_days, rung.is_on) for rung in ladder_of(team.authority)]
    assert kept == [(2, True), (5, False), (8, True), (30, True)]
    again = page("ladder/")
    assert 'value="30"' in again


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"owner": "0"}, "Enter 1 or more working days"),
        ({"owner": "soon"}, "Enter the working days as a whole number"),
        ({"owner": "9999"}, "Enter 250 working days or fewer"),
        ({"owner": "5", "lead": "5"}, "Enter more than 5, so that it comes later"),
    ],
)
def test_days_that_make_no_sense_are_told_apart(team, client, answers, sentence):
    client.force_login(team.cleo)
    answer = client.post("/team-work/marlbrook/ladder/", answers)
    assert sentence in answer.content.decode()


def test_preferences_are_kept_and_stale_ones_shown(team, client):
    client.force_login(team.ada)
    assert "Once a week" in client.get("/my-account/mail/").content.decode()
    daily = {"rhythm": "daily", "version": "1"}
    assert client.post("/my-account/mail/", daily).status_code == 302
    assert MailPreference.objects.get().rhythm == "daily"
    late = client.post("/my-account/mail/", {**daily, "rhythm": "at_once"})
    assert late.status_code == 409
    weekly = {"rhythm": "weekly", "weekday": "3", "version": "2"}
    assert client.post("/my-account/mail/", weekly).status_code == 302
    assert MailPreference.objects.get().weekday == 3


def test_a_rhythm_must_be_chosen(team, client):
    client.force_login(team.ada)
    text = client.post("/my-account/mail/", {"version": "1"}).content.decode()
    assert "Select how often you want to hear" in text


def test_a_co_ordinator_of_two_authorities_changes_between_them(team, client):
    other = AuthorityFactory(name="Netherbrook")
    MembershipFactory(person=team.cleo, role=Role.COORDINATOR, authority=other)
    client.force_login(team.cleo)
    text = client.get("/team-work/netherbrook/").content.decode()
    assert "/team-work/marlbrook/" in text


def test_forty_debtors_come_in_pages(page, team):
    for _ in range(40):
        TaskFactory(
            authority=team.authority, post=PostFactory(authority=team.authority)
        )
    assert "40 posts and people" in page("")
    assert page("?page=2").count("</tr>") == 16
    assert Task.objects.count() == 40
    assert clock.today() == MONDAY
