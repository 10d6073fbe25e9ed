/** What is said before the app is there, in the languages that it has. */
export const texts: Readonly<Record<string, readonly [open: string, failed: string]>> = {
  en: ['Open chat', 'Not loaded. Try again?'],
  de: ['Chat öffnen', 'Nicht geladen. Noch einmal?'],
  es: ['Abrir el chat', 'No se cargó. ¿Otra vez?'],
  ar: ['فتح الدردشة', 'تعذّر التحميل. مرة أخرى؟'],
};

/** In the language that the tag asks for, else the page's, else the browser's. */
export function textsIn(wanted: string | undefined) {
  const asked = [wanted, document.documentElement.lang, ...navigator.languages, 'en'];
  const lang = asked.map((one) => one?.slice(0, 2).toLowerCase() ?? '').find((one) => texts[one]) ?? '';
  const [open = '', failed = ''] = texts[lang] ?? [];
  return { lang, open, failed };
}
