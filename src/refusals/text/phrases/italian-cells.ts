/** What Italian has of the frames and words that another language has; see `italian.ts` for the other classes. */
import type { Cells } from './phrases.ts';

export const italianCells: Cells = {
  classes: {
    accident: 'sbaglio errore volere volerlo',
    doubtful: 'spam truffa phishing frode scam bufala',
    says: 'dice detto diceva dicono',
    wrote:
      'mandatemele assillate assillatemi tormentate tormentarmi infastidite infastidirmi spammate messaggiate insistete insista contattarci cercate cercatemi',
    write: 'tormentar* infastidir* infastid* tormenta* spamm* assilla* insist* messaggia* roba',
    people: 'madre mamma padre papa moglie marito figlia figlio figli nonna nonno famiglia suocera capo',
    mad: 'stuf* stanc* esasperat* esaurit* esaspera* sfinit* nause* pien* arcistuf*',
    asked: 'detto chiesto ripetuto scritto pregato avvisato spiegato segnalato',
    quitit: 'smett* finit* finir* finisc* piantat* cessat* cessa* evitat* evita* piant* ferm* interromp*',
  },
  refusal: `
    {quitit} ..1 di ..1 {write}
    la ..1 {quitit} ..1 di
    {quitit} ..1 con ..2 {texts}
    non|nn ..2 voglio|desidero|vogliamo|vorrei|intendo|gradisco|intenzione ..2 continuare|stare|essere|far|ricevere|che|avere|sentire|rimanere|restare ..3
    mi tolga|cancelli|rimuova|elimini|depenni|escluda|tolgano|cancellino ..2
    mi cancello|disiscrivo|tolgo ..1 $
    {stop} ..1 di? usare|utilizzare ..1 il mio
    fermat*|blocca*|ferma ..1 le|i|gli|l|la|questi|queste|vostr* ..1 vostr*? {texts}|invio
    come|dove ..1 mi ..1 cancello|disiscrivo|tolgo|rimuovo|elimino|levo
    come|dove ..2 annull*|disdic*|disatt*|disiscr*|blocc*|ferm* ..3 iscrizione|{texts}|servizio|$
    come|dove ..2 si? esce|esco|uscire|uscirne|esc|esci ..2
    mi lasci|lasciate|lascia|lasciatemi ..1 perdere|tranquill*|pace|stare|vivere
    lasciatemi|lasciateci|lasciami|lasci|lasciarmi ..1 perdere|tranquill*|stare|pace
    lasci*|lasciare mia|mio|miei ..1 {people} ..1 in? stare|perdere|tranquill*|pace
    non ..2 a mia|mio {people} ..1 piu?
    di ..2 a mia|mio {people} $
    {mad} ..1 di|dei|delle|del|della|da ..2 essere|ricevere|voi|tutti|tutte|vostr*|{texts}
    non|mai|ne ..2 dato ..1 il|la|mia|mio|nessun* ..1 mio? ..1 numero|email|mail|consenso|permesso|autorizzazione|indirizzo|contatto
    ! faccio|faro|fo causa
    ! mando|chiamo|contatto ..1 il? ..1 mio? avvocato|avvocato|legale ..1
    ! l avvocato
    andate|vai|vada|andatevene|va ..1 al|a|in diavolo|cagare|quel|inferno|fanculo|malora
    non|nn ..1 interess* ..1 buona|grazie|arrivederci|saluti ..1
    non|nn ..1 sono ..1 interess* ..1 buona|grazie|saluti ..1
    nessun|zero|nessuno interess*
    non ho ..1 interess* ..1 $
    nego|revoco|ritiro|oppongo|revocare|ritirare ..1 a|al|il|all ..1 mio? ..1 consenso|autorizzazione|trattamento|ricevere|invio
    fatemi|fammi|fateci|lasciatemi uscire|cancell*|togl*
    fermat*|ferma|blocca*|sospend*|interromp*|disattiv*|annull*|cessat* ..1 le|i|gli|l|la|questi|queste|tutti|tutte|questa|il|vostr* ..2 {texts}|invio
    {asked} ..1 di ..1 no|non|basta|smett*|cancell*|togl*|lasciar*|rimuov*|elimin*
    {asked} ..1 che ..1 non
    {asked} ..1 basta|no $
    quante volte ..3 {asked}|dir*|ripet*|chied*
    vorrei|voglio|desidero|chiedo|gradirei ..2 disiscriv*|cancellar*|essere|uscire|togliere|disdire|annullare|smettere ..3 {texts}|{list}|rimoss*|cancellat*|tolt*|iscrizione|disiscritt*|$
    voglio|vorrei|chiedo|pretendo|desidero ..1 che ..2 smett*|finia*|cancell*|togl*|non
    mai ..1 iscritt*|registrat*|chiest*|richiest*|autorizz* ..2 a|al|alla|questo|questi|niente|nulla|questa
    non ..1 rompet*|rompere|rompa|scocciat*|scocciar*
    basta ..1 {texts}
    non|nn usate|usare|utilizzate ..1 piu? ..1 il mio
    smett* di usare ..1 il mio
    niente ..1 piu? ..1 {texts}
    togl*|cancell*|elimin*|rimuov*|lev* ..3 numero|contatto|mail|email|nome|indirizzo ..1 dai|dalle|dalla|dal|da ..2
    oppongo a|al|all|alla ..2 {texts}
    ho|gia|volte ..2 mandato|scritto|inviato|risposto|digitato ..1 stop|basta ..3
    dis iscri*
    per ..1 ultima|terza|seconda|ennesima volta ..3 smett*|non|basta|cancell*|togl*|dico|chiedo
    non ..1 serve|occorre|bisogno ..3 {wrote} ..1 piu|ancora|altro|{texts}
    non ..1 serve|occorre piu ..1 che? ..1 {wrote}
    non ..1 sono ..1 piu ..1 client*|iscritt*|interessat*|socio|socia ..4 basta|smett*|cancell*|togl*
    continuate|continuano ..1 a ..2 nonostante|anche|dopo|ma|malgrado
    questo|questa|sia|fosse ..1 fosse|sia|l ultimo|ultima ..1 {texts}|volta ..4
    fosse ..1 l ultimo ..1 {texts}
    non c|ce e? ..1 motivo|ragione|senso|bisogno ..4 {wrote}|{write}|scriver*
    non ha senso ..3 {wrote}|{write}
    ^ arrendetevi|arrenditi|rassegnatevi $
    risparmiat* ..2 fatica|tempo|disturbo|sforzo
    dritti|dritto|direttamente|finiscono|finisce ..1 nel|nello|in|al ..1 cestino|spam|spazzatura
    perche ..2 ricevo|arrivano|continuo ..1 ancora ..2 {texts}|questi|queste|questa|sta|$
    non do|presto|darei|diamo ..1 il? ..1 mio? ..1 consenso|autorizzazione
    ^ ultimo avviso|avvertimento $
    ! prossim* ..1 {texts} ..6 avvocato|polizia|denuncia|legale
    consider* quest* ..2 disiscrizione|cancellazione|disdetta|rinuncia
    quante ..1 volte ..4 {asked}|dir*|ripet*|chied*
    qui|casa nessuno ..1 vuole|chiesto ..2 questa|questo|{texts}|roba
    nessuno qui vuole ..2
    bloccatemi|bloccami ..2 sistema|{list}|numero|$
    non usatelo|usarlo|usate|utilizzatelo|utilizzate ..1 piu
    ! questo|questa ..1 fosse|sia|e l ultimo|ultima ..1 {texts} ..3
  `,
  otherwise: `
    non ..1 mi? ..1 {wrote} ..1 sono ..1 in|al|occupat*|guidando|lavoro
    non ..1 mi? ..1 {wrote} ..1 preferisco|meglio|piuttosto ..1 un|messaggio|scriv*|mail|sul
    continuate|continua ..1 a ..3
    disiscritt*|cancellat*|rimoss* ..2 per sbaglio|errore
    per sbaglio|errore ..3 disiscritt*|cancellat*
    non smett*|ferm* ..1 di ..1
    non ..1 voglio ..1 disiscriv*|cancellar*|perdere
    smette di piovere
    {mad} di aspettare|lavorare|viaggiare|camminare
    come|dove ..2 annull*|disdic* ..2 {goods}
    pieno|piena di ~{texts}|voi|vostr*
    dove ..1 si? esce|esco
    ho|abbiamo ..1 cancellato|eliminato|perso|rimosso|annullato ..4 per|senza {accident}
    ho cancellato|eliminato|perso ..2 {texts}|codice
    per {accident} ..3 cancellat*|eliminat*|disiscritt*|tolt*
    e|questo|sara ..3 {doubtful} o
    o e|siete ..3 {doubtful}
    e ..1 una|uno? {doubtful} $
    {people} ..2 {says} ..1 di ..1 smett* ..1 di? ..1 ~{texts}|{write}|scriv*|chiam*
    avete|hai|hanno|ha ..1 levat*|tolt*|cancellat*|rimoss* ..2 dalla|dal|lista
    come ..2 torno|tornare|rientrare|riscriver*|reiscriver* ..2
    perche|come ..2 non ..1 ricevo|arrivano|mandate ..2 piu
    morto ..1 il|la|mio telefono|cellulare|batteria
    {people} ..2 {says} ..3 preoccup*
    me ne mandate|inviate|mandi ..2
    lista|elenco d attesa
    non annull* ..2
    non dimentic* ..1 di
    ferm*|blocc* il|la|l ..1 rinnovo|lavatrice|allarme|musica
    non ..1 arrivato|arriva|ricevuto ..1 nessun
    fermat*|ferma|blocc* la|il|l ..1 spedizione|consegna|ordine|pagamento|pacco
    non ricevo|riceviamo|arrivano piu ..3
  `,
  welcome: `
    rimettermi|rimettetemi|rimettimi|reinserirmi|reinseritemi
  `,
};
