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

describe('free text', () => {
  const reading = (text: string): string => readText(text).reading;

  test('the words that a verdict rests on are quoted as they were written', () => {
    expect(readText('Hello, PLEASE take me OFF your list. Regards, Ann').words).toEqual(['take me OFF your list']);
    expect(readText('Bonjour, je ne veux plus recevoir vos SMS').words).toEqual(['ne veux plus recevoir vos SMS']);
    expect(readText('stop by at five').words).toEqual([]);
  });

  test('words of stopping that ask for something else are no refusals', () => {
    for (const text of [
      'stop by at five',
      'non-stop flight',
      'cancel my appointment on Monday',
      "don't stop sending these",
    ])
      expect(reading(text), text).toBe('not-a-refusal');
    expect(reading('unsubscribe? no thanks, I like it')).toBe('not-a-refusal');
  });

  test('who dialled a wrong number themselves is in doubt in every language, and who was reached by mistake says no', () => {
    for (const text of [
      'I dialled a wrong number yesterday',
      'Ich habe gestern eine falsche Nummer gewählt',
      "J'ai composé un mauvais numéro hier",
      "Hier j'ai fait un faux numéro",
      'Ayer marqué un número equivocado',
      'Ieri ho fatto un numero sbagliato',
      'Ho sbagliato numero ieri',
      'Ik heb gisteren een verkeerd nummer gebeld',
      'Liguei ontem para um número errado',
    ])
      expect(reading(text), text).toBe('unsure');
    for (const text of [
      'You dialled the wrong number',
      'Sie haben die falsche Nummer gewählt',
      'Vous avez fait un faux numéro',
      'Ha marcado un número equivocado',
      'Avete fatto il numero sbagliato',
      'Jullie hebben het verkeerde nummer gebeld',
      'Você ligou para o número errado',
      'I dialled a wrong number, stop texting me',
    ])
      expect(reading(text), text).toBe('refusal');
    expect(reading('Ho sbagliato numero civico, è il 14')).toBe('not-a-refusal');
  });

  test('a threat that begins with if and not is a refusal all the same', () => {
    for (const text of ["if you don't stop texting me I call the police", 'wenn ihr nicht aufhört zeige ich euch an'])
      expect(reading(text), text).toBe('refusal');
  });

  test('the message that is answered is not read, and neither is a reaction to it', () => {
    expect(
      reading(
        'Yes, see you then\n\nOn Tue, 3 Nov 2026 at 08:00, Clinic <a@b.example>\nwrote:\n> Reply STOP to opt out',
      ),
    ).toBe('not-a-refusal');
    expect(reading('Ja gerne\n\nAm 3.11.2026 um 08:00 schrieb Praxis <a@b.example>:\nSTOPP zum Abmelden')).toBe(
      'not-a-refusal',
    );
    expect(reading('Liked “Sale! Reply STOP to unsubscribe”')).toBe('not-a-refusal');
    expect(reading('Unsubscribe\n\nOn Tue, 3 Nov 2026, Shop <a@b.example> wrote:\n> I love these texts')).toBe(
      'refusal',
    );
  });

  test('a sentence of nothing but words about stopping and messages is a refusal in any order, unless the stopping is negated', () => {
    for (const text of [
      'these promos to my phone please no more ever',
      'mensajes a mi numero ya no quiero más',
      'vos mails je veux plus les recevoir',
      'an meine nummer bitte keine weiteren nachrichten senden',
      'no meu celular nunca mais enviem mensagens',
      'messaggi al mio numero non ne voglio più',
      'op mijn nummer graag nooit meer berichten sturen',
    ])
      expect(reading(text), text).toBe('refusal');
    for (const text of [
      "I don't want to stop getting these emails",
      'no quiero darme de baja',
      'hört nicht auf mir zu schreiben',
      'non voglio disiscrivermi',
      'schrijf me niet uit',
    ])
      expect(reading(text), text).toBe('not-a-refusal');
  });

  test('what is cancelled or removed besides messages is told apart, and a no beside it is heard', () => {
    for (const text of [
      'cancel the reservation',
      'quita la cebolla',
      'annulez la commande',
      'den Termin morgen absagen',
      'tira o item do pedido',
      'togli la mora dalla bolletta',
      'verwijder het artikel',
      "don't call, text me",
    ])
      expect(reading(text), text).toBe('not-a-refusal');
    expect(reading('cancel my order and stop texting me')).toBe('refusal');
  });

  test('words written as one, without their apostrophe or their umlaut, and misspelt where they begin are read', () => {
    for (const text of [
      'stoptextingme',
      'leavemealone',
      'nomas mensajes',
      'ne mecrivez plus',
      'bitte loeschen',
      'disicrivetemi',
    ])
      expect(reading(text), text).toBe('refusal');
  });

  test('what is only not wanted today is no refusal, and who says never as well is heard', () => {
    for (const text of [
      "Don't call me today, tomorrow is fine",
      'no me llames hoy, mañana sí',
      "ne m'appelez pas aujourd'hui, demain ça va",
      'Rufen Sie heute bitte nicht an, morgen passt',
      'não me ligue hoje, amanhã pode',
      'Non chiamatemi oggi, domani va bene',
      'Bel me vandaag niet, morgen wel',
    ])
      expect(reading(text), text).toBe('not-a-refusal');
    for (const text of ["don't call me today or ever again", 'ruft heute nicht an und auch sonst nie wieder'])
      expect(reading(text), text).toBe('refusal');
  });

  test('a bare no waits for a person', () => {
    for (const text of [
      'No',
      'no thanks',
      'Nein danke',
      'non merci',
      'no gracias',
      'no grazie',
      'não obrigado',
      'nee bedankt',
    ])
      expect(reading(text), text).toBe('unsure');
  });

  test('that there are too many messages waits for a person, in every language', () => {
    for (const text of [
      ...['too many messages', 'zu viele Nachrichten', 'zuviel Werbung', 'trop de messages', "trop d'e-mails"],
      ...['demasiados mensajes', 'demasiadas ofertas', 'troppi messaggi', 'muitas mensagens', 'mensagens demais'],
      'te veel berichten',
    ])
      expect(reading(text), text).toBe('unsure');
  });

  test('a wrong number is a no, also with a question beside it, in every language', () => {
    for (const text of [
      ...['wrong number, who is this?', 'falsche Nummer, wer ist da?', "mauvais numéro, c'est qui ?"],
      ...['número equivocado, ¿quién es?', 'numero sbagliato, chi è?', 'número errado, quem é?'],
      'verkeerd nummer, wie is dit?',
    ])
      expect(reading(text), text).toBe('refusal');
  });

  test('slips, drawn-out and spelled-out letters are read', () => {
    for (const text of [
      'unsubcribe',
      'stpo',
      'STOOOP',
      'stop texing me',
      's.t.o.p texting me',
      'st0p texting',
      'plese remvoe me',
    ])
      expect(reading(text), text).toBe('refusal');
  });

  test('a long message takes about a millisecond, and a hostile one of 8 KiB no more than a tenth of a second', () => {
    const text = 'hello this is a long message about my order and I would like to know when it comes '
      .repeat(20)
      .slice(0, 1600);
    const hostile = [
      'stop ',
      'no me ',
      "don't ",
      'a',
      's.',
      '?!',
      '>',
      '\n',
      'on wrote: ',
      '\u0301',
      'I stop not if ',
      'unsub',
      "l'",
      '🛑',
    ];
    for (const one of hostile) readText(one.repeat(8192 / one.length));
    for (let run = 0; run < 200; run++) readText(text);
    expect(fastest(() => readText(text))).toBeLessThan(4);
    for (const one of hostile)
      expect(
        fastest(() => readText(one.repeat(8192 / one.length))),
        one,
      ).toBeLessThan(300);
  });
});

