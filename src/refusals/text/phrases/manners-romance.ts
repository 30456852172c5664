/**
 * Manners of saying no that every language has, here of the Romance languages: a wish put politely, an interest or a need that is over, a mind that
 * has changed, a flood complained of, an unsubscription that had no effect. What is added to one is thought through in all.
 */
export const spanishManners = `
  ! agradec*|gustaria|encantaria|bueno|ideal|feliz|preferible|favor|amable|genial ..1 si|que ..3 deja*|par*|ces*|quit*|sac*|elimin*|borr*|no
  ! si ..3 deja*|par*|pud* ..3 {writing} ..3 agradec*
  ya no ..2 interes* ..3 {texts}|recib*|sus|nada|su|vuestr*|$
  no ..1 estoy|estamos|esta ..1 interesad* en ..2 recib*|{texts}|sus
  cambi* de opinion|idea|parecer ..4 {texts}|baja|desactiv*|quit*|cancel*
  {texts} ..4 desactiv*|apag*|quit*|cancel*|suspend*|inhabilit*
  desactiv*|inhabilit*|suspend*|deshabilit* ..3 {texts}|envio|envios|alertas
  no|nunca|dejen|dejad|deja|paren ..2 spameen|spamees|spamear|spameis|spamearme|spameando
  bombarde*|inund*|satur*|abrum*|atosig*|acribill* ..1 {me}|a|con|de
  {me} ..3 bombardean|bombardeando|inundan|inundando|saturan|saturando|abruman|atosigan|acribillan|acribillando|llenan|llenando
  ahorr* ..1 {texts}|sus|estos|estas|ese|esos|la
  ahorrenme|ahorradme|ahorrame|ahorreme
  parte ..1 del|de|no ..2 no ..2 entiend*|entendeis|entendieron|comprend*
  que|cual ..2 parte ..1 del? no
  no entienden|entiendes|entendeis|entiende ..1 un|que|el|lo no
  no ..1 quiero|queremos|deseo|permito|me_gusta que ..3 {written}|{writing}|usen|utilic*
  no ..1 {me} ..1 {written} ..2 mas|nunca|jamas|nada|otra|de_nuevo|propaganda
  no|ni|nunca ..1 {me} ..1 vuelv*|volvais|vuelvan ..1 a ..1 {writing}|contact*|llam*|busc*
  ya|me|hace ..3 desuscrib*|desapunt*|baja ..5 sigo|siguen|sigue|llegan|veces|aun|todavia|recibiendo
  sigo|siguen|sigue|seguis|continuan|continuo ..1 recib*|lleg*|mand*|envi*|escrib*|llam* ..4 {texts}|esto|estos|publicidad|aunque|pese|despues|baja
  di|dado|pedi|solicite ..2 baja ..5 veces|ya|hace|y|aun|todavia
  lista robinson
  robinson
  {remove} ..1 {me}? ..3 {list}|todas|todo|todos
  tach* ..1 {me}? ..2 {list}
  borr*|elimin*|olvid*|quit* ..3 numero|contacto|datos|correo|telefono|movil|celular ..2 de ..2 {list}|sistema|agenda|contactos
  no hace falta ..2 que ..2 {written}|{writing}
  no ..1 tengo|tenemos ..1 ningun interes
  hay|existe|tienen|tiene ..2 forma|manera|modo ..2 de ..3 no|dejar|parar|quitar*|salir*|cancel*|desactiv*|que|darse|darme
  como ..3 dejo|dejar|hago|evito|evitar|freno ..2 de? ..2 recib*|{texts}|lleg*|estos|salir
  nada ..1 de ustedes|vosotros|vuestra
  no ..1 quiero ..1 recib* ..4
  no ..1 me|nos ..1 gusta|agrada ..1 recib*|que
  {stop} ..3 {writing}
  {stop} ya? con ..2 {texts}|esto|eso
  dej* ..1 en paz
  no ..1 me? ..1 hinch*|jod*|rompan|mareen|marees|mareeis|agobi*
  ya ..2 bast* $
  no|nunca ..2 autoric*|autorizado|consenti ..3
  lista negra
  por ultima vez
  silenci* ..2 {texts}
  importa|importaria|molestaria|puede|pueden ..1 {me}? quitar*|sacar*|eliminar*|borrar*|dar* ..2 de|del|baja
  prefer* ..1 que no ..2
  {texts} ..1 no ..1 son|sean bienvenid*|desead*|querid*
  no ..1 son|sean bienvenid* ..2
  telefono|numero|celular|movil|linea ..1 de ..1 trabajo|empresa|oficina ..3 no|borren
  den|dad|da|dar|dando ..1 de ..1 baja ..2
  dije|dicho|digo ..1 que? ..1 {stop}|no|stop|baja
  no ..1 tienen|tiene|tienes|teneis ..2 permiso|derecho|autorizacion|consentimiento
  no ..1 pueden|puede|puedes|deben ..1 {written}|{writing}
  no ..1 us*|utilic*|compart*|vend* ..1 mi|mis ..1 {number}
  no ..1 lo|la us*|utilic* ..1 $
  confirm* ..4 baja|eliminacion|cancelacion|eliminado|borrado|supresion
  fuera|salgan|salga|salid ..1 de mi bandeja|correo|telefono|vida|movil|celular|buzon
  exijo|pido|solicito|requiero|demando ..4 eliminacion|baja|supresion|cancelacion|borrado|eliminen|borren|quiten|saquen
  no ..1 quiero|deseo ..1 que {me} ..1 {written}|{writing}|contact*
  no ..1 quiero|deseo ..1 ser|estar ..3 contactad*|molestad*|llamad*|{list}|suscrit*
  no ..1 queria|queriamos|quisiera|quisieramos ..4 {texts}
  mi respuesta es no
  {stop} ..1 de ..3 telefono|celular|movil|bandeja|buzon|correo
`;

