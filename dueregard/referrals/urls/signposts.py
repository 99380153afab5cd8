from django.urls import URLPattern, path

from ..views import signposts

ONE = "in/<slug:slug>/<uuid:pk>/signposts/"

urlpatterns: list[URLPattern] = [
    path(
        "in/<slug:slug>/signposts/", signposts.signpost_figures, name="signpost_figures"
    ),
    path(ONE, signposts.signposts, name="signposts"),
    path(f"{ONE}ask/", signposts.ask_service, name="ask_service"),
    path(
        f"{ONE}<uuid:signpost_pk>/answer/",
        signposts.answer_signpost,
        name="answer_signpost",
    ),
]
