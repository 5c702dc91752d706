"""Static files in production: each under a name with its sum, compressed, for ever in the browser's cache."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Modules that import others name them by their sums too: the telephone keeps exactly the files that belong together."""

    support_js_module_import_aggregation = True
