"""Where referrals go: tested before use, assured before forms are mailed, kept."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from dueregard import clock
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import AuthorityFactory, person_with
from dueregard.audit.models import Entry
from dueregard.referrals import services
from dueregard.referrals.models import Destination
from dueregard.referrals.services import mailing
from dueregard.referrals.spoken import test_word as word_of
from dueregard.submissions.versions import Stale

from .factories import council_destination, make_referral, police_destination
from .routes import by_attachment, by_link, deliveries, letters, tasks

pytestmark = pytest.mark.django_db
ANSWERS = {
    "kind": "police",
    "name": "Fernshire police gateway",
    "area": "",
    "way": "link",
    "email": "gateway@police.example",
    "telephone": "01632 960123",
    "working_days": 1,
}


@pytest.fixture
def dpo(marlbrook):
    return person_with(Role.DATA_PROTECTION_OFFICER, marlbrook)


def add(authority, by, **changes):
    answers = ANSWERS | {"because": "Agreed with the police."} | changes
    return services.add_destination(authority, by=by, **answers)


def test_one_that_is_not_tested_is_not_used(marlbrook, coordinator):
    row = add(marlbrook, coordinator)
    assert not row.is_in_use
    assert deliveries(make_referral(marlbrook)) == []


def test_the_word_on_the_test_form_puts_it_into_use(marlbrook, coordinator, client):
    row = add(marlbrook, coordinator)
    services.send_test(row, by=coordinator)
    letter = letters()[-1]
    assert letter["to"] == "gateway@police.example"
    link = next(line for line in letter["body"].splitlines() if "http" in line)
    page = client.get(link.split("8000")[-1] if "8000" in link else link).content
    row.refresh_from_db()
    assert word_of(row) in page.decode()
    with pytest.raises(NotNow, match="not the word"):
        services.confirm_test(row, word="CCCCCC", by=coordinator)
    services.confirm_test(row, word=word_of(row).lower(), by=coordinator)
    row.refresh_from_db()
    assert row.is_in_use
    assert [each.what for each in row.changes.all()] == ["tested", "test_sent", "added"]


def test_the_word_stands_in_no_column_and_no_mail(marlbrook, coordinator):
    row = add(marlbrook, coordinator)
    services.send_test(row, by=coordinator)
    row.refresh_from_db()
    values = [str(getattr(row, each.attname)) for each in row._meta.fields]
    assert not any(word_of(row) in value for value in values)
    assert not any(word_of(row) in letter["body"] for letter in letters())


def test_what_waited_for_a_destination_goes_there_when_it_is_tested(
    marlbrook, coordinator
):
    council_destination(marlbrook)
    referral = make_referral(marlbrook)
    assert "referrals.no_destination" in tasks(coordinator)
    row = add(marlbrook, coordinator)
    services.send_test(row, by=coordinator)
    row.refresh_from_db()
    assert services.confirm_test(row, word=word_of(row), by=coordinator) == 1
    kinds = [each.destination.kind for each in deliveries(referral)]
    assert kinds == ["council", "police"]
    assert "referrals.no_destination" not in tasks(coordinator)


def test_another_address_is_tested_and_assured_anew(marlbrook, coordinator):
    row = by_attachment(marlbrook)
    answers = ANSWERS | {"email": "new@police.example", "way": "attachment"}
    services.change_destination(
        row, version=row.version, because="They moved.", by=coordinator, **answers
    )
    row.refresh_from_db()
    assert (row.tested_at, row.assured_on) == (None, None)
    with pytest.raises(NotNow, match="data protection officer"):
        services.send_test(row, by=coordinator)


def test_other_words_keep_it_in_use(marlbrook, coordinator):
    row = by_link(marlbrook)
    answers = ANSWERS | {"name": "West gateway", "working_days": 2}
    services.change_destination(
        row, version=row.version, because="Renamed.", by=coordinator, **answers
    )
    row.refresh_from_db()
    assert row.is_in_use
    assert row.changes.get().because == "Renamed."


def test_two_who_change_it_at_once_are_not_overwritten(marlbrook, coordinator):
    row = by_link(marlbrook)
    services.change_destination(
        row, version=1, because="One.", by=coordinator, **ANSWERS
    )
    with pytest.raises(Stale):
        services.change_destination(
            row, version=1, because="Two.", by=coordinator, **ANSWERS
        )


def test_only_the_data_protection_officer_assures(marlbrook, coordinator, dpo):
    row = add(marlbrook, coordinator, way="attachment")
    with pytest.raises(NotAllowed):
        services.assure_destination(row, because="Fine.", by=coordinator)
    services.assure_destination(row, because="Checked the domain.", by=dpo)
    row.refresh_from_db()
    assert (row.assured_on, row.assured_by) == (clock.today(), dpo)
    assert "Checked" not in str(list(Entry.objects.values_list("facts", flat=True)))


def test_only_the_co_ordinator_keeps_destinations(marlbrook, dpo, administrator):
    for person in (dpo, administrator):
        with pytest.raises(NotAllowed):
            add(marlbrook, person)


def test_the_test_of_an_attachment_is_a_pdf_with_the_word(
    marlbrook, coordinator, dpo, mailoutbox
):
    row = add(marlbrook, coordinator, way="attachment")
    services.assure_destination(row, because="Checked.", by=dpo)
    services.send_test(row, by=coordinator)
    row.refresh_from_db()
    payload = {"destination": row.pk, "sent_at": str(row.test_sent_at)}
    mailing.mail_test(payload)
    [letter] = mailoutbox
    [(name, content, kind)] = letter.attachments
    assert (name, kind) == ("test-form.pdf", "application/pdf")
    assert content.startswith(b"%PDF")


def test_a_closed_one_is_not_used_and_its_history_stays(marlbrook, coordinator):
    row = by_link(marlbrook)
    services.close_destination(row, because="Another force now.", by=coordinator)
    assert deliveries(make_referral(marlbrook)) == []
    with pytest.raises(NotNow, match="closed"):
        services.send_test(row, by=coordinator)
    assert row.changes.get().because == "Another force now."


@pytest.mark.parametrize("kind", ["county", "other_area"])
def test_nobody_of_another_tier_or_area_signs_in(marlbrook, coordinator, kind):
    with pytest.raises(NotNow, match="Nobody of a county"):
        add(marlbrook, coordinator, kind=kind, way="sign_in")
    with pytest.raises(IntegrityError), transaction.atomic():
        police_destination(marlbrook, kind=kind)


def test_the_database_uses_no_attachment_without_assurance(marlbrook):
    with pytest.raises(IntegrityError), transaction.atomic():
        by_attachment(marlbrook, assured_on=None)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"email": ""}, "Enter the e-mail address that it goes to"),
        ({"telephone": ""}, "Enter the number on which the code is told"),
        ({"because": ""}, "Enter the reason"),
        ({"kind": "county", "way": "sign_in"}, "nobody of a county"),
        ({"working_days": "0"}, "Working days must be 1 or more"),
    ],
)
def test_the_form_says_what_to_do(marlbrook, coordinator, client, changes, sentence):
    client.force_login(coordinator)
    address = reverse("referrals:add_destination", args=["marlbrook"])
    answer = client.post(address, ANSWERS | {"because": "New."} | changes)
    assert sentence in answer.content.decode()
    assert not Destination.objects.exists()


def test_the_list_says_what_nothing_is_sent_to(marlbrook, coordinator, client):
    police_destination(marlbrook)
    council_destination(marlbrook, tested_at=None)
    client.force_login(coordinator)
    page = client.get(reverse("referrals:destinations", args=["marlbrook"]))
    words = " ".join(page.content.decode().split())
    assert "Nothing is sent to: Council safeguarding." in words
    assert "Not tested, not used" in words


def test_a_district_is_told_that_its_county_gets_nothing(client):
    county = AuthorityFactory(name="Fernshire", kind="county")
    district = AuthorityFactory(name="Ashby Vale", kind="district", county=county)
    client.force_login(person_with(Role.COORDINATOR, district))
    page = client.get(reverse("referrals:destinations", args=["ashby-vale"]))
    assert "County safeguarding" in page.content.decode()


def test_the_test_of_those_who_sign_in_stands_on_a_page_for_them(
    marlbrook, coordinator, client
):
    officer = person_with(Role.GATEWAY_OFFICER, marlbrook)
    row = police_destination(marlbrook, tested_at=None)
    services.send_test(row, by=coordinator)
    row.refresh_from_db()
    assert letters()[-1]["to"] == officer.email
    address = reverse("referrals:test_form", args=["marlbrook", row.pk])
    client.force_login(officer)
    assert word_of(row) in client.get(address).content.decode()
    client.force_login(coordinator)
    assert word_of(row) not in client.get(address).content.decode()


def test_a_test_with_nobody_to_read_it_is_refused(marlbrook, coordinator):
    row = police_destination(marlbrook, tested_at=None)
    with pytest.raises(NotNow, match="Invite somebody"):
        services.send_test(row, by=coordinator)
