import process from 'node:process';

// For `node --import`, before anything else of a service: collects spans if the environment says where to.
const endpoint = process.env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] ?? process.env['OTEL_EXPORTER_OTLP_ENDPOINT'];
const off = process.env['OTEL_SDK_DISABLED'] === 'true' || process.env['OTEL_TRACES_EXPORTER'] === 'none';

// The SDK is read only by who needs it: 100 ms, and some megabytes.
if (endpoint && !off) (await import('./tracing/sdk.ts')).collectSpans();
