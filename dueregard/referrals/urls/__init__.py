from . import (
    asking,
    concerns,
    gathering,
    matching,
    queue,
    retention,
    routing,
    signposts,
    telling,
)

app_name = "referrals"
urlpatterns = [
    *asking.urlpatterns,
    *concerns.urlpatterns,
    *queue.urlpatterns,
    *routing.urlpatterns,
    *gathering.urlpatterns,
    *matching.urlpatterns,
    *signposts.urlpatterns,
    *telling.urlpatterns,
    *retention.urlpatterns,
]
