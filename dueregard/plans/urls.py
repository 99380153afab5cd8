from django.urls import path

from .views import (
    actions,
    contents,
    decisions,
    exports,
    plans,
    progress,
    public,
    search,
)

app_name = "plans"
urlpatterns = [
    path("", plans.plan_list, name="list"),
    path("mine/", progress.my_actions, name="mine"),
    path("search/", search.search, name="search"),
    path("start/<slug:slug>/", plans.plan_start, name="start"),
    path("<int:pk>/", plans.plan_detail, name="detail"),
    path("<int:pk>/change/", plans.plan_edit, name="edit"),
    path("<int:pk>/discard/", plans.plan_discard, name="discard"),
    path("<int:pk>/submit/", decisions.plan_submit, name="submit"),
    path("<int:pk>/return/", decisions.plan_return, name="return"),
    path("<int:pk>/approve/", decisions.plan_approve, name="approve"),
    path("<int:pk>/close/", decisions.plan_close, name="close"),
    path("<int:pk>/publish/", decisions.plan_publish, name="publish"),
    path("<int:pk>/withdraw/", decisions.plan_withdraw, name="withdraw"),
    path("<int:pk>/names/", decisions.plan_names, name="names"),
    path("<int:pk>/preview/", public.preview_plan, name="preview"),
    path(
        "<int:pk>/preview/<int:place>/",
        public.preview_priority,
        name="preview_priority",
    ),
    path("<int:pk>/export/", exports.export, name="export"),
    path("<int:pk>/export/<str:form>/", exports.export_file, name="export_file"),
    path("published/<slug:slug>/", public.public_plan, name="public"),
    path(
        "published/<slug:slug>/<int:place>/",
        public.public_priority,
        name="public_priority",
    ),
    path("<int:pk>/contents/", contents.contents, name="contents"),
    path("<int:pk>/sections/add/", contents.section_add, name="section_add"),
    path(
        "<int:pk>/sections/<int:section_pk>/change/",
        contents.section_edit,
        name="section_edit",
    ),
    path(
        "<int:pk>/sections/<int:section_pk>/remove/",
        contents.section_remove,
        name="section_remove",
    ),
    path("<int:pk>/groups/add/", contents.group_add, name="group_add"),
    path("<int:pk>/groups/<int:group_pk>/", contents.group_detail, name="group"),
    path(
        "<int:pk>/groups/<int:group_pk>/add/",
        contents.group_add,
        name="objective_add",
    ),
    path(
        "<int:pk>/groups/<int:group_pk>/change/",
        contents.group_edit,
        name="group_edit",
    ),
    path(
        "<int:pk>/groups/<int:group_pk>/remove/",
        contents.group_remove,
        name="group_remove",
    ),
    path(
        "<int:pk>/intentions/<int:intention_pk>/actions/",
        contents.intention_link,
        name="intention_link",
    ),
    path("<int:pk>/actions/", actions.action_list, name="actions"),
    path("<int:pk>/actions/change/", actions.actions_change, name="change_many"),
    path("<int:pk>/actions/confirm/", actions.actions_confirm, name="confirm"),
    path(
        "<int:pk>/groups/<int:group_pk>/actions/add/",
        actions.action_add,
        name="action_add",
    ),
    path("<int:pk>/actions/<int:action_pk>/", actions.action_detail, name="action"),
    path(
        "<int:pk>/actions/<int:action_pk>/change/",
        actions.action_edit,
        name="action_edit",
    ),
    path(
        "<int:pk>/actions/<int:action_pk>/cancel/",
        actions.action_cancel,
        name="action_cancel",
    ),
    path(
        "<int:pk>/actions/<int:action_pk>/split/",
        actions.action_split,
        name="action_split",
    ),
    path(
        "<int:pk>/actions/<int:action_pk>/merge/",
        actions.action_merge,
        name="action_merge",
    ),
    path(
        "<int:pk>/actions/<int:action_pk>/move/",
        actions.action_move,
        name="action_move",
    ),
    path(
        "<int:pk>/actions/<int:action_pk>/update/",
        progress.progress_report,
        name="report",
    ),
    path(
        "<int:pk>/actions/<int:action_pk>/rate/",
        progress.rating_override,
        name="rate",
    ),
    path(
        "<int:pk>/actions/<int:action_pk>/unrate/",
        progress.rating_withdraw,
        name="unrate",
    ),
]
