# One image per service: `docker build --target ingest .`
FROM node:24.21.0-slim AS build
WORKDIR /app
COPY . .
RUN npm ci && npm run build

FROM node:24.21.0-slim AS production
WORKDIR /app
ENV NODE_ENV=production
COPY . .
RUN npm ci --omit=dev --omit=optional
USER node

# The topic tool and the bot tool run from their sources.
FROM production AS tools

FROM production AS ingest
COPY --from=build /app/apps/ingest/dist apps/ingest/dist
CMD ["node", "apps/ingest/dist/main.js"]

FROM production AS session
COPY --from=build /app/apps/session/dist apps/session/dist
CMD ["node", "apps/session/dist/main.js"]

FROM production AS dialog
COPY --from=build /app/apps/dialog/dist apps/dialog/dist
CMD ["node", "apps/dialog/dist/main.js"]

FROM production AS chat
COPY --from=build /app/apps/chat/dist apps/chat/dist
CMD ["node", "apps/chat/dist/main.js"]

FROM production AS control
COPY --from=build /app/apps/control/dist apps/control/dist
CMD ["node", "apps/control/dist/main.js"]

FROM production AS demo
COPY --from=build /app/apps/demo/dist apps/demo/dist
CMD ["node", "apps/demo/dist/main.js"]
