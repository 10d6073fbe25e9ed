import 'reflect-metadata';
import { main, readEnvironment, runOnce } from '@backchannel/service';
import { control } from './index.ts';
import { migrateByHand } from './store/by-hand.ts';

if (process.argv[2] === 'migrate') runOnce(() => migrateByHand(readEnvironment()));
else main(control);
