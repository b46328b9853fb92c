# The site as one image; docker-compose.yml runs it as web, worker, beat and migration.

FROM python:3.13.9-slim-bookworm AS build
RUN python -m venv /venv
COPY requirements/app.txt /requirements.txt
# Only what the lock file lists, and only as its hashes say.
RUN /venv/bin/pip install --no-cache-dir --require-hashes --requirement /requirements.txt

FROM python:3.13.9-slim-bookworm
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin holdfast
# A volume takes over who owns the folder that it is laid on.
RUN install --directory --owner=holdfast --mode=0700 /pictures /own /keys
ENV PATH=/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    STATIC_ROOT=/static MEDIA_ROOT=/pictures OWN_FILES_ROOT=/own KEYS_ROOT=/keys
WORKDIR /site
COPY --from=build /venv /venv
COPY manage.py ./
COPY config config
COPY accounts accounts
COPY forums forums
COPY trackers trackers
# Static files need no server and no secret; the settings ask for all of them, so they get names
# that lead nowhere, for this one command.
RUN SECRET_KEY=none HASH_KEY=none DATABASE_URL=postgres://none REDIS_URL=redis://none \
    VAULT_SERVER_KEYS=k1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= \
    python manage.py collectstatic --no-input
USER holdfast
EXPOSE 8000
CMD ["python", "-m", "granian", "--interface", "wsgi", "config.wsgi:application", \
     "--host", "0.0.0.0", "--port", "8000"]
