/**
 * The words of which a bare no is made, by language: a sentence that holds nothing else says no in whatever order they stand (`bare.ts` reads
 * them). `word*` begins so. Verbs stand only in the forms that ask for something, never in those that tell what was.
 */
export interface BareWords {
  /** Take back what they stand before. */
  readonly negators: string;
  /** Ask to end it, with nothing else said: stop, unsubscribe. */
  readonly asks: string;
  /** End something that has to be named: remove me, cancel these texts. */
  readonly ends: string;
  /** Messages, and to send them: a no where they are negated. */
  readonly contacts: string;
  /** Me, my number, the list: what is to be ended or left. */
  readonly places: string;
  /** A no where they are negated, and what is not wanted is a message. */
  readonly wants: string;
  /** The same of what is not needed or not accepted: only with a message named. */
  readonly needs: string;
  /** To receive: only together with a wish or an ask. */
  readonly gets: string;
  /** Change nothing. */
  readonly plain: string;
}

/** In all languages. */
export const bareEverywhere: Pick<BareWords, 'asks' | 'contacts' | 'plain'> = {
  asks: 'stop stopp unsubscri* unsub optout 🛑',
  contacts:
    'sms smses spam mail mails email emails msg msgs whatsapp whatsapps newsletter newsletters promo promos marketing',
  plain: 'ok okay hi hello hey please pls plz sorry omg lol @address 🖕 ❌ ✋ 🙅 🙅‍♀ 😭',
};

