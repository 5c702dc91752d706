from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Only its commands make it an app: `load_demo` and `generate_complaints`."""

    name = "mediator.demo"
    label = "demo"
