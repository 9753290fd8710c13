# The image is a checkout with its environment, made by the same Makefile step that `make run` and CI use.
FROM python:3.12-slim

RUN apt-get update \
 && apt-get install -y --no-install-recommends make \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --user-group --home-dir /nonexistent --shell /usr/sbin/nologin satupintu \
 && install -d -o satupintu -g satupintu -m 0700 /data /data/attachments

WORKDIR /app
COPY . .
RUN make VENV=/opt/venv /opt/venv/.run \
 && /opt/venv/bin/python -m compileall -q /opt/venv gateway forwarder channels normalizer

ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DATA_DIR=/data

USER satupintu
VOLUME /data
# SIGTERM is the default; after it everything in flight ends within STOP_SECONDS.
STOPSIGNAL SIGTERM
ENTRYPOINT ["satupintu"]
CMD ["serve"]
