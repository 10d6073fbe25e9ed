import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { asyncApi } from '../src/events/asyncapi.ts';
import { topics } from '../src/index.ts';

// `node asyncapi.ts FILE` writes the AsyncAPI document of all topics.
const [, , file] = process.argv;
if (!file) throw new Error('asyncapi.ts wants the file to write');
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, JSON.stringify(asyncApi(topics), null, 2));
