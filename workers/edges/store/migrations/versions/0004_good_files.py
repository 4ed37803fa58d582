"""The last good versions of the rules folder, and what each process has in force."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "good_files",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_good_files")),
    )
    with op.batch_alter_table("heartbeats") as heartbeats:
        heartbeats.add_column(sa.Column("rules", sa.Text(), nullable=True))
