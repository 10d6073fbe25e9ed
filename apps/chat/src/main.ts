import 'reflect-metadata';
import { main } from '@backchannel/service';
import { chat } from './index.ts';

main(chat);
