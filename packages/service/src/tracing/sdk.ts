import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  defaultResource,
  detectResources,
  resourceAttributesEnvDetector,
  resourceFromAttributes,
  serviceNameEnvDetector,
} from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';

/**
 * Sends spans where the standard variables say, of one in so many traces (`OTEL_TRACES_SAMPLER_ARG`, 1 is all): the door
 * decides, everybody behind it does as it did.
 */
export function collectSpans(): void {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const named = resourceFromAttributes({ 'service.name': nameOf(process.argv[1]) });
  const given = detectResources({ detectors: [resourceAttributesEnvDetector, serviceNameEnvDetector] });
  const resource = defaultResource().merge(named).merge(given);
  const provider = new TracerProvider({
    resource,
    sampler: new ParentBasedSampler({
      root: new TraceIdRatioBasedSampler(share(process.env['OTEL_TRACES_SAMPLER_ARG'])),
    }),
    spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter(), scheduledDelayMillis: delay() })],
  });
  trace.setGlobalTracerProvider(provider);
}

/** By the program that runs: `apps/chat/dist/main.js` is chat. */
const nameOf = (main = '') => `backchannel-${/\/apps\/([^/]+)\//.exec(main)?.[1] ?? 'service'}`;

/** How long a span may wait for others to go out with. */
function delay(): number {
  const given = Number(process.env['OTEL_BSP_SCHEDULE_DELAY'] ?? 5000);
  if (given >= 0) return given;
  throw new Error('OTEL_BSP_SCHEDULE_DELAY must be a number of milliseconds.');
}

function share(text: string | undefined): number {
  const given = Number(text ?? 1);
  if (given >= 0 && given <= 1) return given;
  throw new Error('OTEL_TRACES_SAMPLER_ARG must be a number from 0 to 1.');
}
