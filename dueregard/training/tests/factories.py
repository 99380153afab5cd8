"""Courses, rules, people and what they completed, for the tests of this room."""

from datetime import timedelta

import factory
from factory.django import DjangoModelFactory

from dueregard import clock
from dueregard.accounts.tests.factories import (
    AuthorityFactory,
    OrganisationFactory,
    PersonFactory,
)
from dueregard.training.models import (
    Completion,
    Course,
    CourseEquivalence,
    CoursePrerequisite,
    Facilitator,
    Feedback,
    Headcount,
    Learner,
    LearnerRole,
    Place,
    Requirement,
    RoleGroup,
    Session,
    Survey,
    SurveyAnswer,
)
from dueregard.training.names import name_key


class CourseFactory(DjangoModelFactory):
    """An e-learning course that is not retired."""

    class Meta:
        model = Course
        django_get_or_create = ["authority", "code"]

    authority = factory.SubFactory(AuthorityFactory)
    code = factory.Sequence(lambda n: f"C{n}")
    title = factory.LazyAttribute(lambda course: f"Course {course.code}")


class CourseEquivalenceFactory(DjangoModelFactory):
    """`course` counts for `satisfies`."""

    class Meta:
        model = CourseEquivalence

    course = factory.SubFactory(CourseFactory)
    satisfies = factory.LazyAttribute(
        lambda row: CourseFactory(authority=row.course.authority)
    )


class CoursePrerequisiteFactory(DjangoModelFactory):
    """`course` needs `needs`."""

    class Meta:
        model = CoursePrerequisite

    course = factory.SubFactory(CourseFactory)
    needs = factory.LazyAttribute(
        lambda row: CourseFactory(authority=row.course.authority)
    )


class RoleGroupFactory(DjangoModelFactory):
    class Meta:
        model = RoleGroup
        django_get_or_create = ["authority", "code"]

    authority = factory.SubFactory(AuthorityFactory)
    code = factory.Sequence(lambda n: f"G{n}")
    name = factory.LazyAttribute(lambda group: f"Role group {group.code}")


class RequirementFactory(DjangoModelFactory):
    """A course that the role group must do again every 24 months."""

    class Meta:
        model = Requirement

    role_group = factory.SubFactory(RoleGroupFactory)
    course = factory.LazyAttribute(
        lambda rule: CourseFactory(authority=rule.role_group.authority)
    )
    window = Requirement.Window.REGULARLY
    every_months = factory.LazyAttribute(
        lambda rule: 24 if rule.window == Requirement.Window.REGULARLY else None
    )
    source = "Local practice"
    starts_on = factory.LazyFunction(lambda: clock.today() - timedelta(days=1000))


class LearnerFactory(DjangoModelFactory):
    """Somebody at the authority's first organisation for three years;
    `role_groups=[…]` puts them in."""

    class Meta:
        model = Learner
        skip_postgeneration_save = True

    authority = factory.SubFactory(AuthorityFactory)
    organisation = factory.LazyAttribute(
        lambda learner: (
            learner.authority.organisations.first()
            or OrganisationFactory(
                name=f"{learner.authority} Council", authorities=[learner.authority]
            )
        )
    )
    number = factory.Sequence(lambda n: f"N{n:05}")
    name = factory.Sequence(lambda n: f"Person{n} Example")
    name_key = factory.LazyAttribute(lambda learner: name_key(learner.name))
    joined_on = factory.LazyFunction(lambda: clock.today() - timedelta(days=1095))

    @factory.post_generation
    def role_groups(self, create, extracted, **kwargs):
        for group in extracted or []:
            LearnerRoleFactory(learner=self, role_group=group)


class LearnerRoleFactory(DjangoModelFactory):
    """A place in a role group, not yet judged: `standing.refresh` does that."""

    class Meta:
        model = LearnerRole

    learner = factory.SubFactory(LearnerFactory)
    role_group = factory.LazyAttribute(
        lambda place: RoleGroupFactory(authority=place.learner.authority)
    )
    authority = factory.LazyAttribute(lambda place: place.learner.authority)
    organisation = factory.LazyAttribute(lambda place: place.learner.organisation)


