/** The text of an address as it is compared: spellings that look the same are one (contract 1). Reading a read text changes nothing. */

/** Most addresses: nothing of them is hidden, composed or wide. */
const plain = /^[ -~]*$/;

/** NFKC, without the characters that cannot be seen (Unicode's default-ignorable ones): what they stood between may join, so again. */
export function visible(text: string): string {
  if (plain.test(text)) return text;
  let read = text;
  for (;;) {
    const next = read.normalize('NFKC').replace(/\p{Default_Ignorable_Code_Point}+/gu, '');
    if (next === read) return read;
    read = next;
  }
}

/** Folded in case until nothing changes any more: lower case can part what only a capital joined, and a sigma has two small forms. */
export function foldCase(text: string): string {
  if (plain.test(text)) return text.toLowerCase();
  let read = visible(text);
  for (;;) {
    const next = visible(read.toLowerCase().replaceAll('ς', 'σ'));
    if (next === read) return read;
    read = next;
  }
}
