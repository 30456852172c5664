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
    '*': 'par aucun moyen',
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
  elsewhere: {
    title: 'Cela vient d’une autre page',
    text: 'Rien n’a été changé. Ouvrez le lien de votre message et appuyez sur le bouton qui s’y trouve.',
  },
  tooOften: {
    title: 'Un instant, s’il vous plaît',
    text: 'Cette page vient d’être demandée très souvent. Attendez une minute et ouvrez-la de nouveau.',
  },
  what: {
    everything: 'tout',
    allButCritical: 'tout, sauf les messages de sécurité et les avis exigés par la loi',
    marketing: 'toutes les publicités et messages semblables',
  },
  data: {
    '*': 'toute donnée sur moi',
    health: 'santé',
    religion: 'religion',
    ethnicity: 'origine ethnique',
    politics: 'opinions politiques',
    sexuality: 'sexualité',
    union: 'appartenance syndicale',
    biometrics: 'données biométriques',
    'financial-distress': 'difficultés financières',
  },
  page: {
    title: 'Les messages que nous vous envoyons',
    lead: 'Voyez ce que nous vous avons envoyé et pourquoi, et décidez de ce qui peut encore venir. Vos choix valent aussitôt.',
    until: (when) => `Cette page n’est qu’à vous : ne transmettez pas son lien. Il fonctionne jusqu’au ${when}.`,
    stops: {
      title: 'Ce qui vaut actuellement',
      none: 'Vous n’avez rien arrêté jusqu’ici.',
      text: 'Ces messages sont arrêtés :',
      since: (when) => `depuis le ${when}`,
      ends: (when) => `jusqu’au ${when}`,
      byUs: 'fixé par nous',
      onlyData: (data) => `seulement les messages choisis selon : ${data}`,
      fewer: (limit, days) => `Au plus ${limit} en ${days} jours`,
    },
    stop: {
      title: 'Arrêter des messages',
      what: 'Qu’est-ce qui doit cesser ?',
      where: 'Où ?',
      anywhere: 'Partout',
      channels: {
        email: 'E-mail',
        sms: 'SMS',
        push: 'Notification de l’application',
        voice: 'Appel',
        whatsapp: 'WhatsApp',
        in_app: 'Dans l’application',
        post: 'Courrier postal',
      },
      button: 'Arrêter ces messages',
      kept: 'Les messages de sécurité et les avis exigés par la loi vous parviennent toujours.',
    },
    pause: {
      title: 'Faire une pause',
      text: 'Aucune publicité, par aucun moyen, pendant un temps. Ensuite elle peut revenir.',
      button: (days) => `${days} jours`,
    },
    fewer: {
      title: 'Moins de messages',
      text: 'Publicité par tous les moyens réunis, sur 7 jours quelconques :',
      button: (limit) => `Au plus ${limit}`,
    },
    sent: {
      title: 'Qui vous a contacté, et pourquoi',
      none: 'Nous n’avons trace d’aucun message pour vous.',
      more: (count) => `En afficher ${count} de plus`,
      incoming: 'Vous nous avez contactés',
    },
    held: {
      title: 'Ce que nous avons retenu',
      text: 'Ces messages vous étaient destinés et n’ont pas été envoyés, car une règle vous protège.',
      none: 'Rien n’a été retenu.',
      more: (count) => `En afficher ${count} de plus`,
      yourNo: 'Vous nous aviez dit non.',
      noRecords: 'Nos données étaient illisibles, nous n’avons donc rien envoyé.',
      other: 'Une de nos règles l’interdit.',
    },
    holds: {
      title: 'Ce que nous conservons sur vous',
      contacts: (count) =>
        count === 1
          ? 'Un message, avec sa date, son moyen et son motif'
          : `${count} messages, avec leur date, leur moyen et leur motif`,
      events: (count) =>
        count === 1 ? 'Une chose que vous nous avez dite' : `${count} choses que vous nous avez dites ou acceptées`,
      address: 'Votre adresse et votre numéro, seulement sous forme de code illisible',
      consents: 'Ce que vous avez accepté',
      noConsents: 'Aucun consentement de votre part n’est enregistré.',
      level: { express: 'accepté expressément', implied: 'accepté par vos actes', withdrawn: 'retiré' },
      withdraw: 'Retirer',
      download: 'Tout télécharger (JSON)',
    },
    targeting: {
      title: 'Données sur vous',
      text: 'Vous pouvez être client sans être profilé : nous ne vous choisissons alors plus pour des messages selon ces données.',
      what: 'Ne pas utiliser',
      button: 'Ne pas utiliser',
    },
    harassment: {
      title: 'Je ressens cela comme du harcèlement',
      text: 'Tout, sauf les messages de sécurité et les avis exigés par la loi, s’arrête aussitôt, par tous les moyens, et une personne s’en occupe.',
      words: 'Que s’est-il passé ? (vous pouvez laisser vide)',
      button: 'Tout arrêter et le signaler',
    },
    erase: {
      title: 'Effacer mes données',
      text: 'Nous effaçons définitivement ce que nous conservons ici sur vous. Nous vous le demandons une fois encore avant de le faire.',
      button: 'Effacer mes données…',
      askTitle: 'Effacer ce que nous conservons sur vous ?',
      ask: 'Il s’agit de nos traces des messages pour vous, pas de votre compte ni de vos commandes. C’est irréversible.',
      goes: 'Ceci disparaît aussitôt : où nous vous avons joint, vos propres mots, ce que vous avez accepté et la personne que concerne chaque entrée de nos registres.',
      stays:
        'Ceci reste, seulement sous forme de codes illisibles : ce que vous avez arrêté, pour que personne ne vous écrive plus là où vous avez dit non, et l’heure et le type des messages passés, tant que nos limites en ont besoin.',
      alsoStop: 'Arrêter aussi tout définitivement, sauf les messages de sécurité et les avis exigés par la loi',
      sure: 'Oui, effacer mes données',
      back: 'Non, revenir à ma page',
      done: 'Vos données sont effacées',
      toPage: 'Voir ce qui reste',
    },
    said: {
      stopped: (what, by, from) => `À partir du ${from}, nous ne vous envoyons plus ceci ${by} : ${what}.`,
      paused: (until, from) => `Vous ne recevez aucune publicité, par aucun moyen, du ${from} au ${until}.`,
      fewer: (limit, days, from) =>
        `À partir du ${from}, vous recevez au plus ${limit} messages publicitaires sur ${days} jours quelconques, tous moyens réunis.`,
      targeting: (data, from) =>
        `À partir du ${from}, nous ne vous choisissons plus pour des messages selon ceci : ${data}.`,
      harassment: (from) =>
        `À partir du ${from}, tout est arrêté par tous les moyens, sauf les messages de sécurité et les avis exigés par la loi, et une personne s’en occupera.`,
      withdrawn: (what, from) => `Votre consentement est retiré à partir du ${from} : ${what}.`,
      erased: (from) =>
        `À partir du ${from}, ce que nous conservions sur vous est effacé : il ne reste que votre refus, sous forme de code illisible, pour que personne ne vous écrive plus là où vous avez dit non, et l’heure et le type des messages passés, tant que nos limites en ont besoin.`,
      erasedAll: (from) =>
        `À partir du ${from}, ce que nous conservions sur vous est effacé : il ne reste que l’heure et le type des messages passés, tant que nos limites en ont besoin, et comme vous n’avez rien arrêté, nous pouvons vous écrire de nouveau.`,
      undone: (from) => `Annulé : depuis le ${from}, tout est comme avant.`,
      undoGone: 'Les dix minutes pour annuler sont passées, ou cela a été redit depuis : c’est maintenu.',
      unclear: 'Cela n’a pas pu se faire : choisissez de nouveau, s’il vous plaît.',
      undo: 'Annuler',
      undoUntil: (when) => `Vous pouvez annuler jusqu’au ${when}.`,
      title: 'C’est fait',
      notTitle: 'Rien n’a été changé',
    },
  },
};