class CompletionFactory(DjangoModelFactory):
    """Done a month ago (`days=…` for another day), entered by hand."""

    class Meta:
        model = Completion

    class Params:
        days = 30

    learner = factory.SubFactory(LearnerFactory)
    course = factory.LazyAttribute(
        lambda done: CourseFactory(authority=done.learner.authority)
    )
    completed_on = factory.LazyAttribute(
        lambda done: clock.today() - timedelta(days=done.days)
    )
    source = Completion.Source.ENTERED
    recorded_by = factory.SubFactory(PersonFactory)


class SessionFactory(DjangoModelFactory):
    """Open to all, with twelve places, in two weeks (`days=…`) and for 90 minutes."""

    class Meta:
        model = Session

    class Params:
        days = 14

    authority = factory.SubFactory(AuthorityFactory)
    course = factory.SubFactory(
        CourseFactory, authority=factory.SelfAttribute("..authority")
    )
    starts_at = factory.LazyAttribute(
        lambda row: clock.now() + timedelta(days=row.days)
    )
    ends_at = factory.LazyAttribute(lambda row: row.starts_at + timedelta(minutes=90))
    venue = "Library, Mill Street"
    capacity = 12
    is_public = True
    code = "ABC347"


class PlaceFactory(DjangoModelFactory):
    """Booked, by somebody without an account."""

    class Meta:
        model = Place

    session = factory.SubFactory(SessionFactory)
    name = factory.Sequence(lambda n: f"Visitor{n} Example")
    email = factory.Sequence(lambda n: f"visitor{n}@fernshire.example")


class FeedbackFactory(DjangoModelFactory):
    """Four of five for everything."""

    class Meta:
        model = Feedback

    session = factory.SubFactory(SessionFactory)
    knows_more = would_act = well_run = 4


class FacilitatorFactory(DjangoModelFactory):
    """Somebody of the authority's first organisation, without an accreditation."""

    class Meta:
        model = Facilitator

    authority = factory.SubFactory(AuthorityFactory)
    organisation = factory.LazyAttribute(
        lambda facilitator: (
            facilitator.authority.organisations.first()
            or OrganisationFactory(authorities=[facilitator.authority])
        )
    )
    name = factory.Sequence(lambda n: f"Facilitator{n} Example")


class HeadcountFactory(DjangoModelFactory):
    """Thirty of forty in date, declared today."""

    class Meta:
        model = Headcount

    authority = factory.SubFactory(AuthorityFactory)
    organisation = factory.LazyAttribute(
        lambda row: OrganisationFactory(authorities=[row.authority])
    )
    role_group = factory.LazyAttribute(
        lambda row: RoleGroupFactory(authority=row.authority)
    )
    as_of = factory.LazyFunction(clock.today)
    people = 40
    in_date = 30
    declared_by = "Head of workforce"
    by = factory.SubFactory(PersonFactory)


class SurveyFactory(DjangoModelFactory):
    """Open for two weeks, on whether training is available."""

    class Meta:
        model = Survey

    authority = factory.SubFactory(AuthorityFactory)
    kind = Survey.Kind.AVAILABILITY
    title = factory.Sequence(lambda n: f"Training in schools {n}")
    due_on = factory.LazyFunction(lambda: clock.today() + timedelta(days=14))
    opened_by = factory.SubFactory(PersonFactory)


class SurveyAnswerFactory(DjangoModelFactory):
    """An organisation that was asked and has not answered."""

    class Meta:
        model = SurveyAnswer

    survey = factory.SubFactory(SurveyFactory)
    organisation = factory.LazyAttribute(
        lambda answer: OrganisationFactory(authorities=[answer.survey.authority])
    )
