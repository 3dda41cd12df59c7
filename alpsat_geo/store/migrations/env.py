"""What Alembic runs: the migrations, on the connection and in the transaction that the opening made."""

from __future__ import annotations

from alembic import context

from alpsat_geo.store.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    # SQLite changes a column by making its table again.
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
