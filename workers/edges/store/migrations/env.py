"""Alembic's entrance. The connection is handed in by `upgrade`; nothing is configured in files."""

from alembic import context

from workers.edges.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite cannot alter most things in place
)
with context.begin_transaction():
    context.run_migrations()