export const frenchManners = `
  ! serait|sympa|gentil|aimerais|apprecierais|reconnaissant*|gre|cool|mieux|remercie|remercierais ..2 si|de|que ..4 arret*|cess*|stopp*|retir*|enlev*|supprim*|desinscri*|desabonn*|plus|laiss*
  ! si vous pouviez|pouvez|voulez ..3 arret*|cess*|stopp*|me_retirer|retirer|enlever|supprimer|desinscri*|ne
  plus ..1 interess* ..1 par ..2 {texts}|vos|votre
  plus ..1 d interet ..2 pour ..2 {texts}|vos
  chang* d? avis ..4 {texts}|desactiv*|desinscri*|desabonn*|arret*
  {texts} ..4 desactiv*|coupez|stoppez|annulez|supprimez|suspendez
  desactiv*|suspend*|coupez|stoppez ..3 {texts}|envois|alertes
  spammez|spammer|spammes ..1 moi|nous|me|$
  me|m|nous|vous ..2 bombard*|inond*|submerg*|satur*|spam*|assaill*|demarch*|pollu*
  bombarde*|inond*|submerg*|satur* ..2 de|d ..2 {texts}
  epargn* moi|nous|me|m
  demarch* $
  demarchage ..2
  comprenez|comprends|compris ..3 non
  partie|mot ..2 non ..3 compren*
  {want} ..1 pas|plus|jamais qu|que ..3 {writing}|contact*|appel*|envoy*|ecri*|utilis*
  ne|n ..2 {want} ..1 plus ..2 qu|que
  ne|n ..2 {writing} ..1 plus|jamais|rien
  plus|pas|jamais ..1 qu|que ..1 vous|on ..1 me|m ..1 ecriv*|envoy*|contact*|appel*
  deja ..1 desabonn*|desinscri* ..4 encore|toujours|fois|recois
  desabonn*|desinscri* ..4 fois|toujours|encore|recois|deja
  recois|recevoir|arrive|arrivent ..1 encore|toujours ..3 {texts}|ca|vos|ces|alors|malgre
  pourquoi ..3 continu* ..2 a ..1 {writing}|me|m|nous
  bloctel
  robinson
  {remove} ..1 moi ..2 de|d|des|du ..3
  ray* moi|nous|me|mon
  retir*|enlev*|supprim*|effac*|ray*|radi* ..1 mon|ma|mes|notre|nos|nom|ce|cette ..2 {number}|nom|email|mail|adresse|coordonnees|donnees
  y a|a|existe ..4 moyen|facon|solution ..2 de|d|pour ..3 ne|arret*|stopp*|desabonn*|desinscri*|desactiv*|supprim*|sortir
  comment ..3 arret*|stopp*|sort*|desactiv*|bloqu*|me ..3 {texts}|ca|cela|{list}|ces|vos|desabonn*|desinscri*|retir*
  rien ..1 de votre|vous
  ne ..1 {want} ..1 rien ..1 de|recevoir
  n aime pas ..2 recevoir|qu|vos
  plus ..1 {texts} ..2 de votre|vous|part|$
  sans|aucune autorisation|accord|permission
  liste|listes noire|rouge|opposition
  sur ..1 liste rouge|noire|robinson
  {stop} ..3 {writing}
  {stop} ..2 vos|ces|tes|cette|votre ..1
  {stop} ..1 avec ..2 {texts}|vos|ca|ces
  sans ..1 interet $
  n en veux plus|pas
  en veux plus|pas
  plus ..1 besoin de|d ..2 {texts}|vos|ces|recevoir
  cess* ..1 immediatement $
  mettre|mettez ..1 un? terme|fin
  ! encore un|une ..2 {texts}|mot ..3 et|je|ou
  derangerait|ennuierait|possible|pouvez|pourriez ..2 me|m|moi|nous ..1 retirer|enlever|supprimer|effacer|desinscrire|desabonner|sortir ..2
  prefer* ..2 que ..3 ne|n|plus|pas ..3
  {texts} ..1 ne|n sont|est pas|plus ..2 bienvenu*|desire*|souhait*|voulu*
  sont|est pas ..2 bienvenu*
  telephone|numero|portable|ligne ..1 professionnel*|pro|travail|bureau|entreprise ..3 ne|n|pas|supprim*
  ne|n ..1 utilisez|utilise|partagez|vendez|gardez ..1 pas|plus ..2 {number}|$
  dit ..1 stop|non|assez|arret*
  pas ..1 le droit|autorisation|permission ..1 de|d ..2
  confirm* ..4 suppression|desinscription|desabonnement|retrait|supprim*|retire*|desinscri*
  hors|sortez|dehors ..1 de ma|mon boite|messagerie|telephone|vie
  exige|demande|demandons|sollicite|reclame ..4 suppression|retrait|desinscription|desabonnement|effacement|radiation
  {want} ..1 plus|pas|aucun|aucune ..2 d|de ..2 {texts}
  ne|n ..1 {want} ..1 plus|pas ..2 etre ..2 contact*|appele*|derange*|sollicit*|{list}|inscrit*
  ne|n ..1 {want} ..1 plus|pas ..1 etre|figurer ..2 {list}
  de ne ..1 pas|plus ..1 {writing}
  reponse est non
  supplie ..2 {stop}
  suis pas|plus ..1 votre|un|une client*
  {stop} ..1 de ..3 telephone|portable|boite|messagerie|tel
`;

