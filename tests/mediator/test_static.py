"""Static files in production: a module names the others by their sums, or a telephone would keep files that do not fit."""

import re
from pathlib import Path

from django.core.management import call_command

IMPORT = re.compile(r"""(?:from|import\()\s*["']([^"']+\.js)["']""")
HASHED = re.compile(r"\.[0-9a-f]{12}\.js$")


def test_a_module_names_the_others_by_their_sums(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "mediator.static.StaticFiles"}}
    call_command("collectstatic", interactive=False, verbosity=0)
    modules = [path for path in Path(tmp_path, "js").rglob("*.js") if HASHED.search(path.name)]
    named = [(path, other) for path in modules for other in IMPORT.findall(path.read_text())]
    assert len(named) > 5
    for path, other in named:
        assert HASHED.search(other), (path.name, other)
        assert (path.parent / other).resolve().is_file(), (path.name, other)
