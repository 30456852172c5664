import type { Phrases } from './phrases.ts';

export const german: Phrases = {
  negators: 'nicht kein keine keinen keinem keiner nie niemals niemand ohne ned net nich',
  negatesAfter: true,
  conditions: 'wenn falls ob warum wieso weshalb versehentlich bis wann',
  classes: {
    me: 'mich uns mir ihn ihm sie',
    texts:
      'newslettern nachrichtn benachrichtigungsmails rundmail rundmails rundschreiben zuschriften massenmails prospekte kataloge gutscheine aktionen infomails infopost mailings umfragen einladungen mull mist scheiss scheisse schrott zeug spams spammails werbenachrichten kurznachrichten neuigkeiten updates marketing promo promos pushnachrichten nachricht nachrichten sms smse mail mails email emails e-mails e-mail werbung werbe* newsletter anrufe anruf benachrichtigung benachrichtigungen angebote spam info-mails whatsapp whatsapps push kontaktaufnahme kontakt post texte mitteilungen reklame erinnerungen werbemails werbesms messages',
    write:
      'schreibst schickst sendest kontaktierst belastigst meldest anruft anrufst anschreibt anschreiben angeschrieben anmailen anmailt zuschickt zusendet zusendest schreiben schreibt schreib schreibe anrufen anruf kontaktieren kontaktiert kontaktiere senden sendet sende schicken schickt schick schicke zusenden belastigen belastigt nerven melden texten simsen zuschicken ansprechen',
    stop: 'stopp stop aufhoren hort hor horen horn stoppen stoppt beenden unterlassen',
    remove: 'losch* streich* entfern* nehm* nimm* austrag* trag* tragt abmelden abzumelden vergiss vergesst',
    mine: 'meine mein diese dieser meiner meinen',
    number:
      'nummer telefonnummer handynummer rufnummer daten adresse mailadresse kontakt kontaktdaten email e-mail mail konto_',
    list: 'kampagne kampagnen verteilerliste kontaktdatenbank adressliste aussendungen unterlagen liste verteiler listen datenbank kartei newsletter system mailverteiler kontakten mailingliste kontaktliste mailliste newsletterliste versandliste emailliste',
    want: 'wollte wollten mochtn wunschte will wollen mochte mochten wunsche wunschen brauche brauch brauchen mag wunscht moechte moecht',
  },
  refusal: `
    {remove} sie? {me} $
    das|dies|ist ist? ..1 spam $
    keine|ohne ..1 erlaubnis|berechtigung|genehmigung
    gehort|gehort ..1 nicht|nie mehr
    auf die|den nerven|sack|keks|geist $
    ! geht|geh mir nicht ..1 auf die|den
    ihr|sie nervt|nerven {me}
    ! melde ..3 bundesnetzagentur|verbraucherzentrale|polizei|datenschutz*
    keine|kein ..1 {texts} an|unter|auf|mehr
    {want} das|die|diese|sowas {texts}? nicht mehr $
    wir|ich ..1 haben|habe kein|keine interesse|bedarf
    bock|lust mehr ..1 auf ..1 {texts}
    nichts|nix mehr ..4 horen|bekommen|erhalten|wissen|haben|schicken|senden
    nichts|nix ..2 mehr ..2 horen
    aus|von ..2 {list} ..2 nehmen|entfernen|streichen|loschen|raus|austragen|nehmt|haben
    nicht|nimmer ..2 nummer von
    falscher|falsche|falschen ansprechpartner|person
    lass|lasst|lassen ..1 {me} ..2 zufrieden
    kein|keinen bedarf|bock $
    keinen bedarf|bock ..1 an|auf
    {want} das|sowas|dies nicht $
    nicht ..1 weiter ..2 {write}
    verzichte ..1 auf
    ich verzichte $
    sperren|sperrt|sperr ..1 sie? ..1 meine nummer
    untersage|verbiete|verbitte
    um ..3 loschung|streichung|abmeldung|entfernung
    hor|hort|horen ..4 auf $
    hor|hort|horen ..4 auf ..1 zu|mit|mich|mir
    genug von ..2 {texts}
    schnauze|nase|faxen|hals voll|dicke|von
    ohne meine einwilligung|zustimmung|erlaubnis
    keine weitere|weiteren|mehr ..1 zusendung|kontaktaufnahme|anrufe
    keine kontaktaufnahme
    {want} ..2 von ..2 liste|verteiler
    {want} raus
    {want} ..4 keine|kein|nix ..2 mehr ..2 {texts}|bekommen|erhalten|horen
    kein ..1 newsletter ..1 mehr
    habe|hab kein|null interesse $
    kein interesse an ihren|euren|ihrem|eurem|ihre
    nicht mehr ..1 kontaktiert|angerufen|angeschrieben|belastigt|benachrichtigt
    bitte nicht mehr
    ^ nicht mehr $
    wie ..5 abbestellen|los|abmelden|austragen
    lasst ..1 es $
    nummer ..2 aus ..2 {list}
    abmelden
    abmeldung
    abbestell*
    austragen
    melde|melden|meldet ..3 ab $
    melde|melden|meldet ..2 {me} ..2 ab von|vom
    trage|tragen|tragt|trag ..3 aus
    ^ unsubscribe
    {remove} ..1 {me} ..2 aus|von|raus ..3 {list}
    {remove} ..1 {me} raus|bitte $
    {me} ..1 aus|von ..3 {list} ..1 {remove}|raus
    {remove} ..3 {mine} ..1 {number}
    {mine} ..2 {number} ..6 losch*|entfern*|streich*
    loschen|loscht|losch sie|das|alles? $
    raus aus ..2 {list}
    lass|lasst|lassen|lasset ..1 {me} ..2 ruhe|frieden
    in ruhe lassen
    hor|hort|horen ..1 sie? ..1 auf
    hort ..1 auf
    soll aufhoren
    {write} ..1 sie? ..1 {me}? ..2 nicht|nie|niemals mehr|wieder
    {write} ..1 sie? ..1 {me}? ..1 nicht $
    {write} ..3 nie wieder
    {write} ..4 nicht mehr an?
    ruft|rufen|ruf|rufe ..3 nicht|nie|niemals mehr|wieder
    nicht|nie|niemals mehr|wieder ..2 {write}
    nie wieder ..3 {write}|rufen
    ruft|rufen ..3 nicht an $
    kontaktier* ..2 {me} nicht
    keine|kein|keinerlei|nie ..2 {texts} mehr
    keine|kein|keinerlei ..1 weitere|weiteren|mehr ..1 {texts}
    keine|kein ..1 {texts} $
    nix|nichts mehr $
    {write} ..3 {me} ..1 nichts|nix ..1 mehr
    {write} ..3 keine|kein ..2 {texts}
    {want} ..3 keine|kein|nie ..2 {texts}
    {want} ..5 nicht|nichts ..2 erhalten|bekommen|kontaktiert|empfangen|angerufen|angeschrieben|belastigt|haben
    {want} ..3 {texts} nicht
    {want} ..1 das|die|diese nicht mehr
    {want} nicht|nichts mehr $
    {want} ..2 eure|ihre ..1 {texts} nicht
    kein|keinerlei|null interesse $
    kein|keinerlei interesse mehr $
    kein|keinerlei interesse mehr? an ..1 {texts}|ihren|euren
    nicht|nie interessiert $
    interessiert mich nicht $
    nicht interessiert an
    ^ falsche nummer $
    ^ falsch verbunden
    haben|habt|hast ..2 falsche nummer|person
    falsche nummer ..2 {stop}|loschen
    verwahlt
    in der nummer geirrt
    kenne|kenn ..1 sie|euch|dich nicht
    woher ..3 meine nummer
    wer hat ..2 meine nummer
    nie|nicht ..1 angemeldet $
    nie ..2 bestellt|angefordert|zugestimmt|eingewilligt $
    habe ..2 nie ..1 angemeldet|bestellt|zugestimmt|eingewilligt
    genug jetzt|davon|von
    es|jetzt|langsam reicht|reichts $
    reicht es mir
    mir reicht|reichts
    reichts $
    schluss jetzt|damit|mit
    widerspreche|widersprechen
    widerruf* ..2 einwilligung|zustimmung|erlaubnis
    widerrufe $
    widerspruch gegen
    widerspruch $
    ! zeige ..2 sie|euch ..1 an
    anzeige wegen belastigung|stalking|spam
    ! sonst ..3 anzeige|anwalt|polizei
    ! zum anwalt wenn
    mein anwalt ..2 meldet|wird sich
    das|ist|reine belastigung
    belastigen|belastigt ..1 {me}
    unterlassen|unterlasst|unterlass ..1 sie? ..1 das|dies|es|weitere|jegliche|jede|bitte
    verpiss* ..1 euch|dich|sich
    verpisst
    fick dich|euch
    halt ..1 maul|fresse|klappe
    haut|hau ab
    sack|geist|wecker|keks mit
    auf den|die sack|geist|wecker|keks|nerven $
    nerven $
    ihr|sie nervt|nerven
    ^ nervt $
    nervt ..2 {stop}
    brauch* ..2 das|die|eure|ihre|diese ..1 {texts}? nicht
    brauch* ..1 {texts} nicht
    brauch* das nicht mehr
    brauch* keine ..2 {texts}
    kein kunde|kundin mehr
    vergesst|vergiss|vergessen ..1 sie? ..1 meine nummer
    ^ blockiert $
    seid|bist|sind blockiert
    {stop} mit ..2 {texts}
    {stop} ..2 {texts}
    finger weg von meiner
    newsletter kundigen|beenden
    kundige|kundigen ..3 newsletter
    kein kontakt mehr|erwunscht
    nicht erwunscht|gewunscht
    dsgvo ..5 losch*
    art ..3 dsgvo
  `,
  alone: `
    stopp
    stop
    abmelden
    austragen
    abbestellen
    ende
    genug
    aufhoren
    aufhoeren
    schluss
    loschen
    loeschen
    hort auf
    hor auf
    es reicht
    reicht
    widerruf
    kundigen
    nervt
    belastigung
    spam
    beenden
    kein interesse
    nicht interessiert
    lasst das
    lass das
  `,
  unsure: `
    falsche nummer
    ! habe|hab ..3 falsche|verkehrte nummer gewahlt|angerufen|angewahlt|getippt
    ^^ nein $$
    bitte|und|aber|dann stop|stopp
    zu ..1 viel|viele ..1 {texts}
    zuviel|zuviele ..1 {texts}
    verstorben|gestorben
    dsgvo
    nerven|nervt
    kunde|kundin mehr
    mein anwalt
    kundige|kundigen $
    konto loschen
    weg mit
  `,
  otherwise: `
    abmelden vom|von ..2 kurs|training|termin
    stopp|stop und
    nicht mehr heute|kommen|warten|da
    rufe ..1 spater an
    kurz am
    non|nachster|nachsten|einen|welchem|ein|letzter|letzte stop|stopp
    stopp|stop in|an|am
    hort|hor|horen nicht auf
    hort auf zu
    nicht auf ..2 regnen|piepen
    aus versehen
    warum|wieso ..3 abgemeldet
    nicht abmelden
    termin|bestellung|buchung|flug|reservierung ..2 absagen|stornieren
    habe ..2 falsche nummer $
    habe ..2 falsche nummer ~gewahlt|angerufen|angewahlt|getippt
    falsche nummer bei|auf|an
    loschen|losche|losch ..2 artikel|position|karte|foto|bestellung
    interesse am|an blauen|dem
    kein interesse am
    nicht vor
    nicht auf ..2 arbeit
    reicht fur|auch|das|bis
    reicht es fur|bis
    genug platz|zeit|geld
    ist|das genug $
    ist das genug
    schluss ist|um
    wann ist schluss
    ende des|der
    am ende
    widerruf* ..2 bestellung|kauf*
    widerruf der
    keine|kein ahnung|problem|eile|zeit|fragen|platze|stress|zwiebeln|quittung|tute|versandkosten
    warten nervt
    mich nervt
    der|das regen nervt
    bekomme|erhalte ..1 keine
    ich bekomme|erhalte
    niemand
    meine bestellung
    anzeige wegen diebstahl
    nicht mehr warten
    karte|strasse ist? blockiert
    vergesst|vergiss meine bestellung
    sie haben mich nicht
  `,
  welcome: `
    liebe ..2 {texts}
    weiter so
    mehr ..1 {texts} von
    gerne|gern mehr
    mehr infos
    wieder an $
    anmelden $
    mehr davon
  `,
};
