"""What was wrong stands beside what was said, and whoever holds it is told (RF 5)."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dueregard import clock
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import AuthorityFactory
from dueregard.audit.models import Entry
from dueregard.clock import services as clock_services
from dueregard.referrals import services
from dueregard.referrals.models import Account, Correction, CorrectionNotice, Disclosure
from dueregard.referrals.services import Wrong
from dueregard.referrals.services.correcting import holders_of
from dueregard.referrals.services.correction_mail import chase_all
from dueregard.referrals.services.disclosing import Content, note
from dueregard.referrals.spoken import code_of
from dueregard.reminders.models import Task
from dueregard.vault import tenancy
from dueregard.vault.rooms import sealing
from dueregard.vault.services import shred

from .factories import make_referral, police_destination, staff
from .pages import again, opens, sends, signed_in
from .routes import by_link, deliveries, letters

pytestmark = pytest.mark.django_db
ADULT = {"forenames": "Corin", "surname": "Ashgrove", "born_on": date(1990, 3, 14)}
WORDS = "Canaryword: it was another pupil who drew it."
OBJECTION = "Canaryword: I was at home that day."


@pytest.fixture
def marlbrook():
    return AuthorityFactory(name="Marlbrook")


@pytest.fixture
def people(marlbrook):
    return staff(marlbrook)


@pytest.fixture
def coordinator(people):
    return people[Role.COORDINATOR]


@pytest.fixture
def held(marlbrook, coordinator):
    """A referral that the police were given by link, and social care was told of."""
    destination = by_link(marlbrook)
    referral = make_referral(marlbrook, subject=ADULT)
    note(
        referral,
        content=Content.FORM,
        recipient=str(destination),
        destination=destination,
        by=coordinator,
    )
    services.answer_parallel(
        referral, by=coordinator, to_children=False, is_made=True, reason="Care."
    )
    return again(referral)


def wrong(**given) -> Wrong:
    said = {
        "statement": WORDS,
        "objection": OBJECTION,
        "about": Correction.About.DID_OR_SAID,
        "asked_by": "The person’s mother",
        "asked_on": clock.today(),
    }
    return Wrong(**(said | given))


def notices(referral) -> list[CorrectionNotice]:
    with tenancy.of(referral.authority):
        rows = CorrectionNotice.objects.filter(referral=referral)
        rows = rows.select_related("referral__authority", "disclosure__destination")
        return list(rows.order_by("created_at", "pk"))


def by_mail(referral) -> CorrectionNotice:
    return next(each for each in notices(referral) if each.token_sha256)


def by_telephone(referral) -> CorrectionNotice:
    return next(each for each in notices(referral) if not each.token_sha256)


def owed(person) -> int:
    return (
        Task.objects.open().filter(kind="referrals.correction", person=person).count()
    )


def links() -> list[str]:
    """Where the mails of corrections lead, the newest last."""
    found = [
        line
        for letter in letters()
        for line in letter["body"].splitlines()
        if "/put-right/" in line
    ]
    return ["/" + line.split("/", 3)[3] for line in found]


def test_the_answer_that_is_disputed_stays_with_both_beside_it(held, coordinator):
    services.correct(held, wrong(), by=coordinator)
    page = opens(signed_in(coordinator), held).content.decode()
    assert "Drew a plan of the hall" in page
    assert page.index("Drew a plan") < page.index("another pupil who drew it")
    assert page.index("another pupil") < page.index("I was at home that day")
    assert page.index("I was at home") < page.index("What the writer thinks it means")


@pytest.mark.parametrize("about", ["whole", "person", "characteristics"])
def test_a_correction_of_more_than_an_answer_is_on_the_page(held, coordinator, about):
    services.correct(held, wrong(about=about), by=coordinator)
    assert WORDS in opens(signed_in(coordinator), held).content.decode()


def test_nothing_that_was_said_is_changed(held, coordinator):
    before = sealed_words_of(held)
    services.correct(held, wrong(), by=coordinator)
    assert sealed_words_of(held) == before


def sealed_words_of(referral):
    table = Account._meta.db_table
    with tenancy.of(referral.authority):
        rows = Account.objects.filter(referral=referral).extra(
            select={"kept": f"{table}.did_or_said"}
        )
        return bytes(rows.values_list("kept", flat=True).get())


def test_the_form_that_leaves_later_has_it(held, coordinator, people):
    services.correct(held, wrong(), by=coordinator)
    client = signed_in(coordinator)
    destination = by_mail(held).disclosure.destination
    with tenancy.of(held.authority):
        type(destination).objects.update(tested_at=clock.now())
    given = {"destination": destination.pk, "format": "json"}
    made = sends(client, held, "take_form", given).content.decode()
    assert "another pupil who drew it" in made
    assert "I was at home that day" in made


@pytest.mark.parametrize("role", [Role.GATEWAY_OFFICER, Role.PANEL_CHAIR])
def test_others_put_nothing_beside_it(held, people, role):
    with pytest.raises(NotAllowed):
        services.correct(held, wrong(), by=people[role])


@pytest.mark.parametrize("lacks", ["statement", "asked_by"])
def test_it_says_what_is_wrong_and_who_asked(held, coordinator, lacks):
    with pytest.raises(NotNow, match="Enter"):
        services.correct(held, wrong(**{lacks: " "}), by=coordinator)


def test_each_holder_is_told_once_however_often_they_were_given_it(held, coordinator):
    destination = deliveries(held)[0].destination
    for _ in range(2):
        note(held, content=Content.FORM, recipient="Police", destination=destination)
    with tenancy.of(held.authority):
        assert len(holders_of(held)) == 2
    services.correct(held, wrong(), by=coordinator)
    assert len(notices(held)) == 2
    assert len(links()) == 1
    assert owed(coordinator) == 2


def test_the_mail_and_the_tasks_say_nothing(held, coordinator):
    services.correct(held, wrong(), by=coordinator)
    letter = letters()[-1]
    said = f"{letter['subject']} {letter['body']}"
    said += " ".join(
        f"{task.title} {task.about} {task.source}" for task in Task.objects.open()
    )
    said += " ".join(str((e.event, e.facts)) for e in Entry.objects.all())
    assert "Canaryword" not in said
    assert held.reference not in letter["body"]


def test_a_deletion_is_asked_of_each_holder(held, coordinator):
    services.correct(held, wrong(kind=Correction.Kind.DELETION), by=coordinator)
    page = opens(signed_in(coordinator), held, "disclosures").content.decode()
    assert "Whoever holds it must delete it" in page
    assert len(notices(held)) == 2


def test_whoever_is_not_written_to_is_rung_and_says_so(held, coordinator):
    services.correct(held, wrong(), by=coordinator)
    notice = by_telephone(held)
    told = {"who": "Jo Ward, duty team", "on": clock.today(), "by": coordinator}
    services.tell_holder(notice, is_put_right=False, **told)
    assert owed(coordinator) == 2
    page = opens(signed_in(coordinator), held, "disclosures").content.decode()
    assert "By telephone on" in page
    assert "Jo Ward, duty team" in page
    services.tell_holder(notice, is_put_right=True, **told)
    assert owed(coordinator) == 1
    with pytest.raises(NotNow, match="confirmed it already"):
        services.tell_holder(notice, is_put_right=True, **told)


@pytest.mark.parametrize("days", [-1, 1])
def test_nobody_was_told_before_the_correction_or_on_a_day_to_come(
    held, coordinator, days
):
    services.correct(held, wrong(), by=coordinator)
    on = clock.today() + timedelta(days=days)
    with pytest.raises(NotNow, match="between the day"):
        services.tell_holder(
            by_telephone(held), who="Jo", on=on, is_put_right=True, by=coordinator
        )


def test_the_link_tells_nothing_before_the_code(held, coordinator, client):
    services.correct(held, wrong(), by=coordinator)
    [link] = links()
    page = client.get(link).content.decode()
    assert held.reference in page
    assert "Canaryword" not in page
    assert by_mail(held).opened_at is None
    refused = client.post(f"{link}read/", {"code": "ABCDEF"}).content.decode()
    assert "That is not the code" in refused
    assert "Canaryword" not in refused
    refused = client.post(f"{link}done/", {"who": "Sgt Calder"}).content.decode()
    assert "Read with the code first" in refused


def test_with_the_code_they_read_it_once_and_say_it_is_put_right(
    held, coordinator, client
):
    services.correct(held, wrong(), by=coordinator)
    [link] = links()
    council = signed_in(coordinator)
    made = sends(council, held, "make_code_to_correct", {}, by_mail(held).pk)
    page = council.get(made.url).content.decode()
    code = code_of(by_mail(held))
    assert code in page
    read = client.post(f"{link}read/", {"code": code})
    assert WORDS in read.content.decode()
    assert OBJECTION in read.content.decode()
    assert read["Cache-Control"] == "no-store"
    assert WORDS not in client.post(f"{link}read/", {"code": code}).content.decode()
    assert client.post(f"{link}done/", {"who": "Sgt Calder"}).status_code == 302
    assert "You said on" in client.get(link).content.decode()
    assert owed(coordinator) == 1
    page = opens(council, held, "disclosures").content.decode()
    assert "Confirmed" in page
    assert "Sgt Calder" in page


def test_a_code_is_guessed_five_times_and_no_more(held, coordinator, client):
    services.correct(held, wrong(), by=coordinator)
    [link] = links()
    for _ in range(5):
        client.post(f"{link}read/", {"code": "ABCDEF"})
    services.make_code_to_correct(by_mail(held), by=coordinator)
    said = client.post(f"{link}read/", {"code": code_of(by_mail(held))})
    assert "tried too often" in said.content.decode()
    assert "Canaryword" not in said.content.decode()


def test_a_link_that_was_never_given_out_is_none():
    for token in ("1-nothing", "x", "99999999999-a"):
        assert Client().get(f"/referrals/put-right/{token}/").status_code == 404


def test_who_does_not_confirm_is_written_to_again_each_week(held, coordinator, client):
    services.correct(held, wrong(), by=coordinator)
    [link] = links()
    assert chase_all() == 0
    clock_services.shift(timedelta(days=20))
    assert (chase_all(), chase_all()) == (1, 0)
    assert len(links()) == 2
    assert client.get(link).status_code == 404
    assert client.get(links()[-1]).status_code == 200
    clock_services.shift(timedelta(days=28))
    assert chase_all() == 1
    services.tell_holder(
        by_mail(held), who="Sgt Calder", on=clock.today(), is_put_right=True,
        by=coordinator,
    )  # fmt: skip
    clock_services.shift(timedelta(days=36))
    assert chase_all() == 0


def test_the_pages_write_it_down(held, coordinator):
    client = signed_in(coordinator)
    today = clock.today()
    day = {
        "asked_on_day": today.day,
        "asked_on_month": today.month,
        "asked_on_year": today.year,
    }
    text = sends(client, held, "correct", {}).content.decode()
    assert "Enter what is wrong" in text
    given = {"kind": "correction", "about": "means", "statement": WORDS, **day}
    given |= {"asked_by": "The person", "objection": OBJECTION}
    answer = sends(client, held, "correct", given)
    assert answer.status_code == 302
    page = client.get(answer.url).content.decode()
    assert WORDS in page
    assert "Adult social care" in page
    notice = by_telephone(held)
    day = {name.replace("asked_on", "on"): value for name, value in day.items()}
    told = {"who": "Jo Ward", "is_put_right": "yes", **day}
    assert sends(client, held, "holder_told", told, notice.pk).status_code == 302
    assert sends(client, held, "holder_told", told, held.pk).status_code == 404


def test_who_signs_in_for_the_police_holds_it_once_they_say_so(marlbrook, people):
    police_destination(marlbrook)
    referral = make_referral(marlbrook, subject=ADULT)
    assert kept(referral) == []
    services.accept(referral, by=people[Role.GATEWAY_OFFICER])
    assert kept(referral) == ["Fernshire police gateway"]


def test_social_care_is_listed_once(held, coordinator):
    again_told = {"to_children": False, "is_made": True, "reason": "Told again."}
    services.answer_parallel(held, by=coordinator, **again_told)
    assert kept(held).count("Adult social care") == 1


def kept(referral) -> list[str]:
    with sealing(referral.authority) as room:
        rows = Disclosure.objects.filter(referral=referral)
        return [each.recipient for each in room.show_all(rows)]


def test_of_what_is_destroyed_nobody_is_written_to_and_no_link_opens(
    held, coordinator, client
):
    services.correct(held, wrong(), by=coordinator)
    [link] = links()
    with tenancy.of(held.authority):
        shred(held.data_key, by=coordinator, because_code="retention")
    assert client.get(link).status_code == 410
    clock_services.shift(timedelta(days=20))
    assert chase_all() == 0


def test_a_long_list_takes_as_many_statements_as_a_short_one(held, coordinator):
    services.correct(held, wrong(), by=coordinator)
    client = signed_in(coordinator)
    opens(client, held, "disclosures")
    few = statements(client, held)
    for number in range(10):
        note(held, content=Content.EXTRACT, recipient=f"Team {number}")
    services.correct(held, wrong(), by=coordinator)
    assert statements(client, held) == few


def statements(client, referral) -> int:
    with CaptureQueriesContext(connection) as asked:
        opens(client, referral, "disclosures")
    return len(asked)
