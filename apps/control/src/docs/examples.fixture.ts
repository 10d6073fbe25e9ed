import { ReadAsyncApi, ReadOpenApi } from '@backchannel/contracts/admin';
import { type Example, example } from '../access/example.fixture.ts';

export const examples: readonly Example[] = [
  example(ReadOpenApi, async () => ({}), { elsewhere: 'no bot' }),
  example(ReadAsyncApi, async () => ({}), { elsewhere: 'no bot' }),
];
