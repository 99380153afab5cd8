"""Services of the directory, and asking them, for tests of signposts."""

from datetime import timedelta

from dueregard import clock
from dueregard.partners.tests.factories import ServiceFactory
from dueregard.referrals import services
from dueregard.referrals.services import Answer, Ask
from dueregard.vault import tenancy

WORDS = "Somewhere to live by the end of the month."


def housing(authority, by, **kwargs):
    """An approved service of the directory that gives housing."""
    given = {"approved_on": clock.today(), "approved_by": by, "name": "Roof"}
    return ServiceFactory(authority=authority, **(given | kwargs))


def an_ask(service=None, **kwargs) -> Ask:
    given = {
        "support": "housing",
        "service": service,
        "elsewhere": "" if service else "Weir Street Homes",
        "words": WORDS,
        "due_on": clock.today() + timedelta(days=14),
    }
    return Ask(**(given | kwargs))


def asked_of(referral, by, service=None, **kwargs):
    return services.ask_service(referral, an_ask(service, **kwargs), by=by)


def cleared(referral, officer):
    """At the gateway, and the police are clear."""
    services.accept(referral, by=officer)
    services.set_mark(referral, "clear", by=officer)
    return referral


def says(signpost, status, by, **kwargs):
    """Write down what the service said today."""
    given = {"answered_by": "Jo at the desk", "answered_on": clock.today()}
    answer = Answer(status, **(given | kwargs))
    row = now(signpost)
    return services.answer_signpost(row, answer, version=row.version, by=by)


def now(signpost):
    """The row as it is."""
    with tenancy.of(signpost.authority_id):
        rows = type(signpost).objects.select_related("referral__authority")
        return rows.get(pk=signpost.pk)
