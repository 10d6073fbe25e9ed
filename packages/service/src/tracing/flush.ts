import { trace } from '@opentelemetry/api';

interface Flushes {
  forceFlush?(options: { timeoutMillis: number }): Promise<void>;
}
interface Proxy {
  getDelegate?(): Flushes;
}

/** Spans go out in batches: a process that ends gives away the last one. It does not wait long for a collector. */
export async function flushTraces(): Promise<void> {
  const provider = (trace.getTracerProvider() as Proxy).getDelegate?.();
  await provider?.forceFlush?.({ timeoutMillis: 500 }).catch(() => undefined);
}
