"""Questions about posts, their holders, and what owner names mean."""

from django import forms

from dueregard import clock
from dueregard.accounts.models import Authority, Organisation, Person
from dueregard.submissions.versions import Versioned
from dueregard.ui.forms import DatePartsField, RevealForm, offer

from ..everyone import Everyone
from ..models import Post
from ..people import people_of

TRAITS = [
    ("is_lead", "Lead post of the organisation"),
    ("is_service_owner", "Owns a service"),
    ("allows_job_share", "Can be shared by more than one person"),
]
TRAIT_HINTS = {
    "is_lead": "Answers when a plan says “All partners”.",
    "is_service_owner": "Answers when a plan says “All service-owners”.",
}


def traits_of(post: Post) -> list[str]:
    return [name for name, _ in TRAITS if getattr(post, name)]


class PostFilterForm(forms.Form):
    """Which posts to list."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), required=False, empty_label="All organisations"
    )
    held = forms.ChoiceField(
        label="Post-holder",
        required=False,
        choices=[("", "Any"), ("vacant", "Vacant"), ("held", "Somebody in post")],
    )

    def __init__(self, data, *, authority: Authority) -> None:
        super().__init__(data)
        offer(self, "organisation", authority.organisations.all())

    def filtered(self, posts):
        """`posts` as the answers ask; an answer that makes no sense is left out."""
        self.is_valid()
        if organisation := self.cleaned_data.get("organisation"):
            posts = posts.filter(organisation=organisation)
        if self.cleaned_data.get("held") == "vacant":
            return posts.vacant()
        if self.cleaned_data.get("held") == "held":
            return posts.held()
        return posts


class PostForm(forms.Form):
    """What a post is."""

    title = forms.CharField(
        label="Title of the post",
        help_text="For example, Prevent co-ordinator. Not the name of a person.",
        max_length=120,
        error_messages={"required": "Enter the title of the post"},
    )
    traits = forms.MultipleChoiceField(
        label="About the post",
        required=False,
        choices=TRAITS,
        widget=forms.CheckboxSelectMultiple(attrs={"hints": TRAIT_HINTS}),
    )

    def answers(self) -> dict:
        """The answers as the services take them."""
        chosen = self.cleaned_data["traits"]
        traits = {name: name in chosen for name, _ in TRAITS}
        return {"title": self.cleaned_data["title"], **traits}


class AddPostForm(PostForm):
    """A new post of one of the authority's organisations."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        empty_label="Select an organisation",
        error_messages={"required": "Select an organisation"},
    )
    field_order = ["organisation", "title", "traits"]

    def __init__(self, data, *, authority: Authority) -> None:
        super().__init__(data)
        offer(self, "organisation", authority.organisations.all())

    def answers(self) -> dict:
        return {"organisation": self.cleaned_data["organisation"], **super().answers()}


class ChangePostForm(Versioned, PostForm):
    """What can be changed about a post, carrying the version that was shown."""

    def __init__(self, data, *, post: Post) -> None:
        shown = {"title": post.title, "traits": traits_of(post)}
        super().__init__(data, initial={"version": post.version, **shown})

    def saved_values(self, row) -> dict:
        return {"title": row.title, "traits": traits_of(row)}


class OtherNameForm(forms.Form):
    """Another title that a post goes by."""

    name = forms.CharField(
        label="Other title",
        help_text="As plans and partners write it. Spelling such as “co-ordinator” or "
        "“coordinator” makes no difference.",
        max_length=120,
        error_messages={"required": "Enter the other title"},
    )


