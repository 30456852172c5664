/** Words of others, or of ours in which theirs may stand, as a log may show them: without what looks like an address, a number or an id. */
export function masked(words: string): string {
  return words.replace(/[^\s"'()]*@[^\s"'()]*/g, '…').replace(/\+?\d[\d .()/-]{4,}\d/g, '…');
}
