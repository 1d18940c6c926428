"""Alembic's way into the book: runs migrations over the connection that partyday hands in."""

from alembic import context

from partyday.store.tables import metadata


def run() -> None:
    """Run inside the transaction of the caller's connection: all migrations or none."""
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=metadata,
        render_as_batch=True,
        transactional_ddl=False,
    )
    context.run_migrations()


run()
