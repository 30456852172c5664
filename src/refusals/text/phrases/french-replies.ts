/** More of how people say no in French, by what is said; see `french.ts` for the classes. */
import type { Replies } from './phrases.ts';

export const frenchReplies: Replies = {
  strangers: `
    trompez|trompe|trompes|trompee|trompes|tromper ..2 de ..1 personne|numero|destinataire|contact|adresse
    mauvaise personne
    mauvais|faux numero|destinataire|contact $
    n|c est ..2 pas|plus ..1 le|son|mon numero
    comment|ou|d ..5 eu|trouve|obtenu|recupere|avez|as ..1 mon|mes|ce numero|mail|adresse|coordonnees|email|contact|tel|portable|nom
    qui ..5 donne|file|passe|refile|communique|transmis ..1 mon|mes|ce numero|mail|adresse|coordonnees|email|contact|tel|portable
    rien demande
    pas|jamais ..1 demande ..1 ca|cela|a|vos|de|d|recevoir|{texts}
    jamais|pas ..2 donne ..2 accord|consentement|autorisation|permission
    jamais ..3 donne ..2 numero|mail|adresse|email
    jamais ..3 inscri*|abonne*|souscri*|consenti*|autoris*|enregistr*
    pas ..1 inscri*|abonne*|souscri* ..2 a|chez|sur|pour ca|cela|vos|votre|ces|rien|vous
    ni autorise|demande
    n autorise pas|personne
  `,
  anger: `
    {texts} ..2 derangent|fatiguent|agacent|saoulent|soulent|gonflent|genent|enervent
    ^ plus rien $
    combien de fois ..5 non|stop|arret*|dire|redire|demand*|desabonn*|desinscri*|repet*
    non c est non
    dit ..1 non|stop
    c est non $
    ! aimerais|voudrais|veux|souhaite|souhaiterais ..1 que ..4 arrete*|cess*|stopp*|fini*
    arretez|arrete|stop ..1 la $
    bon|ok la? stop|arretez|arrete la? $
    du balai
    tirez|barrez|cassez|barre|casse|tire vous|toi
    fichez|foutez|fous|fiche ..1 le camp
    ta|vos|votre gueule|gueules
    fermez|ferme la
    va|allez ..2 foutre|voir
    nique|niquez|nik|emmerde vous|toi|ta|vos|ba
    je vous emmerde|deteste|hais
    passez votre chemin
    disparaissez
    fait|faites chier
    faites|fait|casser|cassez ..1 les|pieds|couilles
    vous|tu|t|ca|vos ..4 me|nous|m ..1 saoul*|soul*|gonfl*|emmerd*|gav*|agac*|enerv*|harcel*|importun*|embet*|spam*
    me derangez|deranges
    marre|ras|assez|fatigue|fatiguee|saoule|gave ..1 de|d|des ..3 {texts}|recevoir
    ras le bol|cul|casquette
    en peux plus
    trop c est trop
    ! vais|va|allons ..2 signal*|denonc*|bloqu*|attaqu*|plainte
    ! vous|t|te signale|denonce|bloque|attaque|signalerai|bloquerai
    ! contact*|appel*|saisi* ..2 avocat|police|gendarm*|cnil|huissier
    ! mon avocat ..3 contact*|va|vous|prend*|ecri*
    ! encore|prochain ..2 {texts} ..6 plainte|avocat|bloque|signale|police|cnil
    plainte ..3 continuez|arretez|cnil|police|harcelement|contre
    lachez|lache|lacher ..1 nous|moi|la|les|grappe
    oubliez|oublie ..1 moi|nous
    ai|es|etes bloque* vous|ce|numero
    vous ai|etes|es bloque*
    arrete* ..1 de? ..1 me|m|nous
    ^ dehors $
  `,
  requests: `
    ne|n ..1 {want} rien $
    fini|finis|termine les|avec|vos|ces ..1 {texts}
    personne ..1 ici ..1 ne|n ..1 veut|demande|aime ..3
    personne ne|n veut|a ..2 {texts}|demande
    faites|fais|faite ..1 que|en ..1 ca|cela|sorte ..2 cesse|arrete|stoppe|finisse|plus
    numero|mail|adresse ne|n ..1 devrait|doit pas
    me sens harcele*|agresse*|importune*|derange*
    ^ spammeur*|arnaqueur*|escroc*
    spammeurs|arnaqueurs|escrocs ..2 ne|arretez|stop|degagez
    mesures|poursuites|action legales|judiciaires|justice|legale
    laches|lache|lachez|laissez|laisse ..1 l|tomber affaire
    jamais ..2 achete ..3 pourquoi
    m est egal ..2 {remove}
    fous|fiche|moque ..1 de vos|tes|votre
    ne me cherchez|cherche ..1 plus|pas
    ne|n ..1 gardez|conservez|stockez|garde|utilisez ..1 pas|plus ..1 mes|mon|me|moi
    je me retire|desinscris|desabonne $
    ne|n ..1 {want}|veut ..2 partie de
    pas ..1 faire|etre ..1 partie ..3 {list}|groupe
    sortir|quitter|sors|quitte ..1 du|de|la|le|ce|cette ..1 {list}|groupe
    {stop} ..1 de|d recevoir
    {want} ..1 {stop} ..1 de recevoir
    pas|jamais ..1 donne ..2 numero|mail|adresse
    comment|ou ..5 arret*|stopper|annul*|desactiv*|desabonn*|desinscri*|bloqu*|sortir|supprim*|resili* ..2 ca|ces|cela|{texts}|$
    comment ..4 ne plus
    merci|priere|svp|prie ..3 de|d m|me|nous oublier|effacer|retirer|supprimer|enlever|laisser
    de m oublier
    desactiv*|coupez|couper|arret* ..2 {texts}|alertes|notifications
    rien a faire|foutre|cirer|battre ..2 de|d|vos|$
    m|me|nous|on|s en ..1 fous|fout|fiche|foutons|bats|fou|tape
    etes|es|sont|est ..2 lourd|lourds|penible|penibles|chiant|chiants|insupportable*|relou|relous|agacant*|fatigant*|saoulant*|soulant*|collant|collants|harcelant*|intrusif*
    penible|chiant|lourd|relou|insupportable|fatigant ..1 ces|vos|tes|cette ..2 {texts}
    {texts} ..3 chiant*|penible*|lourd*|relou*|insupportable*|fatigant*|agacant*
    numero n est ..2 plus
    n est plus ..2 numero|attribue
    retire|retirons|revoque|annule ..1 mon|notre accord|consentement|autorisation
    ^ signale|signales|signalee|bloque|bloques|denonce $
    signale ..1 comme|en|pour|au ..1 spam|indesirable|33700|phishing|arnaque
    transfere|transmets|envoie ..2 33700|signal|cnil
    vais ..2 police|gendarmerie|avocat|plainte
    non|nan|mais|vas|y|oh ..1 mais stop|arretez|arrete
    mais stop|arrete|arretez ..1 $
    aucun|zero|nul interet|envie ..2 $
    vos|tes|ces ..3 m ..1 interessent|interesse pas
    s ..1 interesse pas $
    prefere|prefererais|prefererions ..1 ne ..1 plus|pas
    pas|plus ..1 possible ..2 arreter|stopper
    serait|soit|est il|ce|possible ..2 de|d ..1 ne|arreter|stopper|cesser|desinscri*|retirer
    laissez tomber ..4 plus|rien|pas
    y a|ai|avons pas|plus|aucun|aucune|personne de? ..2 ici
    il n y a pas|plus|personne ..3 ici
    pas au bon numero
    habite|vit plus|pas ici|la|a
    vous connais|connait|connaissons pas
    ne ..1 vous connais|connaissons pas
    j ai vendu ..4 arrete*|stop|plus
    me rappelle|souviens pas ..1 m etre|avoir
    opposition $
    deja ..2 desabonne*|desinscrit*
    deja ..2 dit|demande ..3 stop|non|arret*|desinscri*|retir*|supprim*|ne
    c est|pour la ..1 derniere fois ..1 que|$
    pour la derniere fois
    ! la prochaine fois ..1 je|j|c
    troisieme|deuxieme|derniere|3e|2e fois ..1 que|$
    fait chier
    casse|casses|cassent|cassez|brisez|brises ..1 les ..1 pieds|couilles|burnes|noix
    sortez|sors|enlevez|virez|sortir ..1 moi ..2 de|d|la|groupe
    tg|ftg|fdp|ntm
    stop ..1 quoi|bordel|serieux|wesh|les|putain
    nous|moi|me laisser|lacher ..1 tranquille*|grappe
  `,
  goods: `
    commande commandes rendez rdv reservation reservations vol vols billet billets article articles produit produits table chambre livraison
    colis oignons oignon frais facture paiement paiements carte cartes contrat electricite gaz box assurance voyage reunion cours place
    places frere soeur compte voiture portail retard double hotel location visite loyer ligne banque machine porte antibiotiques
    antibiotique photo salle option ancienne
  `,
  done: `
    annul* supprim* retir* enlev* resili* bloqu* efface* sortir arret* arrete stopp*
  `,
  days: `
    aujourd demain soir lundi mardi mercredi jeudi vendredi samedi dimanche semaine matin midi
  `,
  others: `
    ne ..1 lis|consulte|vois ..3
    la|cette derniere fois $
    aucun|aucune|pas ..2 {texts} ..1 recu|recue|recus
    vos|tes|les|dans spams ..3
    {stop} ..1 devant|ici|chez|sur|au ..1
    {remove} ..2 deuxieme|premiere|troisieme|second
    annul* ..1 et ..1
    annul* ..2 {days}
    {days} ..2 annul*
    pas d appel un? sms|mail|message|plutot
    ! appelez pas envoyez|ecrivez|sms|mail|plutot
    un sms|mail|message|email suffit
    pas ..1 deranger mais
    {stop} ..1 😂|🤣|mdr|haha|ptdr|lol
    desabonn*|resili*|desinscri*|annul* ..4 {elsewhere}
    ca|cela ..1 ne|n|me? ..1 me|nous|m ..1 derange|gene|embete ..1 pas
    vous derangez pas
    derange pas $
    me|m suffit
    {goods}|kilos ..2 suffit|suffisent
    qui ..4 donne|fait ..2 remise|reduction|code|rendez
    encore plus de
    en plus $
    stop ou|ou stop
    covoiturage
    {remove} ..1 pas
    pas ..1 demande de|d ~{texts}|recevoir|vos|votre|sms
    s arrete quand|ou|a
    {remove} ..2 ancien|ancienne|vieille|vieux
    n arret* pas de
    arret* pas de rire|pleuvoir|courir|tomber|caler|tousser|pleurer
    arret* ..1 de ..1 fumer|manger|boire|travailler|courir|prendre|conduire
    pas|plus ..2 interess* ..1 par le|la|les
    ne|n ..1 {writing} pas avant|apres|le|la|pendant|quand
    plus de|d ~{texts}|vos|votre|contact|appels|ces|sms
    pas de|d probleme|souci|panique|sac|soucis|lait|sucre|stress
    pas besoin de|d ~{texts}|vos|votre|ces
    {mine} ..2 est ..1 bloqu*
    dans|en ..1 les|mes|vos|spam ..1 spams|indesirables
  `,
};
