"""Log lines: one a hop, readable on a terminal, JSON elsewhere. Lines go to standard error; standard output is for alerts."""

from __future__ import annotations

import logging
import sys
from typing import Final, Literal, TextIO, cast

import structlog
from structlog.typing import EventDict, WrappedLogger

from monitor.model.plain import visible
from workers.screen import bare

LogFormat = Literal["auto", "console", "json"]

#: Words in a field's name that mark its value as secret; such a value never reaches a line.
SECRET_WORDS = ("token", "secret", "password", "authorization", "cookie")


def hide_secrets(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Blank the values of fields that sound secret, and userinfo in addresses."""
    for key, value in event.items():
        if any(word in key.lower() for word in SECRET_WORDS):
            event[key] = "***"
        elif isinstance(value, str) and ("xoxb-" in value or "xapp-" in value or "://" in value):
            event[key] = blank_credentials(value)
    return event


def blank_credentials(text: str) -> str:
    """Blank Slack tokens and the password part of addresses.

    >>> blank_credentials("redis://user:hunter2@host/0")
    'redis://***@host/0'
    >>> blank_credentials("refused xoxb-123-abc")
    'refused xoxb-***'
    """
    words = []
    for word in text.split(" "):
        for mark in ("xoxb-", "xapp-"):
            if mark in word:
                word = word[: word.index(mark)] + mark + "***"
        scheme, slashes, rest = word.partition("://")
        host = rest.split("/", 1)[0]
        if slashes and "@" in host:
            word = f"{scheme}://***@{rest[host.rindex('@') + 1 :]}"
        words.append(word)
    return " ".join(words)


def show_foreign(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """What is foreign in a line is no command to the terminal that shows it."""
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = visible(value)
    return event


class _Visible(logging.Formatter):
    """The same for the lines of libraries."""

    def format(self, record: logging.LogRecord) -> str:
        return visible(super().format(record))


class _StandardError:
    """Standard error as it is at the moment: loggers are kept, and whoever replaces the stream closes the one that was."""

    def write(self, text: str) -> int:
        return bare(sys.stderr).write(text)

    def flush(self) -> None:
        sys.stderr.flush()


_STDERR: Final = _StandardError()


def configure(process: str, *, form: LogFormat = "auto", level: str = "info") -> None:
    """Set logging up for this process; `process` names it on every line."""
    console = form == "console" or (form == "auto" and sys.stderr.isatty())
    renderer = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty()) if console else structlog.processors.JSONRenderer()
    number = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="%H:%M:%S" if console else "iso", utc=not console),
            hide_secrets,
            structlog.processors.format_exc_info,
            *([show_foreign] if console else []),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.WriteLoggerFactory(file=cast(TextIO, _STDERR)),
        cache_logger_on_first_use=True,
    )
    structlog.contextvars.bind_contextvars(process=process)
    # Libraries speak up only when something is wrong: our own lines tell the walk.
    logging.basicConfig(level=max(number, logging.WARNING), stream=_STDERR, force=True)
    for handler in logging.getLogger().handlers:
        handler.setFormatter(_Visible("%(levelname)s %(name)s: %(message)s"))
    for noisy in ("rq.worker", "rq.queue", "apscheduler", "trafilatura", "htmldate", "asyncio", "alembic"):
        logging.getLogger(noisy).setLevel(logging.ERROR)


def get(name: str) -> structlog.stdlib.BoundLogger:
    """The logger of a part."""
    logger: structlog.stdlib.BoundLogger = structlog.get_logger(part=name)
    return logger
