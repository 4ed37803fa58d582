"""The reading that matches and reports were made from, where the article was read again since."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("readings", sa.Column("filed", sa.LargeBinary(), nullable=True))
