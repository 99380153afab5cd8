from django.urls import path

from ..views import changes, dates, evidence, history, measures

urlpatterns = [
    path("<int:pk>/measures/", measures.measure_list, name="measures"),
    path("<int:pk>/measures/add/", measures.measure_add, name="measure_add"),
    path("<int:pk>/measures/export/", measures.measures_export, name="measures_export"),
    path(
        "<int:pk>/measures/<int:measure_pk>/",
        measures.measure_detail,
        name="measure",
    ),
    path(
        "<int:pk>/measures/<int:measure_pk>/change/",
        measures.measure_edit,
        name="measure_edit",
    ),
    path(
        "<int:pk>/measures/<int:measure_pk>/end/",
        measures.measure_end,
        name="measure_end",
    ),
    path(
        "<int:pk>/measures/<int:measure_pk>/value/",
        measures.measure_value,
        name="measure_value",
    ),
    path("<int:pk>/changes/", changes.plan_changes, name="changes"),
    path("<int:pk>/rating-history/", history.rating_history, name="rating_history"),
    path("<int:pk>/dates/", dates.date_list, name="dates"),
    path("<int:pk>/dates/<int:change_pk>/", dates.date_decide, name="date_decide"),
    path(
        "<int:pk>/actions/<int:action_pk>/new-date/",
        dates.date_ask,
        name="date_ask",
    ),
    path(
        "<int:pk>/actions/<int:action_pk>/evidence/add/",
        evidence.evidence_add,
        name="evidence_add",
    ),
    path(
        "<int:pk>/actions/<int:action_pk>/evidence/attach/",
        evidence.evidence_attach,
        name="evidence_attach",
    ),
    path(
        "<int:pk>/actions/<int:action_pk>/evidence/<int:evidence_pk>/detach/",
        evidence.evidence_detach,
        name="evidence_detach",
    ),
]
