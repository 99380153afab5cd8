from django.urls import path

from ..views import survey_answering, survey_running
from ..views import surveys as views
from .routes import at

urlpatterns = [
    # Whoever has the link may have no account, and serve no authority: no `at`.
    path("survey/<str:token>/", survey_answering.answer_survey, name="answer_survey"),
    at("in/<slug:slug>/surveys/", views.surveys, name="surveys"),
    at("in/<slug:slug>/surveys/open/", survey_running.open_survey, name="open_survey"),
    at("surveys/<int:pk>/", views.survey, name="survey"),
    at("surveys/<int:pk>/file/<str:form>/", views.survey_file, name="survey_file"),
    at("surveys/<int:pk>/chase/", survey_running.chase_survey, name="chase_survey"),
    at("surveys/<int:pk>/close/", survey_running.close_survey, name="close_survey"),
    at(
        "surveys/<int:pk>/answers/<int:answer_pk>/",
        views.survey_answer,
        name="survey_answer",
    ),
    at(
        "surveys/<int:pk>/answers/<int:answer_pk>/enter/",
        survey_running.enter_answer,
        name="enter_survey_answer",
    ),
    at(
        "surveys/<int:pk>/answers/<int:answer_pk>/address/",
        survey_running.send_survey_to,
        name="send_survey_to",
    ),
]
