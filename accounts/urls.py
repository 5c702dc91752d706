"""Language, appearance, one's account and the pages of trust."""

from django.urls import path

from accounts import style_guide, views

app_name = "accounts"
urlpatterns = [
    path("language/", views.language, name="language"),
    path("theme/", views.theme, name="theme"),
    path("still-here/", views.still_here, name="still_here"),
    path("my-account/", views.account, name="account"),
    path("help/", views.help_page, name="help"),
    path("privacy/", views.privacy, name="privacy"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("deadlines/", views.deadlines, name="deadlines"),
    path("style-guide/", style_guide.style_guide, name="style_guide"),
]
