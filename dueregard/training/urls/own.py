"""One's own training, signed in or by a link; certificates to check; nudges."""

from django.urls import URLPattern, path

from ..views import checking, linked, nudging, own
from .routes import at

urlpatterns: list[URLPattern] = [
    at("own/", own.my_training, "mine"),
    at("own/<int:pk>/send/", own.send, "own_send"),
    at("own/sent/<int:pk>/take-back/", own.take_back, "own_take_back"),
    at("own/files/<int:pk>/", own.own_file, "own_file"),
    path("own/see/<slug:slug>/", linked.see, name="see"),
    path("own/see/<slug:slug>/sent/", linked.see_sent, name="see_sent"),
    path("own/by-link/<str:token>/", linked.by_link, name="own_by_link"),
    path("own/by-link/<str:token>/send/", linked.send_by_link, name="send_by_link"),
    path(
        "own/by-link/<str:token>/sent/<int:pk>/take-back/",
        linked.take_back_by_link,
        name="take_back_by_link",
    ),
    path(
        "own/by-link/<str:token>/files/<int:pk>/",
        linked.file_by_link,
        name="file_by_link",
    ),
    at("in/<slug:slug>/to-check/", checking.sent_certificates, "sent_certificates"),
    at("to-check/<int:pk>/", checking.sent_certificate, "sent_certificate"),
    at("to-check/<int:pk>/accept/", checking.accept, "accept_certificate"),
    at("to-check/<int:pk>/send-back/", checking.send_back, "return_certificate"),
    at("in/<slug:slug>/nudge/", nudging.nudge, "nudge"),
    at("in/<slug:slug>/nudges/", nudging.nudges, "nudges"),
    at("nudges/<int:pk>/", nudging.nudged, "nudged"),
    at("in/<slug:slug>/to-train/<int:pk>/", nudging.to_train, "to_train"),
    at("in/<slug:slug>/to-train/<int:pk>/told/", nudging.told, "told"),
]
