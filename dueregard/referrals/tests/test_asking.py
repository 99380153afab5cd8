"""Asking an organisation for information: when it may be, and what leaves."""

import shutil
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from dueregard import clock, keys
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import person_with
from dueregard.audit.models import Entry
from dueregard.clock import services as clock_services
from dueregard.clock.tests.moving import noon_of
from dueregard.clock.working_days import add_working_days
from dueregard.outbox import mail
from dueregard.outbox.models import Job
from dueregard.referrals import services
from dueregard.referrals.guards import WAIT_FOR_POLICE_CHECKS, missing
from dueregard.referrals.models import Disclosure, InformationRequest, Referral
from dueregard.referrals.services import asking
from dueregard.referrals.services.limits import ANSWER
from dueregard.referrals.spoken import answer_token_of
from dueregard.reminders.models import Task
from dueregard.vault import tenancy
from dueregard.vault.rooms import sealing

from .factories import make_referral, police_destination, staff
from .pages import again, opens, page_of, sends, signed_in
from .requests import (
    ADULT,
    ASKED,
    NECESSITY,
    SURGERY,
    TOLD,
    a_question,
    ask,
    code_of,
    gathering,
    now,
    surgery_of,
    token_in,
)
from .routes import letters

pytestmark = pytest.mark.django_db
PRIVATE = ("Corin", "Ashgrove", "1990", "Weir Street, ", ASKED, NECESSITY, "Drew a")


@pytest.fixture
def people(marlbrook):
    return staff(marlbrook)


@pytest.fixture
def officer(people):
    return people[Role.GATEWAY_OFFICER]


@pytest.fixture
def council(people):
    return people[Role.COORDINATOR]


@pytest.fixture
def referral(marlbrook, officer):
    return gathering(marlbrook, officer)


def to_surgery() -> list[dict]:
    return [letter for letter in letters() if letter["to"] == SURGERY]


def given_to(row) -> list[str]:
    """What the organisation of a request was given, as the list of disclosures says."""
    with tenancy.of(row.authority_id):
        rows = Disclosure.objects.filter(organisation=row.organisation)
        return list(rows.values_list("content", flat=True))


def tasks(person) -> list[str]:
    rows = Task.objects.open().filter(
        person=person, kind__startswith="referrals.answer"
    )
    return sorted(rows.values_list("kind", flat=True))


def test_a_request_is_refused_before_clearance_in_the_same_words(
    marlbrook, officer, council
):
    police_destination(marlbrook)
    slow, held = (make_referral(marlbrook, subject=ADULT) for _ in range(2))
    for row in (slow, held):
        services.accept(row, by=officer)
    services.set_mark(again(held), "hold", by=officer, review_on=clock.today())
    said = []
    for row in (again(slow), again(held)):
        with pytest.raises(NotNow) as refused:
            ask(row, council)
        page = opens(signed_in(council), row, "ask_for_information")
        said.append((refused.value.sentence, page.status_code))
    assert said == [(WAIT_FOR_POLICE_CHECKS, 409)] * 2
    assert to_surgery() == []


def test_once_cleared_it_still_waits_until_information_is_gathered(
    marlbrook, officer, council
):
    police_destination(marlbrook)
    row = make_referral(marlbrook, subject=ADULT)
    services.accept(row, by=officer)
    services.set_mark(row, "clear", by=officer)
    with pytest.raises(NotNow, match=asking.NOT_GATHERING):
        ask(again(row), council)


@pytest.mark.parametrize(
    "role",
    [
        Role.GATEWAY_OFFICER,
        Role.PANEL_CHAIR,
        Role.DEPUTY_CHAIR,
        Role.REGISTERED_REFERRER,
        Role.SAFEGUARDING_LEAD,
        Role.EDUCATION_OFFICER,
    ],
)
def test_only_those_who_gather_may_ask(referral, people, role):
    with pytest.raises(NotAllowed):
        ask(referral, people[role])
    assert to_surgery() == []


