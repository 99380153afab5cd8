"""Pages for anyone, and for whoever holds a private address; and what was thought."""

from django.urls import path

from ..views import at_session, feedback, places, public_sessions, registering
from .routes import at

urlpatterns = [
    path("open/", public_sessions.open_sessions, name="open_sessions"),
    path(
        "open/<slug:slug>/",
        public_sessions.open_sessions_of,
        name="open_sessions_of",
    ),
    path("open/session/<int:pk>/", public_sessions.open_session, name="open_session"),
    path("open/session/<int:pk>/register/", registering.register, name="register"),
    path("open/session/<int:pk>/sent/", registering.registered, name="registered"),
    path("place/given-back/", places.given_back, name="given_back"),
    path("place/<str:token>/", places.place, name="place"),
    path("place/<str:token>/give-back/", places.give_back, name="give_back"),
    path("place/<str:token>/here/", at_session.check_in, name="check_in"),
    path(
        "place/<str:token>/certificate/",
        at_session.own_certificate,
        name="own_certificate",
    ),
    path("place/<str:token>/feedback/", feedback.give, name="give_feedback"),
    at("sessions/<int:pk>/feedback/", feedback.summary, name="session_feedback"),
]
