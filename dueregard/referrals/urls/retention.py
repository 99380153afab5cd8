from django.urls import URLPattern, path

from ..views import (
    certificates,
    deleting,
    legal_holds,
    privacy,
    retention,
    reviews_at_18,
)

PLACE = "in/<slug:slug>/retention/"
ONE = f"{PLACE}<uuid:pk>/"

urlpatterns: list[URLPattern] = [
    path("retention/", retention.retention_home, name="retention_home"),
    path(PLACE, retention.retention, name="retention"),
    path(f"{PLACE}destroy/", retention.ask_to_destroy, name="ask_to_destroy"),
    path(f"{PLACE}look-up/", retention.look_up, name="look_up"),
    path(f"{PLACE}rules/", retention.retention_rules, name="retention_rules"),
    path(f"{PLACE}rules/<slug:kind>/", retention.set_retention, name="set_retention"),
    path(
        f"{PLACE}destroy/<uuid:approval_pk>/",
        retention.destruction,
        name="destruction",
    ),
    path(f"{PLACE}certificates/", certificates.certificates, name="certificates"),
    path(
        f"{PLACE}certificates/<int:pk>/", certificates.certificate, name="certificate"
    ),
    path(
        f"{PLACE}certificates/<int:pk>/holders/<uuid:notice_pk>/",
        deleting.holder_deleted,
        name="holder_deleted",
    ),
    path("to-delete/<str:token>/", deleting.to_delete, name="to_delete"),
    path(ONE, legal_holds.kept, name="kept"),
    path(f"{ONE}review/", reviews_at_18.review_at_18, name="review_at_18"),
    path(f"{ONE}hold/", legal_holds.place_hold, name="place_hold"),
    path(f"{ONE}longer/", legal_holds.keep_longer, name="keep_longer"),
    path(f"{ONE}hold/review/", legal_holds.review_hold, name="review_hold"),
    path(f"{ONE}hold/lift/", legal_holds.ask_to_lift, name="ask_to_lift"),
    path(f"{ONE}hold/lift/agree/", legal_holds.agree_to_lift, name="agree_to_lift"),
    path("in/<slug:slug>/privacy/", privacy.notices, name="notices"),
    path(
        "in/<slug:slug>/privacy/<slug:reader>/", privacy.set_notice, name="set_notice"
    ),
]
