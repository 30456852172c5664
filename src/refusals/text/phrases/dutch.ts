import type { Phrases } from './phrases.ts';

export const dutch: Phrases = {
  negators: 'niet geen nooit niemand zonder nie',
  negatesAfter: true,
  conditions: 'als wanneer waarom tot of hoezo',
  classes: {
    me: 'me mij ons hem haar',
    send: 'sturen stuur stuurt appen app appt bellen bel belt mailen mail mailt smsen sms sms’en bericht berichten lastigvallen contacteren contacteer contacteert benaderen benader zenden zend schrijven schrijf spammen spam storen stoor verzenden toesturen contact lastig appe',
    texts:
      'updates nieuwtjes tekstjes folders catalogi enquetes uitnodigingen acties kortingscodes rommel troep onzin zooi meuk mailings mailing reclames reclamemails nieuwsmails pushberichten whatsappjes whatsapps emailtjes advertentie promo promos marketing bericht berichten berichtje berichtjes sms smsjes smsen mail mails e-mail e-mails mailtjes reclame nieuwsbrief nieuwsbrieven advertenties aanbiedingen spam telefoontjes appjes apps meldingen notificaties promoties herinneringen post email emails tekst',
    remove: 'verwijder verwijdert verwijderen wis wist wissen schrap schrapt haal haalt halen gooi delete vergeet',
    mine: 'mijn dit m’n mn',
    number: 'nummer telefoonnummer gegevens adres mailadres emailadres data 06',
    list: 'campagne campagnes groep groepen register adressenbestand mailbestanden lijst bestand mailinglijst bestanden database systeem mailbestand adressenlijst lijsten mailinglist',
    stop: 'stop stopt stoppen ophouden kap kappen staak staken',
    want: 'wilde wilden wenste wil willen wens wensen hoef hoeven verlang',
  },
  refusal: `
    dit|dat is ..1 spam
    nummer is niet meer
    geen recht ..1 om
    gebruik ..2 nummer niet
    ik ga ..1 jullie|dit ..1 melden|blokkeren|rapporteren
    hoef dit|deze|jullie ..1 {texts}? niet
    uit te schrijven
    af te melden
    van ..2 {list} ..1 af|halen|verwijderen|gehaald|schrappen
    uit ..2 {list} ..1 halen|verwijderen|verwijderd
    geen interesse|belangstelling|behoefte ..1 in|aan|hieraan $
    hier geen interesse|behoefte
    geen toestemming
    zonder ..1 toestemming
    dit ..1 is niet ..3 nummer
    niet|nooit ..1 lastigvallen|storen|benaderen|benaderd
    kunt|kun|kunnen|zou|zouden|wilt|wil|willen ..5 stoppen|ophouden|verwijderen|uitschrijven|afmelden
    geen klant meer
    ben ..1 het|er|dit zat|beu|klaar
    klaar mee $
    wegwezen
    ophoepelen
    hou|houd|houdt ..3 op met
    hou|houd|houdt ..2 op $
    {want} ..2 niet|niets|niks ..1 meer ..2 van
    {want} ..4 af $
    {want} ..2 geen contact
    {send} ..2 niet|nooit ..1 meer
    niet ..1 meer ..1 {send}
    nooit meer ..1 {send}
    uitgeschreven $
    stop alles|allemaal
    {want} uit ..2 {list}
    bel|app|mail|sms|stuur ..1 {me} niet
    bel|app|mail|sms|stuur|benader niet ..1 meer
    onderneem ik stappen
    verzoek ..4 verwijderen|stoppen
    dan doe ik aangifte
    afmelden
    uitschrijven
    schrijf|schrijft ..1 {me} ..1 uit
    meld|meldt|melden ..2 {me} ..2 af
    meld|meldt ..2 af
    haal|haalt|halen ..1 {me} ..2 van|uit|eraf|af
    {me} ..2 van|uit ..2 {list} ..1 halen|verwijderen|schrappen|willen
    {remove} {me}
    {remove} ..1 {mine} ..1 {number}
    {mine} {number} ..1 verwijder*|wissen|te
    {remove} ..2 uit|van ..2 {list}
    gooi ..1 {mine} {number}
    laat|laten ..1 {me} ..2 met rust
    met rust laten
    stop|stopt|stoppen|ophouden|hou|houd|houdt|kap|kappen|nok|op ..1 hiermee|ermee|daarmee
    stop|stopt|stoppen|hou|houd|houdt|kap ..1 op? met ..3 {send}|{texts}|vallen|deze|die|dit|dat
    stop|stopt|stoppen|kap ..1 mee $
    stop|stopt ..2 {texts}
    met {send} ..1 stoppen|ophouden
    hou|houd|houdt ..1 op $
    hou|houd op met
    ophouden $
    ermee ophouden|stoppen
    kappen $
    kap ermee
    niet|nooit meer {send}
    {send} ..1 {me} niet|nooit ..1 meer
    {send} ..1 u? {me} niet|nooit
    {send} niet|nooit meer
    {send} ..2 niks|niets ..1 meer
    {send} ..2 geen ..2 {texts}
    geen ..1 {texts} meer
    geen ..1 {texts} $
    geen ..1 contact ..1 meer|met
    niets|niks meer $
    {want} ..2 geen|niet ..2 {texts}
    {want} ..3 niet ..1 meer ..1 ontvangen|krijgen|gebeld|benaderd|gecontacteerd|worden|gemaild
    {want} ..2 niet|geen ..1 meer? gebeld|benaderd|gecontacteerd|gemaild|gestoord|lastiggevallen
    {want} ..1 jullie ..1 {texts} niet
    {want} ..1 dit|deze ..1 niet ..1 meer
    {want} ..2 niks|niets ..1 van
    geen interesse|belangstelling|behoefte $
    geen interesse|belangstelling|behoefte ..1 in|aan ..1 jullie|uw|{texts}|deze
    niet geinteresseerd|geintresseerd $
    niet geinteresseerd in ..1 jullie|uw
    ^ verkeerd|fout nummer $
    verkeerd verbonden
    heeft|hebt|hebben|heb ..1 het|de verkeerde nummer|persoon
    verkeerd nummer ..1 niet|stop
    ken ..1 u|jullie|je niet
    hoe|waar|waarvandaan ..3 aan ..1 mijn nummer
    wie ..3 mijn nummer
    nooit ..1 aangemeld|ingeschreven|gevraagd|toestemming|opgegeven
    nooit om gevraagd
    zo|nu ..1 is het ..1 genoeg|klaar
    het|nou is genoeg
    genoeg geweest
    ! ga ..1 aangifte
    doe ..1 aangifte van|tegen|als
    ! dien ..2 klacht
    klacht indienen|in $
    dit|is ..1 stalken|stalking|intimidatie
    vallen|valt ..1 {me} lastig
    lastig ..1 vallen|gevallen
    trek ..2 toestemming ..1 in
    intrekken ..1 toestemming
    toestemming intrekken
    maak|maken bezwaar
    bezwaar tegen
    avg ..6 verwijder*
    rot|donder|flikker|sodemieter|flikkert|rotten|tief|pleur|optief ..1 op
    oprotten|opzouten|opflikkeren|opdonderen
    krijg ..1 tering|kanker
    {texts} ..1 zat|beu|spuugzat
    zat ..2 {texts}
    word ..1 gek van
    ^ geblokkeerd $
    ik blokkeer
    vergeet ..1 mijn nummer
    heb ..2 {texts} niet nodig
    geen ..2 {texts} nodig
    nieuwsbrief|mailing opzeggen|stopzetten
    opzeggen ..1 nieuwsbrief|mailing
    zeg ..2 nieuwsbrief ..1 op
    gooi ..2 weg
    uitschrijf* $
  `,
  alone: `
    stop
    stop ermee
    stop hiermee
    afmelden
    uitschrijven
    opzeggen
    ophouden
    genoeg
    kappen
    verwijderen
    hou op
    geblokkeerd
    spam
    opzouten
    geen interesse
    verkeerd nummer
    niet meer
    stoppen
    klaar mee
    nee stop
  `,
  unsure: `
    verkeerd|verkeerde|fout nummer
    ! ik heb ..2 verkeerd|verkeerde|fout nummer ..1 gebeld|gedraaid|gekozen|ingetoetst
    ! heb ik ..2 verkeerd|verkeerde|fout nummer ..1 gebeld|gedraaid|gekozen|ingetoetst
    ^^ nee $$
    aub|en|maar|dus stop
    te veel ..1 {texts}
    overleden
    avg
    {send} ..1 {me} niet
    aangifte
    abonnement opzeggen
    nu is het klaar
    laat maar $
  `,
  otherwise: `
    stop maar bij|in|op
    bij|aan|voor ..2 stoppen
    stop even|bij
    kan niet meer wachten
    bel|app|mail|sms|stuur ..1 {me} niet voor|na|op|tijdens
    krijg|ontvangen ..1 niet|geen
    stop|stopt om|in|niet
    stop|stopt de|het ~{texts}
    waar|wanneer|non stop|stopt
    stop niet met
    stopt niet
    stopcontact*|stoplicht*
    per ongeluk
    waarom ..3 uitgeschreven|afgemeld|verwijderd
    niet uitschrijven|afmelden
    annuleer|annuleren ..2 afspraak|bestelling|reservering|vlucht
    afspraak|bestelling ..2 annuleren
    doorgegeven|ingevuld|opgegeven
    verkeerde nummer ..1 doorgegeven|ingevuld
    het|heb verkeerde nummer doorgegeven
    verkeerd huisnummer
    {remove} ..2 artikel|kaart|pakket|ui|bestelling
    interesse in de
    bel ..1 niet op|voor
    bel ..1 me niet voor|op
    niemand
    jullie hebben me
    krijg|ontvang geen
    genoeg ruimte|voorraad|tijd|plaats
    dat genoeg
    niet genoeg
    geen idee|probleem|haast|tijd|vragen|plaatsen|ui|tasje|bon
    wachten zat
    het wachten
    zat in
    vergeet mijn bestelling
    nooit beter|meer zonder
    contract|energie opzeggen
    opzeggen energie
    aangifte gedaan
    zet ..3 uit
    uit eten
    kaart|weg ..1 geblokkeerd
    hou ..1 op de hoogte
    hou ..1 warm
  `,
  welcome: `
    vind ..2 leuk|fijn|top
    ga zo door
    meer ..1 {texts} $
    graag meer
    meer info
    weer aan
    aanmelden
    inschrijven
  `,
};
