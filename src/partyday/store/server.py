"""A school's book on a server: making it a place where each branch has its own gate, and who may do what there.

What the book's owner does, by SQLAlchemy; `rights` says what the server then holds. A login is made by the server's own
administrator: partyday gives it a branch, and takes it away again.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, select

from partyday.errors import BadInput, Conflict, NotFound
from partyday.i18n import _
from partyday.model.frozen import frozen
from partyday.store import halves, rights, schema
from partyday.store import tables as t
from partyday.store.book import Store, open_book
from partyday.store.places import path_of, shown
from partyday.words.typed import as_typed


@frozen
class Access:
    """A login of the server, the branch it was given with all below it, and whether it may write there."""

    login: str
    branch: str
    may_write: bool


def init(place: str) -> tuple[bool, int]:
    """Make a book on a server one that many logins share; gives whether it was made, and how many branches it has.

    Where there is none, one is made. What is there stays, and the rights are laid on it again. Raises BookUnusable.
    """
    _must_be_on_server(place)
    store = Store(place)
    try:
        with schema.by_sqlalchemy(place, _group_by_administrator()) as engine:
            with engine.connect() as connection:
                made = connection.exec_driver_sql("SELECT to_regclass('alembic_version') IS NULL").scalar()
            if made:
                schema.migrate(place)
            open_book(place).close()  # says what is wrong with one of another version
            with engine.connect() as connection, connection.begin():
                _owner_alone(connection, place)
                rights.lift(connection)
                halves.part(store.database.upon(connection.connection.driver_connection))
                rights.lay(connection)
                return bool(made), len(connection.execute(select(t.branch.c.id)).all())
    finally:
        store.close()


def grant(place: str, login: str, branch: str, *, may_write: bool) -> bool:
    """Let a login write, or only read, in a branch and all below it; False where it could already. Raises NotFound."""
    with _shared(place, _group_by_administrator()) as connection:
        found = connection.exec_driver_sql(
            "SELECT rolcanlogin FROM pg_roles WHERE rolname = %(login)s", {"login": login}
        ).scalar()
        if not found:
            raise NotFound(
                _("The server has no login {login}.").format(login=login),
                _("Its administrator makes one in psql: CREATE ROLE \"{login}\" LOGIN PASSWORD '…';").format(
                    login=login.replace('"', '""')
                ),
            )
        key = connection.execute(select(t.branch.c.id).where(t.branch.c.name == branch.strip())).scalar()
        if key is None:
            raise NotFound(_("There is no branch “{name}”.").format(name=branch))
        values = {"login": login, "branch": key, "may_write": may_write}
        quoted = connection.dialect.identifier_preparer.quote_identifier(login)
        connection.exec_driver_sql(f"GRANT {rights.GROUP} TO {quoted}")
        done = connection.exec_driver_sql(
            "INSERT INTO access AS a (login, branch_id, may_write) VALUES (%(login)s, %(branch)s, %(may_write)s)"
            " ON CONFLICT (login, branch_id) DO UPDATE SET may_write = excluded.may_write"
            " WHERE a.may_write <> excluded.may_write",
            values,
        )
        return bool(done.rowcount)


def revoke(place: str, login: str) -> int:
    """Take every branch away from a login; how many it had. Raises NotFound where it had none."""
    with _shared(place) as connection:
        gone = connection.exec_driver_sql("DELETE FROM access WHERE login = %(login)s", {"login": login}).rowcount
        if not gone:
            raise NotFound(_("{login} has no branch in this book.").format(login=login))
        return gone


def granted(place: str) -> list[Access]:
    """Who was given what, in the order of logins."""
    with _shared(place) as connection:
        rows = connection.exec_driver_sql(
            "SELECT a.login, coalesce(b.name, ''), a.may_write FROM access a LEFT JOIN branch b ON b.id = a.branch_id"
            " ORDER BY a.login, b.name"
        )
        return [Access(*row) for row in rows]


@contextmanager
def _shared(place: str, who_may: str = "") -> Iterator[Connection]:
    """A transaction of the owner of a book that many share. Raises BadInput, Conflict, BookUnusable."""
    _must_be_on_server(place)
    open_book(place).close()
    with schema.by_sqlalchemy(place, who_may) as engine, engine.connect() as connection, connection.begin():
        _owner_alone(connection, place)
        if not rights.are_laid(connection):
            raise Conflict(
                _("{place} is not shared yet.").format(place=shown(place)), _("Run `partyday server init` first.")
            )
        yield connection


def _group_by_administrator() -> str:
    return _(
        "Its owner gives logins the group {group}. The server's administrator lets them, in psql: CREATE ROLE {group}; "
        "where it is there already: GRANT {group} TO school_owner WITH ADMIN OPTION;"
    ).format(group=rights.GROUP)


def _must_be_on_server(place: str) -> None:
    if path_of(place) is not None:
        raise BadInput(
            _("{place} is a file: whoever may open it may read and change all of it.").format(place=shown(place)),
            _(
                "Rights for each branch need a PostgreSQL server. What brings the book there: partyday copy {place} "
                "postgresql+psycopg://partyday@localhost/school"
            ).format(place=as_typed(shown(place))),
        )


def _owner_alone(connection: Connection, place: str) -> None:
    owns = connection.exec_driver_sql(
        "SELECT pg_has_role(session_user, relowner, 'USAGE') FROM pg_class WHERE oid = 'book'::regclass"
    ).scalar()
    if not owns:
        raise Conflict(
            _("Only the owner of the book {place} gives rights in it.").format(place=shown(place)),
            _("Name the owner's login in the URL."),
        )
