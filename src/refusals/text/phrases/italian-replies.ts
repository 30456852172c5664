/** More of how people say no in Italian, by what is said; see `italian.ts` for the classes. */
import type { Replies } from './phrases.ts';

export const italianReplies: Replies = {
  strangers: `
    sbagliat*|sbagli* ..2 numero|persona|destinatario|contatto
    numero|persona|destinatario|contatto sbagliat*|errat*
    non sono ..4 sbagli*
    chi|come|dove ..5 dato|avuto|preso|trovato|avete|hai|ha|ottenuto ..2 mio|mia|miei|questo ..1 numero|mail|email|contatto|dati|cellulare|indirizzo
    mai|non ..3 iscritt*|registrat*|abbonat* ..1 a|da|ad ..2
    mai ..3 iscritt*|registrat*|abbonat*|autorizzat*|acconsentit*|chiest*|richiest*
    non ..2 chiest*|richiest* ..1 niente|nulla|questi|queste|questo|nessun*|{texts}|io
    non ..2 autorizzat*|acconsentit*
    mai|non ..3 dato ..2 consenso|autorizzazione|permesso|numero|mail
    non vi|la|ti conosco
    non e ..1 piu? ..1 il? ..1 suo|mio numero
    senza ..1 mio ..1 consenso|autorizzazione|permesso
  `,
  anger: `
    {texts} ..2 disturbano|infastidiscono|stancano|stufano|scocciano
    sporgo|sporgero|presentero|faro|faccio|presento ..1 denuncia|querela
    ^ non piu $
    ^ ora|ok|adesso|allora|e basta $
    detto ..1 di? no
    no e|vuol|significa ..1 no
    quante volte ..6 no|dire|dirvi|dirlo|chieder*|ripeter*|basta
    ^ stufo|stufa|stanco|stanca|arcistufo $
    non|nn voglio ..1 nulla|niente|nient $
    {texts} ..6 non|nn ..1 li|le|lo|vi|ne ..1 voglio|sopporto|chiedo
    essere|venire|esser ..1 piu? rimoss*|tolt*|cancellat*|eliminat*|disiscritt*|depennat*
    non ..3 essere|venire ..1 piu ..1 contattat*|disturbat*|chiamat*|importunat*
    possibile ..2 rimoss*|cancellar*|smetter*|toglier*
    interromp*|sospend*|cess* ..3 invi*|{texts}|contatti
    rotto|rompi|rompete|rompere|rompa|rottura ..2 palle|scatole|coglioni|cazzo|ovaie|anima
    avete|hai|mi ..1 rotto $
    non|nn ne posso|voglio piu
    fuori|via dai|dalle ..1 piedi|coglioni|palle|scatole|lista
    sparit*|sparisci|andatevene|vattene|levatevi|smammate
    toglietevi|levatevi dai|di ..1
    vaffa*|fottiti|fottetevi|affanculo
    andate|vai|va ..1 a ..1 quel|cagare|fare|farvi|farti|fanculo|diavolo|stendere
    ! vi|ti|la|li segnalo|segnalero|denuncio|denuncero|denunzio|querelo|blocco|bloccero
    ! segnal*|denunci*|querel*|reclam* ..4 garante|privacy|polizia|postale|carabinieri|agcom|spam|molestie|stalking
    ! mio avvocato ..3 contatt*|sentir*|scriver*|vi
    ho|abbiamo ..1 bloccat* $
    vi|ti ho|abbiamo ..1 bloccat*
    ne ho ..1 abbastanza|piene
    stuf*|stanc*|satur* ..1 dei|delle|di|del ..3 {texts}|ricevere|questi|queste
    mi ..1 date fastidio
    fastidio ..1 $
    non ..1 intendo|desidero|voglio|vorrei ..2 piu ..3 {texts}|ricever*|essere|niente|nulla|sentir*
    non ..1 insist*|rompa|scocciat*|seccat*|importunat*
    mi ..1 avete|state ..1 scocciat*|seccat*|stufat*|rotto|rompendo|infastidendo|importunando
    non ..1 mi interess* ..1 $
    non mi interessa ..2 {texts}|nulla|niente|vostr*
    lasciat*|lasci* ..1 mi? ..1 in pace|stare $
  `,
  requests: `
    annull*|disdi*|cancell* ..1 mio abbonamento ..2 {texts}
    non includ* ..4 invii|{texts}|{list}|campagne
    esclud* ..1 dalle|dalla|da|dai
    fuori|via dal|dalla ..1 mio|mia
    non ..1 voglio ..1 stare|essere|restare|rimanere ..1 in|nella|su ..1 nessuna|vostra|questa|alcuna {list}
    voglio|vorrei ..1 che ..1 finisca|finiate|smettiate|smetta|cessi|la
    fate ..1 che|in ..1 finisca|smetta|cessi|modo
    {number} non ..1 dovrebbe|deve ..1 essere|stare
    ^ mi tolgo|cancello|disiscrivo|ritiro $
    mi sento ..1 molestat*|perseguitat*|infastidit*|stalkerat*
    mi|ci ..1 state|stai ..1 spammando|perseguitando|tempestando|tartassando
    provvedimenti|azioni|vie legali
    ^ lasciami|lasciatemi|mollatemi|mollami $
    non ..1 voglio ..1 piu ..1 questa|sta|queste|ste|questo ..1 roba|robaccia|cose|$
    chiudiamola|finiamola|facciamola ..1 qui|finita
    non ..1 tenet*|conservat*|usat* ..2 {list}|dati|{number}
    qui nessuno ..1 vuole|ha ..2
    ^ spammer|truffatori|truffatore
    non m|mi ..1 importa|frega ..1 dei|delle|di|niente|nulla
    mai comprato ..5 perche
    non ..1 cercat*|cercarm* ..1 piu|mai
    non ..2 alcun|nessun|nessuno interesse ..1 $
    non ..2 alcun|nessun interesse ..2 vostr*|{texts}
    non ..2 far|fare|essere ..1 parte ..4 {list}|gruppo
    uscire|esco ..1 dal|dalla|da gruppo|{list}
    smett* ..1 di ricever*
    voglio|vorrei ..1 smett* ..1 di ricev*
    neanche|nemmeno|neppure ..1 un ..1 altr* ..1 {texts}
    come|dove ..5 disattiv*|blocc*|ferm*|annull*|cancell*|disiscri*|toglier*|interromp*|smetter*|uscire|esco|eliminar* ..2 questo|questi|queste|sti|ste|{texts}|mi|$
    disattiv*|spegn* ..2 {texts}|notifiche|avvisi|$
    la ..1 finite|smettete|smetti|piantate|finisci|finiamo
    non|nn ..1 se ne puo ..1 piu
    siete|sei|e ..2 pesant*|insopportabil*|fastidios*|insistent*|molest*|noios*|ossessiv*|invadent*|stressant*|ridicol*
    non|nn gradisc*|gradit* ..3
    zero|nessun|scarso interesse
    preferirei|preferisco|preferiamo|preferirebbe ..1 non ..1 ricever*|essere
    diffido|diffid* ..2 dal|dall|a|$
    ^ cancellazione|rimozione|disdetta|disattivazione $
    non ..1 mi sono ..1 mai? ..1 iscritt*|registrat* ..1 $
    non ..2 iscritt*|registrat* ..1 io
    qui|qua non ..1 c|ce|ci ..2 ness*
    qui|qua non ..1 vive|abita|lavora|esiste|sta
    ha|avete|hai sbagliato ..2 non sono
    sbagliato numero|persona
    ^ ve|te|l l? ho gia detto $
    gia ..1 detto|chiesto ..3 no|basta|smett*|cancell*|togl*|rimoss*|volte
    ho|abbiamo ..1 detto ..1 basta|no|stop|di
    detto basta|stop
    se ..2 continuate|scrivete|insistete|mandate|continua|chiamate ..5 carabinieri|polizia|denuncio|denuncia|avvocato|querelo|segnalo|blocco
    ! vado ..2 dai|dalla|alla|dall ..1 carabinieri|polizia|avvocato|garante
    vi ho ..1 segnalat*|denunciat*|bloccat*
    ti|la|li ho ..1 segnalat*|denunciat*|bloccat*
    segnalat*|bloccat* ..1 come|e ..1 spam|segnalat*|bloccat*
    ^ segnalat*|denunciat* $
    e|questa ..1 una? persecuzione|molestia|vergogna
    persecuzione|molestia $
    nego|negato|ritiro|tolgo|revoco ..2 consenso|autorizzazione
    mi oppongo $
    vietato|vieto ..2 scriv*|contatt*|{texts}
    si prega di non
    vi|la|ti ..1 invito|prego|chiedo|intimo|diffido ..2 non|smett*|cess*|interromp* ..3
    scriv*|scrivet*|mandat*|romp* a ..1 qualcun|altri|qualcuno
    che ..1 rottura|palle|noia|strazio ..2 {texts}
    per l ultima|ennesima volta
    ultimo avviso
    ancora|al ..1 un|prossimo|altro ..2 messaggio|sms|mail ..4
    al prossimo ..3 denunc*|segnal*|querel*|blocco
    detto|chiesto|scritto ..3 volte
    non ..1 voglio ..2 saper*|sentir* ..2
    date|dai|state|stai ..1 dando? fastidio
    mi ..1 state|stai|avete|hai ..1 dando|stufato|stancato|scocciato|seccato|rotto|stressando|assillando|esasperato
    non ..1 sono ..1 la|il persona|signor*|quella|quello
    non ..1 so ..1 chi ..1 siete|sei|e ..3 non|canc*|togl*|smett*
    non ..1 siete ..2 autorizzat*
    non|nn ..1 usate|usare ..2 numero|mail|dati
    voglio|vorrei|posso|possiamo|come uscire|usciamo|esco ..1 dalla|dal|da|$
    {remove} ..2 mia|mio ..1 madre|mamma|padre|marito|moglie|figli* ..1 dalla|dal|da
    non ..1 compro ..1 piu
    ho venduto ..4 basta|smett*|non
  `,
  goods: `
    ordine ordini appuntamento appuntamenti prenotazione prenotazioni volo voli articolo articoli prodotto prodotti tavolo camera camere
    consegna pacco pacchi cipolla cipolle mora bolletta fattura pagamento pagamenti carta carte contratto luce gas internet palestra
    assicurazione viaggio riunione corso posto fratello sorella conto bancomat macchina auto porta foto scontrino hotel affitto visita linea
    biglietto biglietti antibiotico analisi traffico caldaia schermo schermata biglietteria prezzo cane tavola spesa
  `,
  done: `
    annull* cancell* togl* togliete elimin* rimuov* disdi* disdire bloccat* blocca smett* interromp* ferm* stacc* lasciate lascia lascialo
    rott*
  `,
  days: `
    oggi domani lunedi martedi mercoledi giovedi venerdi sabato domenica settimana stasera mattina
  `,
  others: `
    non ..1 leggo|controllo|vedo ..3
    denuncia|querela ..1 per furto|smarrimento|danni
    ferm* ..1 davanti|all|qui|a|al|in|vicino|alla ..1
    {remove} ..2 second*|prim*|terz*
    annull* ..1 e ..1
    mi lasci pensare
    annull*|disdi* ..2 {days}
    {days} ..2 annull*|disdi*
    basta* un|una|il|la|l|lo|due|tre|poco|per|che|meta
    bastano
    non chiam* mandat*|scriv*|sms|meglio|messaggio
    non ..1 voglio|vorrei disturbar*
    un ..1 sms|messaggio|mail ..1 basta
    basta un
    basta|smett*|ferm* ..1 😂|🤣|ahah|ahahah|haha
    disdi*|disiscri*|cancell*|annull* ..4 {elsewhere}
    non ..1 disturba|disturbo ..1 $
    non ..1 voglio ..1 perder*|sacchetto|busta|scontrino
    non ..1 {wrote} prima|dopo|al|in|oggi|il|la|quando|durante
    non ..1 smett*|riesco|fare ..1 a? ..1 smett* ..1 di
    non smett* ..1 di|mandar*|mai
    smett* ..1 di ..1 mangiare|bere|fumare|ridere|piovere|lavorare|prendere
    mi|ti|ci ..1 bast* ..2
    bast* ..1 per|due|tre|un|una|cosi|che
    quanto basta
    cancello|portone|ascensore ..2
    {remove} ..2 vecchi*|precedente|doppi*
    niente|nessun* ..1 piu? domande|problema|problemi|zucchero|fretta|paura|sacchetto|cipolla
    non ..2 sono|avete|ho|fa|c piu ~interessat*|bisogno|interesse|voglia|intenzione|cliente|iscritt*|disponibil*|quella|la|il|i|le
    non ..2 sono|avete|ho|fa|c piu $
    non ricev* ..1 piu ..2 perche
    perche ..4 piu
    nello|nella spam
    per sbaglio
    chi ..4 dato ..1 quello|questo|lo|il sconto
    avete|ha|hai|ho sbagliato ..1 il|la|nel|data|ordine|conto|prezzo
    sono ..1 bloccat*|stanco|stanca ..1 nel|in|oggi|al|sul|da
    morto|morta ..2 film|serie|libro
  `,
};