export const portugueseManners = `
  ! agradec*|gostaria|adoraria|otimo|bom|legal|ideal|feliz|preferia|grato|grata|favor ..2 se|que ..4 parar*|parass*|deixar*|deixass*|retir*|tir*|remov*|nao|cess*|exclu*
  ! se ..3 pudessem|puderem|pudesse ..3 parar|deixar|retirar|remover|tirar|nao
  ja|nao ..2 mais? tenho|temos|ha interesse ..2 {texts}|em|$
  nao ..1 tenho ..1 mais ..1 interesse
  ja nao ..2 interess* ..3
  nao ..1 estou ..1 mais interessad* ..3
  mud* de ideia|opiniao ..4 {texts}|desativ*|cancel*|tir*|remov*
  {texts} ..4 desativ*|deslig*|suspend*|cancelem
  desativ*|desactiv*|deslig*|suspend* ..3 {texts}|envio|alertas|avisos
  nao|n|nunca|parem|parar ..2 spamar|spamem|spame|spammar
  {me} ..3 bombarde*|inund*|entup*|lotand*|floodand*|spamand*|torrand*|enchend*
  bombarde*|inund*|entup*|lotam|lotando ..2 {me}|meu|minha|com|de
  poup* {me}|desse*|dessa*|isso|disso|a|o
  {me} poup*
  parte ..1 do|de nao ..3
  qual|que parte ..2 nao
  nao entend* ..1 um|que|o|a nao
  nao|n|ja ..1 quero|queremos|desejo|gosto|permito que ..3 {written}|{writing}|us*|utiliz*
  nao|n|nunca|jamais ..1 {me}? ..1 {written} ..2 mais|nada|nunca
  nao|n|nunca ..1 {me}? volt* a ..2 {writing}|procur*|contat*
  ja|me ..3 descadastr*|desinscr*|cancelei|sair|saida ..5 continu*|ainda|vezes|chega*
  descadastr*|desinscr*|cancelei|desativei ..4 vezes|e|mas|ainda|continu*
  continu* ..2 a? ..1 receb*|cheg*|mand*|envi*|escrev*|lig* ..4 {texts}|isso|isto|mesmo|depois|apesar
  ainda ..1 receb*|cheg* ..3 {texts}|isso|isto|voces
  pq|porque|por ..3 continu* ..2 {me}? ..1 {writing}
  nao me perturbe
  lista robinson
  robinson
  {remove} ..1 {me}? ..2 nome|numero|contato|contacto|email|dados ..3 {list}|sistema|cadastro|base|vossa*|vossos
  {me} tir*|remov*|retir*|exclu*|risqu* ..2 {list}|dai|disso|isso|disto|tudo|grupo
  tem|ha|existe|teria ..3 jeito|como|forma|maneira|modo ..2 de|para|pra ..2 nao|parar|sair|cancelar|desativar|bloquear
  como ..3 paro|parar|faco|fazer|evito|sair|deixo ..3 receb*|{texts}|isso|disso|lista|sair
  nada ..1 mais? vindo? ..1 de voces|vcs|vos
  nao ..1 gosto ..1 de receb*
  nem ..1 mais? ..1 um|uma {texts}
  {stop} ..3 {writing}
  {stop} ..2 com ..3 {texts}|isso|isto
  larg* ..2 do|o ..1 meu ..1 pe
  saco cheio
  cheio de|dessas|desses|dos|das ..2 {texts}
  torr*|ench*|enche ..2 saco|paciencia
  para|parem|pare de ..1 encher
  para|pra ele|ela ..1 nao ..1 {written}
  nao ..1 preciso ..1 mais? de|dessas|desses|disso|destas|destes|das|dos ..3 {texts}
  ja ..1 nao ..1 preciso ..3
  opo*|oponho ..2 ao ..1 tratamento|uso
  lista negra
  pela ultima vez
  silenci* ..2 {texts}
  nao ..2 autoriz*|consent*|permit* ..3 {texts}|contato|contacto|uso|envio|dados
  nao {me} interess* ..2
  sem interesse
  importa*|pode*|podia*|incomoda* ..2 {me}? tirar*|remover*|retirar*|excluir*|apagar* ..2 da|do|de|dessa|desta
  {me} tirar*|remover*|retirar*|excluir*|apagar* ..2 da|do|dessa|desta
  prefer* ..1 que nao ..2
  {texts} nao ..1 sao|e ..1 bem|desejad*|querid*|bemvindas ..1
  nao ..1 sao bem ..1 vind*
  telefone|numero|celular|telemovel|linha ..1 de|do ..1 trabalho|empresa|servico ..3 nao|n|apag*
  ! disse|falei|digo ..1 que? ..1 pare|parem|para|chega|nao|stop
  nao|n ..1 tem|teem|tens|possuem ..2 permissao|direito|autorizacao|consentimento
  nao|n ..1 podem|pode|devem ..1 {me} ..1 {written}|{writing}
  nao|n ..1 us*|utiliz*|partilh*|compartilh*|vend* ..1 meu|meus|minha|o|os ..2 {number}
  ^ nao|n usem|use|utilizem $
  confirm* ..4 remocao|exclusao|descadastr*|cancelamento|eliminacao|removid*|retirad*
  fora|saiam ..1 da|do minha|meu caixa|email|telefone|vida|celular
  exijo|peco|solicito|requeiro ..4 remocao|exclusao|retirada|cancelamento|eliminacao|removam|apaguem|retirem|tirem
  nao|n ..1 quero|desejo|queria ..1 mais? ..1 ser|estar|ficar ..3 contact*|contatad*|incomodad*|{list}
  nao|n ..1 queria|queriamos ..4 {texts}
  resposta e nao
  implor* ..2 {stop}
  suficiente|bastante dos|das|de ..2 {texts}
  descadastr* ..3
  {stop} ..1 de ..3 telefone|celular|telemovel|caixa
`;

