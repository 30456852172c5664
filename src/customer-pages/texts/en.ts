import type { Texts } from './texts.ts';

export const en: Texts = {
  by: {
    email: 'by e-mail',
    sms: 'by text message',
    push: 'as a notification in the app',
    voice: 'by phone call',
    whatsapp: 'on WhatsApp',
    in_app: 'in the app',
    post: 'by post',
    '*': 'on any channel',
  },
  unsubscribe: {
    title: 'Stop these messages?',
    ask: (by) => `If you press the button, we will stop sending you this kind of message ${by}.`,
    messageWas: (purpose) => `The message you got was about: ${purpose}`,
    button: 'Yes, stop them',
    done: 'You are unsubscribed',
    noMore: (by) => `We will no longer send you these ${by}:`,
    fromNow: 'This holds from now on. You need not do anything else.',
  },
  away: {
    title: 'Please try again in a moment',
    text: 'We could not save your choice just now. Please press the button again in a minute: your link stays valid.',
  },
  unknown: {
    title: 'This link does not work',
    text: 'It may be incomplete or too old. Open the link in your latest message from us once more, or copy the whole of it.',
  },
  help: 'Questions? Contact us',
};
