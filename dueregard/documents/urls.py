from django.urls import path

from .views import documents, files
from .views.doors import in_room

app_name = "documents"

urlpatterns = [
    path("", in_room(documents.document_list), name="list"),
    path("add/", in_room(documents.document_add), name="add"),
    path("in/<slug:slug>/", in_room(documents.evidence_summary), name="summary"),
    path("<int:pk>/", in_room(documents.document_detail), name="detail"),
    path("<int:pk>/edit/", in_room(documents.document_edit), name="edit"),
    path(
        "<int:pk>/newer/", in_room(documents.document_add_version), name="add_version"
    ),
    path("<int:pk>/take-back/", in_room(documents.document_withdraw), name="withdraw"),
    path("<int:pk>/files/<int:number>/", in_room(files.file_download), name="download"),
    path(
        "<int:pk>/files/<int:number>/original/",
        in_room(files.file_original),
        name="original",
    ),
]
