from django.urls import URLPattern, path

from ..views import asking

ALL = "in/<slug:slug>/<uuid:pk>/ask/"
ONE = "in/<slug:slug>/<uuid:pk>/asked/<uuid:request_pk>/"

urlpatterns: list[URLPattern] = [
    path(ALL, asking.ask_for_information, name="ask_for_information"),
    path(ONE, asking.information_request, name="information_request"),
    path(f"{ONE}code/", asking.request_code, name="request_code"),
    path(f"{ONE}link/", asking.renew_link, name="renew_link"),
    path(f"{ONE}told/", asking.enter_answer, name="enter_answer"),
    path(f"{ONE}none/", asking.not_received, name="not_received"),
    path(f"{ONE}withdraw/", asking.withdraw_request, name="withdraw_request"),
    path(f"{ONE}read/", asking.request_read, name="request_read"),
]
