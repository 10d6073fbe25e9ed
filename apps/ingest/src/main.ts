import 'reflect-metadata';
import { main } from '@backchannel/service';
import { ingest } from './index.ts';

main(ingest);
