import type { Service } from '@backchannel/service';
import { IngestModule } from './ingest.module.ts';

/** Checks who posts what, and says it. */
export const ingest: Service = { name: 'ingest', module: IngestModule };
