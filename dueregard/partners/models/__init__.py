"""Posts, who holds them and when, and what owner names were decided to mean."""

from .holding import PostHolding
from .owner_name import OwnerName, OwnerTarget
from .post import Post, PostName
from .service import Area, Service, ServiceSupport

__all__ = [
    "Area",
    "OwnerName",
    "OwnerTarget",
    "Post",
    "PostHolding",
    "PostName",
    "Service",
    "ServiceSupport",
]
