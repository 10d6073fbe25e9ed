#!/bin/sh
# Installs what these workspaces need in production, without what only people and debuggers read: `modules.sh apps/ingest`.
set -eu
for workspace; do set -- "$@" "--workspace=$workspace"; shift; done
npm ci --omit=dev --omit=optional --ignore-scripts "$@"
find node_modules -type f \( -name '*.map' -o -name '*.md' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' \) -delete
