from django.urls import path

from .views import choosing, files, finishing

app_name = "exchange"
urlpatterns = [
    path("<int:pk>/", files.upload_detail, name="detail"),
    path("<int:pk>/progress/", files.upload_progress, name="progress"),
    path("<int:pk>/read-again/", files.upload_read_again, name="read_again"),
    path("<int:pk>/columns/", choosing.upload_columns, name="columns"),
    path("<int:pk>/columns/again/", choosing.upload_map_again, name="map_again"),
    path("<int:pk>/doubtful/", choosing.upload_doubtful, name="doubtful"),
    path("<int:pk>/doubtful/rest/", choosing.upload_rest, name="rest"),
    path("<int:pk>/check-again/", finishing.upload_check_again, name="check_again"),
    path("<int:pk>/confirm/", finishing.upload_confirm, name="confirm"),
    path("<int:pk>/put-back/", finishing.upload_put_back, name="put_back"),
    path("<int:pk>/undo/", finishing.upload_undo, name="undo"),
    path("<int:pk>/stop/", finishing.upload_stop_undoing, name="stop_undoing"),
    path("<int:pk>/discard/", finishing.upload_discard, name="discard"),
    path("<int:pk>/problems.csv", files.upload_problems, name="problems"),
    path("<slug:authority>/<slug:importer>/", files.upload_list, name="list"),
    path("<slug:authority>/<slug:importer>/new/", files.upload_new, name="upload"),
]
