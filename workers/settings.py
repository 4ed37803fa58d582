"""Settings: environment variables and a `.env` file; `wirewatch check` tells what each became. No secret is ever printed."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, AliasChoices, BeforeValidator, Field, SecretStr, field_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from monitor.matching.fields import seconds_of
from workers.wellformed import app_token, bot_token, channel, database, network, one_of_schemes

#: Bytes: the system's limit is 108 on Linux, 104 on others, the closing zero included.
LONGEST_SOCKET_PATH = 100


def _seconds(value: object) -> object:
    """A duration as rules write it ("36h", "2d") in seconds; whatever else it is stays what it is."""
    found = seconds_of(value.strip()) if isinstance(value, str) else None
    return value if found is None else found


A_DAY: Final = 86_400  #: seconds; what nobody waits for longer

DatabaseAddress = Annotated[str, AfterValidator(database)]
RedisAddress = Annotated[str, AfterValidator(one_of_schemes("redis", "rediss", "unix"))]
WebAddress = Annotated[str, AfterValidator(one_of_schemes("https", "http", empty=True))]
Channel = Annotated[str, AfterValidator(channel)]
Network = Annotated[str, AfterValidator(network)]
Port = Annotated[int, Field(ge=1, le=65535)]


class Settings(BaseSettings):
    """Every setting, its default, and what it is for."""

    model_config = SettingsConfigDict(env_prefix="WIREWATCH_", env_file=".env", extra="ignore", populate_by_name=True)

    data: Path = Field(default=Path("data"), description="folder for the database, Redis' socket and logs")
    rules: Path | None = Field(default=None, description="rules folder; default: ./rules, else the shipped examples")
    database_url: DatabaseAddress | None = Field(
        default=None,
        validation_alias=AliasChoices("DATABASE_URL", "WIREWATCH_DATABASE_URL", "database_url"),
        description="PostgreSQL, for several hosts; default: SQLite in the data folder",
    )
    redis_url: RedisAddress | None = Field(
        default=None,
        validation_alias=AliasChoices("REDIS_URL", "WIREWATCH_REDIS_URL", "redis_url"),
        description="a Redis or Valkey of your own; default: an embedded one",
    )
    slack_bot_token: Annotated[SecretStr, AfterValidator(bot_token)] | None = Field(
        default=None,
        validation_alias=AliasChoices("SLACK_BOT_TOKEN", "WIREWATCH_SLACK_BOT_TOKEN", "slack_bot_token"),
        description="xoxb-...; without it alerts are printed",
    )
    slack_app_token: Annotated[SecretStr, AfterValidator(app_token)] | None = Field(
        default=None,
        validation_alias=AliasChoices("SLACK_APP_TOKEN", "WIREWATCH_SLACK_APP_TOKEN", "slack_app_token"),
        description="xapp-...; with it people may press buttons under alerts and write /wirewatch",
    )
    slack_base_url: WebAddress = Field(default="https://slack.com/api/", description="for tests; https unless on this machine")
    default_channel: Channel = Field(
        default="wirewatch", min_length=1, description="Slack channel of rules that name none, without the hash"
    )
    operators_channel: Channel = Field(
        default="", description="Slack channel for our own troubles, without the hash; default: the default channel"
    )
    alive_url: WebAddress = Field(
        default="", description="a dead man's switch: this URL is asked for while nothing grave is wrong"
    )
    alive_every: float = Field(default=300.0, ge=10, le=A_DAY, description="seconds between two such requests")
    default_wait: float | None = Field(
        default=None, ge=0, le=A_DAY, description="seconds to gather first reports where a rule does not say"
    )
    breaker: float = Field(
        default=6.0,
        ge=0,
        le=1_000_000,
        description="a rule at so many times its usual rate is gathered for an hour; 0: never",
    )
    contact: str = Field(default="", description="who runs this, for the User-Agent: a URL or an e-mail address")
    allow_networks: Annotated[tuple[Network, ...], NoDecode] = Field(
        default=(), description="private address ranges that may be fetched from, e.g. 10.0.0.0/8"
    )
    ports: Annotated[tuple[Port, ...], NoDecode] = Field(
        default=(80, 443, 8080, 8443), description="ports that may be fetched from"
    )
    obey_robots: bool = Field(default=True, description="ask robots.txt before fetching a page")
    poll_min: float = Field(default=60.0, gt=0, le=30 * A_DAY, description="shortest seconds between polls of a feed")
    poll_max: float = Field(default=3600.0, gt=0, le=30 * A_DAY, description="longest seconds between polls of a feed")
    retention_days: int = Field(default=90, ge=1, le=36_500, description="days that articles, readings and sent alerts are kept")
    reader_model: str | None = Field(default=None, description="an installed spaCy pipeline to add; default: none")
    news_age: Annotated[float, BeforeValidator(_seconds)] = Field(
        default=172800.0,
        gt=0,
        le=3653 * A_DAY,
        description="what was published longer before it was first seen is archived, not told; seconds, or as in 36h, 2d",
    )
    read_workers: int = Field(default=1, ge=1, le=256, description="reading processes of `wirewatch run`")
    log_format: Literal["auto", "console", "json"] = Field(default="auto", description="auto: console on a terminal, else JSON")
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    lease: float = Field(default=60.0, gt=0, le=A_DAY, description="seconds before work of a dead process is taken up again")
    settle: float = Field(default=15.0, ge=0, le=A_DAY, description="seconds between looks for a message whose fate is unknown")
    tick: float = Field(default=1.0, gt=0, le=A_DAY, description="seconds between two looks of the scheduler")
    worker_max_mb: int = Field(default=1500, ge=300, le=1_000_000, description="a worker that has grown past this is replaced")

    @field_validator("allow_networks", mode="before")
    @classmethod
    def _split_networks(cls, value: object) -> object:
        return tuple(p.strip() for p in value.split(",") if p.strip()) if isinstance(value, str) else value

    @field_validator("ports", mode="before")
    @classmethod
    def _split_ports(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        ports = tuple(p.strip() for p in value.split(",") if p.strip())
        if not ports:
            raise ValueError("should be numbers, as in 80, 443")
        return ports

    @classmethod
    def complaint(cls, loc: str, message: str, given: object) -> str:
        """What is wrong with a setting, under the name that it is set by; what was given of a secret is not repeated."""
        name = loc if loc in cls.model_fields else next((n for n, f in cls.model_fields.items() if loc in _aliases(f)), loc)
        known = cls.model_fields.get(name)
        spelled = next(iter(_aliases(known)), f"WIREWATCH_{name.upper()}") if known else name
        secret = name in ("slack_bot_token", "slack_app_token", "database_url", "redis_url")
        told = "" if secret else f" (it is {str(given)[:100]!r})"
        return f"setting {spelled}: {message.removeprefix('Value error, ').removeprefix('Input ')}{told}"

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


def _aliases(field: FieldInfo) -> list[str]:
    given = field.validation_alias
    return [str(alias) for alias in given.choices] if isinstance(given, AliasChoices) else []


def shipped_rules() -> Path:
    """The example rules: in an installed copy, else in the checkout."""
    package = Path(__file__).parent
    installed = package / "shipped" / "rules"
    return installed if installed.is_dir() else package.parent / "rules"
