"""Invitations: a link, single use, that lets a person set up their sign-in."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.audit import services as audit
from dueregard.outbox import services as outbox

from ..events import PersonEvent
from ..models import Authority, Invitation, Person
from ..rules import may_invite
from ..tokens import new_token, token_hash
from .people import end_sessions, has_joined, verify_email

LASTS = timedelta(days=7)


def open_invitation(person: Person, *, by: Person | None, authority: Authority) -> str:
    """Make a new link for `person`, withdraw older ones, and return the address.

    Call inside a service. The address is not stored anywhere.
    """
    withdraw_all(person, by=by, authority=authority)
    token = new_token()
    invitation = Invitation.objects.create(
        person=person,
        token_sha256=token_hash(token),
        invited_by=by,
        expires_at=clock.now() + LASTS,
    )
    audit.record(
        PersonEvent.INVITED,
        person,
        by=by,
        authority=authority,
        invitation_id=invitation.pk,
    )
    return settings.SITE_URL + reverse("accounts:accept", args=[token])


def mail_invitation(person: Person, *, by: Person | None, authority: Authority) -> None:
    """Make a new link and mail it. Call inside a service."""
    link = open_invitation(person, by=by, authority=authority)
    newest = person.invitations.latest("pk")
    outbox.send_mail(
        to=str(person.email),
        template="accounts/mail/invitation",
        context={"link": link, "authority": str(authority), "days": LASTS.days},
        key=f"invitation-{newest.pk}",
        authority=authority,
    )


@audit.atomic
def resend(person: Person, *, authority: Authority, by: Person) -> None:
    """Mail `person` a new link; the older ones stop working.

    Raises:
        NotAllowed: `by` may not invite people at `authority`.
        NotNow: the person has no e-mail address, or can sign in already.
    """
    may_invite(by, authority)
    if not person.email:
        raise NotNow(f"{person} has no e-mail address to send an invitation to.")
    if has_joined(person):
        raise NotNow(f"{person} has already set up their sign-in.")
    mail_invitation(person, by=by, authority=authority)


@audit.atomic
def withdraw(person: Person, *, authority: Authority, by: Person) -> None:
    """Make the open invitation of `person` useless.

    Raises:
        NotAllowed: `by` may not invite people at `authority`.
    """
    may_invite(by, authority)
    withdraw_all(person, by=by, authority=authority)


def withdraw_all(person: Person, *, by: Person | None, authority: Authority) -> None:
    """Withdraw whatever is open. Call inside a service."""
    for invitation in person.invitations.open():
        invitation.withdrawn_at = clock.now()
        invitation.save(update_fields=["withdrawn_at"])
        audit.record(
            PersonEvent.INVITATION_WITHDRAWN,
            person,
            by=by,
            authority=authority,
            invitation_id=invitation.pk,
        )


def find_open(token: str) -> Invitation | None:
    """The open invitation that `token` belongs to, or None for any other token."""
    invitations = Invitation.objects.open().select_related("person")
    return invitations.filter(
        token_sha256=token_hash(token), person__is_active=True
    ).first()


@audit.atomic
def accept(token: str, *, password: str | None) -> Person:
    """Use the invitation up, with the password chosen, or None for single sign-on.

    Raises:
        NotNow: it was used, withdrawn or has expired meanwhile.
    """
    found = find_open(token)
    if found is None:
        raise NotNow("This invitation no longer works. Ask for a new one.")
    invitation = Invitation.objects.select_for_update().get(pk=found.pk)
    if invitation.used_at or invitation.withdrawn_at:
        raise NotNow("This invitation no longer works. Ask for a new one.")
    invitation.used_at = clock.now()
    invitation.save(update_fields=["used_at"])
    person = invitation.person
    if password is not None:
        person.set_password(password)
    person.dormant_on = None
    person.last_used_on = clock.today()
    person.save(update_fields=["password", "dormant_on", "last_used_on"])
    verify_email(person)
    end_sessions(person, by=person)
    audit.record(PersonEvent.JOINED, person, by=person)
    return person
