"""Who may read and write what in a school's book on a server, as the server itself keeps it: SQL as data.

A group of roles with the rights on the tables, one table `access` (login, branch, may write), a policy for each table
that asks functions about the login, and triggers that let the log grow only at its end. A branch's row is its own: it
and every superior above it read it, who may write there writes it. Of what is above it a branch sees the rows of the
tree alone. The functions run with the rights of the book's owner, whom no policy holds.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from partyday.store.compiled import POSTGRESQL

#: The group of all logins that were given a branch of some book on the server.
GROUP = "partyday_clerk"

#: How a function is declared that policies ask: it sees every row, and no table of the caller's own.
_ASKED = "LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = {schema}, pg_temp"

#: Function with its parameters and result → the query it answers.
_QUERIES = {
    # The branches that a login was given, and all below them.
    "partyday_given(writing boolean) RETURNS SETOF integer": """
        WITH RECURSIVE below (id) AS (
            SELECT b.id FROM branch b JOIN access a ON a.branch_id = b.id
            WHERE a.login = session_user::text AND (a.may_write OR NOT writing)
            UNION SELECT b.id FROM branch b JOIN below ON b.parent_id = below.id
        ) SELECT below.id FROM below""",
    "partyday_readable() RETURNS SETOF integer": "SELECT partyday_given(false)",
    "partyday_writable() RETURNS SETOF integer": "SELECT partyday_given(true)",
    # The branches above those.
    "partyday_line() RETURNS SETOF integer": """
        WITH RECURSIVE line (id, parent_id) AS (
            SELECT b.id, b.parent_id FROM branch b JOIN access a ON a.branch_id = b.id
            WHERE a.login = session_user::text
            UNION SELECT b.id, b.parent_id FROM branch b JOIN line ON b.id = line.parent_id
        ) SELECT line.id FROM line""",
    "partyday_days(writing boolean) RETURNS SETOF integer": """
        SELECT d.id FROM day d WHERE d.branch_id IN (SELECT partyday_given(writing))""",
    "partyday_chains(writing boolean) RETURNS SETOF integer": """
        SELECT c.id FROM chain c WHERE c.branch_id IN (SELECT partyday_given(writing))
        OR NOT writing AND c.was_of IN (SELECT partyday_given(false)) OR c.branch_id = 0 AND partyday_whole(writing)""",
    # Of those whom this transaction puts in or takes out: who belongs to no branch meanwhile. Triggers set them down.
    "partyday_passing() RETURNS SETOF integer": """
        SELECT one::integer FROM unnest(string_to_array(nullif(current_setting('partyday.passing', true), ''), ','))
        AS one WHERE NOT EXISTS (SELECT FROM membership m WHERE m.member_id = one::integer)""",
    # Who is or was a member of these branches; and whom these branches keep now, or kept last.
    "partyday_known() RETURNS SETOF integer": """
        SELECT m.member_id FROM membership m WHERE m.branch_id IN (SELECT partyday_given(false))
        UNION ALL SELECT partyday_passing()""",
    "partyday_kept() RETURNS SETOF integer": """
        SELECT m.member_id FROM membership m WHERE m.branch_id IN (SELECT partyday_given(false))
        AND NOT EXISTS (
            SELECT FROM membership n WHERE n.member_id = m.member_id AND (n.since, n.id) > (m.since, m.id))
        UNION ALL SELECT partyday_passing()""",
    # The days of other branches at which somebody was marked whom these branches keep now.
    "partyday_days_of_kept() RETURNS SETOF integer": """
        SELECT a.day_id FROM mark a WHERE a.member_id IN (SELECT partyday_kept())""",
    "partyday_past_of_kept() RETURNS SETOF integer": """
        SELECT c.entry_id FROM log_change c WHERE c.chain_id = 1 AND c.member_id IN (SELECT partyday_kept())""",
}

#: Function with its parameters → the condition it tells.
_CONDITIONS = {
    # Whether the login was given every top of the tree: nothing needs to be asked row by row then.
    "partyday_whole(writing boolean)": """
        EXISTS (SELECT FROM branch b WHERE b.parent_id IS NULL)
        AND NOT EXISTS (SELECT FROM branch b WHERE b.parent_id IS NULL AND b.id NOT IN (
            SELECT a.branch_id FROM access a WHERE a.login = session_user::text AND (a.may_write OR NOT writing)))""",
    # These answer for one branch, upwards: a school's head has too many below. Of a sister's they say no, whatever is
    # asked.
    "partyday_writes(which integer)": """
        EXISTS (WITH RECURSIVE line (id, parent_id) AS (
                SELECT b.id, b.parent_id FROM branch b WHERE b.id = which
                UNION SELECT b.id, b.parent_id FROM branch b JOIN line ON b.id = line.parent_id
            ) SELECT FROM line JOIN access a ON a.branch_id = line.id
            WHERE a.login = session_user::text AND a.may_write)""",
    # Who came a moment ago, or comes back by undo, belongs to no branch yet.
    "partyday_comes(member integer)": """
        EXISTS (SELECT FROM member p WHERE p.id = member)
        AND NOT EXISTS (SELECT FROM membership m WHERE m.member_id = member)""",
    "partyday_keeps(member integer)": """
        NOT EXISTS (SELECT FROM membership m WHERE m.member_id = member)
        OR partyday_writes((SELECT m.branch_id FROM membership m WHERE m.member_id = member
            ORDER BY m.since DESC, m.id DESC LIMIT 1))""",
    "partyday_belongs(member integer, branch integer)": """
        partyday_writes(branch) AND (partyday_comes(member)
            OR EXISTS (SELECT FROM membership m WHERE m.member_id = member AND m.branch_id = branch))""",
    "partyday_attends(member integer, which integer)": """
        partyday_belongs(member, (SELECT d.branch_id FROM day d WHERE d.id = which))""",
    # The last entry of a branch whose making is taken back: its superior writes it, when the branch is gone.
    "partyday_ends(which integer)": """
        EXISTS (SELECT FROM chain c JOIN chain trunk ON trunk.id = c.trunk_id
            WHERE c.id = which AND c.branch_id > 0 AND NOT EXISTS (SELECT FROM branch b WHERE b.id = c.branch_id)
            AND partyday_writes(trunk.branch_id))""",
    "partyday_above(branch integer)": """
        partyday_writes((SELECT b.parent_id FROM branch b WHERE b.id = branch))""",
}

_WHOLE = "(SELECT partyday_whole(false))"
_READ = f"{_WHOLE} OR branch_id IN (SELECT partyday_readable())"
_LINE = f"{_READ} OR branch_id IN (SELECT partyday_line())"
_OF_KEPT = "member_id IN (SELECT partyday_kept())"
_WRITE = "branch_id IN (SELECT partyday_writable())"
_WHOLE_WRITES = "(SELECT partyday_whole(true))"
_KEEPS = "partyday_keeps(member_id)"
_BELONGS = "partyday_belongs(member_id, branch_id)"
_ATTENDS = "partyday_attends(member_id, day_id)"
_WRITES_CHAIN = "chain_id IN (SELECT partyday_chains(true)) OR partyday_ends(chain_id)"
_MAY_BE_NOBODY = f"(member_id IS NULL OR {_BELONGS})"
_IN_MEETING = "meeting_id IN (SELECT m.id FROM meeting m WHERE m.branch_id = attendee.branch_id)"
_MY_DAYS = "day_id IN (SELECT partyday_days(true))"


class _Rule(NamedTuple):
    """Who sees a row, and who writes it: puts it in, changes it, takes it away. None: nobody.

    `then`: what it has to be besides when it is written. What it was is not asked: undo and the merging of two who are
    one go through states in which somebody has rows of a branch and does not belong to it.
    """

    see: str
    write: str | None
    then: str = "true"


def _given_key(table: str) -> str:
    """That a key was given by its sequence: who takes keys ahead of it would stop all others who write such rows."""
    if f"NEXT_{table.upper()}" not in POSTGRESQL:
        return "true"
    return f"id <= (SELECT last_value FROM {table}_id_seq)"  # noqa: S608  # a table of our own


_OF_DAY = _Rule(
    f"{_WHOLE} OR day_id IN (SELECT partyday_days(false)) OR {_OF_KEPT}",
    _MY_DAYS,
    _ATTENDS,
)
_OF_BRANCH = _Rule(_READ, _WRITE)
_OF_LINE = _Rule(_LINE, _WRITE)
_PERSONAL = _Rule(f"{_WHOLE} OR member_id IN (SELECT partyday_known())", _KEEPS)
_PRIVATE = _Rule(f"{_WHOLE} OR {_OF_KEPT}", _KEEPS)
_ACT = _Rule(f"{_READ} OR {_OF_KEPT}", f"{_KEEPS} AND (branch_id IS NULL OR {_WRITE})")

#: Table → its rule.
_RULES = {
    "book": _Rule("true", None),
    "alembic_version": _Rule("true", None),
    "last_key": _Rule("true", None),
    "forgotten": _Rule("true", None),
    "holiday": _Rule("true", _WHOLE_WRITES),
    "settled": _Rule("true", _WHOLE_WRITES),
    "branch": _Rule(
        f"{_WHOLE} OR id IN (SELECT partyday_readable()) OR id IN (SELECT partyday_line())",
        "id IN (SELECT partyday_writable()) OR parent_id IN (SELECT partyday_writable())",
    ),
    "former_name": _OF_LINE,
    "policy": _OF_LINE,
    "tenure": _Rule(_READ, _WRITE, _MAY_BE_NOBODY),
    "member": _Rule(f"{_WHOLE} OR id IN (SELECT partyday_known())", "partyday_keeps(id)"),
    "membership": _Rule(f"{_READ} OR {_OF_KEPT}", f"{_WRITE} AND {_KEEPS}"),
    "standing": _PERSONAL,
    "circumstance": _PERSONAL,
    "assessment": _PRIVATE,
    "waiver": _PRIVATE,
    "talk": _ACT,
    "handling": _ACT,
    "payment": _Rule(f"{_READ} OR {_OF_KEPT}", _WRITE, _BELONGS),
    "receipt": _OF_BRANCH,
    "remittance": _OF_BRANCH,
    "theme": _OF_BRANCH,
    "meeting": _OF_BRANCH,
    "attachment": _Rule(_READ, _WRITE, _MY_DAYS),
    "attendee": _Rule(_READ, _WRITE, f"{_BELONGS} AND {_IN_MEETING}"),
    "commendation": _Rule(_READ, _WRITE, _MAY_BE_NOBODY),
    "inspection": _OF_BRANCH,
    # What was taken in is the superior's.
    "filing": _Rule(_READ, f"{_WRITE} AND (received_on IS NULL OR partyday_above(branch_id))", _MAY_BE_NOBODY),
    "day": _Rule(f"{_READ} OR id IN (SELECT partyday_days_of_kept())", _WRITE),
    "mark": _OF_DAY,
    "make_up": _OF_DAY,
    "dispute": _OF_DAY,
    "claim": _Rule(_READ, _WRITE, _ATTENDS),
    "token": _Rule(_READ, _WRITE, f"{_BELONGS} AND (day_id IS NULL OR {_MY_DAYS})"),
    "visit": _Rule(f"{_READ} OR {_OF_KEPT}", _WRITE, _ATTENDS),
}

#: The same of the log, where each statement has its own rule: table → statement → USING, WITH CHECK.
_LOG_RULES: dict[str, dict[str, tuple[str | None, str | None]]] = {
    "chain": {
        "SELECT": (
            f"{_WHOLE} OR branch_id = 0 OR branch_id IN (SELECT partyday_readable())"
            " OR was_of IN (SELECT partyday_readable()) OR partyday_ends(id)",
            None,
        ),
        # What was of a branch before is told by the owner alone, who joins a file.
        "INSERT": (None, f"{_WRITE} AND was_of IS NULL AND keys = '' AND {_given_key('chain')}"),
        "UPDATE": (f"{_WRITE} OR branch_id = 0 AND {_WHOLE_WRITES} OR partyday_ends(id)",) * 2,
    },
    "log_entry": {
        "SELECT": (
            f"{_WHOLE} OR chain_id IN (SELECT partyday_chains(false))"
            " OR chain_id = 1 AND id IN (SELECT partyday_past_of_kept())",
            None,
        ),
        "INSERT": (
            None,
            f"({_WRITES_CHAIN}) AND login = session_user::text AND {_given_key('log_entry')}",
        ),
    },
    "log_change": {
        "SELECT": (
            f"{_WHOLE} OR chain_id IN (SELECT partyday_chains(false)) OR chain_id = 1 AND {_OF_KEPT}",
            None,
        ),
        "INSERT": (None, _WRITES_CHAIN),
    },
}

_GRANTS = {
    **{table: "SELECT" if rule.write is None else "SELECT, INSERT, UPDATE, DELETE" for table, rule in _RULES.items()},
    "log_entry": "SELECT, INSERT",
    "log_change": "SELECT, INSERT",
    "chain": "SELECT, INSERT, UPDATE (entries, head, at)",
}

#: What sets a member down who belongs to no branch for a part of this transaction: undo and merging go on seeing them.
_SET_DOWN = """PERFORM set_config('partyday.passing',
            concat_ws(',', nullif(current_setting('partyday.passing', true), ''), {member}), true);
        RETURN NULL;"""

#: Trigger → its table, when it fires, and what it does. Those of the log hold for the book's owner too.
_TRIGGERS = {
    **{
        f"{table}_stays{tail}": (
            table,
            f"BEFORE {when} ON {table} FOR EACH {each}",
            "RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'the log is append-only';",
        )
        for table in ("log_entry", "log_change")
        for tail, when, each in (("", "UPDATE OR DELETE", "ROW"), ("_whole", "TRUNCATE", "STATEMENT"))
    },
    "log_entry_in_order": (
        "log_entry",
        "BEFORE INSERT ON log_entry FOR EACH ROW",
        """IF NEW.number IS DISTINCT FROM (SELECT c.entries + 1 FROM chain c WHERE c.id = NEW.chain_id) THEN
            RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'an entry of the log out of its order'; END IF;
        RETURN NEW;""",
    ),
    "log_change_of_open_entry": (
        "log_change",
        "BEFORE INSERT ON log_change FOR EACH ROW",
        """IF NOT EXISTS (SELECT FROM log_entry e JOIN chain c ON c.id = e.chain_id
            WHERE e.id = NEW.entry_id AND e.chain_id = NEW.chain_id AND e.number = c.entries + 1) THEN
            RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'a closed entry of the log takes nothing'; END IF;
        RETURN NEW;""",
    ),
    "chain_goes_on": (
        "chain",
        "BEFORE UPDATE ON chain FOR EACH ROW",
        """IF (NEW.entries, NEW.head, NEW.at) = (OLD.entries, OLD.head, OLD.at) THEN RETURN NEW; END IF;
        IF NEW.entries <> OLD.entries + 1 OR NOT EXISTS (SELECT FROM log_entry e
            WHERE e.chain_id = NEW.id AND e.number = NEW.entries AND e.hash = NEW.head) THEN
            RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'a chain goes on by its next entry'; END IF;
        RETURN NEW;""",
    ),
    "log_entry_is_closed": (
        "log_entry",
        "AFTER INSERT ON log_entry DEFERRABLE INITIALLY DEFERRED FOR EACH ROW",
        """IF NOT EXISTS (SELECT FROM chain c WHERE c.id = NEW.chain_id AND c.entries >= NEW.number) THEN
            RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'an entry of the log that no chain ends in'; END IF;
        RETURN NULL;""",
    ),
    "member_passes": (
        "member",
        "AFTER INSERT ON member FOR EACH ROW WHEN (row_security_active('member'::regclass))",
        _SET_DOWN.format(member="NEW.id"),
    ),
    "membership_passes": (
        "membership",
        "AFTER DELETE OR UPDATE OF member_id ON membership FOR EACH ROW"
        " WHEN (row_security_active('membership'::regclass))",
        _SET_DOWN.format(member="OLD.member_id"),
    ),
    # Who moves a branch may write to the superior it had and to the one it gets.
    "branch_moves": (
        "branch",
        "BEFORE UPDATE ON branch FOR EACH ROW",
        """IF NEW.id <> OLD.id OR NEW.parent_id IS DISTINCT FROM OLD.parent_id
            AND NOT pg_has_role(session_user, current_user, 'USAGE')
            AND NOT (OLD.parent_id IN (SELECT partyday_given(true)) AND NEW.parent_id IN (SELECT partyday_given(true)))
            THEN RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'a branch is moved by its superior'; END IF;
        RETURN NEW;""",
    ),
}


def _lifted() -> Iterator[str]:
    """The statements that take the triggers away, while a migration or a copy writes the log anew.

    Every writer holds a row of `chain` from the beginning: who waits for all of them there stands in nobody's way.
    """
    yield "LOCK TABLE chain IN ACCESS EXCLUSIVE MODE"
    for name, (table, *_rest) in _TRIGGERS.items():
        yield f"DROP TRIGGER IF EXISTS {name} ON {table}"


def _laid(schema: str) -> Iterator[str]:
    """The statements that lay all of it on a book, anew where it was there. `schema` is quoted."""
    yield (
        "CREATE TABLE IF NOT EXISTS access (login text, branch_id integer, may_write boolean NOT NULL,"
        " PRIMARY KEY (login, branch_id))"
    )
    yield f"REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC"
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM PUBLIC, {GROUP}"
    yield f"GRANT USAGE ON SCHEMA {schema} TO {GROUP}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {GROUP}"
    asked = _ASKED.format(schema=schema)
    yield "SET LOCAL check_function_bodies = off"
    for head, query in _QUERIES.items():
        yield f"CREATE OR REPLACE FUNCTION {head} {asked} AS $$ BEGIN RETURN QUERY {query}; END $$"
    for head, condition in _CONDITIONS.items():
        yield f"CREATE OR REPLACE FUNCTION {head} RETURNS boolean {asked} AS $$ BEGIN RETURN {condition}; END $$"
    for head in (*_QUERIES, *_CONDITIONS):
        signature = head.partition(" RETURNS")[0]
        yield f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC"
        yield f"GRANT EXECUTE ON FUNCTION {signature} TO {GROUP}"
    for table, name, statement, using, check in _policies():
        yield f"DROP POLICY IF EXISTS {name} ON {table}"
        yield (
            f"CREATE POLICY {name} ON {table} FOR {statement} TO {GROUP}"
            + (f" USING ({using})" if using else "")
            + (f" WITH CHECK ({check})" if check else "")
        )
    for table in (*_RULES, *_LOG_RULES, "access"):
        yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    for table, rights in _GRANTS.items():
        yield f"GRANT {rights} ON {table} TO {GROUP}"
    yield from _lifted()
    for name, (_table, when, body) in _TRIGGERS.items():
        yield (
            f"CREATE OR REPLACE FUNCTION partyday_{name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER"
            f" SET search_path = {schema}, pg_temp AS $$ BEGIN {body} END $$"
        )
        yield f"REVOKE ALL ON FUNCTION partyday_{name}() FROM PUBLIC"
        kind = "CONSTRAINT TRIGGER" if "DEFERRABLE" in when else "TRIGGER"
        yield f"CREATE {kind} {name} {when} EXECUTE FUNCTION partyday_{name}()"


def _policies() -> Iterator[tuple[str, str, str, str | None, str | None]]:
    """Each policy: its table, name, statement, USING, WITH CHECK."""
    for table, rule in _RULES.items():
        yield table, "see", "SELECT", rule.see, None
        if rule.write is not None:
            written = f"({rule.write}) AND {rule.then} AND {_given_key(table)}"
            yield table, "add", "INSERT", None, written
            yield table, "change", "UPDATE", rule.write, written
            yield table, "take", "DELETE", rule.write, None
    names = {"SELECT": "see", "INSERT": "add", "UPDATE": "change"}
    for table, rules in _LOG_RULES.items():
        for statement, (using, check) in rules.items():
            yield table, names[statement], statement, using, check


def are_laid(connection: Any) -> bool:
    """Whether a book on a server has its rights; asked by a connection of SQLAlchemy's, as the two below."""
    return bool(connection.exec_driver_sql("SELECT to_regclass('access') IS NOT NULL").scalar())


