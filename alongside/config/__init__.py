"""How the rooms are put together into one site: settings, addresses of pages, and the door for commands.

Everything a machine keeps (the SQLite database, the store of deliveries, the key that signs) lies in one folder,
ALONGSIDE_HOME. Everything that differs from place to place is read from the environment:

    ALONGSIDE_HOME           the folder (default: `demo/` of the checkout)
    ALONGSIDE_DATABASE_URL   postgresql://user:password@host:port/name; without it, SQLite in the home
    ALONGSIDE_PACK           the folder of the pack of law (default: the one that is shipped)
    ALONGSIDE_STORE          the folder of deliveries (default: `store/` in the home)
    ALONGSIDE_TODAY          the day for which the city decides (default: today)
    ALONGSIDE_SECRET_KEY     signs sessions (default: made once and kept in the home)
    ALONGSIDE_SEAL_KEY       keys the chain of the journal (default: made once and kept in the home)
    ALONGSIDE_ANCHOR         a file outside this site to which the head of the journal's chain is added
    ALONGSIDE_HOSTS          names under which the site answers, with commas between (default: this machine alone)
    ALONGSIDE_DEMO           "1": the page of ready people to become
"""

from __future__ import annotations

import os


def start() -> None:
    """Make the rooms' models and actions ready to use outside the web server; calling it again does nothing."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.config.settings")
    import django

    django.setup()
