from django.urls import path

from ..views import finding, matching

ONE = "in/<slug:slug>/<uuid:pk>/same-person/"
PAIR = f"{ONE}<uuid:match_pk>/"

urlpatterns = [
    path("in/<slug:slug>/find/", finding.find, name="find"),
    path(ONE, matching.same_person, name="same_person"),
    path(f"{ONE}name/", matching.propose_same, name="propose_same"),
    path(PAIR, matching.match, name="match"),
    path(f"{PAIR}agree/", matching.agree, name="match_agree"),
    path(f"{PAIR}refuse/", matching.refuse, name="match_refuse"),
]
