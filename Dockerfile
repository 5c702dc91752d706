# The image of web, worker, beat and migrations: the same code, started with different commands. No embedded servers, no tests.
FROM python:3.13-slim AS build
RUN pip install --no-cache-dir "uv>=0.9,<1"
WORKDIR /app
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never
COPY pyproject.toml uv.lock .python-version ./
RUN uv sync --frozen --no-dev --no-install-project
COPY . .
# Catalogues and hashed static files are made once, here. The values below only let Django start for that, and stay in this stage.
RUN SECRET_KEY=build IDENTITY_KEYS=build:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= \
    IDENTITY_INDEX_KEY=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= \
    RECEIPT_KEYS=build:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= DATABASE_URL=postgresql://build@localhost/build \
    REDIS_URL=redis://localhost STORAGE_URL=file:///srv/files EMAIL_URL=smtp://localhost SITE_URL=https://build.example \
    VAR_DIR=/srv/var DJANGO_SETTINGS_MODULE=mediator.settings.production \
    sh -c ".venv/bin/python -c 'from mediator.local.catalogues import compile_all; compile_all()' && .venv/bin/python manage.py collectstatic --noinput"

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /app mediator && install -d -o mediator -m 0700 /srv/files
WORKDIR /app
COPY --from=build /app /app
COPY --from=build /srv/var /srv/var
# Two arenas: with a heap of its own for each of many threads, memory that a large file took would not come back.
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 MALLOC_ARENA_MAX=2 DJANGO_SETTINGS_MODULE=mediator.settings.production VAR_DIR=/srv/var
USER mediator
EXPOSE 8000
CMD ["gunicorn", "mediator.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "16", "--preload", "--timeout", "60", \
     "--worker-tmp-dir", "/dev/shm", "--max-requests", "5000", "--max-requests-jitter", "500", "--no-control-socket"]
