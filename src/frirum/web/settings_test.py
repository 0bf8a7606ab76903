"""Settings of the tests: a throw-away home, databases in memory, cheap passwords, plain static files.

FRIRUM_TEST_DATABASE_URL and FRIRUM_TEST_STATISTICS_URL run the same tests on PostgreSQL.
"""

import os
import tempfile
from pathlib import Path

_HOME = Path(tempfile.mkdtemp(prefix="frirum-test-"))
os.environ["FRIRUM_HOME"] = str(_HOME)
for _variable in ("FRIRUM_DATABASE_URL", "FRIRUM_STATISTICS_URL", "FRIRUM_SMTP_URL", "FRIRUM_PUBLIC_URL"):
    os.environ.pop(_variable, None)
    _instead = os.environ.get(_variable.replace("FRIRUM_", "FRIRUM_TEST_"))
    if _instead:
        os.environ[_variable] = _instead

from frirum.web.home import Home  # noqa: E402

Home(_HOME).create()

from frirum.web.settings import *  # noqa: E402, F403
from frirum.web.settings import ALLOWED_HOSTS, STORAGES  # noqa: E402

ALLOWED_HOSTS = [*ALLOWED_HOSTS, "testserver"]
# The cast works without codes; tests of the second factor turn it on.
SECOND_FACTOR_REQUIRED = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
KEEP_PAGES = False
