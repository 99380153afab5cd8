"""People: using the service, falling dormant and waking, and ending sessions."""

from datetime import date, timedelta

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login
from django.db.models import F

from dueregard import clock
from dueregard.access.refusals import NotAllowed
from dueregard.audit import services as audit
from dueregard.outbox import services as outbox

from .. import sessions
from ..events import PersonEvent
from ..factors import may_use_mailed_code
from ..models import Person
from ..tokens import wake_token

DORMANT_AFTER = timedelta(days=400)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@audit.atomic
def note_sign_in(person: Person, *, method: str) -> None:
    """Record that `person` signed in, and that they use the service today."""
    person.last_used_on = clock.today()
    person.save(update_fields=["last_used_on"])
    audit.record(PersonEvent.SIGNED_IN, person, by=person, method=method)


@audit.atomic
def end_sessions(person: Person, *, by: Person | None) -> None:
    """End every session of `person`, on every device, from their next request on."""
    person.session_number = F("session_number") + 1
    person.save(update_fields=["session_number"])
    person.refresh_from_db(fields=["session_number"])
    audit.record(PersonEvent.SIGNED_OUT_EVERYWHERE, person, by=by)


@audit.atomic
def end_session(session: UserSession, *, by: Person) -> None:
    """End one session of `by`, on one device."""
    session.end()
    audit.record(PersonEvent.SESSION_ENDED, by, by=by)


@audit.atomic
def use_mailed_code(person: Person, *, on: bool) -> None:
    """Choose, or give up, a code sent by e-mail as second factor (practice AC 2).

    Raises:
        NotAllowed: one of their roles holds keys, and needs an app or a passkey.
    """
    if on and not may_use_mailed_code(person):
        raise NotAllowed(
            "Your role needs an authenticator app or a passkey, not a code by e-mail."
        )
    person.uses_mailed_code = on
    person.save(update_fields=["uses_mailed_code"])
    audit.record(PersonEvent.FACTOR_CHANGED, person, by=person, factor="mailed_code")


@audit.atomic
def note_factor_change(person: Person, *, factor: str) -> None:
    """Record a factor added or removed, and end the person's sessions."""
    audit.record(PersonEvent.FACTOR_CHANGED, person, by=person, factor=factor)
    end_sessions(person, by=person)


@audit.atomic
def note_password_change(person: Person) -> None:
    """Record that `person` chose a new password."""
    audit.record(PersonEvent.FACTOR_CHANGED, person, by=person, factor="password")


@audit.atomic
def make_dormant(today: date) -> int:
    """Make dormant whoever has not used the service for 400 days; says how many."""
    people = list(
        Person.objects.filter(
            last_used_on__lte=today - DORMANT_AFTER,
            dormant_on__isnull=True,
            is_rehearsal=False,
        )
    )
    for person in people:
        person.dormant_on = today
        person.save(update_fields=["dormant_on"])
        audit.record(PersonEvent.FELL_DORMANT, person, by=None)
        end_sessions(person, by=None)
    return len(people)


@audit.atomic
def send_wake_link(person: Person) -> None:
    """Mail a dormant person the link that wakes their account, once an hour at most."""
    token = wake_token(person)
    outbox.send_mail(
        to=str(person.email),
        template="accounts/mail/wake",
        context={"link": f"{settings.SITE_URL}/wake/{token}/"},
        key=f"wake-{person.pk}-{clock.now():%Y%m%d%H}",
        urgent=True,
    )


@audit.atomic
def wake(person: Person) -> None:
    """End dormancy. The person then signs in, with their factor, as ever."""
    person.dormant_on = None
    person.last_used_on = clock.today()
    person.save(update_fields=["dormant_on", "last_used_on"])
    audit.record(PersonEvent.WOKEN, person, by=person)


def has_joined(person: Person) -> bool:
    """Whether `person` has a way in: a password, or their organisation's sign-on."""
    return (
        person.has_usable_password()
        or SocialAccount.objects.filter(user=person).exists()
    )


def verify_email(person: Person) -> None:
    """Note that `person` reads the mail of their address. Call inside a service."""
    EmailAddress.objects.filter(user=person).exclude(email=person.email).delete()
    EmailAddress.objects.update_or_create(
        user=person,
        email=person.email,
        defaults={"verified": True, "primary": True},
    )


def sign_in_rehearsal_person(request, person: Person) -> None:
    """Sign a made-up person in without a password (settled 2).

    Raises:
        NotAllowed: this is not the rehearsal, the person is real, or the request does
            not come from this machine.
    """
    address = request.META.get("REMOTE_ADDR", "")
    forwarded = "HTTP_X_FORWARDED_FOR" in request.META
    on_this_machine = address in {"127.0.0.1", "::1"} and not forwarded
    if not (settings.REHEARSAL and person.is_rehearsal and on_this_machine):
        raise NotAllowed("This door opens only in the rehearsal, on its own machine.")
    login(request, person, backend=BACKEND)
    sessions.begin(request.session)
    sessions.keep_this_one(request, person)
    note_sign_in(person, method="rehearsal")
