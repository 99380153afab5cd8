"""The national courses, role groups and rules that an authority may begin with.

Data in our own words, after domain reference 7.1 and 7.2. Every rule says where it is
from, and bears the mark "confirm locally" where no published source settles it.
"""

from .courses import COURSES, ShippedCourse
from .rules import ROLE_GROUPS, RULES, ShippedGroup, ShippedRule

__all__ = [
    "COURSES",
    "ROLE_GROUPS",
    "RULES",
    "ShippedCourse",
    "ShippedGroup",
    "ShippedRule",
]
