from django.urls import URLPattern, path

from ..views import closing, marks, moves, purpose, queue, referral

ONE = "in/<slug:slug>/<uuid:pk>/"

urlpatterns: list[URLPattern] = [
    path("", queue.home, name="home"),
    path("in/<slug:slug>/", queue.queue, name="queue"),
    path("in/<slug:slug>/purpose/", purpose.queue_purpose, name="queue_purpose"),
    path("in/<slug:slug>/limits/", queue.limits, name="limits"),
    path("in/<slug:slug>/limits/<slug:stage>/", queue.set_limit, name="set_limit"),
    path("in/<slug:slug>/timeliness/", queue.timeliness, name="timeliness"),
    path(ONE, referral.referral, name="referral"),
    path(f"{ONE}purpose/", purpose.purpose, name="purpose"),
    path(f"{ONE}referrer/", referral.referrer, name="referrer"),
    path(f"{ONE}who-looked/", referral.who_looked, name="who_looked"),
    path(f"{ONE}interest/", referral.interest, name="interest"),
    path(f"{ONE}take-in/", moves.take_in, name="take_in"),
    path(f"{ONE}not-a-referral/", moves.set_aside, name="set_aside"),
    path(f"{ONE}accept/", moves.accept, name="accept"),
    path(f"{ONE}join/", moves.join, name="join"),
    path(f"{ONE}pass-on/", moves.pass_on, name="pass_on"),
    path(f"{ONE}go-on/", moves.go_on, name="go_on"),
    path(f"{ONE}close/", closing.close, name="close"),
    path(f"{ONE}close/confirm/", closing.confirm_closing, name="confirm_closing"),
    path(f"{ONE}close/withdraw/", closing.withdraw_closing, name="withdraw_closing"),
    path(f"{ONE}holder/", moves.assign, name="assign"),
    path(f"{ONE}step/", moves.step, name="step"),
    path(f"{ONE}mark/", marks.mark, name="mark"),
    path(f"{ONE}social-care/<slug:kind>/", marks.parallel, name="parallel"),
    path(
        f"{ONE}social-care/<slug:kind>/acknowledged/",
        marks.acknowledged,
        name="parallel_acknowledged",
    ),
]
