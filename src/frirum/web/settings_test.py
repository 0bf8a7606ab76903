"""Settings of the tests: a throw-away home, databases in memory, cheap passwords, plain static files."""

import os
import tempfile
from pathlib import Path

_HOME = Path(tempfile.mkdtemp(prefix="frirum-test-"))
os.environ["FRIRUM_HOME"] = str(_HOME)
for _variable in ("FRIRUM_DATABASE_URL", "FRIRUM_STATISTICS_URL", "FRIRUM_SMTP_URL", "FRIRUM_PUBLIC_URL"):
    os.environ.pop(_variable, None)

from frirum.web.home import Home  # noqa: E402

Home(_HOME).create()

from frirum.web.settings import *  # noqa: E402, F403
from frirum.web.settings import ALLOWED_HOSTS, STORAGES  # noqa: E402

ALLOWED_HOSTS = [*ALLOWED_HOSTS, "testserver"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