def test_a_co_ordinator_of_another_authority_can_neither_ask_nor_look(
    referral, council, outsider
):
    row = ask(referral, council)
    with pytest.raises(NotAllowed):
        ask(referral, outsider)
    client = signed_in(outsider)
    for name, more in (("ask_for_information", []), ("information_request", [row.pk])):
        assert client.get(page_of(referral, name, *more)).status_code == 404


def test_a_request_of_one_referral_is_not_opened_under_another(
    marlbrook, referral, officer, council
):
    row = ask(referral, council)
    other = make_referral(marlbrook, subject=ADULT)
    assert opens(signed_in(council), other, "referral").status_code == 200
    page = opens(signed_in(council), other, "information_request", row.pk)
    assert page.status_code == 404


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"asked": "  "}, asking.ENTER_ASKED),
        ({"necessity": " "}, asking.ENTER_NECESSITY),
        ({"days": 4}, asking.NOT_IN_TIME),
        ({"days": 11}, asking.NOT_IN_TIME),
    ],
)
def test_what_is_not_said_or_too_soon_or_too_late_is_refused(
    referral, council, change, sentence
):
    if days := change.pop("days", None):
        change = {"due_on": add_working_days(clock.today(), days)}
    with pytest.raises(NotNow, match=sentence):
        ask(referral, council, **change)
    assert to_surgery() == []


def test_only_organisations_of_the_authority_are_asked(referral, council, fernshire):
    with pytest.raises(NotNow, match=asking.NOT_LISTED):
        ask(referral, council, organisation=surgery_of(fernshire))


def test_the_mail_and_the_link_hold_no_word_about_anybody(referral, council):
    row = ask(referral, council)
    [letter] = to_surgery()
    assert letter["subject"] == mail.SUBJECT
    assert token_in(letter) == answer_token_of(row)
    told = letter["subject"] + letter["body"]
    for word in (*PRIVATE, referral.reference, code_of(row), "Prevent", "Channel"):
        assert word not in told


def test_the_link_is_kept_as_a_hash_and_the_code_nowhere(referral, council):
    row = ask(referral, council)
    kept = str({name: str(value) for name, value in row.__dict__.items()})
    kept += str(list(Entry.objects.values_list("facts", flat=True)))
    kept += str(list(Task.objects.values_list("title", "about", "url")))
    for secret in (answer_token_of(row), code_of(row), *PRIVATE, SURGERY):
        assert secret not in kept
    assert row.token_sha256


def test_the_link_outlives_a_new_key_in_the_key_file(
    referral, council, settings, tmp_path
):
    row = ask(referral, council)
    before = (answer_token_of(row), code_of(row))
    settings.KEY_FILE = shutil.copy(settings.KEY_FILE, tmp_path)  # others use that one
    keys.add()
    assert (answer_token_of(now(row)), code_of(row)) == before


def test_a_disclosure_is_written_when_somebody_has_seen_it_not_before(
    referral, council
):
    row = ask(referral, council)
    assert given_to(row) == []
    for _ in range(2):
        assert services.open_request(now(row), code=code_of(row)) is not None
    assert given_to(row) == ["identity"]
    looked = Entry.objects.filter(event="vault.looked", facts__door="answer")
    assert looked.count() == 2
    assert looked[0].facts["groups"] == ["G1"]
    assert Entry.objects.filter(event="requests.opened").count() == 1


def test_the_code_is_shown_to_whoever_sent_the_link_for_half_an_hour(
    referral, council, people
):
    row = ask(referral, council)
    other = person_with(Role.COORDINATOR, referral.authority)
    shown = opens(signed_in(council), referral, "request_code", row.pk)
    assert code_of(row) in shown.content.decode()
    assert "no-store" in shown.headers["Cache-Control"]
    hidden = opens(signed_in(other), referral, "request_code", row.pk)
    assert code_of(row) not in hidden.content.decode()
    clock_services.shift(timedelta(minutes=31))
    later = opens(signed_in(council), referral, "request_code", row.pk)
    assert code_of(row) not in later.content.decode()


