import { work } from '@backchannel/sandbox/worker';
import { makeReturnLink } from './return-links.ts';

work({ returnLink: makeReturnLink });
