from django.contrib.admin.apps import AdminConfig


class MediatorAdminConfig(AdminConfig):
    """The desk: Django's admin with the institution's queue, case file and second factor."""

    default_site = "complaints.casework.admin.site.DeskSite"
