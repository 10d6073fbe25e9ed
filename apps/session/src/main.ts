import 'reflect-metadata';
import { main } from '@backchannel/service';
import { session } from './index.ts';

main(session);
