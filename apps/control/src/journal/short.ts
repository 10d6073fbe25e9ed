import { limits } from '@backchannel/contracts';
import { plain } from '../store/plain.ts';

/** Whoever posts writes ids and names: an index of Postgres takes so much of them, and no more. */
export const short = (text: string): string => plain(text).slice(0, 2 * limits.idChars);
export const shortOrNull = (text: string | undefined): string | null => (text === undefined ? null : short(text));
