from django.urls import URLPattern, path

from ..views.rounds import answering, entering, opening, reading, running

urlpatterns: list[URLPattern] = [
    path("answer/taken-back/", answering.answer_withdrawn, name="answer_withdrawn"),
    path("answer/<str:token>/", answering.answer, name="answer"),
    path(
        "answer/<str:token>/<int:asked_pk>/",
        answering.answer_action,
        name="answer_action",
    ),
    path(
        "answer/<str:token>/take-back/",
        answering.answer_withdraw,
        name="answer_withdraw",
    ),
    path("<int:pk>/rounds/", reading.round_list, name="rounds"),
    path("<int:pk>/rounds/open/", opening.round_open, name="round_open"),
    path("<int:pk>/rounds/choose/", opening.round_choose, name="round_choose"),
    path("<int:pk>/rounds/<int:round_pk>/", reading.round_detail, name="round"),
    path(
        "<int:pk>/rounds/<int:round_pk>/print/",
        reading.round_print,
        name="round_print",
    ),
    path(
        "<int:pk>/rounds/<int:round_pk>/links/",
        reading.round_links,
        name="round_links",
    ),
    path(
        "<int:pk>/rounds/<int:round_pk>/links/rest/",
        running.round_ask_rest,
        name="round_ask_rest",
    ),
    path(
        "<int:pk>/rounds/<int:round_pk>/links/<int:link_pk>/resend/",
        running.round_resend,
        name="round_resend",
    ),
    path(
        "<int:pk>/rounds/<int:round_pk>/links/<int:link_pk>/take-back/",
        running.round_revoke,
        name="round_revoke",
    ),
    path(
        "<int:pk>/rounds/<int:round_pk>/close/", running.round_close, name="round_close"
    ),
    path(
        "<int:pk>/rounds/<int:round_pk>/grid/", entering.round_grid, name="round_grid"
    ),
    path(
        "<int:pk>/rounds/<int:round_pk>/sheet/",
        entering.round_sheet,
        name="round_sheet",
    ),
    path(
        "<int:pk>/rounds/<int:round_pk>/answer/<int:asked_pk>/",
        answering.round_answer,
        name="round_answer",
    ),
]