export const bareWords: readonly BareWords[] = [
  {
    negators: 'no not dont never nor zero nomore',
    asks: 'quit cease desist halt discontinue refrain opting',
    ends: 'remove delete erase scrub wipe purge cancel end terminate block lose forget drop unlist deactivate disable',
    contacts: `text texts texting txt txts message messages messaging msging emailing e-mail e-mails mailing mailings mailers call calls calling contact
      contacting contacted texted called emailed messaged bothered disturbed bother bothering disturb send sending write writing reach hear spamming
      harass harassing alert alerts notification notifications notices ad ads adverts advertising advertisements promotion promotions promotional
      communication communications solicit soliciting solicitation coupons updates reminders subscription subscriptions pester annoying`,
    places: `me us number numbers phone cell line inbox address list lists database databases system record records file files name info information
      details data digits contacts group`,
    wants: 'want wanna wish wishing desire wanting interested interest',
    needs: 'need care',
    gets: 'get getting receive receiving recieve recieving hear',
    plain: `i id im ill ive you u ur your youre yall my mine our this that these those it them they any anything all every everything more anymore
      longer further again ever now already just really actually kindly can could would will should do be being been am is are to from for of off out
      on in the a an and or so hey yes yeah thanks thank with at by via here there once today forever permanently right away completely totally asap
      immediately such kind stuff things request requesting like let make have has keep one time day days until as if possible since`,
  },
  {
    negators: 'no nunca jamas ni tampoco sin ningun ninguna',
    asks: 'dessuscri* desuscri* desapunt* paren parad parenle parale baja',
    ends: `salir salirme olviden* basta suficiente deja deje dejen dejad dejes dejar cese cesen cesar pare parar detenga detengan detener elimin* borre* borra borrame* borrar borrad borrenme*
      quiten* quita quitame quitadme quitar saquen* saca sacame sacadme sacar saqueme remuevan remueve remover retiren retira retirar retirenme cancele*
      cancela cancelar cancelad anulen anula anular supriman suprime suprimir bloqueen olviden olvida olvidense olvidate`,
    contacts: `mensaj* msj* msjs correo correos publicidad propaganda boletin boletines oferta ofertas promocion promociones anuncio anuncios llamada
      llamadas notificacion notificaciones comunicacion comunicaciones avisos recordatorios texto textos escriban escribas escriba escribais escribir
      escribirme escribiendo manden mandes mande mandeis mandar mandarme mandando envien envies envie envieis enviar enviarme enviando llamen llames
      llame llameis llamar llamarme llamando contacten contactes contacte contactar contactarme contactado contactada contactarnos molesten molestes
      moleste molestar molestarme molestando insistan insista insistais comuniquen comuniquese envios suscripcion contactarse comerciales comercial publicitarios
      fastidien fastidiar jodan jodas`,
    places:
      'numero telefono movil celular lista listas base datos contacto contactos registro registros sistema grupo agenda nombre fichero direccion',
    needs: 'necesito necesitamos acepto autorizo',
    wants: 'quiero queremos deseo deseamos quisiera gustaria kiero qiero interesa interesan interesado interesada',
    gets: 'recibir recibiendo recibirlos recibirlas llegando llegue lleguen',
    plain: `por favor porfa porfavor gracias ya de del la el los las lo le les su sus tu tus vuestra vuestras vuestro vuestros mi mis este esta esto
      estos estas ese esa eso esos esas mas nada alguna vez otra en a q que k con y o yo ustedes usted uds vosotros vos os se me nos hola oigan oye senores
      buenas buenos dias tardes favor pueden podrian podria puede puedes podrias podriais pido solicito ruego agradezco agradeceria agradecere hagan hagame
      todo todos todas tanto tanta tantos tantas vuelvan vuelva vuelvas volver volvieran volvais nuevo ahora mismo inmediatamente siempre al ser
      seguir sigan darme darse dar dame dadme deme denme doy das tipo clase ninguno por para estoy`,
  },
  {
    negators: 'ne n pas plus jamais aucun aucune aucuns rien ni sans pa',
    asks: 'arret arretez arrete arreter arretes cessez cesser cesse stopper stoppez stoppe desabonn* desinscri* desabo*',
    ends: `sortir quitter assez suffit retirez retire retirer supprimez supprime supprimer effacez efface effacer enlevez enleve enlever rayez raye rayer sortez sors otez virez vire
      radiez eliminez oubliez oublie oublier bloquez annulez annuler resiliez resilier resilie`,
    contacts: `message messages texto textos mel courriel courriels e-mail e-mails pub pubs publicite publicites lettre promotion promotions offre offres
      notification notifications notifs communications communication appel appels demarchage sollicitation sollicitations envoi envois contact ecrire
      ecrivez ecris contacter contactez contacte contactee appeler appelez envoyer envoyez envoie envoies deranger derangez deranges derange importuner
      importunez harceler harcelez solliciter sollicitez relancer relancez recontacter recontactez reecrire embeter embetez saouler inscription
      commerciales commercial publicitaires abonnement rappels recontacte emmerdez emmerder`,
    places:
      'moi numero tel telephone portable donnees adresse coordonnees liste listes fichier fichiers base contacts repertoire nom groupe',
    wants:
      'veux voulons souhaite souhaitons desire desirons souhaiterais voudrais voudrait souhaiterions interesse interessee interessent interesses',
    needs: 'besoin',
    gets: 'recevoir recevez recois etre entendre',
    plain: `je j tu vous t te nous me m il c ce ca cela ces cet cette s d l le la les de des du un une vos votre tes ton mon ma mes en y a au aux et ou
      svp stp merci bonjour bonsoir salut maintenant immediatement tout tous toute toutes tt veuillez pouvez pourriez peux pourrais prie demande
      demandons aimerais possible plait de nouveau encore autre autres pour par sur dans qui que qu est suis avec bon fois definitivement bien vraiment
      jour jours si voulez bien gentil sera serait ici mettre fin sans cesse`,
  },
  {
    negators: 'nicht kein keine keinen keinem keiner keinerlei nie niemals nix nichts nimmer ned net nich ohne',
    asks: `aufhoren stoppt stoppen abmelden abmeldung abzumelden abbestell* austragen auszutragen unterlassen unterlasst
      unterlass`,
    ends: `genug schluss reicht reichts verlassen losch* streich* entfern* vergesst vergiss kundig* beende* beenden nehmt nehmen nehme nimm tragt tragen trag
      schmeisst stellt einstellen sperrt lasst lassen lass`,
    contacts: `nachricht nachrichten werbung werbe* werbemails anruf anrufe anrufen benachrichtigung benachrichtigungen angebote post texte mitteilungen
      reklame zusendung zusendungen schreiben schreibt schreib schreibe anschreiben kontaktieren kontaktiert kontaktiere kontaktaufnahme kontakt senden
      sendet sende schicken schickt schick schicke zusenden zuschicken belastigen belastigt belastige nerven nerv nervt storen melden meldet meld angerufen
      angeschrieben benachrichtigt kontaktiert infos zeug abo anmailen mailen informationen`,
    places:
      'mich uns mir nummer handynummer telefonnummer daten adresse mailadresse liste mailingliste kontaktliste verteiler gruppe datenbank kartei kontaktdaten kontakte system raus runter',
    wants:
      'will wollen mochte mochten wunsche wunschen mag interessiert interesse bedarf bock lust gewunscht erwunscht wollte',
    needs: 'brauche brauch brauchen',
    gets: 'erhalten bekommen empfangen kriegen haben horen',
    plain: `bitte danke sofort endlich jetzt doch mal gefalligst einfach ich ihr sie du euch ihnen dich dir eure euer euren eurem eurer ihre ihren ihrem
      ihrer meine mein meinen meiner meinem diese dieser dieses diesen das die der den dem des es ein eine einen weitere weiteren weiter mehr wieder
      weiterhin noch von vom aus auf ab an in im fur mit zu zum zur und oder auch so alle alles allem allen jede jeden sofortig umgehend ab hallo moin
      servus guten tag konnen konnt konntet konnten konnte kann wurde wurden wurdet werden werde ware mir hiermit sowas solche solchen damit unter
      daruber davon dass wenn ganz gar uberhaupt nochmal bin habe hab per via dauernd standig derartigen derartige leute dankbar`,
  },
  {
    negators: 'nao n naum nunca jamais nem sem nenhum nenhuma ñ num',
    asks: 'parem parar descadastr* desinscr* dessubscr*',
    ends: `sair chega basta suficiente pare deixe deixem deixar cesse cessem remov* retirem retira retire retirar apag* exclu* elimin* tirem tira tire tirar delet* risquem
      cancel* anul* esquec* bloqueiem suspend* interrompam`,
    contacts: `mensagem mensagens mensagenzinhas e-mail e-mails publicidade propaganda propagandas notificacao notificacoes oferta ofertas promocao promocoes
      anuncios ligacao ligacoes chamadas comunicacao comunicacoes avisos lembretes zap torpedo torpedos mande mandem mandes mandar mandando envie enviem
      envies enviar enviando envio ligue liguem ligues ligar ligando escreva escrevam escrevas escrever escrevendo contacte contactem contactes contate
      contatem contactar contatar contactado contactada contatado perturbe perturbem perturbar incomode incomodem incomodar incomodando encha encham
      encher importunem chateiem chatear insista insistam insistir subscricao inscricao contato contacto texto textos envios`,
    places:
      'numero telefone celular telemovel dados cadastro nome endereco lista listas base sistema contatos contactos banco registo grupo dai daqui mim',
    wants: 'quero queremos qro qero desejo desejamos pretendo gostaria interesse interessa interessado interessada',
    needs: 'preciso aceito autorizo permito',
    gets: 'receber recebendo recebe-las ser',
    plain: `por favor pf pfv pfvr obrigado obrigada obg agora imediatamente ja de da do das dos desta dessa deste desse destas dessas isso isto disso disto
      esse essa este esta esses essas estes estas o a os as meu minha meus minhas seu sua seus suas vosso vossa vossos vossas me nos lhe lhes mais nada em
      no na nos nas com e ou que q eu vc vcs voce voces ola oi bom dia tarde boa gente moco moca pode podem poderia poderiam podia podiam peco solicito
      agradeco agradecia favor voltem volte voltar voltem-me contactar-me contatar-me novamente nunca jamais algum alguma todo todos toda todas tudo
      tanta tanto tantas hoje mesmo vez uma um aqui ai para pra por entrem entre entrar tenho tem estou sou pedido deixar continuem sempre novo`,
  },
  {
    negators: 'non nn mai niente nessun nessuna nessuno nulla senza ne',
    asks: `smett* fermatevi fermati finitela finiscila piantatela piantala disiscri* cessate interromp*`,
    ends: `uscire basta sufficiente cancell* togl* togliete* rimuov* elimin* levat* levami depenn* dimenticat* dimentica scord* annull* disdi* ferma fermate bloccate`,
    contacts: `messaggio messaggi messaggini pubblicita offerta offerte promozione promozioni notifica notifiche comunicazione comunicazioni chiamata
      chiamate avvisi promemoria telefonate posta scrivete scrivi scriva scrivere scrivermi scriverci scrivetemi scrivetele scrivergli scriverle scriveteci chiami chiamare chiamarmi
      chiamatemi contattate contatti contattatemi contattarmi contattare contattateci contattato contattata mandate mandi mandare mandarmi mandatemi
      inviate invii inviare inviarmi inviatemi invio disturbate disturbi disturbare disturbarmi disturbatemi disturbato disturbata telefonate
      telefonatemi rompete rompere insistete cercatemi iscrizione commerciali pubblicitari pubblicitarie importunare importunarmi`,
    places:
      'numero telefono cellulare contatto mail indirizzo nominativo recapito lista liste elenco mailing database rubrica archivio dati gruppo nome',
    wants:
      'voglio vogliamo vorrei desidero desideriamo intendo gradirei gradisco interessa interessato interessata interesse',
    needs: 'accetto autorizzo acconsento bisogno serve',
    gets: 'ricevere riceverne riceverli riceverle essere sentirvi sapere ricevervi',
    plain: `per favore perfavore piacere grazie subito adesso ora cortesemente gentilmente di del dei della delle dal dalla dalle dall dai da il lo la i
      gli le l un una uno questo questa questi queste sti ste vostro vostra vostri vostre tuo tua tuoi tue suo sua suoi mio mia miei mie piu altro altri
      altra altre ancora mi ci vi ti me a al alla con in su e o che per ho io voi lei tu ciao salve buongiorno potete puo puoi potreste potrebbe dovete
      volete chiedo richiedo prego pregherei nuovo mai tutto tutti tutte tutta piu d ne sia siano tipo genere oggi definitivamente immediatamente cosi
      tanto tanti tante troppi troppe ok sono si`,
  },
  {
    negators: 'niet geen nooit niks niets zonder nie',
    asks: `stoppen stopt ophouden ophoudt houd hou houdt kap kappen afmelding afmelden uitschrij* opzeggen opzouten afgemeld`,
    ends: `genoeg verwijder* wis wissen wist schrap schrappen schrapt haal haalt halen gooi delete vergeet verlaten annuleer annuleren zeg
      blokkeer beeindig beeindigen`,
    contacts: `bericht berichten berichtje berichtjes smsjes smsen e-mail e-mails mailtjes reclame reclames nieuwsbrief nieuwsbrieven advertenties
      aanbiedingen telefoontjes appjes apps meldingen notificaties promoties herinneringen post tekst sturen stuur stuurt toesturen appen app appt bellen
      bel belt mailen mailt contacteren contacteer contact contacteert gecontacteerd benaderen benader benaderd zenden zend schrijven schrijf spammen
      storen stoor lastigvallen lastig gebeld gemaild gestoord inschrijving abonnement mailing reclamemails zooi troep`,
    places: `me mij ons nummer telefoonnummer gegevens adres mailadres emailadres data lijst bestand mailinglijst bestanden database systeem adressenlijst
      lijsten verzendlijst groep eraf eruit naam`,
    wants: 'wil willen wens wensen verlang wou behoefte interesse belangstelling geinteresseerd interesseert zin',
    needs: 'hoef hoeven hoeft nodig',
    gets: 'ontvangen krijgen worden hebben horen',
    plain: `aub alstublieft alsjeblieft bedankt dank nu nou graag onmiddellijk direct gewoon joh eens toch ik jullie jij je u uw jouw mijn m mn dit deze die
      dat het de een meer weer verder op af uit van in aan met om te en of ook zo alle alles allemaal hiermee ermee daarmee ermee mee nog maar even
      hallo hoi beste mensen kunt kun kunnen zou zouden wilt gelieve verzoek vriendelijk ooit vanaf per via voor er al voortaan eindelijk langer
      heb ben is zijn s`,
  },
];
