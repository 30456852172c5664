import { describe, expect, test } from 'vitest';
import { keywordOf } from './keywords.ts';
import { readText } from './read-text.ts';

describe('keywords', () => {
  test("every provider's stop word is a refusal, whatever its case and punctuation", () => {
    const words =
      'STOP STOPALL UNSUBSCRIBE CANCEL END QUIT REVOKE OPTOUT OPT-OUT REMOVE TD ARRET ARRÊT BAJA ALTO STOPP ABMELDEN PARAR SAIR FERMA BASTA AFMELDEN UITSCHRIJVEN';
    for (const word of words.split(' '))
      for (const text of [word, word.toLowerCase(), ` ${word}. `, `${word}!!!`, `«${word}»`, `${word} 🛑`])
        expect(readText(text), text).toEqual({ reading: 'refusal', words: [text.trim()] });
  });

  test('STOP ALL, s.t.o.p and full-width letters are the same words', () => {
    for (const text of ['Stop all', 's.t.o.p', 's t o p', 'ＳＴＯＰ', 'st\u00adop', 'opt out'])
      expect(keywordOf(text), text).toBe('stop');
  });

  test('the words that start again or ask for help are no refusals', () => {
    for (const text of ['START', 'Unstop', 'yes']) expect(keywordOf(text)).toBe('start');
    for (const text of ['HELP', 'info', 'Ayuda']) expect(keywordOf(text)).toBe('help');
    expect(readText('START').reading).toBe('not-a-refusal');
    expect(readText('HELP').reading).toBe('not-a-refusal');
  });
});
