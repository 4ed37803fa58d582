"""The tables as the code sees them. The migrations make them; a test compares the two.

feeds ──< articles ──< readings, matches, feedback  article_keys remember entries longer than articles live,
                                                  and likenesses by what an article is known under another name
incidents ──< incident_reports                    one row an article and event, whatever is filed twice
outbox ──< delivery_log                           what is to be said, and every arrow it went along
held_decisions                                    what people decided about matches whose place could not be told
good_files                                        the rules folder as it was when it came into force
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)

from monitor.model.alert import Incident, SlackMessage, Told
from monitor.model.alert import Report as ReportRecord
from monitor.model.event import Reading
from monitor.model.feed import FeedEntry
from monitor.model.people import Mute
from monitor.model.place import Place
from monitor.model.rule import RuleHead, Verdict
from workers.edges.store.codec import Instant, Kept, KeptPacked, Packed, Words
from workers.ports import GoodFile, RulesInForce

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

#: Row numbers: SQLite counts up by itself only in a column of exactly this type.
Number = BigInteger().with_variant(Integer, "sqlite")

feeds = Table(
    "feeds",
    metadata,
    Column("id", Words, primary_key=True),
    Column("url", Words, nullable=False),
    Column("publisher", Words, nullable=False),
    Column("language", Words),
    Column("tags", Kept(tuple[str, ...]), nullable=False),
    Column("news_age", Float),
    # FeedMemory
    Column("ask_url", Words, nullable=False),
    Column("etag", Words),
    Column("last_modified", Words),
    Column("body_hash", Words),
    Column("next_due", Instant, nullable=False),
    Column("interval", Float, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("last_polled_at", Instant),
    Column("last_ok_at", Instant),
    Column("last_new_at", Instant),
    Column("last_full_at", Instant),
    Column("last_error", Words),
    Column("gone_since", Instant),
    Column("moved_to", Words),
    Column("moved_since", Instant),
    Column("disabled", Boolean, nullable=False),
    Column("away_from", Instant),
    Column("away_until", Instant),
    Column("gaps", Integer, nullable=False),
    # of the line
    Column("listed", Boolean, nullable=False),  # in the user's feeds.yaml today
    Column("lease", String(32)),
    Column("lease_until", Instant),
    Column("handed_on_at", Instant),
)

articles = Table(
    "articles",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("feed_id", Words, ForeignKey("feeds.id"), nullable=False),
    Column("key", Words, nullable=False),
    Column("url", Words),
    Column("seen_at", Instant, nullable=False),
    Column("quiet", Boolean, nullable=False),
    Column("late", Boolean, nullable=False),  # nobody could have seen it in time
    Column("news_age", Float),  # seconds, as it held when this was first seen
    # the text, once cleaned
    Column("title", Words, nullable=False),
    Column("source", Words, nullable=False),
    Column("language", Words),
    Column("published_at", Instant),
    Column("extraction", Words, nullable=False),
    Column("fingerprint", Words),
    # of the line
    Column("state", String(10), nullable=False),  # new, cleaned, read, done
    Column("attempts", Integer, nullable=False),
    Column("not_before", Instant),
    Column("lease", String(32)),
    Column("lease_until", Instant),
    Column("handed_on_at", Instant),
    Column("note", Words),  # why it was postponed
    Column("outcome", Words),
    Column("why", Words),
    Column("trace", Words),
    Column("done_at", Instant),
    # Long values last: SQLite walks through whatever lies before a column to get at it.
    Column("entry", KeptPacked(FeedEntry), nullable=False),
    Column("text", Packed),
    UniqueConstraint("feed_id", "key"),
    Index(None, "state", "id"),
    Index(None, "state", "outcome"),
    Index(None, "fingerprint", "seen_at"),
    Index(None, "seen_at"),
)

article_keys = Table(
    "article_keys",
    metadata,
    Column("feed_id", Words, primary_key=True),
    Column("key", Words, primary_key=True),
    Column("article_id", Number, nullable=False),  # no foreign key: it outlives the article
    Column("last_seen_at", Instant, nullable=False),
    Index(None, "last_seen_at"),
)

likenesses = Table(
    "likenesses",
    metadata,
    Column("mark", String(32), primary_key=True),
    Column("article_id", Number, primary_key=True, autoincrement=False),  # no foreign key: it outlives the article
    Column("feed_id", Words, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("kind", String(5), nullable=False),
    Column("title", Words, nullable=False),
    Column("print", String(16), nullable=False),
    Index(None, "seen_at"),
)

readings = Table(
    "readings",
    metadata,
    Column("article_id", Number, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("reader", Words, nullable=False),
    Column("language", Words),
    Column("read_at", Instant, nullable=False),
    Column("body", KeptPacked(Reading), nullable=False),
    # What matches and reports count the events of, where the article was read again since.
    Column("filed", KeptPacked(Reading)),
)

rule_heads = Table(
    "rule_heads",
    metadata,
    Column("id", Words, primary_key=True),
    Column("hash", Words, primary_key=True),
    Column("head", Kept(RuleHead), nullable=False),
    Column("last_seen_at", Instant, nullable=False),
)

matches = Table(
    "matches",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("article_id", Number, ForeignKey("articles.id", ondelete="CASCADE"), nullable=False),
    Column("rule_id", Words, nullable=False),
    Column("rule_hash", Words, nullable=False),
    Column("event", Integer),
    Column("held", Boolean, nullable=False),
    Column("verdicts", Kept(tuple[Verdict, ...]), nullable=False),
    Column("incident_id", Words),
    Index(None, "article_id"),
    Index(None, "incident_id"),
    Index(None, "rule_id", "rule_hash"),
)

held_decisions = Table(
    "held_decisions",
    metadata,
    Column("match_id", Number, primary_key=True, autoincrement=False),  # no foreign key: it outlives the match
    Column("article_id", Number, nullable=False),
    Column("rule_id", Words, nullable=False),
    Column("event", Integer, nullable=False),
    Column("decision", String(10), nullable=False),
    Column("by", Words, nullable=False),
    Column("reason", Words, nullable=False),
    Column("place", Kept(Place)),
    Column("at", Instant, nullable=False),
    Index(None, "article_id"),
)

feedback = Table(
    "feedback",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("article_id", Number, ForeignKey("articles.id", ondelete="CASCADE"), nullable=False),
    Column("rule_id", Words, nullable=False),
    Column("rule_hash", Words, nullable=False),
    Column("verdict", String(10), nullable=False),
    Column("reason", Words, nullable=False),
    Column("by", Words, nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("article_id", "rule_id", "by"),
    Index(None, "rule_id"),
)

incidents = Table(
    "incidents",
    metadata,
    Column("id", Words, primary_key=True),
    Column("body", Kept(Incident), nullable=False),  # without its reports
    Column("first_seen_at", Instant, nullable=False),
    Column("last_seen_at", Instant, nullable=False),
    Index(None, "last_seen_at"),
)

incident_reports = Table(
    "incident_reports",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("incident_id", Words, ForeignKey("incidents.id", ondelete="CASCADE"), nullable=False),
    Column("article_id", Words, nullable=False),
    Column("event", Integer, nullable=False),  # -1: none, since no two NULLs are alike
    Column("seen_at", Instant, nullable=False),
    Column("body", Kept(ReportRecord), nullable=False),
    UniqueConstraint("incident_id", "article_id", "event"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("seq", Number, primary_key=True, autoincrement=True),
    Column("id", Words, nullable=False, unique=True),
    Column("incident_id", Words, nullable=False),  # no foreign key: digests and operators' messages have no incident
    Column("rule_id", Words, nullable=False),
    Column("rule_hash", Words, nullable=False),
    Column("channel", Words, nullable=False),
    Column("kind", String(10), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("reason", Words, nullable=False),
    Column("facts", Kept(Told), nullable=False),
    Column("before", Kept(Told)),
    Column("created_at", Instant, nullable=False),
    # of the delivery
    Column("state", String(10), nullable=False),
    Column("not_before", Instant, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("lease", String(32)),
    Column("lease_until", Instant),
    Column("first_try_at", Instant),
    Column("last_try_at", Instant),
    Column("last_look_at", Instant),
    Column("absent_checks", Integer, nullable=False),
    Column("payload", Kept(SlackMessage)),
    Column("channel_id", Words),
    Column("ts", Words),
    Column("detail", Words),
    Column("changed_at", Instant, nullable=False),
    Index(None, "state", "seq"),
    Index(None, "incident_id"),
)

delivery_log = Table(
    "delivery_log",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("message_id", Words, nullable=False),
    Column("at", Instant, nullable=False),
    Column("from_state", String(10), nullable=False),  # "" for a row's first line
    Column("to_state", String(10), nullable=False),
    Column("detail", Words, nullable=False),
    Index(None, "message_id"),
    Index(None, "at"),
)

channels = Table(
    "channels",
    metadata,
    Column("name", Words, primary_key=True),
    Column("next_send_at", Instant),
    Column("paused_until", Instant),
    Column("channel_id", Words),
)

heartbeats = Table(
    "heartbeats",
    metadata,
    Column("role", Words, primary_key=True),
    Column("host", Words, primary_key=True),
    Column("pid", Number, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("detail", Words, nullable=False),
    Column("rules", Kept(RulesInForce)),  # of a process that judges
)

mutes = Table(
    "mutes",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("body", Kept(Mute), nullable=False),
    Column("until", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("ended_by", Words, nullable=False),
    Index(None, "until"),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("at", Instant, nullable=False),
    Column("by", Words, nullable=False),
    Column("via", Words, nullable=False),
    Column("what", String(20), nullable=False),
    Column("about", Words, nullable=False),
    Column("detail", Words, nullable=False),
    Index(None, "at"),
)

good_files = Table(
    "good_files",
    metadata,
    Column("name", Words, primary_key=True),
    Column("body", KeptPacked(GoodFile), nullable=False),
)

board_version = Table(
    "board_version",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # always 1
    Column("version", Number, nullable=False),
)

meta = Table(
    "meta",
    metadata,
    Column("name", Words, primary_key=True),
    Column("value", Words, nullable=False),
)
