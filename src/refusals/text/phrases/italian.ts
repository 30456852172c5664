import type { Phrases } from './phrases.ts';

export const italian: Phrases = {
  negators: 'non nn mai nessuno senza',
  negatesAfter: false,
  conditions: 'se quando finche perche',
  classes: {
    write:
      'scriv* chiam* contatt* mand* invi* telefon* disturb* spedi* romp* assill* rompe* molest* tartass* messaggi* importun* cerca* cercat*',
    wrote:
      'scriveste mandaste inviaste chiamaste contattaste disturbaste scriviate mandiate chiamiate contattiate disturbiate telefoniate cerchiate telefonaste scrivete scrivi scriva scrivere scrivermi scriverci scrivetemi scrivetele scrivergli scriverle scriveteci scrivetegli scrivono chiamate chiami chiama chiamare chiamarmi chiamatemi chiamateci contattate contatti contattatemi contattarmi contattare contattateci mandate mandi mandare mandarmi mandatemi mandateci inviate invii inviare inviarmi inviatemi disturbate disturbi disturbare disturbarmi disturbatemi telefonate telefonatemi telefonare rompete rompetemi rompere insistete spedite cercatemi mandarci scrivergli',
    texts:
      'messaggini messaggino sondaggi inviti volantini cataloghi buoni novita aggiornamenti campagne pubblicitari schifezze robaccia spazzatura cavolate mailing newsletters promo comunicati whatsappini mms msgs messaggio messaggi msg sms email e-mail mail pubblicita newsletter spam offerta offerte promozione promozioni notifica notifiche comunicazione comunicazioni chiamate avvisi promemoria whatsapp telefonate promo posta',
    stop: 'smett* basta ferm* finit* finisc* piantat* piant* cess* interromp* stop',
    remove: 'cancell* togl* rimuov* elimin* disiscriv* disiscri* lev* depenn* scord* dimentic*',
    mine: 'il mio i miei questo la mia le mie',
    number: 'numero telefono cellulare contatto dati mail email indirizzo nominativo recapito',
    list: 'campagna campagne gruppo gruppi registro registri elenchi liste lista liste elenco mailing database newsletter rubrica archivio archivi',
  },
  refusal: `
    numero ..1 non e ..1 piu
    non|nn ..1 ne posso piu ..1 dei|delle|di ..2 {texts}
    non|nn ho ..2 dato ..2 consenso|autorizzazione|permesso
    questo e ..1 spam
    non|nn avete ..2 autorizzazione|consenso|permesso|diritto
    non|nn usate ..1 piu ..2 numero
    basta ..1 {write}
    mi avete rotto|stufato|stancato
    non|nn ..1 sono ..1 piu interessat*
    smett* $
    avete|ha|hai|hanno ..1 il? numero sbagliato
    non|nn ricevere|riceva|ricevessi ..2 piu
    voglio|vorrei|desidero|chiedo ..2 essere cancellat*|rimoss*|tolt*|eliminat*|disiscritt*
    chiedo|richiedo|esigo ..3 cancellazione|rimozione|eliminazione
    non|nn e ..3 numero di|del|della
    questo ..1 non e ..3 numero
    non|nn ..1 autorizzo|acconsento|consento
    senza il mio consenso
    non|nn ..1 voglio ..2 piu ..2 essere
    ferm*|smett*|finit* ..1 di ..2 {write}|invi*|mand*
    lasciatemi|lasciami ..1 tranquill*
    fuori|via dalla ..2 {list}
    mi state|avete ..2 stress*|stalker*|molest*|tartass*|disturb*|assillando
    stufo|stufa|stanco|stanca ..2 {texts}
    non|nn ..1 mi ..1 mandat*|inviat*|scriv*|chiam* ..2 piu|niente
    come ..3 non ricevere
    come ..3 disiscri*|cancell*|smettere
    non|nn ..1 voglio ..1 nulla|niente ..1 da
    ve l ho gia detto
    vi ho ..1 gia? detto ..1 di no|basta|smett*
    bloccato|bloccata|blocco ..1 il|questo numero
    mai piu $
    togl*|cancell*|elimin*|rimuov* ..1 dalla|dalle|da|dall
    disiscriv*|disiscri*
    cancellami|cancellatemi|cancellarmi|cancellateci|cancellatelo
    toglietemi|toglimi|togliermi|toglieteci|levatemi|levami|rimuovetemi|rimuovimi|rimuovermi|eliminatemi|eliminami
    {remove} ..3 mio|miei|questo|mia|mie ..1 {number}
    {remove} ..2 dalla|dalle|da|dall|dal ..2 {list}
    annull*|cancell*|disdi* ..2 iscrizione|{texts}
    non|nn ..2 {wrote} ..2 piu|mai|niente
    non|nn ..1 mi|ci|gli ..1 {wrote} $
    non|nn {wrote} $
    non|nn {wrote} ..1 {texts}
    non|nn ..1 mi ..1 {wrote} ..1 mai
    mai piu ..2 {texts}|{wrote}
    niente|nessun|nessuna|no piu? ..1 {texts} $
    niente piu ..1 {texts}
    non|nn ..2 voglio|vogliamo|desidero|intendo|accetto ..2 ricever* ..3 {texts}|niente|nulla|piu|queste|questi
    non|nn ..2 voglio|vogliamo|desidero|intendo ..3 {texts}
    non|nn ..1 voglio|desidero ..1 piu? ..1 essere contattat*|disturbat*|chiamat*
    non|nn voglio piu $
    non|nn voglio piu ..1 niente|nulla|sentirvi|sapere
    smettetela|smettila|smettetelo|piantatela|piantala|finitela|finiscila|fatela
    smett* ..1 di ..1 {write}
    smett*|bast*|ferm* ..1 con ..2 {texts}
    potete|puoi|dovete|devi|vuoi|volete|puo smetter*
    basta ..1 con? ..2 {texts}
    {stop} ..1 {texts}
    lasciatemi|lasciami|lasciateci|lasciarmi|mi lasciate ..1 pace|stare|perdere
    lasciatemi|lasciami|lasciateci|lasciarmi in pace
    lasciatemi|lasciami stare
    lasciate in pace
    non|nn rompet*|romper*
    non|nn disturb*
    non|nn ..1 sono interessat* $
    non|nn ..1 sono interessat* a|alle|ai ..1 vostr*|{texts}
    non|nn ..1 interessat* $
    non|nn mi interessa|interessano $
    non|nn mi interessa|interessano ..1 vostr*|{texts}|niente|nulla
    nessun interesse
    ^ numero sbagliato|errato $
    ha|avete|hai|hanno sbagliato numero|persona
    numero sbagliato ..1 non|basta
    non|nn ..1 vi|la|ti conosco
    chi ..4 mio numero
    come|dove ..4 mio numero
    non|mai ..2 mai ..1 iscritt*|chiesto|autorizzato|richiesto
    mai ..1 iscritt* $
    non|nn ..1 ho ..1 mai ..1 chiesto|autorizzato|richiesto|dato
    ! vi|ti|la denunci*|denuncero
    ! vi|ti|la segnal* ..1 garante|agcom|polizia|come|per|al
    garante ..1 privacy
    e|questo ..1 stalking
    sono|queste molestie
    molestie $
    stalking $
    revoc*|ritir* ..2 consenso|autorizzazione
    oppongo|opposizione ..1 al trattamento
    diritto all|di ..1 oblio|cancellazione|opposizione
    cancellazione dei|di ..1 miei dati
    vaffanculo|fanculo|affanculo
    andate|vai|andatevene ..1 a ..1 quel|cagare|fare|diavolo
    rotto|rompete|rompi ..2 palle|scatole|coglioni
    palle smett*|basta
    avete|hai stufato|rotto|stancato
    stuf*|stanc* ..1 dei|delle|di ..2 {texts}|ricevere|vostr*
    vi|ti ho? bloccat*|blocco
    ^ bloccat* $
    dimenticat*|scordat* ..1 mio numero|di
    non|nn ho bisogno ..1 dei|di|delle ..2 {texts}
    non|nn ..1 mi|ci serv* ..2 {texts}|piu
    fermatevi
    come ..2 cancell*|disiscri* ..1 da|dalla
    gdpr ..5 cancell*
  `,
  alone: `
    smettete
    smettila
    smettetela
    ferma
    fermatevi
    fermati
    basta
    basta basta
    stop
    cancella
    cancellami
    disiscrizione
    disiscrivi
    annulla
    rimuovi
    elimina
    finiscila
    spam
    molestie
    bloccati
    bloccato
    numero sbagliato
    non interessato
    non interessata
    stop stop
    sufficiente
  `,
  unsure: `
    numero sbagliato
    ! ho|abbiamo ..1 fatto|chiamato|composto|digitato ..2 numero sbagliato
    ! ho|abbiamo sbagliato numero $
    ! ho|abbiamo sbagliato numero ~civico
    ^^ no $$
    troppi|troppe ..1 {texts}
    morto|morta|deceduto|deceduta|mancato|mancata
    gdpr
    ma|e|allora|quindi basta
    non|nn ..1 {wrote}
    annull* ..1 abbonamento
    denunci* $
  `,
  otherwise: `
    ci|mi fermiamo|fermo
    si e fermato
    non posso
    la|quale|prossima|ultima fermata
    fermata|fermate
    treno|autobus|bus|si|tram|non ferma|fermano
    ferma a|qui|davanti|in
    si ferma|e
    non si ferma
    basta cosi
    mi|ti|ci basta
    basta un|una|che|il|la
    per sbaglio|errore
    perche ..3 cancellat*|toglie*|tolto
    cancell*|annull*|disdi* ..2 appuntamento|ordine|prenotazione|volo|tavolo|visita|viaggio|articolo|contratto
    ho sbagliato
    messo|dato|inserito|scritto ..3 numero sbagliato
    togli*|elimin* ..2 cipolla|articolo|carta
    non mi interessa il|la|lo
    non {wrote} prima|al|in|oggi
    nessuno
    non mi avete
    non ricevo
    non voglio quello|piu quello|aspettare|pagare
    non piu di
    non ci ~{wrote}|interess*|serv*|import*|piac*|pens*
    niente sacchetto|cipolla|problemi|paura
    mai piu senza
    mai stato
    denunciare|denunciato lo|il|la
    non dimenticat*
    non|uno stop
    carta|strada ..1 bloccat*
    non cancell*
    non ho ..1 ricevuto
  `,
  welcome: `
    adoro|amo ..2 {texts}
    continuate|continua ..1 cosi|a
    voglio ricevere ..1 piu
    vorrei piu
    iscrivermi|iscrivetemi
    mi piac*
  `,
};
