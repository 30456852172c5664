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
  elsewhere: {
    title: 'Das kam von einer anderen Seite',
    text: 'Es wurde nichts geändert. Öffnen Sie den Link in Ihrer Nachricht und drücken Sie dort auf die Schaltfläche.',
  },
  tooOften: {
    title: 'Einen Moment bitte',
    text: 'Diese Seite wurde gerade sehr oft abgerufen. Warten Sie eine Minute und öffnen Sie sie noch einmal.',
  },
  what: {
    everything: 'alles',
    allButCritical: 'alles außer Sicherheitsmeldungen und gesetzlich vorgeschriebenen Hinweisen',
    marketing: 'alle Werbung und Ähnliches',
  },
  data: {
    '*': 'irgendwelche Daten über mich',
    health: 'Gesundheit',
    religion: 'Religion',
    ethnicity: 'ethnische Herkunft',
    politics: 'politische Ansichten',
    sexuality: 'Sexualität',
    union: 'Gewerkschaftszugehörigkeit',
    biometrics: 'biometrische Daten',
    'financial-distress': 'Geldsorgen',
  },
  page: {
    title: 'Ihre Nachrichten von uns',
    lead: 'Sehen Sie, was wir Ihnen geschickt haben und warum, und bestimmen Sie, was künftig kommen darf. Was Sie hier wählen, gilt sofort.',
    until: (when) => `Diese Seite gehört nur Ihnen: Geben Sie den Link nicht weiter. Er gilt bis ${when}.`,
    stops: {
      title: 'Was zurzeit gilt',
      none: 'Sie haben bisher nichts abbestellt.',
      text: 'Diese Nachrichten sind abbestellt:',
      since: (when) => `seit ${when}`,
      ends: (when) => `bis ${when}`,
      byUs: 'von uns gesetzt',
      onlyData: (data) => `nur Nachrichten, ausgewählt nach: ${data}`,
      fewer: (limit, days) => `Höchstens ${limit} in ${days} Tagen`,
    },
    stop: {
      title: 'Nachrichten abbestellen',
      what: 'Was soll aufhören?',
      where: 'Wo?',
      anywhere: 'Überall',
      channels: {
        email: 'E-Mail',
        sms: 'SMS',
        push: 'Mitteilung der App',
        voice: 'Anruf',
        whatsapp: 'WhatsApp',
        in_app: 'In der App',
        post: 'Post',
      },
      button: 'Diese Nachrichten abbestellen',
      kept: 'Sicherheitsmeldungen und gesetzlich vorgeschriebene Hinweise erhalten Sie weiterhin.',
    },
    pause: {
      title: 'Eine Pause machen',
      text: 'Für eine Weile keine Werbung, auf keinem Weg. Danach kann sie wieder kommen.',
      button: (days) => `${days} Tage`,
    },
    fewer: {
      title: 'Weniger Nachrichten',
      text: 'Werbung auf allen Wegen zusammen, in je 7 Tagen:',
      button: (limit) => `Höchstens ${limit}`,
    },
    sent: {
      title: 'Wer sich bei Ihnen gemeldet hat und warum',
      none: 'Wir haben keine Nachricht an Sie verzeichnet.',
      more: (count) => `${count} weitere zeigen`,
      incoming: 'Sie haben sich bei uns gemeldet',
    },
    held: {
      title: 'Was wir zurückgehalten haben',
      text: 'Diese Nachrichten waren für Sie bestimmt und wurden nicht geschickt, weil eine Regel Sie schützt.',
      none: 'Es wurde nichts zurückgehalten.',
      more: (count) => `${count} weitere zeigen`,
      yourNo: 'Sie hatten uns gesagt, dass Sie das nicht möchten.',
      noRecords: 'Unsere Aufzeichnungen waren nicht lesbar, deshalb haben wir nichts geschickt.',
      other: 'Eine unserer Regeln verbietet es.',
    },
    holds: {
      title: 'Was wir über Sie gespeichert haben',
      contacts: (count) =>
        count === 1 ? 'Eine Nachricht, mit Zeit, Weg und Zweck' : `${count} Nachrichten, mit Zeit, Weg und Zweck`,
      events: (count) =>
        count === 1
          ? 'Eines, was Sie uns gesagt haben'
          : `${count} Dinge, die Sie uns gesagt oder denen Sie zugestimmt haben`,
      address: 'Ihre Adresse und Nummer nur als Code, der sich nicht zurückrechnen lässt',
      consents: 'Wozu Sie zugestimmt haben',
      noConsents: 'Es ist keine Einwilligung von Ihnen verzeichnet.',
      level: { express: 'ausdrücklich zugestimmt', implied: 'durch Ihr Verhalten zugestimmt', withdrawn: 'widerrufen' },
      withdraw: 'Widerrufen',
      download: 'Alles herunterladen (JSON)',
    },
    targeting: {
      title: 'Daten über Sie',
      text: 'Sie können Kunde sein, ohne ausgewertet zu werden: Wir wählen Sie dann nicht nach diesen Daten für Nachrichten aus.',
      what: 'Nicht verwenden',
      button: 'Nicht verwenden',
    },
    harassment: {
      title: 'Das empfinde ich als Belästigung',
      text: 'Alles außer Sicherheitsmeldungen und gesetzlich vorgeschriebenen Hinweisen hört sofort auf, auf allen Wegen, und ein Mensch geht der Sache nach.',
      words: 'Was ist passiert? (Sie können das leer lassen)',
      button: 'Alles stoppen und melden',
    },
    erase: {
      title: 'Mich löschen',
      text: 'Wir löschen, was wir hier über Sie gespeichert haben, endgültig. Vorher fragen wir noch einmal nach.',
      button: 'Mich löschen …',
      askTitle: 'Löschen, was wir über Sie gespeichert haben?',
      ask: 'Es geht um unsere Aufzeichnungen über Nachrichten an Sie, nicht um Ihr Konto oder Ihre Bestellungen. Es lässt sich nicht rückgängig machen.',
      goes: 'Das wird sofort gelöscht: wo wir Sie erreicht haben, Ihre eigenen Worte, wozu Sie zugestimmt haben und von wem jeder Eintrag unserer Aufzeichnungen handelt.',
      stays:
        'Das bleibt, nur als Code, der sich nicht zurückrechnen lässt: was Sie abbestellt haben, damit Ihnen niemand wieder schreibt, wo Sie Nein gesagt haben, und Zeit und Art früherer Nachrichten, bis unsere Obergrenzen sie nicht mehr brauchen.',
      alsoStop:
        'Auch alles endgültig abbestellen, außer Sicherheitsmeldungen und gesetzlich vorgeschriebenen Hinweisen',
      sure: 'Ja, mich löschen',
      back: 'Nein, zurück zu meiner Seite',
      done: 'Sie sind gelöscht',
      toPage: 'Ansehen, was noch da ist',
    },
    said: {
      stopped: (what, by, from) => `Wir schicken Ihnen ab ${from} ${by} nicht mehr: ${what}.`,
      paused: (until, from) => `Sie bekommen von ${from} bis ${until} auf keinem Weg Werbung.`,
      fewer: (limit, days, from) =>
        `Ab ${from} bekommen Sie höchstens ${limit} Werbenachrichten in je ${days} Tagen, auf allen Wegen zusammen.`,
      targeting: (data, from) => `Ab ${from} wählen wir Sie hiernach nicht mehr für Nachrichten aus: ${data}.`,
      harassment: (from) =>
        `Ab ${from} ist auf allen Wegen alles außer Sicherheitsmeldungen und gesetzlich vorgeschriebenen Hinweisen gestoppt, und ein Mensch geht der Sache nach.`,
      withdrawn: (what, from) => `Ihre Einwilligung ist ab ${from} widerrufen: ${what}.`,
      erased: (from) =>
        `Ab ${from} ist gelöscht, was wir über Sie gespeichert hatten: Es bleibt nur Ihr Nein, als Code, der sich nicht zurückrechnen lässt, damit Ihnen niemand wieder schreibt, wo Sie Nein gesagt haben, und Zeit und Art früherer Nachrichten, bis unsere Obergrenzen sie nicht mehr brauchen.`,
      erasedAll: (from) =>
        `Ab ${from} ist gelöscht, was wir über Sie gespeichert hatten: Es bleiben nur Zeit und Art früherer Nachrichten, bis unsere Obergrenzen sie nicht mehr brauchen, und da Sie nichts abbestellt haben, können wir Ihnen wieder schreiben.`,
      undone: (from) => `Zurückgenommen: Ab ${from} ist es wie zuvor.`,
      undoGone:
        'Die zehn Minuten zum Zurücknehmen sind vorbei, oder es wurde seitdem noch einmal gesagt: Es bleibt dabei.',
      unclear: 'Das ging nicht: Bitte wählen Sie noch einmal.',
      undo: 'Zurücknehmen',
      undoUntil: (when) => `Sie können es bis ${when} zurücknehmen.`,
      title: 'Erledigt',
      notTitle: 'Es wurde nichts geändert',
    },
  },
};
