"""A round at Marlbrook, for the tests: two actions, a sergeant and a head teacher."""

import re
from datetime import timedelta
from types import SimpleNamespace

from dueregard import clock
from dueregard.accounts.models import Organisation
from dueregard.accounts.tests.factories import OrganisationFactory, PersonFactory
from dueregard.outbox.models import Job
from dueregard.outbox.services import payload_of
from dueregard.partners.tests.factories import PostFactory, PostHoldingFactory
from dueregard.plans import services
from dueregard.plans.models import ActionOwner

LINK = re.compile(r"https?://[^/]+(/plans/answer/\S+)")


def own(action, post=None, **more) -> ActionOwner:
    text = more.pop("text", str(post or "Somebody"))
    return ActionOwner.objects.create(action=action, text=text, post=post, **more)


def holder_of(post, **person):
    """Somebody who holds `post` and never signed in."""
    return PostHoldingFactory(post=post, person=PersonFactory(**person)).person


def people(plan) -> SimpleNamespace:
    """Action 1 is the sergeant's, action 2 the head teacher's, both with holders."""
    police = OrganisationFactory(
        name="Fernshire Police",
        kind=Organisation.Kind.POLICE,
        authorities=[plan.authority],
    )
    sergeant = PostFactory(
        authority=plan.authority, organisation=police, title="Sergeant", is_lead=True
    )
    head = PostFactory(authority=plan.authority, title="Head teacher")
    one, two = plan.actions.get(ref="1"), plan.actions.get(ref="2")
    own(one, sergeant)
    own(two, head)
    return SimpleNamespace(
        plan=plan,
        one=one,
        two=two,
        sergeant=sergeant,
        head=head,
        officer=holder_of(sergeant, name="Ottilie Marsh"),
        teacher=holder_of(head, name="Bede Lomax"),
    )


def opened(plan, by, keys=None, **more):
    keys = keys or plan.actions.values_list("pk", flat=True)
    more.setdefault("due_on", clock.today() + timedelta(days=14))
    return services.open_round(plan, keys, by=by, **more)


def mails_to(person, template_words="") -> list[str]:
    """The text of every mail to `person`, in the order in which they were asked for."""
    jobs = Job.objects.filter(kind="outbox.mail").order_by("pk")
    letters = [payload_of(job) for job in jobs]
    return [
        letter["body"]
        for letter in letters
        if letter["to"] == person.email and template_words in letter["body"]
    ]


def address_in(mail: str) -> str:
    """The path of the link that stands in `mail`."""
    found = LINK.search(mail)
    assert found, mail
    return found[1]


def link_of(person) -> str:
    """The path of the newest link that `person` was sent to answer by."""
    mails = [mail for mail in mails_to(person) if "news" in mail]
    return address_in(mails[-1])