def a_form(authority, **kwargs) -> dict:
    due = add_working_days(clock.today(), 6)
    return {
        "organisation": surgery_of(authority).pk,
        "name": "Dr Vale, partner",
        "email": SURGERY,
        "telephone": "01632 960555",
        "asked": ASKED,
        "necessity": NECESSITY,
        "legal_basis": "section_38",
        "due_on_day": due.day,
        "due_on_month": due.month,
        "due_on_year": due.year,
    } | kwargs


def test_asking_on_the_page_leads_to_the_code_and_the_list(referral, council):
    client = signed_in(council)
    sent = sends(client, referral, "ask_for_information", a_form(referral.authority))
    with tenancy.of(referral.authority):
        [row] = InformationRequest.objects.filter(referral=referral)
    assert sent.headers["Location"] == page_of(referral, "request_code", row.pk)
    assert code_of(row) in client.get(sent.headers["Location"]).content.decode()
    listed = opens(client, referral).content.decode()
    assert page_of(referral, "information_request", row.pk) in listed
    page = opens(client, referral, "information_request", row.pk).content.decode()
    assert ASKED in page
    assert NECESSITY in page
    title = page.split("<title>")[1].split("</title>")[0]
    for word in (*PRIVATE, "surgery"):
        assert word not in title


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"organisation": ""}, "Select the organisation that you ask"),
        ({"name": ""}, "Enter who answers there"),
        ({"email": ""}, "Enter the e-mail address"),
        ({"email": "surgery"}, "Enter an e-mail address in the correct format"),
        ({"telephone": ""}, "Enter the telephone number"),
        ({"asked": ""}, "Enter what you ask"),
        ({"necessity": ""}, "Enter why you need that much"),
        ({"legal_basis": ""}, "Select on which basis you ask"),
        ({"legal_basis": "curious"}, "Select"),
        ({"due_on_day": ""}, "must include a day"),
        ({"due_on_year": "2031"}, "5 to 10 working days"),
        ({"asked": "x" * 4001}, "4000"),
    ],
)
def test_each_mistake_on_the_form_is_told_and_nothing_leaves(
    referral, council, change, sentence
):
    form = a_form(referral.authority, **change)
    page = sends(signed_in(council), referral, "ask_for_information", form)
    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert to_surgery() == []


def test_the_authority_sets_how_many_days_between_five_and_ten(referral, council):
    place = referral.authority
    services.set_limit(place, ANSWER, by=council, working_days=8, source="Procedure")
    page = opens(signed_in(council), referral, "ask_for_information")
    due = add_working_days(clock.today(), 8)
    assert page.context["form"].initial["due_on"] == due
    for days in (4, 11):
        with pytest.raises(NotNow):
            services.set_limit(
                place, ANSWER, by=council, working_days=days, source="Procedure"
            )
    address = reverse("referrals:set_limit", args=[place.slug, ANSWER])
    answered = signed_in(council).post(address, {"working_days": 30, "source": "x"})
    assert "5 to 10 working days" in answered.content.decode()
    listed = signed_in(council).get(reverse("referrals:limits", args=[place.slug]))
    assert "An organisation’s answer" in listed.content.decode()


def test_a_new_link_and_code_make_the_old_ones_open_nothing(referral, council, client):
    row = ask(referral, council)
    old, old_code = answer_token_of(row), code_of(row)
    clock_services.shift(timedelta(seconds=1))
    services.renew_link(
        row, to=a_question(referral.authority).to, due_on=row.due_on, by=council
    )
    assert len(to_surgery()) == 2
    assert client.get(reverse("answer:link", args=[old])).status_code == 404
    assert code_of(row) != old_code
    new = token_in(to_surgery()[1])
    assert client.get(reverse("answer:link", args=[new])).status_code == 200


def test_whoever_is_asked_instead_is_a_disclosure_of_their_own(referral, council):
    row = ask(referral, council)
    services.open_request(now(row), code=code_of(row))
    other = services.Respondent("Practice manager", SURGERY, "01632 960556")
    services.renew_link(now(row), to=other, due_on=row.due_on, by=council)
    services.open_request(now(row), code=code_of(row))
    assert given_to(row) == ["identity", "identity"]


