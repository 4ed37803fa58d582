"""How old news may be, for each feed and article, and when a feed was away last."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

INSTANT = sa.String(32).with_variant(sa.TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    op.add_column("feeds", sa.Column("news_age", sa.Float(), nullable=True))
    op.add_column("feeds", sa.Column("away_from", INSTANT, nullable=True))
    op.add_column("feeds", sa.Column("away_until", INSTANT, nullable=True))
    op.add_column("articles", sa.Column("late", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("articles", sa.Column("news_age", sa.Float(), nullable=True))
