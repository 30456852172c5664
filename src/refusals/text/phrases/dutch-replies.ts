/** More of how people say no in Dutch, by what is said; see `dutch.ts` for the classes. */
import type { Replies } from './phrases.ts';

export const dutchReplies: Replies = {
  strangers: `
    verkeerd|verkeerde|fout|foute nummer|persoon|iemand $
    heeft|hebt|hebben|heb ..2 de|het verkeerde|verkeerd $
    heeft|hebt|hebben|heb ..2 verkeerde|verkeerd nummer|persoon
    verkeerd|verkeerde nummer|persoon ..2 {remove}|stop|niet
    hoe|waar|waarom ..5 mijn|dit ..1 nummer|mail|mailadres|email|gegevens|adres|e-mail
    wie ..5 mijn|dit ..1 nummer|mail|mailadres|email|gegevens|adres|e-mail
    nooit|nergens ..4 aangemeld|ingeschreven|gevraagd|opgegeven|geabonneerd|toestemming|akkoord
    niet ..3 aangemeld|ingeschreven ..1 voor|bij|hiervoor|$
    niet ..1 om ..1 gevraagd
    geen|nooit ..3 toestemming|akkoord
    zonder ..2 toestemming
    ken ..2 jullie|u|je ..1 niet
    is niet ..1 meer? ..1 mijn|zijn|haar|het nummer
  `,
  anger: `
    {texts} ..2 storen|irriteren|vervelen|ergeren ..1 mij|me|ons
    tyf|tief|rot|donder|flikker|pleur|lazer|sodemieter|oprot|kanker|tering|mieter ..2 op
    ^ ga|gaat ..1 weg $
    interesseert|boeit|interesseren {me} ..2 niet|niks|geen
    zei|zeg|gezegd|zeiden ..2 nee
    nee ..1 gezegd
    nee is|betekent nee
    hoe vaak ..6 nee|zeggen|vragen|afmelden|stop
    ! schakel|bel|neem|haal ..4 advocaat|politie
    ! mijn advocaat ..3 neemt|contact|komt|gaat|schrijft
    ! doe|ga|doen ..3 aangifte
    ! dan|anders|of ..4 aangifte|politie|advocaat|melding
    ! meld|rapporteer ..1 jullie|dit $
    ! meld|rapporteer ..1 jullie|dit ..2 bij|als
    {want} ..1 niks|niets|geen $
    {want} ..1 niks|niets ..2 van|met|meer
    {texts} ..6 {want} ..1 ze|die|dit|het niet
    {want} ..1 ze|die niet $
    zat|beu|moe|ziek|gek ..1 van ..3 {texts}|dit|jullie|al
    {texts}|jullie ..2 zat|beu|spuugzat $
    hou|houd|hou je|jullie ..1 bek|kop|mond|smoel
    val|vallen|valt ..1 {me} ..2 lastig
    lastig ..1 valt|vallen|gevallen
    laat|laten ..1 {me}|ons ..3 rust
    genoeg van ..2 {texts}|jullie
    irritant|vervelend|hinderlijk ..2 {texts}|dit|afmelden|stop
    {texts} ..3 irritant|vervelend|hinderlijk|storend
    blokkeer ..1 jullie|je|dit|u
    jullie|je|u geblokkeerd
    heb ..2 geblokkeerd
    geen intresse ..1 $
    geen zin|behoefte|trek ..1 in|aan|meer|$
    wegwezen|opzouten|oprotten|opdonderen
    loop ..1 naar|heen
    bekijk het
    stik ..1 er|$
    graag|verzoek ..1 niet|geen ..1 meer
    niet meer gewenst
    niet ..1 gewenst|welkom $
    ongewenst*|ongevraagd*
    ik|we hoef ..3 {texts} niet
  `,
  requests: `
    mijn ..1 {number} ..1 uit|van ..2 {list}
    uitgeschreven|afgemeld|verwijderd worden
    hou|houd|bewaar|bewaren|gebruik {me}|mijn ..2 niet ..1 op|meer|$
    bewaar|gebruik|bewaren mijn ..1 {number} niet
    zorg|zorgen ..1 dat ..2 stopt|ophoudt|afgelopen
    wil ..1 dat ..2 stopt|ophoudt|stoppen|ophouden
    nummer|adres|mail hoort|staat|moet ..1 daar|hier ..1 niet
    nooit ..1 iets|wat ..2 jullie|u gekocht|besteld ..4 waarom
    {texts} ..1 boeien|interesseren {me} niet
    niet opnieuw|weer|nogmaals|nog ..1 sturen|mailen|appen|bellen
    staak|staken ..1 alle|deze|de|het ..1 communicatie|{texts}|contact
    juridische|gerechtelijke|wettelijke stappen|actie|acties
    ^ laat me|mij $
    ^ laat me|mij gaan $
    neem ..2 geen|nooit ..2 contact
    niet dat ..1 jullie|u|je|ze ..1 contact|mij|me|mailen|bellen|sturen|appen
    mag|mogen|kan|kunnen ..1 {me} ..2 verwijderen|uitschrijven|schrappen|halen
    klaar met ..1 die|deze|jullie|al ..1 {texts}
    hier stopt|eindigt ..1 het
    stoppen ..1 hoor|nou|nu|aub
    nu stoppen
    ik stap|ben ..1 eruit
    voel ..1 me ..1 lastig*|gestalkt|belaagd
    ^ spammers|spammer|oplichters|oplichter
    niemand ..1 hier? wil|vraagt|zit ..2 {texts}
    op ..1 geen ..1 enkele|jullie lijst
    nooit ..3 nummer|gegevens|mail|adres ..1 gegeven
    niet|nooit ..1 toegestaan|goedgevonden|toegelaten
    aan mijn ..1 {number} ..4 {remove}|stop
    lijst|groep verlaten
    afmelding ..2 {texts}|$
    genoeg van ..1 dit|deze|die $
    hoe|waar|wat ..5 stop|stoppen|uitzetten|afmelden|uitschrijven|stopzetten|afsluiten|blokkeren|opzeggen|vanaf ..1 ik? ..2 dit|deze|die|hiermee|dat|{texts}|$
    hoe|waar zet|kom|meld|stop|schrijf ..3 uit|vanaf|af|stop|dit|deze
    zet|zetten ..3 meldingen|notificaties|berichten|alerts ..1 uit|stop
    kan|kunnen|kunt ..1 dit|die|jullie|hiermee|u ..1 stoppen|ophouden
    hou|houd|houden ..2 daar|hier|er ..3 mee ..1 op
    hou|houd|houdt ..4 op ..1 $
    genoeg ..1 {texts} ..1 gehad|ontvangen|$
    genoeg ..1 gehad
    ik heb genoeg ..1 van|gehad
    jullie|je|u|jij ..1 zijn|bent|wat ..3 vervelend|irritant|opdringerig|lastig|hinderlijk|storend|vermoeiend
    jullie ..1 zeuren|zaniken|spammen|stalken
    laat ..4 met rust
    met rust ..2 gelaten|worden|laten
    iemand|een ander* ..1 anders? lastig*
    lastigvallen|lastigvalt|lastiggevallen $
    ^ optyf*|opgetief|opkank*|oprot*|oplazer*|opdond*|opflikk*|opsodem*
    krijg ..1 de|het|toch klere|tyfus|tering|pest|tiefus|kolere|rambam
    geen|nul|totaal|zero interesse|belangstelling|behoefte|zin|intresse ..1 meer|$
    nee ..1 ik? {want} ..1 dit|ze|die|dat niet
    {want} ..1 dit|die|ze|deze ..1 niet $
    ^ van|uit de|jullie|uw lijst|bestand|groep ..1 af? $
    ^ eruit|eraf $
    woont|is|werkt geen|niemand ..3
    hier woont ..1 geen|niet|niemand
    niet ..1 degene|diegene|persoon ..1 die
    ben niet ..1 wie|de persoon|degene
    al ..1 drie|twee|vier|tien|honderd|meerdere keer|maal ..3 afgemeld|gevraagd|gezegd|verzocht|uitgeschreven|gestuurd
    keer|maal afgemeld|uitgeschreven
    voor|dit de|is ..1 laatste ..1 keer
    laatste ..1 waarschuwing
    gemeld als|bij|en
    ^ gemeld $
    anders ..3 politie|aangifte|advocaat
    stap ..2 naar ..2 politie|advocaat|rechter
    nog|volgende een|een|1 ..1 {texts} ..4 aangifte|politie|blokkeer|advocaat|meld
    word ..2 niet ..1 goed|vrolijk
    wat een ..1 gezeur|gezeik|gedoe|spam|onzin
    streep|schrap ..1 {me} ..1 door|$
    liever ..2 niks|niets|niet|geen ..1 meer ..1 {texts}|ontvangen|$
    {want} ..2 niks|niets ..2 meer ..1 horen|ontvangen|$
    niet ..1 in geinteresseerd
    hoef ..1 dit|ze|deze|die|jullie ..2 niet
    verzoek ..4 wis|wissen|verwijder*|stop*
    trek ..2 toestemming
    geef ..1 geen toestemming|akkoord
    geen contact ..1 op|opnemen
    nooit meer ..1 {texts}|contact|iets|$
    {send} ..2 nooit ..1 meer
    ben|is al ..2 geen klant
    auto|huis ..2 verkocht ..4 geen|stop
    is niet ..2 nummer van
    niet meer van ..1 $
    dit nummer is niet
    stop met ..2 onzin|gezeur|zooi|ongein|{texts}|deze|die|dit
    kap|kappen|stop ..1 met ..1 die|de|dat|dit ..1 shit|zooi|troep|spam|onzin
  `,
  goods: `
    bestelling bestellingen afspraak afspraken reservering vlucht vluchten artikel artikelen product producten tafel kamer kamers bezorging
    pakket pakje ui uien boete factuur betaling betalingen kaart contract energie gas internet sportschool verzekering reis cursus plek
    broer zus rekening auto oprit deur foto bon hotel huur bezoek lijn ticket tickets kaartje pas verhuizing antibiotica pillen kosten
    papier huisnummer bankpas winkelwagen fiets
  `,
  done: `
    annuleer annuleren verwijder verwijderen haal halen opzeggen afzeggen zeg stoppen stop geblokkeerd blokkeer schrap afmelden wissen wis
    gooi vergeet uitschrijven
  `,
  days: `
    vandaag morgen maandag dinsdag woensdag donderdag vrijdag zaterdag zondag week vanavond middag
  `,
  others: `
    ^ zijn|is er? geen ..2
    hebben jullie geen ..2
    app|site|website|link|code werkt|doet ..1 het? niet ..1 meer
    in|aan ..4 hebben|heb we|wij|ik geen interesse|belangstelling
    lees|beantwoord|check ..2 geen|niet ..2
    geen ..1 {texts} ..1 gekregen|gehad $
    genoeg van dit weer
    stop ..1 bij|voor|naast|aan|hier ..1
    {remove} ..2 tweede|eerste|derde
    annuleer ..1 en ..1
    annuleer|annuleren|afzeggen|afmelden ..2 {days}
    {days} ..2 annuleer|annuleren|afzeggen|afmelden
    niet bellen sms|stuur|liever|app|mail|bericht
    bel me? niet stuur|sms|app|mail|liever|bericht
    sms|mail|appje|bericht ..1 is genoeg
    de app niet
    niet storen maar
    hou|stop ..1 op? ..1 😂|🤣|haha|lol
    {elsewhere} ..4 opzeggen|afmelden|uitschrijven
    opzeggen|afmelden|zeg|stoppen ..3 {elsewhere}
    stoort|stoor niet
    schrijf|haal|meld|zet {me} ..1 niet
    {remove} ..2 oude|vorige|dubbele
    laat maar
    stopt|stop er? niet
    stop|stoppen met roken|eten|drinken|lachen|werken|sporten
    niet stoppen ..1 met
    houdt|houd|hou niet op
    niet meer dan
    {want} ..1 geen ~{texts}|contact|meer|verdere|enkel|enkele
    bel|app|mail|sms|stuur|schrijf ..1 {me}? niet voor|na|op|tijdens|als
    genoeg ..1 voor|parkeer*|is|plek|ruimte
    twee|drie|kilo|groot ..1 is? genoeg
    krijg|ontvang ..3 niet|geen|nooit
    waarom ..4 niet|geen|meer
    spam gevonden|beland|zat|terecht
    in de spam|spambox
    schrijf ..1 {me} in
    geen pijn|vragen|kaartjes|kamers|ui|haast|code
    doet geen
    ga weg om|naar|rond|van|met
    overleden in|film
    liever|neem|contact ..1 op
    wie ..4 die|de korting
  `,
};