def test_a_withdrawn_request_cannot_be_answered_renewed_or_withdrawn_again(
    referral, council, client
):
    row = ask(referral, council)
    token, code = answer_token_of(row), code_of(row)
    services.withdraw_request(row, by=council)
    assert client.get(reverse("answer:link", args=[token])).status_code == 410
    to = a_question(referral.authority).to
    for act in (
        lambda: services.withdraw_request(row, by=council),
        lambda: services.renew_link(row, to=to, due_on=row.due_on, by=council),
        lambda: services.open_request(row, code=code),
    ):
        with pytest.raises(NotNow):
            act()
    assert len(to_surgery()) == 1


def test_gathering_is_not_finished_while_an_answer_is_owed(referral, council):
    row = ask(referral, council)
    with tenancy.of(referral.authority):
        assert asking.ANSWERS_OWED in missing("finish_gathering", again(referral))
    with pytest.raises(NotNow, match=asking.NOT_LATE):
        services.note_not_received(row, by=council)
    noon_of(row.due_on + timedelta(days=1))
    services.note_not_received(row, by=council)
    with tenancy.of(referral.authority):
        assert asking.ANSWERS_OWED not in missing("finish_gathering", again(referral))
    assert now(row).status == "not_received"


def late(row) -> None:
    clock_services.shift(row.due_on - clock.today() + clock.offset())


def test_an_organisation_is_reminded_once_and_the_holder_follows_it_up(
    marlbrook, referral, council, people
):
    row = ask(referral, council)
    services.assign(referral, people[Role.CASE_OFFICER], by=council)
    assert services.chase_all() == 0
    late(row)
    assert services.chase_all() == 1
    assert services.chase_all() == 0
    first, reminder = to_surgery()
    assert token_in(first) == token_in(reminder)
    told = reminder["subject"] + reminder["body"]
    for word in (*PRIVATE, referral.reference, code_of(row)):
        assert word not in told
    assert tasks(people[Role.CASE_OFFICER]) == ["referrals.answer_due"]
    assert tasks(council) == []


def test_a_reminder_does_not_go_out_once_it_was_answered(referral, council):
    row = ask(referral, council)
    services.withdraw_request(row, by=council)
    late(row)
    assert services.chase_all() == 0
    assert len(to_surgery()) == 1


def test_a_task_about_a_late_answer_is_done_when_it_is_told(referral, council):
    row = ask(referral, council)
    late(row)
    services.chase_all()
    assert tasks(council) == ["referrals.answer_due"]
    services.enter_answer(row, TOLD, who="Dr Vale", on=clock.today(), by=council)
    assert tasks(council) == []


def test_the_referrer_and_strangers_learn_of_no_request(
    marlbrook, officer, council, people, client
):
    sender = people[Role.REGISTERED_REFERRER]
    referral = gathering(marlbrook, officer, door="registered", by=sender)
    row = ask(referral, council)
    page = opens(signed_in(sender), referral)
    assert "surgery" not in page.content.decode()
    asked_page = opens(signed_in(sender), referral, "information_request", row.pk)
    assert asked_page.status_code == 404
    address = page_of(referral, "information_request", row.pk)
    assert client.get(address).status_code == 302


def test_the_database_holds_a_request_to_its_ends(referral, council):
    row = ask(referral, council)
    rows = InformationRequest.objects.filter(pk=row.pk)
    for wrong in (
        {"status": "withdrawn"},
        {"ended_at": clock.now()},
        {"status": "answered", "ended_at": clock.now()},
    ):
        with (
            sealing(referral.authority),
            pytest.raises(IntegrityError),
            transaction.atomic(),
        ):
            rows.update(**wrong)


def test_nothing_is_asked_when_the_referral_has_gone_on(referral, council):
    with tenancy.of(referral.authority):
        Referral.objects.filter(pk=referral.pk).update(status="decision")
    with pytest.raises(NotNow, match=asking.NOT_GATHERING):
        ask(again(referral), council)
    assert Job.objects.filter(kind=mail.KIND, key__contains="asked").count() == 0