def lift(connection: Any) -> None:
    """Take the triggers away, while a migration or a copy writes the log anew."""
    for statement in _lifted():
        connection.exec_driver_sql(statement)


def lay(connection: Any) -> None:
    """Lay the group, the policies and the triggers on a book, anew where they were there."""
    if connection.exec_driver_sql(f"SELECT to_regrole('{GROUP}') IS NULL").scalar():
        # Another school of the server may make it at the same time.
        connection.exec_driver_sql(
            f"DO $$ BEGIN CREATE ROLE {GROUP} NOLOGIN;"
            " EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
        )
    schema = connection.exec_driver_sql("SELECT quote_ident(current_schema())").scalar()
    for statement in _laid(schema):
        connection.exec_driver_sql(statement)


#: What `verify` finds on such a server beside what every book is made of.
OBJECTS = frozenset(
    {
        *(f"trigger {name}" for name in _TRIGGERS),
        *(f"rights {table}" for table in (*_RULES, *_LOG_RULES, "access") if table != "alembic_version"),
        *(f"policy {table} {name}" for table, name, *_rest in _policies()),
    }
)

#: By this one of them such a book is known.
SIGN = "rights access"

#: Its table of logins is seen by the book's owner alone.
ACCESS = "table access(branch_id,login,may_write)"