/** Milliseconds of processor time, of the quickest of a few runs: others use the machine too. */
function fastest(run: () => void): number {
  const times = Array.from({ length: 5 }, () => {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}

test('a no that is signed is a no, whatever the name', () => {
  for (const no of ['STOP', 'Stop please', 'Parar', 'Unsubscribe'])
    for (const name of ['Ann', 'Chris', 'Lee', 'Peter', 'Maria', 'John Smith', 'Zoé M.'])
      for (const signed of [`${no}, ${name}`, `${no}\n${name}`, `${no} - ${name}`, `${no} – ${name}`, `${no}. ${name}`])
        expect(readText(signed).reading, signed).toBe('refusal');
  for (const other of ['Thanks, Tom', 'See you at the stop - Ann', 'Cancel - Tuesday', 'Ok\nAnn'])
    expect(readText(other).reading, other).toBe('not-a-refusal');
});

test('STOP to a name that nobody here knows waits for a person: it may be the sender', () => {
  expect(readText('STOP ACME')).toEqual({ reading: 'unsure', words: ['STOP ACME'] });
  expect(readText('stop Acme Outdoor').reading).toBe('unsure');
  for (const other of ['stop crying', 'Stop Netflix', 'Bus stop Oxford', 'stop by at five'])
    expect(readText(other).reading, other).toBe('not-a-refusal');
});
