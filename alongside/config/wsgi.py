"""The door for a web server: `granian --interface wsgi alongside.config.wsgi:application`."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.config.settings")
application = get_wsgi_application()

from alongside.entitlements.warm_up import warm_up_aside  # noqa: E402 - its models are there only now

warm_up_aside()
