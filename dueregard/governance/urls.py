from django.urls import path

from dueregard.access.rooms import Room
from dueregard.accounts.rooms import room_required

from .views import agenda, documents, groups, meetings, members, outcomes

app_name = "governance"
in_room = room_required(Room.PARTNERSHIP)


def at(route: str, view, name: str):
    return path(route, in_room(view), name=name)


of_groups = [
    at("in/<slug:slug>/groups/", groups.groups, "groups"),
    at("in/<slug:slug>/groups/add/", groups.add_group, "add_group"),
    at("groups/<int:pk>/", groups.group, "group"),
    at("groups/<int:pk>/change/", groups.change_group, "change_group"),
    at("groups/<int:pk>/close/", groups.close_group, "close_group"),
    at("groups/<int:pk>/terms/", groups.agree_terms, "agree_terms"),
    at("groups/<int:pk>/members/add/", members.add_member, "add_member"),
    at("members/<int:pk>/change/", members.change_member, "change_member"),
    at("members/<int:pk>/end/", members.end_seat, "end_seat"),
    at("members/<int:pk>/replace/", members.replace_member, "replace_member"),
]
of_meetings = [
    at("groups/<int:pk>/meetings/series/", meetings.add_series, "add_series"),
    at("series/<int:pk>/extend/", meetings.extend_series, "extend_series"),
    at("series/<int:pk>/end/", meetings.end_series, "end_series"),
    at("groups/<int:pk>/meetings/add/", meetings.add_meeting, "add_meeting"),
    at("meetings/<int:pk>/", meetings.meeting, "meeting"),
    at("meetings/<int:pk>/change/", meetings.change_meeting, "change_meeting"),
    at("meetings/<int:pk>/send/", meetings.call, "call"),
    at("meetings/<int:pk>/held/", meetings.hold, "hold"),
    at("meetings/<int:pk>/agree/", meetings.agree_minutes, "agree_minutes"),
    at("meetings/<int:pk>/cancel/", meetings.cancel, "cancel"),
    at("meetings/<int:pk>/attendance/", agenda.attendance, "attendance"),
    at("meetings/<int:pk>/print/<slug:part>/", meetings.sheet, "sheet"),
    at("meetings/<int:pk>/print/<slug:part>.pdf", meetings.sheet_file, "sheet_file"),
]
of_items = [
    at("groups/<int:pk>/backlog/", agenda.backlog, "backlog"),
    at("groups/<int:pk>/items/add/", agenda.add_item, "add_item"),
    at("items/<int:pk>/change/", agenda.change_item, "change_item"),
    at("items/<int:pk>/move/", agenda.move_item, "move_item"),
    at("items/<int:pk>/remove/", agenda.remove_item, "remove_item"),
    at("items/<int:pk>/papers/add/", agenda.add_paper, "add_paper"),
    at("papers/<int:pk>/remove/", agenda.remove_paper, "remove_paper"),
    at("items/<int:pk>/minutes/", agenda.write_discussion, "write_discussion"),
    at("items/<int:pk>/outcomes/add/", outcomes.add_outcome, "add_outcome"),
    at("outcomes/<int:pk>/", outcomes.outcome, "outcome"),
    at("outcomes/<int:pk>/change/", outcomes.change_outcome, "change_outcome"),
    at("outcomes/<int:pk>/remove/", outcomes.remove_outcome, "remove_outcome"),
    at("outcomes/<int:pk>/done/", outcomes.say_done, "say_done"),
    at("groups/<int:pk>/actions/", outcomes.actions, "actions"),
    at("in/<slug:slug>/decisions/", outcomes.decisions, "decisions"),
]
of_documents = [
    at("in/<slug:slug>/documents/", documents.controlled_documents, "documents"),
    at("in/<slug:slug>/documents/add/", documents.control, "control"),
    at("controlled/<int:pk>/", documents.controlled, "controlled"),
    at("controlled/<int:pk>/change/", documents.change_controlled, "change_controlled"),
    at("controlled/<int:pk>/version/", documents.new_version, "new_version"),
    at("controlled/<int:pk>/readers/", documents.recipients, "recipients"),
    at("controlled/<int:pk>/read/", documents.acknowledge, "acknowledge"),
    at("controlled/<int:pk>/withdraw/", documents.withdraw, "withdraw"),
]
urlpatterns = [*of_groups, *of_meetings, *of_items, *of_documents]
