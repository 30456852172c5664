/** Without half a character at its end. @param length in UTF-16 units, as texts have it */
export function beginning(text: string, length: number): string {
  return text.slice(0, length).replace(/[\ud800-\udbff]$/, '');
}
