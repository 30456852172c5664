import type { Texts } from './texts.ts';

export const de: Texts = {
  by: {
    email: 'per E-Mail',
    sms: 'per SMS',
    push: 'als Mitteilung der App',
    voice: 'per Anruf',
    whatsapp: 'per WhatsApp',
    in_app: 'in der App',
    post: 'per Post',
    '*': 'auf allen Wegen',
  },
  unsubscribe: {
    title: 'Diese Nachrichten abbestellen?',
    ask: (by) => `Wenn Sie auf die Schaltfläche drücken, schicken wir Ihnen solche Nachrichten ${by} nicht mehr.`,
    messageWas: (purpose) => `Darum ging es in Ihrer Nachricht: ${purpose}`,
    button: 'Ja, abbestellen',
    done: 'Sie sind abgemeldet',
    noMore: (by) => `Diese Nachrichten schicken wir Ihnen ${by} nicht mehr:`,
    fromNow: 'Das gilt ab sofort. Sie müssen nichts weiter tun.',
  },
  away: {
    title: 'Bitte versuchen Sie es gleich noch einmal',
    text: 'Wir konnten Ihre Entscheidung gerade nicht speichern. Bitte drücken Sie in einer Minute noch einmal auf die Schaltfläche: Ihr Link bleibt gültig.',
  },
  unknown: {
    title: 'Dieser Link funktioniert nicht',
    text: 'Er ist vielleicht unvollständig oder zu alt. Öffnen Sie den Link in unserer letzten Nachricht noch einmal, oder kopieren Sie ihn ganz.',
  },
  help: 'Fragen? Schreiben Sie uns',
};
