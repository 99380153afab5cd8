from django.urls import path

from ..views import arising, packs, reading_room

urlpatterns = [
    path("reading-room/", reading_room.rooms, name="reading_rooms"),
    path("reading-room/<slug:slug>/", reading_room.room, name="reading_room"),
    path("<int:pk>/packs/", packs.pack_list, name="packs"),
    path("<int:pk>/packs/new/", packs.pack_new, name="pack_new"),
    path("<int:pk>/packs/<int:pack_pk>/", packs.pack_detail, name="pack"),
    path(
        "<int:pk>/packs/<int:pack_pk>/<str:part>/pdf/",
        packs.pack_pdf,
        name="pack_pdf",
    ),
    path(
        "<int:pk>/arising/<int:outcome_pk>/",
        arising.action_from_meeting,
        name="arising",
    ),
]
