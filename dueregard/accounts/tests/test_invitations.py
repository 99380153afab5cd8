from datetime import timedelta

import pytest
from django.urls import reverse

from dueregard import clock
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.access.roles import Role
from dueregard.accounts import services
from dueregard.accounts.models import Invitation, Person
from dueregard.accounts.tests.factories import (
    PASSWORD,
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
    person_with,
)
from dueregard.accounts.tokens import token_hash
from dueregard.outbox.models import Job
from dueregard.outbox.services import payload_of


@pytest.fixture
def library(marlbrook):
    return OrganisationFactory(name="Marlbrook Libraries", authorities=[marlbrook])


@pytest.fixture
def invited(administrator, marlbrook, library):
    """Somebody invited as action owner, and the token of their link."""
    person = services.invite(
        "ines@library.example",
        name="Ines Farrow",
        authority=marlbrook,
        organisation=library,
        role=Role.ACTION_OWNER,
        ends_on=clock.today() + timedelta(days=100),
        by=administrator,
    )
    return person, last_token()


def letters():
    return [payload_of(job) for job in Job.objects.order_by("pk")]


def last_token():
    link = letters()[-1]["body"].split("/join/")[1]
    return link.split("/")[0]


def test_an_invitation_goes_out_by_mail_and_only_its_hash_is_kept(invited):
    person, token = invited
    invitation = person.invitations.get()
    assert invitation.token_sha256 == token_hash(token)
    assert letters()[-1]["to"] == "ines@library.example"
    assert letters()[-1]["subject"] == "Your invitation"
    assert not Invitation.objects.filter(token_sha256=token).exists()


def test_opening_the_link_changes_nothing(invited, client):
    person, token = invited
    for _ in range(3):
        assert client.get(f"/join/{token}/").status_code == 200
    assert person.invitations.open().exists()


def test_taking_it_up_sets_the_password_and_signs_the_person_in(invited, client):
    person, token = invited
    answer = client.post(f"/join/{token}/", {"password": "four quiet herons wading"})
    assert answer.url == reverse("accounts:set_up_factor")
    person.refresh_from_db()
    assert person.check_password("four quiet herons wading")
    assert person.emailaddress_set.get().verified
    assert client.session["_auth_user_id"] == str(person.pk)


def test_whoever_took_it_up_is_led_to_a_second_factor_wherever_they_go(invited, client):
    _, token = invited
    client.post(f"/join/{token}/", {"password": "four quiet herons wading"})
    answer = client.get(reverse("accounts:authorities"))
    assert answer.url == reverse("accounts:set_up_factor")
    assert client.get(answer.url).status_code == 200


def test_a_link_works_once(invited, client):
    _, token = invited
    client.post(f"/join/{token}/", {"password": "four quiet herons wading"})
    client.logout()
    answer = client.post(f"/join/{token}/", {"password": "another long password"})
    assert answer.status_code == 404


def test_used_expired_withdrawn_and_guessed_links_answer_alike(
    invited, client, administrator, marlbrook
):
    person, token = invited
    services.withdraw(person, authority=marlbrook, by=administrator)
    withdrawn = client.get(f"/join/{token}/")
    services.resend(person, authority=marlbrook, by=administrator)
    token = last_token()
    person.invitations.open().update(expires_at=clock.now())
    expired = client.get(f"/join/{token}/")
    guessed = client.get("/join/guessed/")
    assert withdrawn.status_code == expired.status_code == guessed.status_code == 404
    assert withdrawn.content == expired.content == guessed.content


def test_sending_again_makes_the_older_link_useless(
    invited, client, administrator, marlbrook
):
    person, old = invited
    services.resend(person, authority=marlbrook, by=administrator)
    assert client.get(f"/join/{old}/").status_code == 404
    assert client.get(f"/join/{last_token()}/").status_code == 200


