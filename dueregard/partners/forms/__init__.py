"""The questions of this room, and the sentence for each mistake."""

from .leaving import LeaveForm, WhoLeavesForm
from .posts import (
    TRAITS,
    AddPostForm,
    AppointForm,
    ChangePostForm,
    EndHoldingForm,
    HandOverForm,
    OtherNameForm,
    PostFilterForm,
    PostsField,
    SettleForm,
)

__all__ = [
    "TRAITS",
    "AddPostForm",
    "AppointForm",
    "ChangePostForm",
    "EndHoldingForm",
    "HandOverForm",
    "LeaveForm",
    "OtherNameForm",
    "PostFilterForm",
    "PostsField",
    "SettleForm",
    "WhoLeavesForm",
]
