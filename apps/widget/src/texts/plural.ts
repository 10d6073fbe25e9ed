/** A text with a number, in the forms that its language has for numbers; `#` stands for the number. */
export function plural(lang: string, forms: Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string }) {
  const rules = new Intl.PluralRules(lang);
  return (n: number): string => (forms[rules.select(n)] ?? forms.other).replace('#', n.toLocaleString(lang));
}
