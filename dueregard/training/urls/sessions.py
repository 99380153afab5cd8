"""Sessions as the training lead runs them, facilitators, and what goes on paper."""

from django.urls import path

from ..views import (
    attendance,
    facilitators,
    own_certificates,
    papers,
    putting_in,
    sessions,
)
from .routes import at

of_sessions = [
    at("in/<slug:slug>/sessions/", sessions.sessions, "sessions"),
    at("in/<slug:slug>/sessions/add/", sessions.add_session, "add_session"),
    at(
        "in/<slug:slug>/sessions/month/<int:year>/<int:number>/",
        sessions.month,
        "sessions_month",
    ),
    at("sessions/<int:pk>/", sessions.session, "session"),
    at("sessions/<int:pk>/change/", sessions.change_session, "change_session"),
    at("sessions/<int:pk>/cancel/", sessions.cancel_session, "cancel_session"),
    at("sessions/<int:pk>/put-in/", putting_in.put_in, "put_in"),
    at("sessions/places/<int:pk>/take-out/", putting_in.take_out, "take_out"),
]
of_attendance = [
    at("sessions/<int:pk>/attendance/", attendance.attendance, "attendance"),
    at("sessions/<int:pk>/heads/", attendance.count_heads, "count_heads"),
    at("sessions/<int:pk>/match/", attendance.match, "match"),
    at("sessions/<int:pk>/count-again/", attendance.count_again, "count_again"),
]
of_papers = [
    at("sessions/<int:pk>/sheet/", papers.sheet, "sign_in_sheet"),
    at("sessions/<int:pk>/sheet/file/", papers.sheet_file, "sign_in_sheet_file"),
    at("sessions/<int:pk>/certificates/", papers.certificates, "certificates"),
    at("sessions/places/<int:pk>/certificate/", papers.certificate, "certificate"),
    at(
        "in/<slug:slug>/certificates/check/",
        papers.check_certificate,
        "check_certificate",
    ),
    at("own/certificates/<int:pk>/", own_certificates.my_certificate, "my_certificate"),
    path(
        "own/by-link/<str:token>/certificates/<int:pk>/",
        own_certificates.my_certificate_by_link,
        name="my_certificate_by_link",
    ),
]
of_facilitators = [
    at("in/<slug:slug>/facilitators/", facilitators.facilitators, "facilitators"),
    at(
        "in/<slug:slug>/facilitators/add/",
        facilitators.add_facilitator,
        "add_facilitator",
    ),
    at("facilitators/<int:pk>/", facilitators.facilitator, "facilitator"),
    at(
        "facilitators/<int:pk>/change/",
        facilitators.change_facilitator,
        "change_facilitator",
    ),
    at(
        "facilitators/<int:pk>/left/", facilitators.facilitator_left, "facilitator_left"
    ),
]
urlpatterns = [*of_sessions, *of_attendance, *of_papers, *of_facilitators]