class AppointForm(RevealForm):
    """Who holds a post, and from when."""

    who = forms.ChoiceField(
        label="Who is taking up the post?",
        choices=[("known", "Somebody with a role here"), ("new", "Somebody else")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select who is taking up the post"},
    )
    person = forms.ModelChoiceField(
        Person.objects.none(),
        empty_label="Select a person",
        error_messages={"required": "Select a person"},
    )
    name = forms.CharField(
        label="Their full name",
        help_text="They are added as an action owner.",
        max_length=150,
        error_messages={"required": "Enter their full name"},
    )
    email = forms.EmailField(
        label="Their e-mail address",
        help_text="With it they get an invitation, and can be asked for updates.",
        required=False,
        error_messages={
            "invalid": "Enter an e-mail address, such as name@marlbrook.example"
        },
    )
    starts_on = DatePartsField(label="First day in the post", subject="The first day")
    ends_on = DatePartsField(
        label="Last day in the post",
        help_text="If it is known.",
        subject="The last day",
        required=False,
    )
    reveals = {"who": {"known": ["person"], "new": ["name", "email"]}}

    def __init__(self, data, *, authority: Authority) -> None:
        super().__init__(data, initial={"starts_on": clock.today()})
        offer(self, "person", people_of(authority))


class EndHoldingForm(forms.Form):
    """A post-holder's last day."""

    ends_on = DatePartsField(label="Last day in the post", subject="The last day")


class PostsField(forms.ModelMultipleChoiceField):
    """Posts, each with its organisation, because several may have one title."""

    def label_from_instance(self, obj) -> str:
        return f"{obj}, {obj.organisation}"


class HandOverForm(forms.Form):
    """Which of a leaver's posts go to whom, and when."""

    posts = PostsField(
        Post.objects.none(),
        label="Which posts?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select the posts to hand over"},
    )
    to = forms.ModelChoiceField(
        Person.objects.none(),
        label="Who takes them up?",
        empty_label="Select a person",
        error_messages={"required": "Select who takes them up"},
    )
    starts_on = DatePartsField(
        label="First day of the new post-holder",
        help_text="The leaver's last day is the day before.",
        subject="The first day",
    )

    def __init__(self, data, *, authority: Authority, leaver: Person, posts) -> None:
        super().__init__(data, initial={"posts": posts, "starts_on": clock.today()})
        offer(self, "posts", posts.select_related("organisation"))
        offer(self, "to", people_of(authority).exclude(pk=leaver.pk))


class SettleForm(RevealForm):
    """What an owner's words mean, when no proposal is right."""

    meaning = forms.ChoiceField(
        label="What do these words mean?",
        choices=[
            ("known", "Posts or organisations that are listed here"),
            ("everyone", "Everyone of a kind"),
            ("new_post", "A post that is not listed yet"),
            ("text", "Nobody we list: leave as text"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select what these words mean"},
    )
    posts = PostsField(
        Post.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"small": True}),
    )
    organisations = forms.ModelMultipleChoiceField(
        Organisation.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"small": True}),
    )
    everyone = forms.ChoiceField(
        label="Who are they?",
        choices=[("", "Select who they are"), *Everyone.choices],
        error_messages={"required": "Select who they are"},
    )
    title = forms.CharField(
        label="Title of the post",
        max_length=120,
        error_messages={"required": "Enter the title of the post"},
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Organisation of the post",
        empty_label="Select an organisation",
        error_messages={"required": "Select the organisation of the post"},
    )
    reveals = {
        "meaning": {
            "known": ["posts", "organisations"],
            "everyone": ["everyone"],
            "new_post": ["title", "organisation"],
        }
    }

    def __init__(self, data, *, authority: Authority, text: str) -> None:
        super().__init__(data, initial={"title": text.strip(" .")[:120]})
        posts = Post.objects.in_use().filter(authority=authority)
        offer(self, "posts", posts.select_related("organisation"))
        offer(self, "organisations", authority.organisations.all())
        offer(self, "organisation", authority.organisations.all())

    def clean(self) -> dict:
        answers = super().clean() or self.cleaned_data
        chosen = answers.get("posts") or answers.get("organisations")
        if answers.get("meaning") == "known" and not chosen:
            self.add_error("posts", "Select at least one post or organisation")
        return answers
