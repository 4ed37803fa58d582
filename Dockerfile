# Wirewatch in a container: `docker build -t wirewatch .`
#   docker run -v wirewatch:/data -e SLACK_BOT_TOKEN wirewatch          everything in one container (SQLite, embedded Redis)
#   docker compose up -d                                                one process a container, PostgreSQL and Valkey beside them

FROM python:3.12-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/wirewatch
WORKDIR /src
# The versions are those of the lock file, checked by their hashes; this layer is built again only when it changes.
COPY requirements.lock ./
RUN /opt/wirewatch/bin/pip install --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY monitor monitor
COPY workers workers
COPY rules rules
RUN /opt/wirewatch/bin/pip install --no-deps . \
 && /opt/wirewatch/bin/pip uninstall -qy pip

FROM python:3.12-slim
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin wirewatch \
 && install -d -o wirewatch -g wirewatch -m 700 /data \
 && install -d -o wirewatch -g wirewatch /app
COPY --from=build /opt/wirewatch /opt/wirewatch
COPY --chmod=755 tools/alive.py /usr/local/bin/alive
ENV PATH=/opt/wirewatch/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 WIREWATCH_DATA=/data WIREWATCH_LOG_FORMAT=json
USER wirewatch
# Your own rules: mount a folder at /app/rules. Without one the shipped examples are in force.
WORKDIR /app
VOLUME /data
# `wirewatch status` says how the whole line is; `alive` picks out whether the processes of this container are heard of.
HEALTHCHECK --interval=30s --timeout=20s --start-period=60s --retries=3 CMD wirewatch status --json | alive
STOPSIGNAL SIGTERM
ENTRYPOINT ["wirewatch"]
CMD ["run"]