def test_it_works_for_seven_days(invited):
    person, _ = invited
    lasts = person.invitations.get().expires_at - clock.now()
    assert timedelta(days=6, hours=23) < lasts <= timedelta(days=7)


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "fourteen chars",
        "passwordpassword",
        "preventcouncil!!",
        "inesfarrow ines",
    ],
)
def test_a_weak_password_is_refused(invited, client, password):
    _, token = invited
    answer = client.post(f"/join/{token}/", {"password": password})
    assert answer.status_code == 200
    assert answer.context["form"].errors["password"]


def test_a_known_and_an_unknown_address_are_answered_alike(
    client, administrator, marlbrook, library, ashby_vale
):
    known = person_with(Role.COORDINATOR, ashby_vale)
    client.force_login(administrator)
    answers = []
    for email in (known.email, "nobody.yet@fernshire.example"):
        prove_it_is_me(client)
        answer = client.post(
            reverse("accounts:invite", args=[marlbrook.slug]),
            {
                "name": "Sam Webb",
                "email": email,
                "organisation": library.pk,
                "role": Role.ACTION_OWNER,
                **last_day(),
            },
        )
        answers.append((answer.status_code, answer.headers["Location"]))
    assert answers[0] == answers[1]
    known.refresh_from_db()
    assert known.name != "Sam Webb"
    assert known.holds(Role.ACTION_OWNER, marlbrook)


def prove_it_is_me(client):
    client.post(reverse("accounts:step_up"))


def last_day():
    day = clock.today() + timedelta(days=90)
    return {
        "ends_on_day": day.day,
        "ends_on_month": day.month,
        "ends_on_year": day.year,
    }


def test_a_coordinator_may_invite_an_action_owner_but_no_administrator(
    coordinator, marlbrook, library
):
    common = {
        "name": "Lee Ash",
        "authority": marlbrook,
        "organisation": library,
        "ends_on": clock.today() + timedelta(days=30),
        "by": coordinator,
    }
    services.invite("lee@library.example", role=Role.ACTION_OWNER, **common)
    with pytest.raises(NotAllowed, match="Only an administrator can give this role"):
        services.invite("lea@library.example", role=Role.ADMINISTRATOR, **common)
    assert not Person.objects.filter(email="lea@library.example").exists()


def test_somebody_who_can_sign_in_is_not_invited_again(administrator, marlbrook):
    person = person_with(Role.AUDITOR, marlbrook)
    with pytest.raises(NotNow, match="already set up"):
        services.resend(person, authority=marlbrook, by=administrator)


def test_inviting_asks_first_that_it_is_really_them(client, administrator, marlbrook):
    client.force_login(administrator)
    answer = client.get(reverse("accounts:invite", args=[marlbrook.slug]))
    assert answer.url.startswith(reverse("accounts:step_up"))
    prove_it_is_me(client)
    page = client.get(reverse("accounts:invite", args=[marlbrook.slug]))
    assert b"asks action" in page.content


def test_the_person_of_another_authority_is_not_there(
    client, administrator, ashby_vale
):
    stranger = person_with(Role.ACTION_OWNER, ashby_vale)
    client.force_login(administrator)
    for name in ("resend", "withdraw"):
        address = reverse(f"accounts:{name}", args=["marlbrook", stranger.pk])
        assert client.post(address).status_code == 404
    assert client.get(stranger.get_absolute_url()).status_code == 404


def test_a_reset_takes_every_way_in_away_and_invites_anew(
    administrator, marlbrook, client
):
    person = PersonFactory(is_rehearsal=False, uses_mailed_code=True)
    MembershipFactory(person=person, role=Role.AUDITOR, authority=marlbrook)
    client.force_login(person)
    services.reset_sign_in(person, authority=marlbrook, by=administrator)
    person.refresh_from_db()
    assert not person.check_password(PASSWORD)
    assert person.invitations.open().count() == 1
    assert client.get(reverse("accounts:my_account")).status_code == 302
