import type { Texts } from './texts.ts';

export const fr: Texts = {
  by: {
    email: 'par e-mail',
    sms: 'par SMS',
    push: 'par notification de l’application',
    voice: 'par téléphone',
    whatsapp: 'sur WhatsApp',
    in_app: 'dans l’application',
    post: 'par courrier postal',
    '*': 'par tout moyen',
  },
  unsubscribe: {
    title: 'Ne plus recevoir ces messages ?',
    ask: (by) => `Si vous appuyez sur le bouton, nous ne vous enverrons plus ce type de messages ${by}.`,
    messageWas: (purpose) => `Le message reçu concernait : ${purpose}`,
    button: 'Oui, me désinscrire',
    done: 'Vous êtes désinscrit(e)',
    noMore: (by) => `Nous ne vous enverrons plus ces messages ${by} :`,
    fromNow: 'Cela vaut dès maintenant. Vous n’avez rien d’autre à faire.',
  },
  away: {
    title: 'Réessayez dans un instant',
    text: 'Nous n’avons pas pu enregistrer votre choix. Appuyez de nouveau sur le bouton dans une minute : votre lien reste valable.',
  },
  unknown: {
    title: 'Ce lien ne fonctionne pas',
    text: 'Il est peut-être incomplet ou trop ancien. Ouvrez de nouveau le lien de notre dernier message, ou copiez-le en entier.',
  },
  help: 'Une question ? Contactez-nous',
};
