import type { Texts } from './texts.ts';

const kept = 'les messages de sécurité et les avis exigés par la loi';

export const fr: Texts = {
  quoted: (text) => `«\u00a0${text}\u00a0»`,
  when: (day, time) => `${day} à\u00a0${time}`,
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
    title: 'Ne plus recevoir ces messages\u00a0?',
    ask: (by) => `Appuyez sur le bouton et nous ne vous enverrons plus de messages comme celui-ci ${by}.`,
    messageWas: (purpose) => `Le message concernait\u00a0: ${purpose}`,
    button: 'Oui, me désinscrire',
    done: 'Désinscription confirmée',
    noMore: (by) => `Nous ne vous enverrons plus ceci ${by}\u00a0:`,
    covers: 'Ce que cela comprend',
    fromNow: 'Cela vaut dès maintenant. Vous n’avez rien d’autre à faire.',
  },
  away: {
    title: 'Réessayez dans un instant',
    text: 'Cela n’a pas été possible à l’instant. Réessayez dans une minute\u00a0: votre lien reste valable.',
  },
  unknown: {
    title: 'Ce lien ne fonctionne pas',
    text: 'Il est peut-être incomplet ou trop ancien. Ouvrez le lien de notre dernier message, ou copiez-le en entier.',
  },
  help: 'Une question\u00a0? Écrivez-nous',
  elsewhere: {
    title: 'Cela vient d’une autre page',
    text: 'Rien n’a été changé. Ouvrez le lien de votre message et appuyez sur le bouton qui s’y trouve.',
  },
  tooOften: {
    title: 'Un instant, s’il vous plaît',
    text: 'Cette page vient d’être ouverte très souvent. Attendez une minute et ouvrez-la de nouveau.',
  },
  what: {
    everything: 'tout',
    allButCritical: `tout, sauf ${kept}`,
    marketing: 'toute la publicité et les messages semblables',
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
  anyData: 'toute donnée sur vous',
  page: {
    title: 'Les messages que nous vous envoyons',
    lead: 'Voyez ce que nous vous avons envoyé et pourquoi, et décidez de ce qui peut encore venir. Vos choix valent aussitôt.',
    nav: 'Sur cette page',
    zone: (zone) => `Heures de cette page\u00a0: ${zone}.`,
    noZone: 'UTC, car nous ne connaissons pas votre fuseau horaire',
    until: (when) =>
      `Cette page n’est que pour vous\u00a0: ne transmettez pas son lien. Il fonctionne jusqu’au ${when}.`,
    stops: {
      title: 'Ce qui vaut actuellement',
      none: 'Vous n’avez rien arrêté ni limité jusqu’ici.',
      since: (when) => `depuis le ${when}`,
      ends: (when) => `jusqu’au ${when}`,
      byUs: 'fixé par nous',
      stopped: (what) => `Arrêté\u00a0: ${what}`,
      notBy: (data) => `Aucun choix de messages d’après\u00a0: ${data}`,
      fewer: (limit, days) =>
        `Au plus ${limit} ${limit === 1 ? 'message publicitaire' : 'messages publicitaires'} sur toute période de ${days} jours`,
      again:
        'Cette page ne peut pas réactiver de messages. Si vous souhaitez en recevoir à nouveau, inscrivez-vous comme la première fois ou écrivez-nous.',
    },
    stop: {
      title: 'Ne plus recevoir de messages',
      message: (what, by) => `Vous venez d’un message ${by}\u00a0: ${what}.`,
      what: 'Que ne voulez-vous plus recevoir\u00a0?',
      where: 'Par quel moyen\u00a0?',
      anywhere: 'Par tous les moyens',
      channels: {
        email: 'E-mail',
        sms: 'SMS',
        push: 'Notification de l’application',
        voice: 'Appel',
        whatsapp: 'WhatsApp',
        in_app: 'Dans l’application',
        post: 'Courrier postal',
      },
      button: 'Ne plus recevoir ces messages',
      all: 'Ne plus recevoir aucune publicité',
      kept: 'Les messages de sécurité et les avis exigés par la loi vous parviennent toujours.',
    },
    pause: {
      short: 'Pause',
      title: 'Faire une pause',
      text: 'Aucune publicité, par aucun moyen, pendant un temps. Ensuite, elle peut revenir.',
      button: (days) => `${days} jours`,
    },
    fewer: {
      short: 'Moins de messages',
      title: 'Moins de messages',
      text: 'Sur toute période de 7 jours, tous moyens réunis, envoyez-moi au plus ce nombre de messages publicitaires :',
      label: (limit) => `Au plus ${limit}`,
    },
    sent: {
      short: 'Envoyés',
      title: 'Qui vous a contacté, et pourquoi',
      none: 'Nous n’avons trace d’aucun message pour vous.',
      more: (count) => `En afficher ${count} de plus`,
      incoming: 'Vous nous avez contactés',
      by: (caller) => `envoyé par ${caller}`,
    },
    held: {
      title: 'Ce que nous avons retenu',
      text: 'Ces messages vous étaient destinés et n’ont pas été envoyés. La raison figure sous chacun.',
      none: 'Rien n’a été retenu.',
      more: (count) => `En afficher ${count} de plus`,
      older: 'Plus anciens',
      latest: 'Les plus récents',
      yourNo: 'Vous nous aviez dit non.',
      noRecords: 'Nous n’avons pas pu lire nos données, nous n’avons donc rien envoyé.',
      other: 'Une de nos règles l’interdit.',
    },
    holds: {
      short: 'Vos données',
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
      level: { express: 'accepté par vous', implied: 'déduit de vos actes', withdrawn: 'retiré' },
      withdraw: 'Retirer',
      download: 'Tout télécharger',
      format: 'Un fichier (JSON) qui contient tout, mot pour mot.',
    },
    targeting: {
      title: 'Données sur vous',
      text: 'Nous ne choisissons alors plus d’après ces données les messages que vous recevez. Rien d’autre ne change pour vous.',
      what: 'Ne pas utiliser',
      button: 'Ne pas utiliser',
    },
    harassment: {
      short: 'Harcèlement',
      title: 'Je ressens cela comme du harcèlement',
      text: `Tout, sauf ${kept}, s’arrête aussitôt, par tous les moyens, et une personne s’en occupe.`,
      words: 'Que s’est-il passé\u00a0? (facultatif)',
      button: 'Tout arrêter et le signaler',
      ask: 'Voulez-vous nous dire ce qui s’est passé\u00a0? Cela aide la personne qui s’en occupe.',
      send: 'Envoyer',
    },
    erase: {
      short: 'Effacer',
      title: 'Effacer mes données',
      text: 'Nous effaçons définitivement ce que nous conservons ici sur vous. Nous vous le demandons une fois encore avant de le faire.',
      button: 'Effacer mes données…',
      askTitle: 'Effacer ce que nous conservons sur vous\u00a0?',
      ask: 'Il s’agit de nos traces des messages pour vous, pas de votre compte ni de vos commandes. C’est irréversible.',
      goes: 'Est effacé aussitôt\u00a0: où nous vous avons joint, vos propres mots, ce que vous avez accepté et la personne que concerne chaque entrée de nos registres.',
      stays:
        'Reste, seulement sous forme de codes illisibles\u00a0: ce que vous avez arrêté, pour que personne ne vous écrive plus là où vous avez dit non\u00a0; et l’heure et le type des messages passés, tant que nos limites en ont besoin.',
      alsoStop: `Arrêter aussi tout définitivement, sauf ${kept}`,
      sure: 'Oui, effacer mes données',
      back: 'Non, revenir à ma page',
      done: 'Vos données sont effacées',
      toPage: 'Voir ce qui reste',
    },
    said: {
      stopped: (what, by, from) => `À partir du ${from}, nous ne vous envoyons plus ceci ${by}\u00a0: ${what}.`,
      stoppedMarketing: (by, from) =>
        `À partir du ${from}, nous ne vous envoyons plus ni publicité ni messages semblables ${by}.`,
      stoppedAll: (by, from) => `À partir du ${from}, nous ne vous envoyons plus rien ${by}, sauf ${kept}.`,
      paused: (until, from) => `Du ${from} au ${until}, vous ne recevez aucune publicité, par aucun moyen.`,
      fewer: (limit, days, from) =>
        `À partir du ${from}, vous recevez au plus ${limit === 1 ? 'un message publicitaire' : `${limit} messages publicitaires`} sur toute période de ${days} jours, tous moyens réunis.`,
      targeting: (data, from) =>
        `À partir du ${from}, nous n’utilisons plus ceci pour choisir vos messages\u00a0: ${data}.`,
      harassment: (from) =>
        `À partir du ${from}, tout est arrêté par tous les moyens, sauf ${kept}, et une personne s’en occupera.`,
      withdrawn: (what, from) => `À partir du ${from}, votre consentement est retiré\u00a0: ${what}.`,
      erased: (from) =>
        `À partir du ${from}, ce que nous conservions sur vous est effacé\u00a0: il ne reste que votre refus, sous forme de code illisible, pour que personne ne vous écrive plus là où vous avez dit non, et l’heure et le type des messages passés, tant que nos limites en ont besoin.`,
      erasedAll: (from) =>
        `À partir du ${from}, ce que nous conservions sur vous est effacé\u00a0: il ne reste que l’heure et le type des messages passés, tant que nos limites en ont besoin, et comme vous n’avez rien arrêté, nous pouvons vous écrire de nouveau.`,
      undone: (from) => `Annulé\u00a0: depuis le ${from}, tout est comme avant.`,
      undoGone: 'Les dix minutes pour annuler sont passées, ou cela a été redit depuis\u00a0: cela reste en vigueur.',
      unclear: 'Cela n’a pas fonctionné. Choisissez de nouveau, s’il vous plaît.',
      undo: 'Annuler',
      undoUntil: (time) => `Vous pouvez annuler jusqu’à ${time}.`,
      title: 'C’est fait',
      notTitle: 'Rien n’a été changé',
    },
  },
};
