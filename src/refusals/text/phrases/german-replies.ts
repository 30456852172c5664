/** More of how people say no in German, by what is said; see `german.ts` for the classes. */
import type { Replies } from './phrases.ts';

export const germanReplies: Replies = {
  strangers: `
    verwechsel* ..2 mich|person|da|mit
    mich|uns ..2 verwechsel*
    nie|niemals|nirgends|nirgendwo ..4 registriert|angemeldet|eingetragen|abonniert|zugestimmt|eingewilligt|angefordert|gewollt|bestellt
    mich ..3 nicht ..2 registriert|angemeldet|eingetragen
    nicht ..2 zugestimmt|eingewilligt|angefordert
    nie|niemals ..3 einwilligung|erlaubnis|zustimmung|genehmigung|nummer|adresse
    keine|nicht ..3 einwilligung|erlaubnis|zustimmung|genehmigung
    woher|wie|wo|wieso|warum ..5 meine|diese ..1 nummer|mailadresse|adresse|daten|kontaktdaten|mail|email|handynummer
    wer ..5 meine|diese ..1 nummer|mailadresse|adresse|daten|kontaktdaten|mail|email|handynummer
    falsche|falscher|falschen|verkehrte|verkehrter nummer|person|empfanger $
    falsche|verkehrte nummer ..2 {remove}|{stop}|bitte|nicht
    nicht|nimmer|keine meine|die|dessen|ihre nummer
    kennen|kenne|kenn ..1 uns|sie|euch ..1 nicht|gar
    kennen uns nicht
  `,
  anger: `
    {texts} ..1 storen|stort|belastigen ..1 mich|uns|$
    mude|genervt|satt|leid ..1 von|vor ..2 {texts}
    das|dies|es ist ..2 belastigung|stalking|nerven|nervig $
    {want} nichts|nix $
    runter|raus|weg von|aus ..2 {list}
    von|aus|vom ..2 {list} ..2 runter|raus|weg
    wie ..6 {list} ..2 runter|raus|weg|ab
    {texts} ..6 {want} ..1 die|das|sie|es nicht
    weg damit $
    weg mit ..2 {texts}
    unerwunscht*|unverlangt*|unaufgefordert*
    wie oft ..6 nein|sagen|stopp|abmelden|noch
    nein heisst|ist|bleibt nein
    nein gesagt
    gesagt ..1 nein|dass|stopp
    ich sagte|sag nein|stopp
    mog|mag|wui|will nimmer|nimma|nix
    nimmer|nimma schreiben|schreim|schicken|melden
    lass|lasst|lassen|lasset|loss|losst|losts|lossts|gebt ..1 mich|uns|mi|me|a|endlich ..2 ruhe|ruh|frieden|ruah
    lass|lasst|loss|lassen mich|mi|uns ..1 frieden|ruhe|ruh|zufrieden
    gebt ruhe
    geht|geh|gehen|gehst|gehts ..3 auf ..2 sack|keks|nerven|eier|geist|wecker|zeiger|senkel|nerv
    nervt|nerven|nervst ..1 mich|uns|nur|total|gewaltig|tierisch|extrem|langsam|ohne
    nerv|nervt nicht
    verschwinde* $
    zieht|zieh leine $
    haut|hau|haun ab $
    schert|scher euch|dich|sie
    leckt|leck mich
    kotzt|kotzen ..2 an
    arschl*
    halt|haltet ..1 maul|klappe|fresse|schnauze
    schnauze|nase|faxen|hals ..1 voll
    ! sonst|oder ..5 anwalt|anzeige|polizei|anzeigen|melde
    ! zum anwalt
    ! mein anwalt ..2 meldet|wird|kontakt*|hort|schreibt
    ! schalte|schalten|gehe|geh ..4 anwalt|polizei
    ! melde ..2 euch|sie|das|dich|dies ..3 spam|als|bundesnetzagentur|verbraucherzentrale|der|bei|beim|datenschutz*
    ! melde|melden euch|dich $
    ! zeig|zeige|zeigen ..2 sie|euch|dich ..2 an
    ! erstatt* ..3 anzeige
    ! noch|nachste|nachster ..1 eine|ein|einmal|mal|{texts} ..6 anwalt|anzeige|polizei|anzeigen|blockier*
    blockier*|sperr*|sperre ..1 euch|sie|dich|nummer|diese
    euch|dich|sie ..1 blockiert|gesperrt
    kein|keine|null|keinen bock|lust|bedarf|intresse ..1 mehr? ..1 auf|an|$
    nicht|nix mehr ..2 angeschrieben|schreiben|anschreiben|schicken|senden|kontaktieren|anrufen|melden|belastigen
    nicht ..1 mehr ..2 melden|erwunscht|gewunscht
    meld|melde|meldet|melden ..2 nie|nicht ..1 mehr|wieder
    brauch|brauche|brauchen ..3 nicht|nix mehr ..2 {list}|raus|{texts}
    lasst|lass|lassen|unterlassen ..1 sie? ..1 das|dies|es|den ..1 $
    lasst|lass|lassen ..2 bleiben|sein $
    satt ..2 {texts}
    bin|hab|habe ..3 {texts} ..2 satt|leid|uber
  `,
  requests: `
    aus|von ..2 {list} ..1 gestrichen|entfernt|geloscht|genommen|ausgetragen
    nicht|nimmer mehr ..1 berucksichtigen|beliefern|informieren|bewerben
    unterlassung $
    gebeten|gesagt|aufgefordert aufzuhoren|damit
    schliessen|schliesst|schliess ..1 sie? mich ..2 aus
    aufzuhoren $
    hier ..1 will|mochte|braucht niemand|keiner ..2
    niemand|keiner will|braucht|mochte ..1 eure|ihre|diese|das
    {want} ..1 auf|in keiner|keine|nicht ..2 {list}|stehen
    behaltet|behalten|speichert|speichern|nutzt|nutzen|verwendet|verwenden ..2 mich|meine|uns ..1 {number}? ..1 nicht
    will|mochte|wunsche ..1 dass|das das|es|ihr|sie|diese ..3 aufhor*|endet|stoppt|unterlasst
    macht|machen|sorgt|sorgen ..1 dass|dafur|das ..3 aufhor*|endet|stoppt|schluss
    nummer|adresse|mail ..3 nichts ..1 zu suchen|verloren
    nie ..1 was|etwas|bei ..3 gekauft|bestellt ..4 warum|wieso|woher
    {texts} ..1 sind|ist mir|uns ..1 egal|wurscht|schnuppe|latte
    mir ..1 egal ..2 {remove}
    bin|steig|steige ich? ..1 raus|aus $
    ich trag|trage|melde mich ..1 ab|aus
    fuhl|fuhle ..1 mich ..2 belastigt|genervt|gestalkt
    ihr|sie spammt|spammen|zuspammt ..1
    ^ spammer|betruger|abzocker
    rechtliche schritte
    werde|werd ..1 euch|sie|dich|das ..1 melden|anzeigen|blockieren|sperren
    feierabend|finito|ende|aus mit ..1 den|euren|der ..1 {texts}
    hier ist ..1 schluss
    sucht|such mich nicht|nie
    lass|lasst mich ..1 einfach? $
    dass|das ihr|sie ..1 mich ..1 kontaktiert|anschreibt|anruft|belastigt|nervt
    habe|hab ..3 nicht|nie erlaubt|genehmigt|gestattet|autorisiert
    {list} ..1 nehmen|nimmt|verlassen|loschen
    interessiert ..1 mich|uns nicht|null ..1 mehr
    nehmt|nimm|nehmen mich ..1 vonner|ausm|ausn|vom|von ..1 {list}
    nicht|nimmer ..1 bestellt|angefordert ..1 und ..1 will|mochte|brauche nicht|nichts|nix
    wie|wo|was ..6 stopp*|abstell*|abbestell*|abmeld*|kundig*|ausschalt*|deaktivier*|los|beend*|austrag*|loswerd*|abschalt*
    wie stelle|stell|stellt|schalte|schalt|melde|bestelle|werd|werde ..4 ab|aus|los
    stellt|stellen|stell|schaltet|schalten ..3 ab|ein|aus ..1 $
    abstellen|ausschalten|abschalten|deaktivieren|einstellen $
    {texts} ..2 abstellen|ausschalten|deaktivieren|einstellen|abschalten|stoppen|unterlassen|beenden
    konnt|konnen|konntet|konnten|kann ..4 lassen|aufhoren|unterlassen|abstellen|sein $
    lasst|lass|lassen|last ..1 den|die|das|diesen ..1 quatsch|scheiss|mist|kram|blodsinn|unsinn|muell|mull|spam
    genug ..1 {texts}
    eure|ihre|deine|eurer|die ..2 interessieren|interessiert ..1 mich|uns ..1 nicht|null
    interessieren|interessiert mich|uns ..2 null|nicht|kein*|uberhaupt $
    {want} ..2 nicht|nichts|nix ..4 horen|bekommen|erhalten|angeschrieben|kontaktiert|belastigt|haben|genervt
    {want} ..1 nicht ..2 mehr $
    absehen|abzusehen|absteht ..1 $
    sehen|seht|sieh ..3 von ..4 ab
    nehmt|nehmen|nimm|lasst|holt|schmeisst ..1 sie? mich|uns|mi ..3 raus|runter
    mich|uns|mi ..1 da|hier|dort raus|runter
    schreibt|schreib|schreiben|nerv|nervt|nerven|belastigt ..1 sie? wen|jemand|jemanden|andere|anderen|woanders ..1
    bin ..2 der|die falsche ..1 $
    ihr|sie ..1 habt|haben ..2 falschen|falsche|verkehrten $
    nicht|nie ..1 abonniert
    nicht mehr|langer ..1 kunde|kundin ..2
    ! nachstes|nachsten|naechstes|naechsten ..3 anzeig*|anwalt|polizei|blockier*|meld*
    zum letzten|hundertsten|dritten|zehnten $
    zum letzten ..1 {stop}|{remove}|abmelden
    letzte ..1 warnung|aufforderung
    ab|weg in|mit den|euch ..2 spam|mull|tonne|euch
    in den ..1 spam|papierkorb|mull mit
    schleicht|schleicht|schleich|schleichts|schleichen euch|eich|dich|sie
    wui|mog|mag i|ich? ..1 ned|net|nicht
    will|wui|mog|mochte i|ich ..1 ned|net|nimma
    geht|geh ..1 sterben|weg|scheissen|kacken
    schert|scher euch|dich|sie
    zum teufel
    gemeldet ..1 als|und|bei|wegen
    als spam ..1 gemeldet|markiert|melden
    ^ gemeldet|blockiert ..1 und ..1 gemeldet|blockiert $
    untersag*|verbiet*|verbitt* ..1 mir|ihnen|euch|die|jede|jegliche
    fordere ..2 auf ..5 unterlassen|loschen|aufhoren|einzustellen|stellen
    {want} ..2 raus ..1 aus|hier|da|$
    {want} hier|da ..1 raus|weg|runter
    kein|keine|keinen|null|kaum bedarf|interesse|bock|verwendung|intresse ..1 $
    kein|keine ..1 interesse ..2 bitte|danke|mehr
    hier wohnt|lebt|gibt|ist|arbeitet ..2 kein|keine|niemand|nicht
    nummer ..1 gehort|ist nicht|jetzt ..1 mehr
    nicht mehr ..1 die|meine|seine|ihre nummer
    in der nummer|adresse geirrt|vertan
    schon|bereits|jetzt ..2 dreimal|zweimal|mehrfach|mehrmals|abgemeldet
    dreimal|zweimal|mehrfach|mehrmals ..2 abgemeldet|gesagt|gebeten|gekundigt|geschrieben
    trotz ..1 abmeldung|kundigung
    immer noch ..3 {texts}
    keine weiteren|weitere {texts}
    {texts} ..1 nicht|un erwunscht|gewunscht
    haus|wohnung|auto ..2 verkauft ..3 keine
    ich kauf*|kaufe nichts|nix ..1
    einstellung|unterlassung ..2 {texts}|kontakt*
    wer seid|sind|bist ihr|sie|du ..4 loschen|ruhe|lasst|aufhoren|weg
  `,
  goods: `
    bestellung bestellungen termin termine buchung buchungen reservierung flug fluge artikel produkt produkte position tisch zimmer
    lieferung paket pakete zwiebeln zwiebel gebuhr mahngebuhr rechnung zahlung zahlungen karte karten vertrag strom gas internet
    versicherung reise kurs platz bruder schwester konto auto wagen kfz hund einfahrt hotel miete fitnessstudio handyvertrag fernseher gez
    foto ticket tickets besuch zeitung training heizung antibiotikum antibiotika tabletten medikament warenkorb parkplatz handy leitung
    matratze urlaub hochzeit ausflug
  `,
  done: `
    storn* losch* streich* streichen entfern* kundig* kundige abmelden abmeldung abzumelden absag* absagen beend* beenden gesperrt blockier*
    blockiert austragen abbestell* abbestellen absetzen melden melde meldet nehmt nehmen nimm
  `,
  days: `
    heute morgen montag dienstag mittwoch donnerstag freitag samstag sonntag woche abend nachmittag
  `,
  others: `
    ^ keine|kein {texts} bekommen|gekriegt|angekommen $
    habe|hab keine|kein ..1 {texts} ..1 bekommen|erhalten|gekriegt
    lese|lesen|checke|beantworte|sehe ..2 keine|kein|nicht ..2
    versehen ..2 abgemeldet ..4
    wie stopp* ..1 ich ..1 den|die|das|eine|einen ~{texts}
    nicht ..1 aufzuhoren
    {write} ..1 den|die|das|dem|meinen|meine ~{texts}|{list}
    halt*|stopp*|stoppen ..1 vor|hinter|am|an|bei
    {remove} ..2 zweite|zweiten|ersten|dritten|letzten
    zweite|zweiten|ersten|dritten ..2 {remove}
    absag*|storn*|abmelden|verschieb* ..2 {days}
    {days} ..2 absag*|storn*|abmelden|verschieb*
    ^ nicht aufhoren
    nicht|nie aufhoren ..1 mit|zu|ihr|damit
    ! nicht anrufen lieber|sms|mail|schreib*|nur
    sms|mail|nachricht|email ..1 reicht
    storen aber
    hor|hort|horen ..1 auf ..1 😂|🤣|haha|lol
    stopp|stop ..1 😂|🤣|haha|lol
    {elsewhere} ..4 abmelden|kundig*|abbestell*|losch*
    abmelden|kundig*|abbestell*|losch* ..3 {elsewhere}
    das|es|mir ..1 reicht mir
    reicht ..1 fur|auch|das|dann|locker
    reicht mir ..2 buche|nehme|komme|so
    schluss mit lustig|rauchen
    alte|alten|vorherige|doppelte|doppelten ..2 {remove}
    {remove} ..2 alte|alten|vorherige|doppelte|doppelten
    stort|storen nicht
    {write} ..2 nicht|nie vor|nach|um|am|wahrend|zwischen|auf
    nicht vor|nach|zwischen ..2 {write}
    nicht mehr als|notig|da|weh|heute
    tut nicht mehr
    nicht ..1 mehr ..1 notig|hoch|weiter
    nicht auf ..1 zu
    spam|spamordner ..1 gefunden|gelandet
    im spam|spamordner
    will|mochte|brauche|brauch kein|keine|keinen ~{texts}|weitere|weiteren|mehr|werbung|kontakt|eurer|ihrer|von|post
    will ..2 verpassen|verlieren|warten
    bekomm*|krieg*|erhalt* ..3 keine|nicht|nimmer|nix
    wieso|warum ..4 nicht|keine mehr
    stopp an|am|bei|auf
  `,
};
