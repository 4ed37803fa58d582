"""Settings: environment variables and a `.env` file; `wirewatch check` tells what each became. No secret is ever printed."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AliasChoices, BeforeValidator, Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from monitor.matching.fields import seconds_of

#: Bytes: the system's limit is 108 on Linux, 104 on others, the closing zero included.
LONGEST_SOCKET_PATH = 100


def _seconds(value: object) -> object:
    """A duration as rules write it ("36h", "2d") in seconds; whatever else it is stays what it is."""
    found = seconds_of(value.strip()) if isinstance(value, str) else None
    return value if found is None else found


class Settings(BaseSettings):
    """Every setting, its default, and what it is for."""

    model_config = SettingsConfigDict(env_prefix="WIREWATCH_", env_file=".env", extra="ignore", populate_by_name=True)

    data: Path = Field(default=Path("data"), description="folder for the database, Redis' socket and logs")
    rules: Path | None = Field(default=None, description="rules folder; default: ./rules, else the shipped examples")
    database_url: str | None = Field(
        default=None,
        validation_alias=AliasChoices("DATABASE_URL", "WIREWATCH_DATABASE_URL", "database_url"),
        description="PostgreSQL, for several hosts; default: SQLite in the data folder",
    )
    redis_url: str | None = Field(
        default=None,
        validation_alias=AliasChoices("REDIS_URL", "WIREWATCH_REDIS_URL", "redis_url"),
        description="a Redis or Valkey of your own; default: an embedded one",
    )
    slack_bot_token: SecretStr | None = Field(
        default=None,
        validation_alias=AliasChoices("SLACK_BOT_TOKEN", "WIREWATCH_SLACK_BOT_TOKEN", "slack_bot_token"),
        description="xoxb-...; without it alerts are printed",
    )
    slack_app_token: SecretStr | None = Field(
        default=None,
        validation_alias=AliasChoices("SLACK_APP_TOKEN", "WIREWATCH_SLACK_APP_TOKEN", "slack_app_token"),
        description="xapp-...; with it people may press buttons under alerts and write /wirewatch",
    )
    slack_base_url: str = Field(default="https://slack.com/api/", description="for tests; https unless on this machine")
    default_channel: str = Field(default="wirewatch", description="Slack channel of rules that name none, without the hash")
    operators_channel: str = Field(
        default="", description="Slack channel for our own troubles, without the hash; default: the default channel"
    )
    alive_url: str = Field(default="", description="a dead man's switch: this URL is asked for while nothing grave is wrong")
    alive_every: float = Field(default=300.0, ge=10, description="seconds between two such requests")
    default_wait: float | None = Field(default=None, description="seconds to gather first reports where a rule does not say")
    breaker: float = Field(
        default=6.0,
        ge=0,
        description="a rule at so many times its usual rate is gathered for an hour; 0: never",
    )
    contact: str = Field(default="", description="who runs this, for the User-Agent: a URL or an e-mail address")
    allow_networks: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(), description="private address ranges that may be fetched from, e.g. 10.0.0.0/8"
    )
    ports: Annotated[tuple[int, ...], NoDecode] = Field(
        default=(80, 443, 8080, 8443), description="ports that may be fetched from"
    )
    obey_robots: bool = Field(default=True, description="ask robots.txt before fetching a page")
    poll_min: float = Field(default=60.0, gt=0, description="shortest seconds between polls of a feed")
    poll_max: float = Field(default=3600.0, gt=0, description="longest seconds between polls of a feed")
    retention_days: int = Field(default=90, ge=1, description="days that articles, readings and sent alerts are kept")
    reader_model: str | None = Field(default=None, description="an installed spaCy pipeline to add; default: none")
    news_age: Annotated[float, BeforeValidator(_seconds)] = Field(
        default=172800.0,
        gt=0,
        description="what was published longer before it was first seen is archived, not told; seconds, or as in 36h, 2d",
    )
    read_workers: int = Field(default=1, ge=1, description="reading processes of `wirewatch run`")
    log_format: Literal["auto", "console", "json"] = Field(default="auto", description="auto: console on a terminal, else JSON")
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    lease: float = Field(default=60.0, gt=0, description="seconds before work of a dead process is taken up again")
    settle: float = Field(default=15.0, ge=0, description="seconds between looks for a message whose fate is unknown")
    tick: float = Field(default=1.0, gt=0, description="seconds between two looks of the scheduler")
    worker_max_mb: int = Field(default=1500, description="a worker that has grown past this is replaced")

    @field_validator("allow_networks", mode="before")
    @classmethod
    def _split_networks(cls, value: object) -> object:
        return tuple(p.strip() for p in value.split(",") if p.strip()) if isinstance(value, str) else value

    @field_validator("ports", mode="before")
    @classmethod
    def _split_ports(cls, value: object) -> object:
        return tuple(int(p) for p in value.split(",") if p.strip()) if isinstance(value, str) else value

    @property
    def store_url(self) -> str:
        """SQLAlchemy URL of the store."""
        if self.database_url is None:
            return f"sqlite:///{(self.data / 'wirewatch.db').absolute()}"
        return self.database_url.replace("postgres://", "postgresql://", 1).replace("postgresql://", "postgresql+psycopg://", 1)

    @property
    def redis_socket(self) -> Path:
        """Where the embedded Redis listens: in the data folder, or in a private one where that path is too long for a socket."""
        here = (self.data / "redis.sock").absolute()
        if len(str(here).encode()) <= LONGEST_SOCKET_PATH:
            return here
        name = hashlib.blake2b(str(here).encode(), digest_size=8).hexdigest()
        return Path(tempfile.gettempdir()) / f"wirewatch-{os.getuid()}-{name}" / "redis.sock"

    @property
    def rules_folder(self) -> Path:
        """The users' room: as set, else ./rules, else the examples that were installed along."""
        if self.rules is not None:
            return self.rules
        here = Path("rules")
        return here if here.is_dir() else shipped_rules()


def shipped_rules() -> Path:
    """The example rules: in an installed copy, else in the checkout."""
    package = Path(__file__).parent
    installed = package / "shipped" / "rules"
    return installed if installed.is_dir() else package.parent / "rules"
