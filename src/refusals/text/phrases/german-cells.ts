/** What German has of the frames and words that another language has; see `german.ts` for the other classes. */
import type { Cells } from './phrases.ts';

export const germanCells: Cells = {
  classes: {
    accident: 'versehentlich versehen ausversehen unabsichtlich irrtumlich irrtum',
    doubtful: 'spam betrug phishing abzocke fake scam',
    says: 'sagt sagte meint meinte sagten',
    write:
      'anzuschreiben anzurufen anzumailen zuschreiben anquatschen anquatscht vollquatschen antexten texten textet belabern belabert anpingen anklingeln zutextet',
    texts:
      'infos informationen gelaber geschwafel werbeanrufe pushmeldungen meldungen mitteilung infobriefe rundbriefe',
    remove: 'werft wirf werfen schmeisst schmeiss schmeissen holt hol holen nehmt nehmen',
    number: 'handy profil eintrag namen name mobilnummer',
    people: 'mutter mama oma vater papa frau mann tochter sohn kinder eltern familie schwiegermutter chef kollegen',
    take: 'nehmt nehmen nimm werft wirf werfen schmeisst schmeiss schmeissen holt hol holen streicht streich streichen loscht losch loschen entfernt entfern entfernen tragt trag tragen nehmts haut kickt kick',
    out: 'raus runter aus ab heraus draussen weg',
    asked: 'gesagt gebeten aufgefordert geschrieben mitgeteilt erklart verlangt',
  },
  refusal: `
    ! {write}|ruf|ruft|rufen|rufe ..2 heute ..1 nicht an? und ..2 nie|niemals|nimmer
    meld|melde|melden|meldet {me}|mi ..2 ab
    {take} ..1 sie? {me} ..3 {list}|gruppe
    {take} sie? mich|uns|mi ..2 {out} $
    {texts} ..2 nicht mehr ..2 bekommen|erhalten|haben|empfangen
    vergesst|vergessen|vergiss|verlier|verliert|sperrt|sperren|tilgt|tilgen ..1 sie? ..1 meine|diese|meinen|mein ..1 {number}
    nicht ..1 nochmal|nochmals|erneut ..2 {write}|an|$
    {write} ..3 ja|bloss nicht ..1 nochmal|mehr|wieder|an|$
    {write} ..3 auf keinen fall
    {want} ..3 abgemeldet|ausgetragen|geloscht|gestrichen|entfernt|rausgenommen ..1 werden|sein
    hier ..1 will|mochte|braucht niemand ..2 {texts}
    {want} ..3 ruhe gelassen
    {want} ..2 meine? ruhe $
    {want} ..1 dass ..2 aufhort|aufhoren|damit|schluss|endet
    mag ..1 dass ihr|sie ..2 aufhort
    wie|wo|wann ..1 komme|komm|komm|kommt|kommen ..2 von|aus ..3 {list}
    wie|wo ..1 komme|komm ich|man ..2 raus|runter|weg
    wie|wo ..1 schalte|schalt|stelle|stell|melde|trage|bestelle|kriege|krieg|werde|werd ..4 aus|ab|weg|los
    wie ..1 bekomme|kriege|erhalte ich ..2 keine|nichts ..3
    wie|was ..2 kann|muss|soll ich ..3 damit|dass ..4 aufhort|aufhoren|nicht|keine|endet
    es satt
    satt ..1 $
    meine nummer|adresse|mail|daten nie|niemals|nicht ..1 gegeben|herausgegeben|angegeben|hinterlassen|erlaubt
    ziehe|zieh ..2 einwilligung|zustimmung|erlaubnis|genehmigung ..2 zuruck
    zuruck ..1 ziehen ..1
    {asked} ..2 aufhor*|unterlass*|nicht|keine|nichts|stopp*|losch*|streich*
    um ..1 loschung|abmeldung|austragung|streichung ..1 gebeten
    wie oft ..6 noch|sagen|schreiben|bitten|erklaren|abmelden
    hier gibt|lebt|wohnt ..2 keinen|keine|niemanden ..1
    ihr|sie hor|hort|horen auf
    lass|lasst|lassen ..1 sie? ..1 meine|unsere ..1 {people} ..2 ruhe|frieden|zufrieden
    {write} ..1 sie? ..1 meiner|meine|meinen ..1 {people} ..1 nicht|nie ..1 mehr
    {stop} ..3 meine|meiner ..1 {people}
    abmelden|austragen|loschen|entfernen|streichen ..1 bitte $
    bitte ..2 abmelden|austragen|entfernen|streichen $
    kein|keine|keinen ..2 mehr von ihnen|euch|dir $
    keine|kein|keinerlei {texts} mehr
    keine|kein weiteren|weitere|weiterer ..1 {texts}
    {want} ..3 keine|keinen|kein ..1 kontakt ..1
    fickt|leckt|verpisst|schleicht euch|mich
    {want} ..2 nicht ..1 langer ..3
    ab ..1 sofort|jetzt ..1 nicht|keine ..2
    keine|kein lust|bock|nerv ..2 {texts}|mehr|auf
    hab|habe ..2 genug|voll|satt ..1 von ..2
    hab|habe ..1 die? ..1 schnauze|nase|faxen|hals
    beenden|beendet|stoppen|stoppt|unterlassen|unterlasst ..1 sie? ..2 versand|zusendung|zusendungen|werbung ..2
    keine|kein|keinerlei ..1 {texts} ..1 an|auf|aufs|ans|per|uber|zu|in|furs
    stopp|stop ..1 geschickt|gesendet|geschrieben|geantwortet|getippt
    ab melden|bestellen
    aus tragen
    zum ..1 mal ..3 {stop}|nein|nicht|keine|abmelden
    nicht ..1 mehr ..1 kunde|kundin|mitglied|interessiert ..4 {remove}|{stop}|abmelden|keine
    braucht|brauchen|musst|mussen ..1 {me} ..2 nicht|nichts|keine ..1 mehr|{texts}
    {number} ..2 aus ..3 {list}|system
    kein|keine ..1 gutscheine|rabatte|coupons|umfragen|prospekte|einladungen ..1 mehr
    schreibt|schickt|sendet|macht ihr ..1 immer noch|weiter
    die|das ..1 letzte ..1 {texts}|mal ..2 ware|ist|war|sein ..3 bekomme|erhalte|$
    ware wenn das|dies ..2 letzte ..1 {texts}
    dankbar|froh ..2 das|dies ..2 letzte ..1 {texts}
    kein|keinen|keinerlei grund|anlass|sinn ..4 {write}|kontakt*
    ^ gebt|geben|gib ..2 auf $
    spart|spar|sparen|erspart ..2 muhe|zeit|porto|arbeit|aufwand
    landet|landen|fliegt|wandert|kommt ..3 mull|papierkorb|tonne|spam
    wieso|warum ..6 bekomm*|krieg*|erhalt* ..2 {me}|ich|das|die|wir ..2 immer|noch ..1 noch|$
    nichts|nix|keine mehr davon|hiervon
    ^ letzte warnung
    betracht* ..1 sie? ..1 das|dies ..2 abmeldung|kundigung|widerruf
    will|braucht|mochte|mag|bestellt ..1 hier keiner|niemand
    hier ..1 will|braucht|mochte ..1 keiner|niemand
    nutzt|nutzen|verwendet|verwenden|benutzt|benutzen ..1 sie? ..1 die|diese|sie|meine? ..2 nicht mehr
    sperrt|sperren|blockiert ..1 sie? ..1 mich ..2 system|{list}|nummer|$
  `,
  otherwise: `
    {write} ..2 heute nicht ..1 an ..2 morgen|spater|lieber
    {write}|ruf|ruft|rufen|rufe ..2 heute ..1 nicht an?
    ich|wir habe|hab|haben|bekomme ..1 keine {texts} mehr
    nicht ..1 anrufen|anruf|telefonieren ..1 bin|wir|ich ..2 meeting|arbeit|besprechung|termin|unterwegs|auto
    nicht anrufen bin|ich|wir|lieber|sondern|nur
    regen|bus|alarm|baularm|haltestelle|handy|kind|hund|wetter|baustelle|stau|larm nervt ..2
    genug|schluss mir so
    {elsewhere} satt
    satt und zufrieden
    bin|sind|war satt
    {write} ..3 nicht ..1 {days}
    {accident} ..3 abgemeldet|abbestellt|geloscht|ausgetragen|gekundigt|blockiert|weggeklickt
    habe|hab ..3 geloscht|verloren|weggeklickt|uberlesen ..1
    ist|sind ..3 {doubtful} oder ..2
    oder ist|seid|sind ..3 {doubtful}
    ist das|dies|die ..3 {doubtful} $
    {people} ..2 {says} ..3 lass|lasst|hor|hort|stopp es|auf|das $
    wie ..2 komme|komm|kann ..3 wieder rein|anmelden|drauf
    warum|wieso ..3 ich|wir keine|nichts|nicht ..2 mehr
    abmelden|abmeldung ..1 beim|fur|bei der? ~{list}|newsletter|{texts}|euch|ihnen
    aufhoren mir|mich sorgen|gedanken|aufzuregen
    {people} ..2 {says} ..2 soll|solle|sollen aufhoren
    wieder aufnehmen|eintragen|draufsetzen|dazu
    kam|kommt|kamen|ging|geht ..2 keine|kein|nichts ..1 {texts} ..1 an|$
    warteliste
    nicht stornieren|absagen|vergessen
    vergesst|vergiss|vergessen ..1 sie? nicht
    garantieverlangerung|verlangerung
  `,
  welcome: `
    wieder aufnehmen|eintragen|draufsetzen
    mich|uns wieder ..1 auf
  `,
};
