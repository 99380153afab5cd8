from django.urls import path

from dueregard.access.rooms import Room
from dueregard.accounts.rooms import room_required

from .views import directory, holders, leavers, owner_names, posts

app_name = "partners"
in_room = room_required(Room.PARTNERSHIP)

urlpatterns = [
    path("", in_room(posts.home), name="home"),
    path("in/<slug:slug>/posts/", in_room(posts.posts), name="posts"),
    path("in/<slug:slug>/posts/add/", in_room(posts.add_post), name="add_post"),
    path(
        "in/<slug:slug>/shared-owners/",
        in_room(posts.shared_owners),
        name="shared_owners",
    ),
    path(
        "in/<slug:slug>/people/<int:pk>/hand-over/",
        in_room(holders.hand_over),
        name="hand_over",
    ),
    path("in/<slug:slug>/leavers/", in_room(leavers.leavers), name="leavers"),
    path("in/<slug:slug>/leavers/<int:pk>/", in_room(leavers.leave), name="leave"),
    path("names/", in_room(owner_names.home), name="names"),
    path("in/<slug:slug>/names/", in_room(owner_names.names), name="owner_names"),
    path(
        "in/<slug:slug>/names/<slug:code>/",
        in_room(owner_names.settle),
        name="settle",
    ),
    path(
        "in/<slug:slug>/names/<slug:code>/choose/<slug:target>/",
        in_room(owner_names.choose),
        name="choose",
    ),
    path("names/<int:pk>/undo/", in_room(owner_names.undo), name="undo"),
    path("posts/<int:pk>/", in_room(posts.post), name="post"),
    path("posts/<int:pk>/change/", in_room(posts.change_post), name="change_post"),
    path("posts/<int:pk>/close/", in_room(posts.close_post), name="close_post"),
    path("posts/<int:pk>/appoint/", in_room(holders.appoint), name="appoint"),
    path(
        "posts/<int:pk>/titles/add/",
        in_room(posts.add_other_name),
        name="add_other_name",
    ),
    path(
        "titles/<int:pk>/remove/",
        in_room(posts.remove_other_name),
        name="remove_other_name",
    ),
    path("holdings/<int:pk>/end/", in_room(holders.end_holding), name="end_holding"),
    path("in/<slug:slug>/services/", in_room(directory.directory), name="services"),
    path(
        "in/<slug:slug>/services/add/",
        in_room(directory.add_service),
        name="add_service",
    ),
    path(
        "in/<slug:slug>/services/file/<slug:form>/",
        in_room(directory.directory_file),
        name="services_file",
    ),
    path("in/<slug:slug>/services/gaps/", in_room(directory.gaps), name="gaps"),
    path(
        "in/<slug:slug>/services/gaps/<slug:form>/",
        in_room(directory.gaps_file),
        name="gaps_file",
    ),
    path("in/<slug:slug>/services/areas/", in_room(directory.areas), name="areas"),
    path("areas/<int:pk>/remove/", in_room(directory.remove_area), name="remove_area"),
    path("services/<int:pk>/", in_room(directory.service), name="service"),
    path(
        "services/<int:pk>/change/",
        in_room(directory.change_service),
        name="change_service",
    ),
    path(
        "services/<int:pk>/approve/",
        in_room(directory.approve_service),
        name="approve_service",
    ),
    path(
        "services/<int:pk>/approval/",
        in_room(directory.end_approval),
        name="end_approval",
    ),
    path(
        "services/<int:pk>/close/",
        in_room(directory.close_service),
        name="close_service",
    ),
]
