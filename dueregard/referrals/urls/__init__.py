from . import (
    asking,
    concerns,
    gathering,
    looks,
    matching,
    queue,
    retention,
    routing,
    signposts,
    telling,
    templates,
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
    *looks.urlpatterns,
    *templates.urlpatterns,
]
