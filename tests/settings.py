"""The site's settings under test: a home of its own, quick passwords, everything else as it runs."""

import os
from pathlib import Path

HOME = Path(__file__).resolve().parents[1] / ".cache" / "test-home"
for name in [name for name in os.environ if name.startswith("ALONGSIDE_") and not name.endswith(("_CACHE", "_URL"))]:
    del os.environ[name]
os.environ["ALONGSIDE_HOME"] = str(HOME)

from alongside.config import settings  # noqa: E402 - it reads the environment

globals().update({name: value for name, value in vars(settings).items() if name.isupper()})
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DATABASES = settings.DATABASES
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": HOME / "test.sqlite3"}  # a file, as in life, and not in memory
DATABASES["default"].pop("CONN_MAX_AGE", None)  # a connection that stays open keeps a test database from going
(HOME / "static").mkdir(exist_ok=True)
STAFF_NEED_CODES = False  # tests of pages sign staff in as they are; tests of sign-in ask for the codes
