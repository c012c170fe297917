"""The floor under every page: a bare Django view that writes one row, served as `alongside serve` serves the site.

`python -m bench._bare_view --port PORT --processes 2 --threads 2` answers until it is stopped. Same server, same number
of processes and threads, same database, same settings of its connection; no middleware, no template, no session.
"""

from __future__ import annotations

import argparse

TABLE = "bench_floor"
APPLICATION = "bench._bare_view:application"


def create_table() -> None:
    """The table of the bench's own, empty."""
    from django.db import connection

    number = "bigserial" if connection.vendor == "postgresql" else "integer"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")
        cursor.execute(f"CREATE TABLE {TABLE} (id {number} PRIMARY KEY, about bigint, screen varchar(80))")


def rows() -> int:
    """How many there are."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {TABLE}")
        return int(cursor.fetchone()[0])


def _application():
    """Django with nothing in it but the connection that the site has."""
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application

    from alongside.config import settings as ours

    settings.configure(
        DATABASES=ours.DATABASES,
        ALLOWED_HOSTS=ours.ALLOWED_HOSTS,
        SECRET_KEY=ours.SECRET_KEY,
        ROOT_URLCONF="bench._bare_urls",
        MIDDLEWARE=[],
        INSTALLED_APPS=[],
    )
    return get_wsgi_application()


def __getattr__(name: str):  # made where the server asks for it, and not where the table is
    if name == "application":
        return _application()
    raise AttributeError(name)


if __name__ == "__main__":
    from alongside.cli.serve import PROCESSES, THREADS, answer

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--processes", type=int, default=PROCESSES)
    parser.add_argument("--threads", type=int, default=THREADS)
    asked = parser.parse_args()
    answer(asked.port, application=APPLICATION, processes=asked.processes, threads=asked.threads)
