import { ListBots } from '@backchannel/contracts/admin';
import { type Example, example } from '../access/example.fixture.ts';

export const examples: readonly Example[] = [example(ListBots, async () => ({}), { elsewhere: 'no bot' })];
