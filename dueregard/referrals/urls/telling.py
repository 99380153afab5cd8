from django.urls import URLPattern, path

from ..views import disclosures, putting_right, telling

ONE = "in/<slug:slug>/<uuid:pk>/"
NOTICE = f"{ONE}disclosures/<uuid:notice_pk>/"

urlpatterns: list[URLPattern] = [
    path(f"{ONE}told/", telling.told, name="told"),
    path(f"{ONE}correct/", telling.correct, name="correct"),
    path(f"{ONE}made-in-error/", telling.made_in_error, name="made_in_error"),
    path(f"{ONE}disclosures/", disclosures.disclosures, name="disclosures"),
    path(f"{NOTICE}told/", disclosures.holder_told, name="holder_told"),
    path(
        f"{NOTICE}code/make/",
        disclosures.make_code_to_correct,
        name="make_code_to_correct",
    ),
    path(f"{NOTICE}code/", disclosures.code_to_correct, name="code_to_correct"),
    path("put-right/<str:token>/", putting_right.put_right, name="put_right"),
    path(
        "put-right/<str:token>/read/",
        putting_right.read_correction,
        name="read_correction",
    ),
    path(
        "put-right/<str:token>/done/",
        putting_right.say_put_right,
        name="say_put_right",
    ),
]
