from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "complaints.api"
    label = "api"
    verbose_name = "API"

    def ready(self) -> None:
        from complaints.api import schema  # noqa: F401 - registers how the ways to log in are described
