/** The language of a page: the first of the reader's that it speaks (RFC 9110, Accept-Language). */

export const languages = ['en', 'es', 'de', 'fr'] as const;
export type Language = (typeof languages)[number];

export function languageOf(acceptLanguage: string | undefined): Language {
  const wanted = (acceptLanguage ?? '')
    .slice(0, 1000)
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const quality = parameters.map((parameter) => /^\s*q=([\d.]+)\s*$/.exec(parameter)?.[1]).find(Boolean);
      return { language: tag.trim().split('-')[0], weight: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  for (const { language } of wanted) {
    const spoken = languages.find((one) => one === language);
    if (spoken) return spoken;
  }
  return 'en';
}
