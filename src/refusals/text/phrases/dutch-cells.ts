/** What Dutch has of the frames and words that another language has; see `dutch.ts` for the other classes. */
import type { Cells } from './phrases.ts';

export const dutchCells: Cells = {
  classes: {
    texts: 'kortingsbonnen kortingen acties bonnen folders folder uitnodigingen enquetes rooster roosters sms',
    number: 'nummer naam mail email mailadres adres gegevens telefoonnummer data 06 contact',
    accident: 'ongeluk abuis perongeluk perabuis vergissing',
    doubtful: 'spam phishing oplichting nep scam fraude',
    says: 'zegt zei zeggen riep vindt',
    people: 'moeder mama vader papa vrouw man dochter zoon kinderen ouders familie oma opa collega',
    send: 'sturen stuur stuurt bellen bel belt mailen mail mailt appen app appt smsen sms contacteren contacteer contacteert benaderen benader benadert schrijven schrijf schrijft lastigvallen lastig val spammen spam storen stoor bestoken bestook zenden zend toesturen whatsappen whatsapp zeuren versturen verzenden opbellen aanschrijven',
    quit: 'stop stopt stoppen houd hou houdt houden ophouden kap kapt kappen staak staakt staken',
    asked: 'gezegd gevraagd gemeld verzocht aangegeven gezegt',
  },
  refusal: `
    hou|houd|houdt|houden ..1 u? ..1 op met ..3
    {quit} ..1 op? met ..3 {send}|zeuren|onzin|{texts}
    {quit} ..1 het versturen|sturen|verzenden|toezenden ..2
    {send} ..1 {me} ..2 niet|nooit ..1 meer|langer|weer
    val|valt|vallen {me} ..2 niet|nooit ..1 meer|langer|lastig
    val|valt|vallen ..1 mijn ..1 {people} niet|nooit ..1 meer|lastig
    {send} ..1 mijn {people} ..1 niet|nooit ..1 meer
    {quit} ..2 mijn {people}
    verlies|vergeet|schrap|wis|verwijder|blokkeer|verscheur|gooi|delete ..1 mijn|dit|m ..1 {number}
    verlies|vergeet|schrap|wis|verwijder|blokkeer|delete ..1 mijn|dit|m nummer|naam|mail|email|e-mail|mailadres|adres|gegevens|telefoonnummer|data|06
    zet|meld|laat|schrijf|haal|neem|streep {me} ..2 af|uit|van ..2 {list}|groep|bestand|systeem|database|$
    meld|zet {me} ..2 uit|af $
    niet|geen ..1 meer ..1 wil|wens|wensen|willen ..1 ontvangen|krijgen|horen
    hou|houd|houden {me} niet ..2 {list}
    hou|houd|stop ..1 op? ..1 mijn telefoon|inbox|mailbox ..2
    hier|thuis|niemand wil niemand? ..2 {texts}
    hoe|waar ..1 blokkeer|stop|zet|zeg|meld|schrijf|haal|krijg|kom|raak|schakel|verwijder ..2 dit|deze|die|berichten|sms|mails|me|mij|geen ..2 {texts}|af|uit|op|vanaf|vandaan|meer|$
    hoe ..1 meld je ..3 af
    hoe|wat ..1 kan|moet ik ..4 doen om ..4
    laat|laten ..1 jullie? ..1 {me} ..2 vrede|rust
    laat|laten mijn ..1 {people} ..2 rust|vrede
    nul ..1 {texts}
    weg met ..1 die|deze|dat|jullie ..1 {texts}
    mijn|m nummer|adres|mail|e-mail|email|gegevens ..1 nooit ..1 gegeven|achtergelaten|doorgegeven
    buik vol ..1 van
    klacht ..1 indienen|in
    ! ga|geef|zal ..1 jullie|u ..2 aangeven|aan|melden|rapporteren|blokkeren|blokken
    ! dien|doe ..2 klacht|aangifte ..1 in|tegen|bij|$
    ! ik|ga|ga blokkeer|blok|meld|rapporteer jullie|u|je|dit
    ! blokkeer|blok|meld|rapporteer jullie
    val dood
    hoepel op
    ^ opgedonderd|opgerot
    bek dicht
    zoek het ..1 uit ..1 $
    herroep*|intrek*|ingetrokken ..3 toestemming
    toestemming ..2 ingetrokken|intrekken|herroepen
    trek ..2 toestemming ..1 in
    stopzetten $
    {asked} ..2 dat|om|te|jullie ..4 niet|stoppen|stop|geen|ophouden|af|verwijder*
    zei ..1 dat jullie ..2 stoppen
    zei ..1 al|toch|dat ..1 stop|nee|niet
    {asked} ..1 te stoppen|verwijderen
    stop|staak|beeindig|zet|schakel ..2 verzending|versturen|toezending|toezenden ..2
    zet|schakel|doe ..1 deze|die|dit|jullie|de|al ..2 {texts} ..1 uit|stop|af
    zet|schakel|doe dit|dat ..1 uit|stop|af
    zet ..2 nieuwsbrief|mails|berichten|meldingen ..1 stop|uit
    staak ..1 dit|deze|die|jullie|alle
    wil|wens|wou|zou ..2 dat ..1 jullie|dit|het|je|u ..2 stopt|stoppen|ophoudt|ophouden|kappen
    wil|wens|wou ..2 uitgeschreven|verwijderd|afgemeld|geschrapt ..1 worden
    wil|wou|wens ..3 rust|af|eraf|eruit ..1 $
    wil ..2 van ..2 {list} ..1 af
    niet ..1 langer|meer ..1 {send}|gebeld|gemaild|benaderd|gecontacteerd|lastig|gestoord|geappt
    nooit ..1 meer ..2 {send}|{texts}
    geen|nooit ..2 {texts}|contact ..1 meer ..2
    hoef ..3 niet|geen ..2 meer ..1 $
    hoef ..2 geen|niet ..2 {texts}
    zit ..1 niet|geen ..1 te wachten ..1 op
    geen zin ..1 meer? in ..2 {texts}
    er ..1 klaar|genoeg ..1 mee|van
    helemaal klaar mee
    klaar met ..2 {texts}|jullie
    stop ..1 gestuurd|geappt|gemaild|getypt|gezegd|geantwoord|gereageerd ..3
    {quit} ..1 met ..1 die|deze|dat|jullie|al|de ..1 {texts}
    mijn|m ..1 {number} ..1 wissen|verwijderen|schrappen|weghalen|deleten|vergeten
    niks|niets|nix ..1 meer ..1 {send}
    hoef|hoeven ..1 geen ..1 {texts} ..1 meer
    hoeft|hoeven ..3 niet|niets|niks ..1 meer ..2 {send}
    uit schrijven
    af melden
    voor de ..1 keer ..3 {quit}|niet|geen
    niet|geen ..1 meer ..1 klant|lid|geinteresseerd|bij ..5 {quit}|verwijder*|geen|haal
    krijg ..1 ze|het|dit|jullie ..1 nog|nogsteeds ..1 steeds
    blijven|blijf ..2 {send} ..2 terwijl|ondanks|na|hoewel|maar
    dit|dat ..1 het? ..1 laatste ..1 {texts} ..1 is|was|zou ..3
    laatste ..1 {texts} ..2 dat ik ..2 krijg|ontvang
    geen reden|zin|nut ..6 {send}|contact
    ^ geef|geeft het ..1 op $
    bespaar ..3 moeite|tijd|geld
    prullenbak|prullenmand ..1 in|$
    waarom krijg|ontvang ..5 nog ..1 steeds|altijd
    laatste waarschuwing
    beschouw dit ..2 afmelding|opzegging|uitschrijving
    niks|niets|geen meer van ..1 dit|deze|jullie|die|dat|u
    heb|had ..3 afgemeld|uitgeschreven|opgezegd ..5 door|toch|nog|steeds|blijven|weer
    ontvang|krijg ..1 liever geen|niets|niks ..2
    liever|graag geen ..1 {texts}|contact ..1 meer
    geen contact op
    neem|nemen|neemt ..1 geen ..1 contact
    kap|stop|hou ..1 eens met
    kom ..2 lijst ..3 haal|eraf|verwijder*
    niemand ..2 op te wachten
    hier wil|hoeft niemand ..2
    niemand hier wil ..2
    gebruik|gebruikt ..2 niet ..1 meer ..1 $
    blokkeer ..1 mij|me ..2 systeem|{list}|nummer|$
    ! dit ..1 het ..1 laatste ..1 {texts} ..3
    ontvang ..1 liever ..1 geen ..1 {texts}
  `,
  otherwise: `
    {send} ..1 {me} ..1 niet ..1 vandaag|nu|morgen ..2 morgen|later|liever|kan
    heb|hebben geen {texts} meer ..1 hoe|waarom
    niet stoppen ..3
    stop niet
    blijf ..3
    zoon|alarm|bus|halte|telefoon|regen|auto|trein|dochter|lift stopt|stopte ..3
    ga zo door
    krijg|kreeg|ontvang ..1 geen {texts} ..1 meer ..1
    heb ..3 {accident} ..3
    {accident} ..3 afgemeld|uitgeschreven|verwijderd|gewist|opgezegd|geblokkeerd
    heb ..2 {texts} ..1 verwijderd|gewist|gedelete
    is|zijn ..3 {doubtful} of ..2
    of is|zijn ..3 {doubtful}
    {people} ..2 {says} ..1 {quit} ..1 op? ..1 met ~{send}|{texts}|die|dit|deze|dat|jullie
    hou|houd|houdt op met ~je|u|uw|{send}|{texts}|die|dit|deze|dat|jullie|het|mij|me|mijn|al|ons|zeuren|onzin|lastigvallen
    moet|kan|hoe ik ~me|mij ..3 afmelden ..3
    afmelden ..1 bij|voor ..1 de|het|een ~{list}|{texts}
    hoe ..2 kom|kan ..3 weer op|aanmelden|bij
    waarom krijg|ontvang ..2 geen|niet ..3
    {people} ..2 {says} ..4 piekeren|zorgen
    weer toevoegen|opzetten|aanmelden
    telefoon ..1 leeg
    kwam|komt|kreeg|zie|vind ..2 geen|niets ..1 {texts} ..1 binnen|aan|$
    wachtlijst
    niet annuleren|vergeten|afzeggen
    vergeet ..1 niet
    verlenging
    hoe voorkom ik ..3
    er is|was niemand
    is|was niemand
  `,
  welcome: `
    weer toevoegen|opzetten
  `,
};
