import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteBroker } from './sqlite-broker.ts';
import { brokerSuite } from './suite.ts';

brokerSuite('SqliteBroker', {
  async place() {
    const folder = mkdtempSync(join(tmpdir(), 'backchannel-broker-'));
    const how = { path: join(folder, 'log.db'), partitions: 2 };
    return {
      how,
      open: () => new SqliteBroker(how),
      create: async () => undefined,
      dispose: async () => rmSync(folder, { recursive: true }),
    };
  },
});
