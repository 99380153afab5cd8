from django.urls import path

from ..views import county, lists, years
from ..views.versions import deciding, proposing, reading

urlpatterns = [
    path("<int:pk>/versions/", reading.version_list, name="versions"),
    path("<int:pk>/versions/open/", proposing.version_open, name="version_open"),
    path("<int:pk>/versions/compare/", reading.version_compare, name="version_compare"),
    path("<int:pk>/versions/<int:version_pk>/", reading.version_detail, name="version"),
    path(
        "<int:pk>/versions/<int:version_pk>/submit/",
        deciding.version_submit,
        name="version_submit",
    ),
    path(
        "<int:pk>/versions/<int:version_pk>/take-back/",
        deciding.version_take_back,
        name="version_take_back",
    ),
    path(
        "<int:pk>/versions/<int:version_pk>/return/",
        deciding.version_return,
        name="version_return",
    ),
    path(
        "<int:pk>/versions/<int:version_pk>/withdraw/",
        deciding.version_withdraw,
        name="version_withdraw",
    ),
    path(
        "<int:pk>/versions/<int:version_pk>/approve/",
        deciding.version_approve,
        name="version_approve",
    ),
    path(
        "<int:pk>/versions/<int:version_pk>/name/",
        deciding.version_name,
        name="version_name",
    ),
    path(
        "<int:pk>/versions/<int:version_pk>/changes/<int:change_pk>/",
        proposing.change_edit,
        name="change_edit",
    ),
    path(
        "<int:pk>/versions/<int:version_pk>/changes/<int:change_pk>/take-out/",
        proposing.change_take_out,
        name="change_take_out",
    ),
    path(
        "<int:pk>/actions/<int:action_pk>/propose/",
        proposing.propose_action,
        name="propose_action",
    ),
    path(
        "<int:pk>/actions/<int:action_pk>/propose-cancel/",
        proposing.propose_drop,
        name="propose_drop",
    ),
    path(
        "<int:pk>/groups/<int:group_pk>/propose/",
        proposing.propose_group,
        name="propose_group",
    ),
    path(
        "<int:pk>/groups/<int:group_pk>/actions/propose/",
        proposing.propose_new,
        name="propose_new",
    ),
    path(
        "<int:pk>/sections/<int:section_pk>/propose/",
        proposing.propose_section,
        name="propose_section",
    ),
    path("<int:pk>/next/", years.start_next, name="start_next"),
    path("<int:pk>/compare/", years.plan_compare, name="compare"),
    path("<int:pk>/by-owner/", lists.list_by_owner, name="by_owner"),
    path("<int:pk>/by-priority/", lists.list_by_priority, name="by_priority"),
    path("<int:pk>/timeline/", lists.timeline, name="timeline"),
    path("county/<slug:slug>/", county.county, name="county"),
]
