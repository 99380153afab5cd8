"""Giving a way in back to somebody who lost theirs."""

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount

from dueregard.access.refusals import NotNow
from dueregard.audit import services as audit

from ..events import PersonEvent
from ..models import Authority, Person
from ..rules import may_reset_sign_in
from .invitations import mail_invitation
from .people import end_sessions


@audit.atomic
def reset_sign_in(person: Person, *, authority: Authority, by: Person) -> None:
    """Take away every way in of somebody who lost theirs, and invite them anew.

    Whoever does this answers for having checked who asks (security C-ID5).

    Raises:
        NotAllowed: `by` is not an administrator of `authority`, or means themselves.
        NotNow: the person has no e-mail address.
    """
    may_reset_sign_in(by, authority, person)
    if not person.email:
        raise NotNow(f"{person} has no e-mail address to send an invitation to.")
    Authenticator.objects.filter(user=person).delete()
    SocialAccount.objects.filter(user=person).delete()
    person.set_unusable_password()
    person.uses_mailed_code = False
    person.save(update_fields=["password", "uses_mailed_code"])
    audit.record(
        PersonEvent.FACTOR_CHANGED, person, by=by, authority=authority, factor="all"
    )
    end_sessions(person, by=by)
    mail_invitation(person, by=by, authority=authority)
