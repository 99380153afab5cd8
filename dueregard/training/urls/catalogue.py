from ..views import courses, requirements, role_groups
from .routes import at

of_courses = [
    at("in/<slug:slug>/courses/", courses.courses, "courses"),
    at("in/<slug:slug>/courses/add/", courses.add_course, "add_course"),
    at("in/<slug:slug>/courses/national/", courses.ship, "ship"),
    at("courses/<int:pk>/", courses.course, "course"),
    at("courses/<int:pk>/change/", courses.change_course, "change_course"),
    at("courses/<int:pk>/links/", courses.link_course, "link_course"),
    at("courses/<int:pk>/retire/", courses.retire_course, "retire_course"),
    at("courses/<int:pk>/bring-back/", courses.bring_back_course, "bring_back_course"),
    at("courses/<int:pk>/editions/add/", courses.add_edition, "add_edition"),
]
of_groups = [
    at("in/<slug:slug>/role-groups/", role_groups.role_groups, "role_groups"),
    at("in/<slug:slug>/role-groups/add/", role_groups.add_role_group, "add_role_group"),
    at("role-groups/<int:pk>/", role_groups.role_group, "role_group"),
    at(
        "role-groups/<int:pk>/change/",
        role_groups.change_role_group,
        "change_role_group",
    ),
    at("role-groups/<int:pk>/close/", role_groups.close_role_group, "close_role_group"),
    at("role-groups/<int:pk>/open/", role_groups.open_role_group, "open_role_group"),
]
of_rules = [
    at(
        "role-groups/<int:pk>/requirements/add/",
        requirements.add_requirement,
        "add_requirement",
    ),
    at(
        "requirements/<int:pk>/change/",
        requirements.change_requirement,
        "change_requirement",
    ),
    at("requirements/<int:pk>/end/", requirements.end_requirement, "end_requirement"),
]
urlpatterns = [*of_courses, *of_groups, *of_rules]
