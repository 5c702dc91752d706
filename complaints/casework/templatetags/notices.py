"""The names of notices in the desk's templates."""

from django import template

from complaints.casework.notice_names import addressee_of, name_of

register = template.Library()
register.filter("notice_name", name_of)
register.filter("addressee", addressee_of)
