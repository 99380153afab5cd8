from django.urls import URLPattern, path

from ..views import assessing, assessments, deciding

ONE = "in/<slug:slug>/<uuid:pk>/"
ASSESSMENT = f"{ONE}assessments/<uuid:assessment>/"

urlpatterns: list[URLPattern] = [
    path(f"{ONE}assessments/", assessments.assessments, name="assessments"),
    path(
        f"{ONE}assessments/start/",
        assessments.start_assessment,
        name="start_assessment",
    ),
    path(ASSESSMENT, assessments.assessment, name="assessment"),
    path(f"{ASSESSMENT}part/<slug:part>/", assessing.assess_part, name="assess_part"),
    path(
        f"{ASSESSMENT}part/<slug:part>/discard/",
        assessing.discard_typed,
        name="discard_typed",
    ),
    path(f"{ASSESSMENT}finish/", assessing.finish_assessment, name="finish_assessment"),
    path(f"{ONE}gathered/", deciding.finish_gathering, name="finish_gathering"),
    path(f"{ONE}grounds-met/", deciding.find_grounds, name="find_grounds"),
    path(f"{ONE}grounds-not-met/", deciding.find_no_grounds, name="find_no_grounds"),
    path(
        f"{ONE}decision/statement/",
        deciding.correct_decision,
        name="correct_decision",
    ),
]
