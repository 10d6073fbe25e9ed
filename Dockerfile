# syntax=docker/dockerfile:1
# An image per service: `docker build --target ingest .`; without a target it is all of them in one process.
# Nothing in an image is written to, but for standalone's data: run it with `--read-only`.
# `npm run images` takes these steps without Docker, and starts what they make.
FROM node:24.21.0-slim AS node
WORKDIR /app

FROM node AS manifests
COPY package.json package-lock.json .npmrc ./
COPY --parents apps/*/package.json packages/*/package.json tools/*/package.json ./

FROM manifests AS build
RUN --mount=type=cache,target=/root/.npm npm ci
COPY . .
RUN npx turbo run build --output-logs=errors-only

# What bundles leave outside comes from the registry, for each service only its own.
FROM manifests AS production
COPY tools/setup/modules.sh ./

FROM production AS ingest-modules
RUN --mount=type=cache,target=/root/.npm sh modules.sh apps/ingest

FROM production AS session-modules
RUN --mount=type=cache,target=/root/.npm sh modules.sh apps/session

FROM production AS dialog-modules
RUN --mount=type=cache,target=/root/.npm sh modules.sh apps/dialog

FROM production AS chat-modules
RUN --mount=type=cache,target=/root/.npm sh modules.sh apps/chat

FROM production AS control-modules
RUN --mount=type=cache,target=/root/.npm sh modules.sh apps/control

FROM production AS demo-modules
RUN --mount=type=cache,target=/root/.npm sh modules.sh apps/demo

FROM production AS standalone-modules
RUN --mount=type=cache,target=/root/.npm sh modules.sh apps/standalone

FROM production AS tools-modules
RUN --mount=type=cache,target=/root/.npm sh modules.sh tools/stack tools/bot

FROM node AS runtime
ENV NODE_ENV=production
# By number: Kubernetes can tell that it is not root.
USER 1000:1000
ARG REVISION=unknown
LABEL org.opencontainers.image.licenses="MIT" \
  org.opencontainers.image.version="0.1.0" \
  org.opencontainers.image.revision="${REVISION}"

# The topic tool and the bot tool run from their sources.
FROM runtime AS tools
LABEL org.opencontainers.image.title="backchannel-tools"
COPY --from=tools-modules /app ./
COPY packages packages
COPY tools tools
COPY bots bots
CMD ["node", "tools/stack/src/topics.ts"]

FROM runtime AS service
HEALTHCHECK --interval=10s --timeout=3s --start-period=15s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/health/live`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]

FROM service AS ingest
LABEL org.opencontainers.image.title="backchannel-ingest"
COPY --from=ingest-modules /app ./
COPY --from=build /app/apps/ingest/dist apps/ingest/dist
CMD ["node", "--import", "./apps/ingest/dist/telemetry.js", "apps/ingest/dist/main.js"]

FROM service AS session
LABEL org.opencontainers.image.title="backchannel-session"
COPY --from=session-modules /app ./
COPY --from=build /app/apps/session/dist apps/session/dist
CMD ["node", "--import", "./apps/session/dist/telemetry.js", "apps/session/dist/main.js"]

FROM service AS dialog
LABEL org.opencontainers.image.title="backchannel-dialog"
COPY --from=dialog-modules /app ./
COPY --from=build /app/apps/dialog/dist apps/dialog/dist
CMD ["node", "--import", "./apps/dialog/dist/telemetry.js", "apps/dialog/dist/main.js"]

FROM service AS chat
LABEL org.opencontainers.image.title="backchannel-chat"
COPY --from=chat-modules /app ./
COPY --from=build /app/apps/chat/dist apps/chat/dist
CMD ["node", "--import", "./apps/chat/dist/telemetry.js", "apps/chat/dist/main.js"]

FROM service AS control
LABEL org.opencontainers.image.title="backchannel-control"
COPY --from=control-modules /app ./
COPY --from=build /app/apps/control/dist apps/control/dist
CMD ["node", "--import", "./apps/control/dist/telemetry.js", "apps/control/dist/main.js"]

FROM service AS demo
LABEL org.opencontainers.image.title="backchannel-demo"
COPY --from=demo-modules /app ./
COPY --from=build /app/apps/demo/dist apps/demo/dist
CMD ["node", "--import", "./apps/demo/dist/telemetry.js", "apps/demo/dist/main.js"]

FROM service AS standalone
LABEL org.opencontainers.image.title="backchannel"
COPY --from=standalone-modules /app ./
COPY --from=build /app/apps/standalone/dist apps/standalone/dist
COPY bots bots
# The only thing that is written to, by whoever the container runs as.
USER root
RUN mkdir --mode=1777 data
USER 1000:1000
VOLUME /app/data
CMD ["node", "--import", "./apps/standalone/dist/telemetry.js", "apps/standalone/dist/main.js"]
