# One target for each service, and one for the tools. Each holds only its own folders, no compiler and no root:
#   docker build --target ingest .    (or fair, notify, tools)
FROM python:3.11.15-slim@sha256:90744cff8f32887f075c47d747a173ff333e9e98801667af93c357fa9f5e28ff AS python
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN useradd --system --uid 10001 --no-create-home livefair \
 && mkdir /app /objects && chown livefair:livefair /objects
WORKDIR /app

FROM python AS services-libraries
COPY deploy/services.lock ./
RUN python -m venv /venv && /venv/bin/pip install --no-deps --require-hashes -r services.lock

FROM python AS tools-libraries
COPY deploy/services.lock deploy/tools.lock ./
RUN python -m venv /venv && /venv/bin/pip install --no-deps --require-hashes -r tools.lock

# Compiled here, since nothing can be written where they run: otherwise each start would compile them anew.
FROM python AS sources
COPY schemas schemas
COPY plumbing plumbing
COPY services services
COPY livefair livefair
RUN python -m compileall -q --invalidation-mode unchecked-hash .

# What the three services share. The instance is named after its container, so that --scale gives each its own.
FROM python AS service
COPY --from=services-libraries /venv /venv
ENV PATH=/venv/bin:$PATH LIVEFAIR_HOST=0.0.0.0 LIVEFAIR_PORT=8080 LIVEFAIR_OBJECTS=/objects
COPY --from=sources /app/schemas schemas
COPY --from=sources /app/plumbing plumbing
USER livefair
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s --retries=3 \
  CMD ["python", "-c", "import urllib.request as http; http.urlopen('http://127.0.0.1:8080/readyz', timeout=2)"]
ENTRYPOINT ["sh", "-c", "export LIVEFAIR_INSTANCE=\"${LIVEFAIR_INSTANCE:-$HOSTNAME}\"; exec \"$@\"", "start"]

FROM service AS ingest
COPY --from=sources /app/services/ingest services/ingest
CMD ["python", "-m", "services.ingest"]

# In two roles, by LIVEFAIR_ROLE: `log` decides, `reads` answers.
FROM service AS fair
COPY --from=sources /app/services/fair services/fair
CMD ["python", "-m", "services.fair"]

FROM service AS notify
COPY --from=sources /app/services/notify services/notify
CMD ["python", "-m", "services.notify"]

# The command `livefair`: topics, migrate, verify, rebuild, dlq. No server runs in it, so it has no health.
FROM python AS tools
COPY --from=tools-libraries /venv /venv
ENV PATH=/venv/bin:$PATH
COPY --from=sources /app/schemas schemas
COPY --from=sources /app/plumbing plumbing
COPY --from=sources /app/services services
COPY --from=sources /app/livefair livefair
USER livefair
ENTRYPOINT ["python", "-m", "livefair"]
