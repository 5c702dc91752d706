"""The desk: Django's admin as the institution's own site."""

from django.contrib.admin import AdminSite


class DeskSite(AdminSite):
    """Only staff enter; in production with a second factor."""
