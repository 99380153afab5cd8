from django.urls import URLPattern, path

from ..views import acknowledging, destinations, received, taking

PLACE = "in/<slug:slug>/destinations/"
ONE = "in/<slug:slug>/<uuid:pk>/delivery/"

urlpatterns: list[URLPattern] = [
    path(PLACE, destinations.destinations, name="destinations"),
    path(f"{PLACE}add/", destinations.add_destination, name="add_destination"),
    path(f"{PLACE}<int:pk>/", destinations.destination, name="destination"),
    path(
        f"{PLACE}<int:pk>/change/",
        destinations.change_destination,
        name="change_destination",
    ),
    path(
        f"{PLACE}<int:pk>/assure/",
        destinations.assure_destination,
        name="assure_destination",
    ),
    path(f"{PLACE}<int:pk>/test/", destinations.send_test, name="send_test"),
    path(f"{PLACE}<int:pk>/confirm/", destinations.confirm_test, name="confirm_test"),
    path(f"{PLACE}<int:pk>/test-form/", destinations.test_form, name="test_form"),
    path(
        f"{PLACE}<int:pk>/close/",
        destinations.close_destination,
        name="close_destination",
    ),
    path(ONE, acknowledging.delivery, name="delivery"),
    path(f"{ONE}form/", taking.take_form, name="take_form"),
    path(f"{ONE}area/", acknowledging.ask_area, name="ask_area"),
    path(
        f"{ONE}<uuid:delivery_pk>/have/",
        acknowledging.acknowledge_delivery,
        name="acknowledge_delivery",
    ),
    path(
        f"{ONE}<uuid:delivery_pk>/told/",
        acknowledging.report_delivery,
        name="report_delivery",
    ),
    path(
        f"{ONE}<uuid:delivery_pk>/code/make/",
        acknowledging.make_code,
        name="make_code",
    ),
    path(f"{ONE}<uuid:delivery_pk>/code/", acknowledging.code, name="code"),
    path(
        f"{ONE}<uuid:delivery_pk>/accepted/",
        acknowledging.accept_by_area,
        name="accept_by_area",
    ),
    path("received/<str:token>/", received.received, name="received"),
    path("received/<str:token>/form/", received.open_form, name="open_form"),
    path("received/<str:token>/have/", received.have, name="received_have"),
    path("received-test/<str:token>/", received.test, name="received_test"),
]
