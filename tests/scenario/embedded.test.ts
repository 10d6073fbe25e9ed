import { openEmbedded } from './embedded.ts';
import { scenarios } from './scenarios.ts';

scenarios('embedded: one process on SQLite', () => openEmbedded({ bots: 'tests/scenario/bots' }));
