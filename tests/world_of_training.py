"""Marlbrook's training, for the small world: a course, a rule, people, completions."""

from datetime import timedelta

from django.utils import timezone

from dueregard import clock
from dueregard.access.roles import Role
from dueregard.accounts.tokens import token_hash
from dueregard.documents.tests import factories as documents
from dueregard.training import services as training_services
from dueregard.training.models import Nudge, Place, SentCertificate, Session
from dueregard.training.services import standing
from dueregard.training.tests import factories as training


def add(world, marlbrook) -> None:
    """Each function adds what the addresses of its pages name."""
    _add_rules(world, marlbrook)
    _add_learners(world, marlbrook)
    _add_open_sessions(world, marlbrook)
    _add_own(world, marlbrook)
    _add_sessions(world, marlbrook)
    _add_returns(world, marlbrook)


def _add_rules(world, marlbrook) -> None:
    """A course that whoever is at the front line must do every two years."""
    course = training.CourseFactory(authority=marlbrook, code="HO-A", title="Awareness")
    group = training.RoleGroupFactory(authority=marlbrook, name="Front line")
    rule = training.RequirementFactory(role_group=group, course=course)
    world.course, world.role_group = course, group
    world.args |= {
        "course": [course.pk],
        "role group": [group.pk],
        "requirement": [rule.pk],
    }


def _add_learners(world, marlbrook) -> None:
    """Two people who may be one, one of them in date, and a third record merged."""
    learner, other, third = (
        training.LearnerFactory(authority=marlbrook, name=name)
        for name in ("Ann Poole", "Anne Poole", "A Poole")
    )
    place = training.LearnerRoleFactory(learner=learner, role_group=world.role_group)
    done = training.CompletionFactory(learner=learner, course=world.course)
    standing.refresh([learner.pk])
    merged = training_services.merge(
        learner, third, by=world.coordinator, because="She told us."
    )
    world.learner = learner
    world.args |= {
        "learner": [learner.pk],
        "pair of learners": [learner.pk, other.pk],
        "place in a role group": [place.pk],
        "completion": [done.pk],
        "merge": [merged.pk],
    }


def _add_open_sessions(world, marlbrook) -> None:
    """A session that anyone may come to, one on today and one that was held, each with
    somebody who has no account and their private address."""
    coming, today, held = (
        training.SessionFactory(authority=marlbrook, course=world.course, days=days)
        for days in (14, 0, -2)
    )
    Session.objects.filter(pk=held.pk).update(status=Session.Status.HELD)
    training.FeedbackFactory.create_batch(3, session=held)
    for about, session, status in (
        ("place", coming, Place.Status.BOOKED),
        ("place today", today, Place.Status.BOOKED),
        ("past place", held, Place.Status.ATTENDED),
    ):
        token = f"the-{about.replace(' ', '-')}"
        place = training.PlaceFactory(session=session, status=status)
        if status == Place.Status.ATTENDED:
            place.certificate_code = "ACDEFGHJKM"
            place.save()
        place.links.create(mail="registered", token_sha256=token_hash(token))
        world.args[about] = [token]
    world.args |= {"open session": [coming.pk], "past session": [held.pk]}


def _add_own(world, marlbrook) -> None:
    """The action owner's own record, with a link, a certificate that they sent in, and
    a reminder that they got."""
    owner = world.people[Role.ACTION_OWNER]
    mine = training.LearnerFactory(authority=marlbrook, name="Otto Poole", person=owner)
    training.LearnerRoleFactory(learner=mine, role_group=world.role_group)
    standing.refresh([mine.pk])
    file = documents.DocumentFactory(authority=marlbrook, by=owner, title="Certificate")
    sent = SentCertificate.objects.create(
        learner=mine, course=world.course, completed_on=clock.today(), document=file
    )
    nudge = Nudge.objects.create(
        authority=marlbrook, by=world.coordinator, states=["never"]
    )
    nudge.people.create(learner=mine, way="mail", courses=[world.course.pk])
    token = "the-own-training"
    mine.links.create(
        token_sha256=token_hash(token), expires_at=clock.now() + timedelta(days=1)
    )
    world.args |= {
        "own record": [mine.pk],
        "own file": [file.pk],
        "own link": [token],
        "own link and file": [token, file.pk],
        "own link and sent": [token, sent.pk],
        "sent certificate": [sent.pk],
        "nudge": [nudge.pk],
        "authority and organisation": ["marlbrook", mine.organisation_id],
    }


def _add_sessions(world, marlbrook) -> None:
    """Sessions in every state: planned, begun, without names, and held with somebody
    who is not matched with the register; and a facilitator."""
    facilitator = training.FacilitatorFactory(authority=marlbrook)
    planned, begun, nameless, held = (
        training.SessionFactory(
            authority=marlbrook,
            course=world.course,
            facilitator=facilitator,
            days=days,
            counts_heads_only=not named,
            is_public=False,
        )
        for days, named in ((30, True), (-1, True), (-1, False), (-9, True))
    )
    Session.objects.filter(pk=held.pk).update(status=Session.Status.HELD)
    coming = training.PlaceFactory(session=planned)
    attended = training.PlaceFactory(
        session=held, status=Place.Status.ATTENDED, certificate_code="QRTUVWXY34"
    )
    [mine] = world.args["own record"]
    training.PlaceFactory(
        session=held,
        learner_id=mine,
        status=Place.Status.ATTENDED,
        certificate_code="ACDEFGHJKN",
    )
    own = training.CompletionFactory(
        learner_id=mine, course=world.course, session=held, source="session", days=9
    )
    world.facilitator = facilitator
    day = timezone.localdate(planned.starts_at)
    world.args |= {
        "session": [planned.pk],
        "begun session": [begun.pk],
        "session without names": [nameless.pk],
        "held session": [held.pk],
        "place at a session": [coming.pk],
        "attended place": [attended.pk],
        "own certificate": [own.pk],
        "own link and certificate": ["the-own-training", own.pk],
        "facilitator": [facilitator.pk],
        "authority and month": ["marlbrook", day.year, day.month],
    }


def _add_returns(world, marlbrook) -> None:
    """A headcount, and a survey that one organisation was asked by link."""
    body = marlbrook.organisations.first()
    headcount = training.HeadcountFactory(
        authority=marlbrook, organisation=body, role_group=world.role_group
    )
    survey = training.SurveyFactory(authority=marlbrook)
    answer = training.SurveyAnswerFactory(
        survey=survey, organisation=body, token_sha256=token_hash("the-survey")
    )
    world.survey = survey
    world.args |= {
        "headcount": [headcount.pk],
        "survey": [survey.pk],
        "survey answer": [survey.pk, answer.pk],
        "survey and format": [survey.pk, "csv"],
        "survey link": ["the-survey"],
        "authority and format": ["marlbrook", "csv"],
    }
