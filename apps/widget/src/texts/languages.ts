import { en } from './en.ts';
import type { Texts } from './texts.ts';

/** English is always there; the others come when they are asked for. */
const languages: Readonly<Record<string, () => Promise<Texts>>> = {
  en: async () => en,
  de: async () => (await import('./de.ts')).de,
  es: async () => (await import('./es.ts')).es,
  ar: async () => (await import('./ar.ts')).ar,
};

/** How the chat speaks. */
export interface Language {
  readonly texts: Texts;
  /** For `lang`, dates and numbers: the texts' language, of the region that was asked for. */
  readonly lang: string;
  readonly dir: 'ltr' | 'rtl';
}

/** The first of these languages (BCP 47) that the chat speaks, whatever its region; without one, English. */
export async function languageOf(wanted: readonly (string | null | undefined)[]): Promise<Language> {
  for (const one of wanted) {
    const lang = canonical(one ?? '');
    const [primary = ''] = lang.split('-', 1);
    const texts = Object.hasOwn(languages, primary) && languages[primary];
    if (texts) return { texts: await texts(), lang, dir: primary === 'ar' ? 'rtl' : 'ltr' };
  }
  return english;
}

export const english: Language = { texts: en, lang: 'en', dir: 'ltr' };

/** Pages have all kinds of things in `lang`; what is no language is none. */
function canonical(tag: string): string {
  try {
    return new Intl.Locale(tag.replaceAll('_', '-')).toString();
  } catch {
    return '';
  }
}
