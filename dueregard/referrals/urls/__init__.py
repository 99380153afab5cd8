from . import concerns, gathering, matching, queue, routing, telling

app_name = "referrals"
urlpatterns = [
    *concerns.urlpatterns,
    *queue.urlpatterns,
    *routing.urlpatterns,
    *gathering.urlpatterns,
    *matching.urlpatterns,
    *telling.urlpatterns,
]
