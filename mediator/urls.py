"""Every address of the site; each slice names its own below its prefix."""

from django.contrib import admin
from django.urls import include, path

from mediator import health, leaving

urlpatterns = [
    path("live", health.live, name="live"),
    path("ready", health.ready, name="ready"),
    path("leave/", leaving.leave, name="leave"),
    path("", include("accounts.urls")),
    path("", include("complaints.offline.urls")),
    path("", include("complaints.intake.urls")),
    path("check/", include("complaints.follow_up.receipt_urls")),
    path("", include("complaints.guide.urls")),
    path("", include("complaints.knowledge.urls")),
    path("follow/", include("complaints.follow_up.urls")),
    path("referral/", include("complaints.referring.urls")),
    path("calendar/", include("complaints.casework.feed_urls")),
    path("administration/", include("complaints.casework.urls")),
    path("account/logout/", leaving.log_out, name="log_out"),
    path("account/", include("allauth.urls")),
    path("", include("complaints.notifications.push_urls")),
    path("api/v1/auth/", include("allauth.headless.urls")),
    path("api/v1/", include("complaints.api.urls")),
    path(".well-known/", include("complaints.api.well_known")),
    path("mailbox/", include("complaints.notifications.urls")),
    path("figures/", include("complaints.supervision.urls")),
    path("stands/", include("complaints.outreach.urls")),
    path("desk/stands/", include("complaints.outreach.desk_urls")),
    path("", include("complaints.outreach.sealed.urls")),
    path("tablet/", include("complaints.outreach.tablet.urls")),
    path("desk/tablets/", include("complaints.outreach.tablet.desk_urls")),
    path("desk/reception/", include("complaints.reception.urls")),
    path("desk/", admin.site.urls),
]

handler400 = "mediator.errors.bad_request"
handler403 = "mediator.errors.forbidden"
handler404 = "mediator.errors.not_found"
handler500 = "mediator.errors.server_error"
handler429 = "mediator.errors.too_many_requests"  # allauth limits tries at the login
