"""The store: feeds, articles, incidents and the outbox, on SQLite or PostgreSQL.

engine        connections, transactions, what failures mean
codec tables  how frozen data lies in columns
migrations    how the tables came to be
feeds articles incidents outbox housekeeping    the methods of `ports.Store`, by what they are about
    channel_book  the ids of channels by their names
    claims        which messages may be worked on now
    dossier       all of one article
    archive       all that was read, for a replay
    rereading     articles that are read again by another reader
    people corrections   what people did: mutes, marks, splits, merges, and the log of it
    feedback      what people said of alerts
    held          matches that wait for a person
    good_files    the rules folder as it was when it came into force
backup        out of the database and back
"""

from __future__ import annotations

from workers.edges.store.archive import Archives
from workers.edges.store.articles import ArticleRows
from workers.edges.store.breaker import BreakerRows
from workers.edges.store.channel_book import ChannelNames
from workers.edges.store.corrections import CorrectionRows
from workers.edges.store.dossier import Dossiers
from workers.edges.store.engine import Database, StoreTrouble
from workers.edges.store.feedback import FeedbackRows
from workers.edges.store.feeds import FeedRows
from workers.edges.store.good_files import GoodFiles
from workers.edges.store.held import HeldRows
from workers.edges.store.housekeeping import Housekeeping
from workers.edges.store.incidents import IncidentRows
from workers.edges.store.migrations import HEAD, current_revision, revision_of, upgrade
from workers.edges.store.outbox import IllegalArrow, OutboxRows
from workers.edges.store.people import PeopleRows
from workers.edges.store.rereading import RereadingRows
from workers.edges.store.troubles import Troubles
from workers.errors import Refused
from workers.ports import Store

__all__ = ["IllegalArrow", "SqlStore", "StoreTrouble", "current_revision", "open_store", "upgrade"]


class SqlStore(
    FeedRows,
    ArticleRows,
    Archives,
    RereadingRows,
    FeedbackRows,
    Dossiers,
    IncidentRows,
    HeldRows,
    OutboxRows,
    ChannelNames,
    PeopleRows,
    CorrectionRows,
    BreakerRows,
    GoodFiles,
    Troubles,
    Housekeeping,
):
    """`ports.Store` on SQLAlchemy. Safe for threads; open it after a fork, not before."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def checkpoint(self) -> None:
        self.db.checkpoint()

    def close(self) -> None:
        self.db.close()


def open_store(url: str, *, checkpointer: bool = False) -> SqlStore:
    """The store at that URL, migrated before by `upgrade`. Raises Refused when its tables are of another version.

    `checkpointer`: this process, and no other, folds SQLite's log back (the scheduler does).
    """
    db = Database(url, checkpointer=checkpointer)
    with db.reading() as tx:
        revision = revision_of(tx)
    if revision != HEAD:
        db.close()
        raise Refused(f"the database is at version {revision or 'none'}, this program wants {HEAD}: run `wirewatch db upgrade`")
    return SqlStore(db)


def _keeps_the_contract(store: SqlStore) -> Store:
    """Read by mypy alone: every method of the port is there, with its signature."""
    return store
