"""`{% load ui %}`: every component. See docs/reference/components.md."""

from django import template

from dueregard.ui.components import content, differences, fields, pages, tables

register = template.Library()
for _library in (content, differences, fields, pages, tables):
    register.tags |= _library.register.tags
