"""What the shops of apps ask this site: which app is its own (docs/app-stores.md). A 404 while there is none."""

from django.conf import settings
from django.http import Http404, HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.http import require_safe

from accounts.middleware import public

# The pages that the app opens; the desk, the mailbox and the doors of other bodies stay with the browser.
KEPT_OUT = ("/desk/*", "/figures/*", "/administration/*", "/referral/*", "/calendar/*", "/mailbox/*", "/api/*")


@public
@require_safe
def assetlinks(request: HttpRequest) -> JsonResponse:
    """Digital Asset Links: the Android app of this package, signed with one of these keys, may show the site as its own."""
    if not (settings.ANDROID_PACKAGE and settings.ANDROID_FINGERPRINTS):
        raise Http404
    statement = {
        "relation": ["delegate_permission/common.handle_all_urls"],
        "target": {
            "namespace": "android_app",
            "package_name": settings.ANDROID_PACKAGE,
            "sha256_cert_fingerprints": settings.ANDROID_FINGERPRINTS,
        },
    }
    return JsonResponse([statement], safe=False)


@public
@require_safe
def apple(request: HttpRequest) -> JsonResponse:
    """Universal links and passkeys of the iOS app: links of the site open in it, but those for other people."""
    if not settings.APPLE_APP_IDS:
        raise Http404
    components = [{"/": address, "exclude": True} for address in KEPT_OUT] + [{"/": "*"}]
    details = [{"appIDs": settings.APPLE_APP_IDS, "components": components}]
    return JsonResponse({"applinks": {"details": details}, "webcredentials": {"apps": settings.APPLE_APP_IDS}})


app_name = "well_known"
urlpatterns = [
    path("assetlinks.json", assetlinks, name="assetlinks"),
    path("apple-app-site-association", apple, name="apple"),
]
