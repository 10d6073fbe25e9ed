import 'reflect-metadata';
import { main } from '@backchannel/service';
import { dialog } from './index.ts';

main(dialog);
