"""Two PostgreSQL databases for the length of a bench, of the PostgreSQL that the machine has.

Its server does not run as root: started by root it runs as the user `postgres`, or `nobody`.
"""

import os
import pwd
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bench.peers.programs import AbsentError, done, free_ports, running

DEBIAN = Path("/usr/lib/postgresql")


@contextmanager
def two_databases(folder: Path) -> Iterator[tuple[Mapping[str, object], Mapping[str, object]]]:
    """Start a server with its own settings and give what Synapse must know of two databases.

    Raises:
        AbsentError: the machine has no PostgreSQL, or it does not start.
    """
    programs = folder_of_programs()
    user = owner()
    data = folder / "postgresql"
    data.mkdir()
    if user is not None:
        shutil.chown(data, user)
        for above in (folder, folder.parent):
            above.chmod(above.stat().st_mode | 0o011)  # the other user walks through, reads nothing
    (port,) = free_ports(1)
    address = ["-h", "127.0.0.1", "-p", str(port), "-U", "peers"]
    done(
        "initdb",
        programs / "initdb",
        *("-D", data, "-U", "peers", "-A", "trust", "-E", "UTF8", "--locale", "C"),
        cwd=data,
        user=user,
        timeout=60,
    )
    options = ("-D", data, "-p", str(port), "-h", "127.0.0.1", "-k", data)
    with running(
        programs / "postgres", *options, log=folder / "postgresql.log", port=port, user=user
    ):
        for name in ("a", "b"):
            done("createdb", programs / "createdb", *address, name, timeout=30)
        a, b = (
            {
                "name": "psycopg2",
                "args": {"host": "127.0.0.1", "port": port, "user": "peers", "dbname": name},
            }
            for name in ("a", "b")
        )
        yield a, b


def folder_of_programs() -> Path:
    """Return the folder of initdb, postgres and createdb.

    Raises:
        AbsentError: there is none.
    """
    on_path = shutil.which("initdb")
    places = [Path(on_path).resolve().parent] if on_path else []
    places += sorted(DEBIAN.glob("*/bin"), reverse=True)
    for place in places:
        if all((place / name).exists() for name in ("initdb", "postgres", "createdb")):
            return place
    raise AbsentError("PostgreSQL is not on this machine (Debian: apt-get install postgresql)")


def owner() -> str | None:
    """Return the user that the server runs as, None for the one who runs this."""
    if os.geteuid() != 0:
        return None
    return "postgres" if any(user.pw_name == "postgres" for user in pwd.getpwall()) else "nobody"
