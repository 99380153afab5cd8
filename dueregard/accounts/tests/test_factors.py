"""Second factors: who needs one, which suffice, and how they are kept."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth import get_user
from django.core.cache import cache
from django.urls import reverse

from dueregard.access.refusals import NotAllowed
from dueregard.access.roles import Role
from dueregard.accounts import services
from dueregard.accounts.receivers import factor_changed
from dueregard.accounts.tests.factories import (
    PASSWORD,
    MembershipFactory,
    PersonFactory,
    person_with,
)
from dueregard.audit.models import Entry
from dueregard.outbox.models import Job
from dueregard.outbox.services import payload_of


@pytest.fixture(autouse=True)
def no_attempts_yet(db):
    cache.clear()


@pytest.fixture
def person(marlbrook):
    return person_with(Role.ACTION_OWNER, marlbrook, is_rehearsal=False)


@pytest.fixture
def enrolled(client, person):
    """The person, with an app enrolled through the pages, and its secret."""
    return person, enrol(client, person)


def enrol(client, person):
    sign_in(client, person)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    answer = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert answer.status_code == 302, answer.context["form"].errors
    return secret


def code_of(secret):
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def sign_in(client, person):
    return client.post(
        reverse("account_login"), {"login": person.email, "password": PASSWORD}
    )


def is_signed_in(client):
    return "_auth_user_id" in client.session


def test_without_a_second_factor_every_page_leads_to_setting_one_up(client, person):
    sign_in(client, person)
    for name in ("accounts:my_account", "accounts:authorities"):
        assert client.get(reverse(name)).url == reverse("accounts:set_up_factor")


def test_a_rehearsal_person_needs_none_in_rehearsal(client, marlbrook):
    client.force_login(person_with(Role.ACTION_OWNER, marlbrook))
    assert client.get(reverse("accounts:my_account")).status_code == 200


def test_outside_rehearsal_a_rehearsal_person_needs_one_too(
    client, marlbrook, settings
):
    client.force_login(person_with(Role.ACTION_OWNER, marlbrook))
    settings.REHEARSAL = False
    settings.SECURE_SSL_REDIRECT = False
    answer = client.get(reverse("accounts:my_account"))
    assert answer.url == reverse("accounts:set_up_factor")


def test_enrolling_an_app_opens_the_pages(client, enrolled):
    assert client.get(reverse("accounts:my_account")).status_code == 200


def test_the_secret_of_an_app_is_sealed_in_the_database(enrolled):
    person, secret = enrolled
    stored = Authenticator.objects.get(user=person, type="totp").data["secret"]
    assert secret not in stored
    seed = Authenticator.objects.get(user=person, type="recovery_codes").data["seed"]
    assert seed.startswith("1:")


def test_at_the_next_sign_in_the_code_is_asked_for(client, enrolled):
    person, secret = enrolled
    client.post(reverse("account_logout"))
    cache.clear()
    answer = sign_in(client, person)
    assert answer.url == reverse("mfa_authenticate")
    assert not is_signed_in(client)
    client.post(answer.url, {"code": "000000"})
    assert not is_signed_in(client)
    client.post(answer.url, {"code": code_of(secret)})
    assert is_signed_in(client)


def test_a_code_works_once(client, enrolled):
    person, secret = enrolled
    code = code_of(secret)
    client.post(reverse("account_logout"))
    cache.clear()
    sign_in(client, person)
    client.post(reverse("mfa_authenticate"), {"code": code})
    client.post(reverse("account_logout"))
    sign_in(client, person)
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert not is_signed_in(client)


def test_a_code_that_is_wrong_or_was_used_is_on_the_record(client, enrolled):
    person, secret = enrolled
    client.post(reverse("account_logout"))
    cache.clear()
    used = code_of(secret)
    sign_in(client, person)
    client.post(reverse("mfa_authenticate"), {"code": used})
    client.post(reverse("account_logout"))
    sign_in(client, person)
    failed = Entry.objects.filter(event="access.sign_in_failed")
    for code in (used, "000000"):
        before = failed.count()
        client.post(reverse("mfa_authenticate"), {"code": code})
        assert failed.count() == before + 1
        assert code not in str(failed.last().facts)
    assert not is_signed_in(client)


def test_a_code_of_somebody_else_is_no_use(client, enrolled, marlbrook):
    _, secret = enrolled
    client.post(reverse("account_logout"))
    cache.clear()
    other = person_with(Role.ACTION_OWNER, marlbrook, is_rehearsal=False)
    enrol(client, other)
    client.post(reverse("account_logout"))
    cache.clear()
    sign_in(client, other)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert not is_signed_in(client)


def test_a_recovery_code_works_once(client, enrolled):
    person, _ = enrolled
    codes = Authenticator.objects.get(user=person, type="recovery_codes").wrap()
    code = codes.get_unused_codes()[0]
    for works in (True, False):
        client.post(reverse("account_logout"))
        sign_in(client, person)
        client.post(reverse("mfa_authenticate"), {"code": code})
        assert is_signed_in(client) is works


def test_changing_a_factor_ends_the_other_sessions(
    client, person, django_capture_on_commit_callbacks
):
    other = type(client)()
    sign_in(other, person)
    with django_capture_on_commit_callbacks(execute=True):
        enrol(client, person)
    gone = other.get(reverse("accounts:my_account"))
    assert gone.url.startswith(reverse("account_login"))
    assert Entry.objects.filter(event="accounts.factor_changed").exists()


def test_the_session_in_which_a_factor_is_changed_goes_on(client, enrolled, rf):
    person, _ = enrolled
    request = rf.post("/")
    request.session, request.user = client.session, person
    app = Authenticator.objects.get(user=person, type="totp")
    factor_changed(Authenticator, request, person, app)
    assert get_user(request) == person


def test_changing_a_factor_asks_first_who_it_is(client, person):
    sign_in(client, person)
    answer = client.get(reverse("mfa_activate_totp"))
    assert answer.url.startswith(reverse("account_reauthenticate"))


def test_with_an_app_the_password_is_no_proof_any_more(client, enrolled, rf):
    client.post(reverse("account_logout"))
    person, _ = enrolled
    client.force_login(person)
    answer = client.get(reverse("mfa_deactivate_totp"))
    assert answer.url.startswith(reverse("mfa_reauthenticate"))


def test_a_code_by_email_is_a_sufficient_second_factor(client, person):
    services.use_mailed_code(person, on=True)
    answer = sign_in(client, person)
    assert answer.url == reverse("account_confirm_login_code")
    assert not is_signed_in(client)
    body = payload_of(Job.objects.get())["body"]
    code = body.split("is:")[1].split()[0]
    client.post(answer.url, {"code": "WRONG1"})
    assert not is_signed_in(client)
    client.post(answer.url, {"code": code})
    assert is_signed_in(client)
    assert client.get(reverse("accounts:my_account")).status_code == 200


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.DATA_PROTECTION_OFFICER])
def test_whoever_holds_keys_cannot_use_a_code_by_email(role, marlbrook):
    person = person_with(role, marlbrook, is_rehearsal=False)
    with pytest.raises(NotAllowed, match="needs an authenticator app or a passkey"):
        services.use_mailed_code(person, on=True)


def test_who_becomes_administrator_must_set_up_an_own_factor(client, marlbrook, person):
    services.use_mailed_code(person, on=True)
    MembershipFactory(person=person, role=Role.ADMINISTRATOR, authority=marlbrook)
    client.force_login(person)
    answer = client.get(reverse("accounts:my_account"))
    assert answer.url == reverse("accounts:set_up_factor")


def test_a_person_may_choose_the_code_by_email_on_the_page(client, person):
    sign_in(client, person)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(reverse("accounts:use_mailed_code"), {"use": "yes"})
    person.refresh_from_db()
    assert person.uses_mailed_code
    assert client.get(reverse("accounts:my_account")).status_code == 200


def test_every_page_of_sign_in_and_factors_can_be_seen(client, enrolled):
    names = [
        "accounts:set_up_factor",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "account_change_password",
    ]
    _, secret = enrolled
    for name in names:
        answer = client.get(reverse(name), follow=True)
        assert answer.status_code == 200, name


def test_the_pages_of_addresses_and_linked_accounts_do_not_exist(client, marlbrook):
    client.force_login(person_with(Role.ACTION_OWNER, marlbrook))
    for address in ("email/", "signup/", "social/connections/", "3rdparty/"):
        assert client.get(f"/accounts/{address}").status_code == 404


def test_a_stranger_to_the_door_of_rehearsal_stays_outside(rf, person, marlbrook):
    request = rf.post("/")
    with pytest.raises(NotAllowed):
        services.sign_in_rehearsal_person(request, person)
    made_up = PersonFactory()
    request.META["REMOTE_ADDR"] = "10.0.0.8"
    with pytest.raises(NotAllowed):
        services.sign_in_rehearsal_person(request, made_up)
