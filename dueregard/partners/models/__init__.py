"""Posts, who holds them and when, and what owner names were decided to mean."""

from .holding import PostHolding
from .owner_name import OwnerName, OwnerTarget
from .post import Post, PostName

__all__ = ["OwnerName", "OwnerTarget", "Post", "PostHolding", "PostName"]
