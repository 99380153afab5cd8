from django.urls import URLPattern, path

from ..views import (
    concerns,
    concerns_advice,
    concerns_checking,
    concerns_counts,
    concerns_writing,
)

HERE = "in/<slug:slug>/concerns"
ONE = f"{HERE}/<uuid:pk>"
ADVICE = "in/<slug:slug>/advice"

urlpatterns: list[URLPattern] = [
    path("concerns/", concerns.concerns_home, name="concerns_home"),
    path(f"{HERE}/", concerns.concerns, name="concerns"),
    path(f"{HERE}/new/", concerns_writing.note_concern, name="note_concern"),
    path(f"{HERE}/new/words/", concerns_writing.write_concern, name="write_concern"),
    path(
        f"{HERE}/new/discard/",
        concerns_writing.discard_concern,
        name="discard_concern",
    ),
    path(f"{HERE}/counts/", concerns_counts.concern_counts, name="concern_counts"),
    path(f"{HERE}/keeping/", concerns_counts.keeping_time, name="keeping_time"),
    path(f"{ONE}/", concerns.concern, name="concern"),
    path(f"{ONE}/note/", concerns.concern_note, name="concern_note"),
    path(f"{ONE}/change/", concerns_writing.change_concern, name="change_concern"),
    path(f"{ONE}/check/", concerns_checking.ask_for_check, name="ask_for_check"),
    path(f"{ONE}/back/", concerns_checking.take_back, name="take_back"),
    path(f"{ONE}/read/", concerns_checking.read_answer, name="read_answer"),
    path(f"{ONE}/outcome/", concerns_checking.concern_outcome, name="concern_outcome"),
    path(f"{ONE}/talked/", concerns_checking.concern_talked, name="concern_talked"),
    path(f"{ADVICE}/", concerns_advice.advice_calls, name="advice_calls"),
    path(f"{ADVICE}/new/", concerns_advice.note_advice, name="note_advice"),
    path(f"{ADVICE}/<uuid:pk>/", concerns_advice.advice_call, name="advice_call"),
]
