import { ar } from './ar.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import type { Texts } from './texts.ts';

const languages: Readonly<Record<string, Texts>> = { en, de, es, ar };

/** How the chat speaks. */
export interface Language {
  readonly texts: Texts;
  /** For `lang`, dates and numbers: the texts' language, of the region that was asked for. */
  readonly lang: string;
  readonly dir: 'ltr' | 'rtl';
}

/** The first of these languages (BCP 47) that the chat speaks, whatever its region; without one, English. */
export function languageOf(wanted: readonly (string | null | undefined)[]): Language {
  for (const one of wanted) {
    const tag = canonical(one ?? '');
    const texts = languages[primary(tag)];
    if (texts) return { texts, lang: tag, dir: primary(tag) === 'ar' ? 'rtl' : 'ltr' };
  }
  return { texts: en, lang: 'en', dir: 'ltr' };
}

const primary = (tag: string) => tag.split('-', 1)[0] ?? '';

/** Pages have all kinds of things in `lang`; what is no language is none. */
function canonical(tag: string): string {
  try {
    return Intl.getCanonicalLocales(tag.replaceAll('_', '-'))[0] ?? '';
  } catch {
    return '';
  }
}
