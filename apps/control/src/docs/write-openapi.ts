import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { openApi } from './openapi.ts';

// For the linter: `node write-openapi.ts FILE`.
const [, , file] = process.argv;
if (!file) throw new Error('write-openapi.ts wants the file to write');
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, JSON.stringify(openApi('https://chat.example'), null, 2));
