"""Clear, hold, elsewhere: and a hold that looks like any slow case (practice RF 4)."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from dueregard import clock
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import AuthorityFactory, person_with
from dueregard.audit.models import Entry
from dueregard.clock import services as clock_services
from dueregard.clock.working_days import add_working_days
from dueregard.config.testing import whole_on
from dueregard.referrals import services
from dueregard.referrals.models import PoliceMark
from dueregard.referrals.services import Told
from dueregard.reminders.models import Task
from dueregard.vault import tenancy

from .factories import make_referral, police_destination, staff
from .pages import again, into_queue, opens, page_of, sends, signed_in

pytestmark = pytest.mark.django_db
HOLD, CLEAR, ELSEWHERE = PoliceMark.Mark.HOLD, PoliceMark.Mark.CLEAR, "elsewhere"
ADULT = {"forenames": "Corin", "surname": "Ashgrove", "born_on": date(1990, 3, 14)}
WITHOUT_THE_RIGHT = [
    Role.PANEL_CHAIR,
    Role.DEPUTY_CHAIR,
    Role.REGISTERED_REFERRER,
    Role.SAFEGUARDING_LEAD,
    Role.EDUCATION_OFFICER,
    Role.COORDINATOR,
]
PAGES = ["referral", "accept", "go_on", "close", "step", "assign", "mark", "who_looked"]


@pytest.fixture
def marlbrook():
    return AuthorityFactory(name="Marlbrook")


@pytest.fixture
def people(marlbrook):
    return staff(marlbrook)


@pytest.fixture
def officer(people):
    return people[Role.GATEWAY_OFFICER]


def pair(marlbrook, officer, by=None):
    """A referral that is slow, and one like it that the police hold."""
    police_destination(marlbrook)
    rows = [make_referral(marlbrook, subject=ADULT, by=by) for _ in range(2)]
    for row in rows:
        services.accept(row, by=officer)
        opens(signed_in(officer), again(row), "mark")
    clock_services.shift(timedelta(days=9))
    slow, held = map(again, rows)
    services.set_mark(held, HOLD, by=officer, review_on=clock.today())
    return slow, again(held)


def masked(answer, referral) -> str:
    """The page without what names this referral and this showing of a form."""
    text = answer.content.decode()
    for name in (referral.reference, str(referral.pk)):
        text = text.replace(name, "ONE")
    text = re.sub(
        r'name="(csrfmiddlewaretoken|submission_key)" value="[^"]*"', "", text
    )
    text = re.sub(r"\d{1,2}:\d\d[ap]m", "TIME", text)
    text = re.sub(r'datetime="[^"]*"', "", text)
    return re.sub(r'value="[A-Za-z0-9_-]{24,}"', "", text)


def proves(client, address):
    """The page at `address`, after proving who one is."""
    return client.post(reverse("accounts:step_up"), {"next": address}, follow=True)


@pytest.mark.parametrize("role", WITHOUT_THE_RIGHT)
@pytest.mark.parametrize("name", whole_on("sqlite", PAGES))
def test_a_held_referral_is_to_the_byte_a_slow_one(
    marlbrook, people, officer, role, name
):
    slow, held = pair(marlbrook, officer, by=people[role])
    client = signed_in(people[role])
    answers = [(opens(client, row, name), row) for row in (slow, held)]
    assert answers[0][0].status_code == answers[1][0].status_code
    first, second = (masked(answer, row) for answer, row in answers)
    if role == Role.COORDINATOR and name == "referral":
        assert "There is one" in second
        second = second.replace("There is one", "None")
    assert first == second


@pytest.mark.parametrize(
    "role", [Role.COORDINATOR, Role.PANEL_CHAIR, Role.DEPUTY_CHAIR]
)
def test_the_queue_shows_a_held_one_as_it_shows_a_slow_one(
    marlbrook, people, officer, role
):
    slow, held = pair(marlbrook, officer)
    text = into_queue(signed_in(people[role]), marlbrook).content.decode()
    rows = {
        row.pk: re.search(rf"<tr(?:(?!</tr>).)*{row.reference}.*?</tr>", text, re.S)
        for row in (slow, held)
    }
    one, other = (
        rows[row.pk].group().replace(row.reference, "").replace(str(row.pk), "")
        for row in (slow, held)
    )
    assert one == other


def test_tasks_and_columns_are_those_of_a_slow_one(marlbrook, officer):
    slow, held = pair(marlbrook, officer)

    def owed(row):
        tasks = Task.objects.filter(subject_id=str(row.pk)).order_by("pk")
        return list(tasks.values_list("title", "due_on", "person", "closed_at"))[-1][:3]

    assert owed(slow) == owed(held)
    names = ["status", "stage_due_on", "cleared_at", "holder_id", "version"]
    assert [getattr(slow, n) for n in names] == [getattr(held, n) for n in names]


def test_the_police_read_what_they_said(marlbrook, officer):
    _, held = pair(marlbrook, officer)
    text = opens(signed_in(officer), held).content.decode()
    assert "What the police say" in text
    assert "Hold" in text


def test_a_hold_is_looked_at_again_after_10_working_days(marlbrook, officer):
    referral = make_referral(marlbrook)
    row = services.set_mark(referral, HOLD, by=officer)
    assert row.review_on == add_working_days(clock.today(), 10)


def test_clearance_is_known_to_all_and_opens_the_way(marlbrook, people, officer):
    referral = make_referral(marlbrook, subject=ADULT)
    services.accept(referral, by=officer)
    services.set_mark(referral, CLEAR, by=officer)
    referral = again(referral)
    assert referral.cleared_at is not None
    text = opens(signed_in(people[Role.PANEL_CHAIR]), referral).content.decode()
    assert "Done on" in text
    assert "Wait for police checks" not in text
    services.go_on(referral, by=officer)


def test_a_hold_after_clearance_shuts_the_way_again(marlbrook, officer):
    referral = make_referral(marlbrook, subject=ADULT)
    services.accept(referral, by=officer)
    services.set_mark(referral, CLEAR, by=officer)
    services.set_mark(referral, HOLD, by=officer)
    with pytest.raises(NotNow, match="Wait for police checks"):
        services.go_on(again(referral), by=officer)
    services.set_mark(referral, CLEAR, by=officer)
    services.go_on(again(referral), by=officer)
    with pytest.raises(NotNow, match="has gone on"):
        services.set_mark(referral, HOLD, by=officer)


@pytest.mark.parametrize("role", [*WITHOUT_THE_RIGHT, Role.ADMINISTRATOR])
def test_nobody_else_sets_a_mark(marlbrook, role):
    referral = make_referral(marlbrook)
    with pytest.raises(NotAllowed):
        services.set_mark(referral, CLEAR, by=person_with(role, marlbrook))


def test_the_case_officer_says_who_of_the_police_told_them(marlbrook, people):
    referral = make_referral(marlbrook)
    case_officer = people[Role.CASE_OFFICER]
    services.assign(referral, case_officer, by=people[Role.COORDINATOR])
    referral = again(referral)
    with pytest.raises(NotNow, match="who at the police gateway"):
        services.set_mark(referral, CLEAR, by=case_officer)
    told = Told("Sgt Calder", clock.today())
    services.set_mark(referral, CLEAR, by=case_officer, told=told)
    assert again(referral).cleared_at


def test_a_shared_mark_is_the_chairs_to_read(marlbrook, people, officer):
    referral = make_referral(marlbrook)
    services.set_mark(referral, ELSEWHERE, by=officer, is_shared=True)
    text = opens(signed_in(people[Role.PANEL_CHAIR]), again(referral)).content.decode()
    assert "Elsewhere" in text
    services.set_mark(referral, HOLD, by=officer)
    text = opens(signed_in(people[Role.PANEL_CHAIR]), again(referral)).content.decode()
    assert "What the police say" not in text


def test_the_page_of_marks_saves_one(marlbrook, officer):
    referral = make_referral(marlbrook)
    client = signed_in(officer)
    assert sends(client, referral, "mark", {"mark": "hold"}).status_code == 302
    with tenancy.of(marlbrook):
        assert PoliceMark.objects.get().review_on
    wrong = sends(client, referral, "mark", {})
    assert "Select whether others may go ahead" in wrong.content.decode()


def test_the_audit_of_a_mark_holds_its_id_alone(marlbrook, officer):
    referral = make_referral(marlbrook)
    row = services.set_mark(referral, HOLD, by=officer)
    entry = Entry.objects.get(event="referrals.marked")
    assert entry.facts == {"mark_id": str(row.pk)}


def test_who_looked_tells_no_groups(marlbrook, people, officer):
    _, held = pair(marlbrook, officer)
    chair = signed_in(people[Role.PANEL_CHAIR])
    text = opens(chair, held, "who_looked").content.decode()
    assert officer.name in text
    assert not re.search(r"\bG\d\b", text.replace(held.reference, "…"))
    assert opens(signed_in(officer), held, "who_looked").status_code == 403


def test_who_referred_is_on_a_page_of_its_own_after_a_fresh_proof(
    marlbrook, people, officer
):
    referral = make_referral(marlbrook)
    client = signed_in(officer)
    assert "Wren Hollis" not in opens(client, referral).content.decode()
    asked = client.get(page_of(referral, "referrer"))
    assert asked.status_code == 302
    assert reverse("accounts:step_up") in asked.url
    proved = proves(client, page_of(referral, "referrer"))
    assert "Wren Hollis" in proved.content.decode()


def test_the_chair_reads_who_referred_only_with_a_reason(marlbrook, people):
    referral = make_referral(marlbrook)
    client = signed_in(people[Role.PANEL_CHAIR])
    opens(client, referral)
    page = proves(client, page_of(referral, "referrer"))
    assert "Wren Hollis" not in page.content.decode()
    refused = client.post(page_of(referral, "referrer"), {})
    assert "Enter why" in refused.content.decode()
    told = client.post(page_of(referral, "referrer"), {"reason": "To invite them."})
    assert "Wren Hollis" in told.content.decode()
    entry = Entry.objects.filter(event="vault.looked").latest("pk")
    assert "referrals.referrer" in entry.facts["kinds"]
    assert Entry.objects.filter(event="referrals.referrer_asked").count() == 1


def test_a_reason_that_comes_after_the_proof_ran_out_is_sealed_until_the_next(
    marlbrook, people
):
    referral = make_referral(marlbrook)
    client = signed_in(people[Role.PANEL_CHAIR])
    opens(client, referral)
    page = page_of(referral, "referrer")
    client.post(page, {"reason": "Canaryword"})
    assert "Canaryword" not in str(dict(client.session))
    told = client.post(reverse("accounts:step_up"), {"next": page})
    assert "Wren Hollis" in told.content.decode()
