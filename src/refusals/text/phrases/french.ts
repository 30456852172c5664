import type { Phrases } from './phrases.ts';

export const french: Phrases = {
  negators: 'ne n pas plus jamais sans personne',
  negatesAfter: true,
  conditions: 'si quand lorsque jusqu pourquoi',
  classes: {
    writing:
      'ecriviez envoyiez appeliez contactiez derangiez sollicitiez ecrive envoie appelle contacte rappeliez ecrivent envoient appellent contactent ecrire ecrivez ecris contacter contactez contacte appeler appelez appelle rappeler rappelez rappelle envoyer envoyez envoie envoyes envoi envois telephoner telephonez solliciter sollicitez harceler harcelez spammer spammez deranger derangez embeter embetez importuner importunez relancer relancez texter textez demarcher demarchez joindre mailer adresser adressez emmerder emmerdez saouler soulez recontacter recontactez reecrire',
    texts:
      'nouveautes actualites actus infolettres newsletters campagnes catalogues depliants prospectus coupons invitations enquetes relances notif textes emailing emailings mailing mailings conneries salades pourriels pourriel mms reclame reclames tchat message messages msg msgs sms texto textos mail mails mel courriel courriels e-mail email emails pub pubs publicite publicites newsletter newsletters lettre promo promos promotion promotions offre offres notification notifications notifs spam spams appels demarchage sollicitation sollicitations communications infolettre rappels alertes prospection',
    stop: 'arret arretez arrete arreter arretes cessez cesser cesse stop stopper stoppez stoppe',
    remove:
      'retir* supprim* effac* enlev* ray* sort* efface otez oter vir* desinscri* desabonn* radi* elimin* desinscrivez ota',
    mine: 'mon mes ce cette ma',
    number: 'numero tel telephone portable donnees adresse coordonnees mail email contact nom infos informations',
    list: 'campagne campagnes registre registres envois diffusions liste listes fichier fichiers base bases mailing contacts repertoire newsletter diffusion',
    want: 'voulais voulait voulions voudrions souhaitais souhaitions veulent desirons veux voulons souhaite souhaitons desire voudrais veut shouaite',
  },
  refusal: `
    ne|n ..1 suis ..1 plus ..2 client|cliente|concerne|concernee
    ne plus utiliser ..1 ce|mon
    d arreter $
    compris|bon arretez|stop|arrete
    c est|du ..1 spam $
    pas le droit de
    n avez|as pas ..2 droit|autorisation|accord
    ne suis pas ..2 personne
    jamais ..2 inscrit|inscrite|abonne|abonnee ..1 a|pour|chez
    degage|degagez de
    pas le bon numero
    pas la bonne personne
    en {want} plus|pas
    en {want} ..1 plus
    ai assez de ..2 {texts}|recevoir
    assez de recevoir
    cesser|cessez|cesse ..1 tout|toute|tous|vos|ces|les|de|d
    n est pas|plus ..2 numero|telephone
    pas envie de|d ..2 {texts}|recevoir
    refuse ..2 {texts}|recevoir|etre
    sans mon accord|consentement|autorisation
    barrez|barre vous|toi
    ne|n ..1 {want} plus ..2 {texts}|recevoir|etre
    etre retire*|supprime*|efface*|enleve* ..2 de|des
    etre desinscrit*|desabonn*
    retrait ..1 de ..2 {list}
    suppression de ..2 {mine}|mes|donnees
    demande ..2 suppression|retrait|desinscription
    non aux? {texts}
    en peux plus ..1 de|d ..2 {texts}
    ne ..1 autorise pas
    {stop} tout|tous $
    {stop} les|vos|ces|cet|le ..1 {texts}|envois|envoi
    ne plus|pas ..1 deranger|importuner
    plus jamais ..2 {texts}
    ne jamais|plus ..2 {writing}
    veuillez ne plus
    prière|priere de ne|cesser
    vous ..1 dit ..2 non|stop|{stop}
    deja dit non|stop
    interdis ..2 {writing}
    desabonn*
    desinscri*
    desabonement|desabonnement|desinscription
    {want} ..1 plus ..4 {texts}
    {want} ..1 plus ..1 recevoir|etre|entendre|rien
    {want} pas ..1 recevoir|etre ..3 {texts}|contact*|appel*|sollicit*|demarch*
    {want} pas ..2 vos|de|ces ..1 {texts}
    ne|n plus|pas|jamais ..2 {writing}
    ne|n ..2 {writing} plus|jamais
    ne|n ..2 {writing} pas $
    m {writing} plus
    me {writing} plus
    plus ..1 {writing} $
    plus rien recevoir
    plus recevoir ..2 {texts}|rien|ca|cela|ces
    de ne plus ..3 {writing}|recevoir
    ne plus ..2 {writing}|recevoir
    plus jamais ..2 {writing}
    plus de|aucun|aucune ..1 {texts} $
    plus aucun|aucune ..1 {texts}
    aucun|aucune ..1 {texts} $
    pas de ..1 {texts} $
    {stop} ..2 de|d ..2 {writing}
    {stop} ..2 {texts}
    {stop} ..1 ca|cela|maintenant|tout $
    {stop} a la? {texts}
    deja ..2 d {stop}
    demande ..2 arret
    {remove} ..1 moi
    {remove} ..2 {mine} ..1 {number}
    {remove} ..2 de|des ..3 {list}
    me {remove} ..1 de|des
    me {remove} $
    {remove} le|les|la $
    laissez|laisse|foutez|fichez|fous|fiche|laisser|foutre moi|nous|me ..2 paix|tranquille*
    laissez|laisse|lache|lachez|lacher|oubliez|oublie moi $
    lachez|lache ..1 moi la|les
    oubliez|oublie ..1 moi|mon numero
    oubliez moi
    vous ..1 harcelez
    me harcel*
    c est ..2 harcelement
    harcelement $
    harcelement telephonique
    ! vais|va|allons ..2 porter plainte
    ! porte|porterai|depose|deposerai plainte
    ! vais|va vous ..1 signaler|denoncer|attaquer|bloquer
    signale|signaler|signalement ..3 cnil|33700|spam|signal
    signale|signaler|signalez a|au cnil|33700
    cnil $
    m oppose|opposer|opposition
    droit a|d|de l? ..1 effacement|oubli|opposition
    retire|revoque|retirer|revoquer ..1 mon|le consentement
    pas|plus ..1 interesse|interessee|interesses|interesser $
    pas|plus ..1 interesse* par ..1 vos|{texts}
    ne|n m interesse|interessent ..1 pas|plus $
    ca m interesse pas $
    pas m interesse
    ^ mauvais|faux numero $
    avez|as|est|etes ..2 mauvais|faux numero
    trompez|trompe|trompes|trompee ..1 de numero|personne $
    erreur de numero|destinataire|personne
    vous faites erreur
    faux|mauvais numero ..1 {stop}|{remove}
    ne ..1 connais|connait pas ..2 {stop}
    qui ..3 donne mon numero|contact|mail|adresse
    d ou|comment ..2 avez ..2 mon numero
    ne ..2 jamais|pas ..1 inscrit|inscrite|abonne|abonnee|souscrit $
    n ai|avais jamais|pas ..1 demande|autorise|donne ..3 recevoir|ca|cela|{texts}|accord
    n ai jamais rien? demande $
    ca suffit $
    ca suffit maintenant|vos|avec|les
    y en a marre
    en ai marre de|d ..2 {texts}|vos|que
    marre de|d ..2 {texts}
    ras le bol
    assez de ..2 {texts}
    stop aux? {texts}
    allez|va|aller ..2 foutre|chier|diable
    degage|degagez|cassez $
    cassez|casse vous|toi
    ^ dégagez|degagez|degage $
    pouvez ..2 {stop} $
    pas besoin de|d ..2 {texts}
    resilier|resiliez|annuler|annulez|resilie ..2 abonnement ..3 {texts}
    annuler|annulez|resilier ..2 {texts}
    ^ bloque|bloquee $
    vous|je bloque
    me spammer|spammez
    sortir de ..2 {list}
    mettez|mettre fin a|aux
    foutez|fichez|lachez ..2 paix
    rgpd ..5 {remove}|supprim*
  `,
  alone: `
    plus besoin
    stop tout
    arret
    arrets
    aret
    arreter
    arretez
    arrete
    stop
    stopper
    assez
    suffit
    ca suffit
    cessez
    supprimer
    retirer
    resilier
    desabonner
    degagez
    stop au 36111
    stop 36111
    36111
    stop 36200
    pas interesse
    pas interessee
    plus interesse
    spam
    harcelement
    laissez moi
  `,
  unsure: `
    mauvais|faux numero
    ! ai|avons ..1 fait|compose|appele ..2 mauvais|faux numero
    ^^ non $$
    merci|mais|et|alors|donc stop
    connais pas $
    trop de ..1 {texts}
    decede|decedee
    qui vous|t ..1 donne
    rgpd
    porter plainte
    annuler ..1 abonnement
    fermer ..1 compte
  `,
  otherwise: `
    ne plus|pas livrer|sonner|laisser
    n ai plus
    je ne peux plus
    a l arret
    arret|arrets de|du|d bus|tram|metro|travail|maladie
    arret|arrets maladie|demande
    cet|un|prochain|quel|dernier|en|sans|auto|panneau|premier|d arret|stop
    arrete ..1 c est trop|tellement
    il|elle|bus|train|tram|pluie|voiture ..2 se|s arrete*
    s est arretee|arrete
    un|auto|panneau|non stop
    stop a|en|au lyon|paris|nice|marseille
    desabonn*|desinscri* ..3 par erreur|accident|megarde
    par erreur|accident|megarde
    pourquoi ..4 desabonn*|desinscri*|supprim*|retir*
    plus que
    plus de|d places|sel|infos|details|place|stock|temps|renseignements
    pas assez
    assez grand|de place|grande|bien|pour
    c est assez
    suffit pour|de
    me suis trompe*
    ai|avais mis|donne|indique|rentre ..2 mauvais|faux numero
    mauvais numero de rue|commande
    supprimer|supprimez|effacez ..2 article|carte|commande|remarque|ligne
    annuler|annulez ..2 rendez|rdv|commande|reservation|vol|billet
    ne m appelez pas avant|au|apres|le
    ne ..1 recois|recoit plus|pas
    personne ne|n
    vous ne m
    plainte pour|vol
    marre d attendre|la
    signaler la|le|un|une
    resilier|annuler ..2 contrat|electricite|gaz
    ne quitt*
    pas ..1 interesse par le
    n ai ..1 pas ..1 recu
    jamais sans
    lachez|lache le prix|prix
  `,
  welcome: `
    adore|aime|kiffe ..2 {texts}
    continuez|continue ..1 comme|a
    {want} ..1 bien? recevoir ..1 plus|vos|d
    veux bien
    inscrivez moi
    m inscrire
    comment revenir
  `,
};
