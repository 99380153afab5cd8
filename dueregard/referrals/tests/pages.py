"""Browsers of people who said why they look, for tests of pages."""

from django.test import Client
from django.urls import reverse

from dueregard.vault import tenancy


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def into_queue(client, authority, purpose="triage", **filters):
    """The queue, after saying why."""
    address = reverse("referrals:queue_purpose", args=[authority.slug])
    client.post(address, {"purpose": purpose})
    return client.get(reverse("referrals:queue", args=[authority.slug]), filters)


def opens(client, referral, name="referral", *more, purpose="triage"):
    """A page of one referral, after saying why."""
    says_why(client, referral, purpose)
    return client.get(page_of(referral, name, *more))


def sends(client, referral, name, data, *more):
    says_why(client, referral)
    return client.post(page_of(referral, name, *more), data)


def says_why(client, referral, purpose="triage") -> None:
    client.post(page_of(referral, "purpose"), {"purpose": purpose})


def page_of(referral, name="referral", *more) -> str:
    return reverse(
        f"referrals:{name}", args=[referral.authority.slug, referral.pk, *more]
    )


def again(referral):
    """The row as it is now."""
    rows = type(referral).objects.select_related("authority", "subject")
    with tenancy.of(referral.authority_id):
        return rows.get(pk=referral.pk)
