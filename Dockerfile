# Casebook in a container: the same steps as `make run`, in two stages; the second has neither compiler nor pip cache.
FROM python:3.13-slim AS build
WORKDIR /casebook
# The virtual environment stays at this path: its scripts name it.
RUN python -m venv .venv
COPY requirements.lock pyproject.toml README.md ./
RUN .venv/bin/python -m pip install --disable-pip-version-check --no-cache-dir --require-hashes --requirement requirements.lock
COPY app app
COPY templates templates
COPY signatures signatures
COPY postmortems postmortems
RUN .venv/bin/python -m pip install --disable-pip-version-check --no-cache-dir --no-deps --no-build-isolation . \
 && .venv/bin/python -m pip check \
 && .venv/bin/casebook check

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /data --create-home casebook
WORKDIR /data
COPY --from=build /casebook/.venv /casebook/.venv
USER 10001
VOLUME /data
# Listening beyond the container needs CASEBOOK_ALLOW_UNAUTHENTICATED=yes as long as no access is configured.
ENV CASEBOOK_HOST=0.0.0.0 \
    CASEBOOK_PORT=8000 \
    CASEBOOK_DATABASE_URL=sqlite:////data/casebook.db \
    PYTHONUNBUFFERED=1
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["/casebook/.venv/bin/python", "-c", "import os, urllib.request as r; r.urlopen(f'http://127.0.0.1:{os.environ[\"CASEBOOK_PORT\"]}/healthz', timeout=2)"]
ENTRYPOINT ["/casebook/.venv/bin/casebook"]
CMD ["serve"]
