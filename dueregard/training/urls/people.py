from django.urls import URLPattern

from ..views import (
    completions,
    duplicates,
    learner_steps,
    people,
    register_exports,
)
from .routes import at

urlpatterns: list[URLPattern] = [
    at("in/<slug:slug>/people/", people.learners, name="learners"),
    at(
        "in/<slug:slug>/people/as-<slug:form>/",
        register_exports.people,
        name="export_people",
    ),
    at(
        "in/<slug:slug>/people/completions-as-<slug:form>/",
        register_exports.completions,
        name="export_completions",
    ),
    at("in/<slug:slug>/people/add/", people.add_learner, name="add_learner"),
    at("in/<slug:slug>/people/alike/", duplicates.duplicates, name="duplicates"),
    at("people/<int:pk>/", people.learner, name="learner"),
    at("people/<int:pk>/change/", people.change_learner, name="change_learner"),
    at(
        "people/<int:pk>/role-groups/add/",
        learner_steps.put_in_group,
        name="put_in_group",
    ),
    at(
        "people/role-groups/<int:pk>/take-out/",
        learner_steps.take_out_of_group,
        name="take_out_of_group",
    ),
    at("people/<int:pk>/left/", learner_steps.leave, name="learner_leaves"),
    at("people/<int:pk>/re-join/", learner_steps.rejoin, name="learner_rejoins"),
    at("people/<int:pk>/on-leave/", learner_steps.set_leave, name="learner_on_leave"),
    at("people/<int:pk>/merge/<int:other_pk>/", duplicates.merge, name="merge"),
    at(
        "people/<int:pk>/apart/<int:other_pk>/",
        duplicates.keep_apart,
        name="keep_apart",
    ),
    at("people/merges/<int:pk>/take-back/", duplicates.unmerge, name="unmerge"),
    at(
        "people/<int:pk>/completions/add/",
        completions.add_completion,
        name="add_completion",
    ),
    at("completions/<int:pk>/", completions.completion, name="completion"),
    at(
        "completions/<int:pk>/correct/",
        completions.supersede_completion,
        name="supersede_completion",
    ),
    at(
        "completions/<int:pk>/take-back/",
        completions.take_back_completion,
        name="take_back_completion",
    ),
]
