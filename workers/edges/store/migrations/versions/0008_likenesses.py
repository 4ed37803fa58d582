"""By what an article is known again under another name."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

INSTANT = sa.String(32).with_variant(sa.TIMESTAMP(timezone=True), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "likenesses",
        sa.Column("mark", sa.String(32), nullable=False),
        sa.Column("article_id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("feed_id", sa.Text(), nullable=False),
        sa.Column("seen_at", INSTANT, nullable=False),
        sa.Column("kind", sa.String(5), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("print", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("mark", "article_id", name=op.f("pk_likenesses")),
    )
    op.create_index(op.f("ix_likenesses_seen_at"), "likenesses", ["seen_at"], unique=False)
