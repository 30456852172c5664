/** What French has of the frames and words that another language has; see `french.ts` for the other classes. */
import type { Cells } from './phrases.ts';

export const frenchCells: Cells = {
  classes: {
    accident: 'erreur accident megarde expres inadvertance',
    doubtful: 'spam arnaque phishing fraude scam escroquerie',
    says: 'dit disait repete dis',
    writing:
      'demarcher demarchez demarche saouler saoulez soûler relancer relancez relance recontacter recontactez importuner importunez ecrire notifier notifiez pinguer bassiner bassinez gonfler gonflez polluer polluez inonder inondez bombarder bombardez prospecter agresser',
    texts: 'demarchage prospection rappels alertes infos spams pubs annonces',
    people: 'mere pere femme mari fille fils enfants grand-mere mamie famille maman papa collegue patron',
    mad: 'marre assez claque bol dos tete casquette',
    asked: 'dit demande redit repete ecrit signale prevenu',
  },
  refusal: `
    {want}|voudrais|aimerais plus ..3 figurer|recevoir|etre|avoir|que|entendre|voir ..3
    ne|n ..1 {want} ..1 plus ..1 figurer|que|avoir|voir ..3
    plus un seul|seule ..1 {texts}
    halte a|aux|au ..2 {texts}|demarchage
    fini|finis|finies|termine|terminees ..1 les|vos|ces ..1 {texts}
    laiss*|foutez|fichez|lach*|fous|fiche|lacher|laisser ..2 la paix|grappe
    laiss*|laisser ..2 en paix|tranquille*
    laiss* ma|mon|mes ..1 {people} ..2 tranquille*|paix
    ne|n ..2 plus ..1 a? ma|mon|mes {people}
    {stop} de|d ..2 ma|mon {people}
    en ai|a ..1 marre $
    en ai|a|avons ..2 {mad} ..1 de|d|des ..2 {texts}|recevoir|vous
    en ai|a|avons ..2 {mad} $
    en ai|a ..1 plein|ras le|la
    par dessus la tete
    plein le dos ..1 de
    jamais|pas rien? demande $
    rien demande
    pas|plus|jamais ..1 interesse* ..1 au|bonne|merci|par ..2 revoir|journee|vos|$
    m|n interesse|interessent ..1 pas|plus ..1 au|bonne ..1
    m interesse|interessent pas|plus
    interesse personne
    revoque|retire|annule|resilie|oppose ..1 mon|a|au ..1 consentement|accord|utilisation|envoi|prospection|demarchage|traitement|inscription
    resili* ..1 de|mon|l|cet|cette ..1 {texts}|abonnement ..1 aux? {texts}?
    resiliation ..1 de ..1 vos|mes|ces ..1 {texts}
    c est|ceci|ca|est|devient|carrement ..1 du|un|de|l spam|harcelement|demarchage
    {asked} ..1 d|de|que ..2 {stop}|arreter|stop|retirer|ne|non|desinscri*|supprimer|effacer
    combien de fois
    faut il ..2 {asked}|dire|repeter
    desactiv*|coup*|suspend*|supprim*|annul*|interromp*|stopp*|cess* ..1 ces|les|vos|tous|toutes|l|cette|la|mes ..1 envoi|{texts}
    me|m desabonner|desinscrire|retirer|supprimer|enlever|sortir|rayer|effacer ..1 de ..1
    {want}|souhaite|voudrais|aimerais ..1 que ..2 {remove}|{stop}
    {want}|souhaite|voudrais|aimerais|demande ..2 a? ..1 me|m|etre|se ..1 {remove}
    {want}|souhaite|voudrais|aimerais|demande ..1 ne plus
    {want}|souhaite|voudrais|aimerais ..1 arreter|stopper|cesser|annuler|quitter|sortir ..3 {texts}|{list}|abonnement|ca|$
    plus ..1 de|d ..1 {texts} ..1 de votre|ta part
    n|ne ..1 {writing} plus ..1 jamais?
    pas ..1 de? {texts} ..1 sur|a ce|mon ..1 numero|portable|tel|telephone
    ne plus ..1 jamais? ..1 {writing}
    plus ..1 aucune|aucun ..1 {texts}|contact|appel|nouvelle
    n utilis* plus|pas
    {stop} d utiliser ..1 mon|mes
    allez|va|casse|cassez|barre|barrez|tire|tirez|degage|degagez ..1 vous|toi|voir|ailleurs
    trop|tres de? ..1 {texts} ..2 stop|arret*|desabonn*
    pour|c est|etre|me ..1 radier|radiation ..2
    plus de|d ..1 {texts} j|je|on|c|car|parce|puisque
    {remove}|degagez|degage|jetez|jette|oubliez|oublie|perdez|perds ..1 mon|ce|mes ..1 {number}
    j|je|ai|fois ..2 envoie|envoye|ecrit|mis|repondu|tape|dit ..1 stop ..4
    stop ..1 deux|trois|quatre|cinq|dix|2|3|4|5|plusieurs fois
    des abonne*|inscri*
    pas|plus ..1 la? ..1 peine|besoin|necessaire|utile ..1 de|d ..1 m|me|nous ..1 {writing}
    plus ..1 client|cliente|concerne|concernee|interesse* ..4 {stop}|{remove}|stop|merci
    continuez|continuent ..2 a|de|d ..1 m|me ..1 {writing} ..2 alors|apres|malgre|bien|quand
    soit|serait|fut le|la dernier|derniere ..1 {texts}|fois ..4
    aucune|pas|plus ..1 de? raison|interet|motif ..3 {writing}
    ^ abandonnez|abandonne|renoncez $
    epargne*|evite* ..1 vous|toi ..2 peine|effort|temps
    poubelle|corbeille $
    a ..1 la ..1 poubelle|corbeille ..1
    pourquoi ..6 recois ..1 encore|toujours ..2 ca|cela|ces|vos|{texts}|$
    pourquoi ..6 encore|toujours ..2 recois ..2 ca|cela|ces|vos|{texts}|$
    dernier|derniere avertissement|sommation
    ne|n consens|consent ..1 pas|plus|a|rien ..1
    plus jamais ..1 $
    trouve|retrouve|atterri ..1 sur votre|vos|cette {list} ..4 {remove}|sortez|stop
    que on me|m ..1 {remove} ..2 {list}
    qu on me|m ..1 {remove} ..2 {list}
    bloqu* moi ..2 systeme|{list}|numero|$
    ! rien ..1 avoir ..1 a ..1 faire|voir ..1 avec ..2
    plus de|d ..1 {texts} ..1 sur|a|au|par ..2 numero|tel|telephone|portable|adresse|mail|sms
    personne ..1 ici ..1 ne ..1 veut
  `,
  otherwise: `
    arret* pas de|d ..2 {texts}|{writing}
    n arret*|cess*|stopp* pas
    ne {writing} pas je suis
    ne m|me {writing} ..1 pas ..1 je ..1 suis
    plus un seul ~message|{texts}
    plein de
    ai|j ..1 supprime|efface|perdu|bloque|desinscrit|resilie ..4 par|sans {accident}|faire
    par {accident} ..3 supprime|efface|desabonne|desinscrit|bloque
    ai supprime|efface|perdu ..1 le|la|les|votre|vos|mon ..1 {texts}|code
    c est|est ..4 {doubtful} ou ..2
    ou ..1 c? est ..2 {doubtful}
    {people} ..2 {says} ..2 {stop} de|d ~m|me|nous|vous
    {stop} de|d t|te|s|se ~envoyer|ecrire
    le stop en|au|dans|a|du|est|la
    comment ..2 revenir|se|me ..1 reabonner|reinscrire
    m|nous ..1 avez|as ..1 retire|supprime|enleve|desabonne ..2
    pourquoi ..1 je ne recois|n ai plus
    arreter|arrete|arretez de|d m|t|s|me inquieter|enerver|faire|prendre
    {people} ..2 {says} ..1 de|d arreter de|d ..1 ~envoyer|ecrire|appeler|contacter
    liste d attente
    n annul* pas
    n oubli* pas ..1 d|de
    aucun|pas ..1 de? ..1 {texts} ..1 recu|recus|arrive
    desinscri*|desabonn*|retir*|desinscrire ..2 liste d attente
  `,
  welcome: `
    me|m remettre
    me|m reinscrire|reabonner
  `,
};