export const italianManners = `
  ! gradirei|piacerebbe|apprezzerei|grato|grata|gentile|gentili|bello|meglio|felice|ringrazio|ringrazierei|favore|preferirei ..2 se|che|di ..4 smett*|cess*|interromp*|non|togl*|cancell*|lasci*|rimuov*|finis*
  ! se ..2 potete|poteste|puo|potesse|smetteste|smettete ..2 smett*|di|togl*|cancell*|evitare|non
  non|nn ..1 sono|siamo ..1 piu interessat* ..4
  non|nn ..1 interess* piu
  piu interessat* ..2 {texts}
  cosa non capit* ..5
  non|nn ..1 ho ..1 piu interesse
  non|nn ..1 mi|ci interess* ..1 piu
  cambi* idea|opinione|parere ..4 {texts}|disattiv*|togl*|cancell*|disiscri*
  {texts} ..4 disattiv*|spegne*|sospend*|bloccateli|bloccatele|toglieteli|toglietele
  disattiv*|sospend*|interromp* ..3 {texts}|invio|avvisi
  non|nn|smett*|basta ..2 spammare|spammate|spammarmi|spammarci|spammatemi|spammarmi
  {texts}|mi|ci|ti ..3 bombard*|inond*|sommerg*|tempest*|intas*|riemp*
  bombard*|inond*|sommerg*|intas*|tempest* ..2 di|con|la|mi
  bombardarmi|tempestarmi|riempirmi|intasarmi|sommergermi
  risparmi* ..1 queste|questi|le|i|vostr*|mi|la
  risparmiatemi|risparmiami|risparmiateci
  parte|cosa ..3 no ..2 capit*|capisc*|chiar*
  non|cosa|parte ..1 cap* ..4 no $
  non|nn ..1 voglio|vogliamo|desidero|permetto|gradisco che ..3
  non|nn ..1 {wrote} ..2 piu|mai|niente|nulla|ancora
  non|nn ..1 mi|ci|le|gli ..1 {wrote} ..1 piu|mai|niente|nulla
  scrivetele|scrivergli|mandategli|mandatele|inviategli|telefonatele ..1 piu|niente|nulla
  non mandat*|inviat*|scriv* ..1 piu ..1
  ! perche ..5 cancellat*|disiscritt*|tolt*
  ! arriva*|ricevo ..6 cancellat*|disiscritt*|tolt*
  gia ..1 cancellat*|disiscritt*|tolt* ..4
  mi ..1 sono ..1 gia? ..1 cancellat*|disiscritt*|tolt* ..5 volte|ancora|ma|e|mi|continu*|arriv*
  ancora ..3 cancellat*|disiscritt*
  arriva|arrivano|ricevo|ricevendo ..1 ancora ..3 {texts}|se|nonostante|anche|questi|queste
  perche ..1 mi ..1 continua* ..2
  perche ..1 continua* ..2 {wrote}|{texts}|mandarmi|scrivermi|chiamarmi|a
  continua* a ..1 {wrote}|arriv*|ricev*|mandarmi|inviarmi ..3 nonostante|anche|{texts}|basta|dopo
  registro ..1 delle? opposizioni
  robinson
  depenn* ..3
  togl*|cancell*|elimin*|rimuov*|lev* ..2 dai|dagli|dalle|dal|dalla|dall ..2 elenchi|elenco|liste|lista|database|contatti|rubrica|archivi|sistema
  c|ce|esiste ..2 modo|maniera|sistema ..1 per|di ..3 non|smett*|disiscri*|cancell*|blocc*|uscire|ferm*|disattiv*
  come ..4 smett*|bloccare|fermare|uscire|togliermi|cancellarmi|disiscrivermi|disattivare|evitare ..3 {texts}|questi|queste|lista|$
  nulla|niente ..1 da voi
  niente|nulla ..1 piu ..1 da|$
  non|nn ..1 mi piace ..2 ricever*
  levat*|toglie* ..2 di mezzo|torno
  fuori ..1 dalle|dai ..2 liste|lista|elenchi
  non|nn ..1 disturb*|importun*|molest*|infastid* ..2
  {stop} ..3 {write}
  {stop} ..1 con ..3 {texts}|questi|queste|questa
  non|nn ..1 serv* ..1 piu
  non|nn ..1 ho ..1 piu? bisogno ..1 di|dei|delle ..3 {texts}
  lista nera
  silenzi* ..2 {texts}
  pace ..1 per|una $
  non|nn ..2 autorizz*|acconsent*|permett* ..3 {texts}|contatto|uso|invio|dati
  essere|venir|venire ..1 lasciat* in|stare
  non|nn ..1 essere|venire ..2 contattat*|disturbat*
  senza interesse
  dispiacerebbe|spiacerebbe|potreste|potete|puo|possibile ..2 toglierm*|rimuoverm*|eliminarm*|cancellarm*|togliere|rimuovere|cancellare ..2 dalla|dal|dai|dalle|da|mi|il
  prefer* ..1 che ..1 non ..3
  {texts} ..1 non ..1 sono|e ..1 gradit*|benvenut*|desiderat*|volut*
  non ..1 sono|e gradit*|benvenut*
  telefono|numero|cellulare|linea ..1 di|del|da ..1 lavoro|ufficio|azienda*|aziendale ..3 non|cancell*
  detto ..1 stop|basta|no|smett*
  non ..1 avete|ha|hai ..2 permesso|diritto|autorizzazione|consenso
  non ..1 potete|puoi|dovete ..1 {wrote}|{write}
  non ..1 us*|condivid*|vend*|utilizz* ..1 i|il|la ..1 miei|mio|mia ..1 {number}
  ^ non usatelo|usatela|usarlo $
  conferm* ..4 cancellazione|rimozione|eliminazione|disiscrizione|cancellat*|rimoss*|disiscritt*
  fuori|via|uscite ..1 dalla|dal mia|mio casella|mail|telefono|vita|posta
  esigo|chiedo|richiedo|domando|pretendo ..4 cancellazione|rimozione|eliminazione|disiscrizione|cessazione
  non ..1 voglio|vorrei|volevo|desidero ..1 piu? ..1 essere|stare|rimanere|figurare ..3 contattat*|disturbat*|chiamat*|{list}|iscritt*
  non ..1 volevo|volevamo ..4 {texts}
  risposta e no
  supplico ..2 {stop}
  abbastanza|piene dei|delle|di|delle ..2 {texts}
  non ..1 sono ..1 piu? ..1 vostr* client*
  {stop} ..1 di ..3 telefono|cellulare|casella|posta
`;
