/**
 * Manners of saying no that every language has, here of the Germanic languages: a wish put politely, an interest or a need that is over, a mind that
 * has changed, a flood complained of, an unsubscription that had no effect. What is added to one is thought through in all.
 */
export const englishManners = `
  ! appreciate|appreciated|great|nice|lovely|love|wonderful|grateful|thankful|glad|happy|like|prefer|better|helpful ..2 if|when you|u|yall|they|your|ya ..3 stop|stopped|quit|ceased|refrained|discontinued|took|take|remove|removed|left|leave|didnt|dont|wouldnt|unsubscribed|unsubscribe
  ! appreciate|appreciated|great|nice|lovely|love|grateful|like|prefer|better if|when i|we|this|these|it ..2 not|stopped|stop|removed|didnt|wasnt|werent
  ! wonder|wondering|ask|asking|see|know if|whether you|u|i|we|there ..3 stop|unsubscribe|remove me|my|us|sending
  ! if ..3 stop ..2 {texting} ..3 appreciate|great|grateful|nice|appreciated
  no longer|more interested|interest in|with ..2 {texts}|your|receiving|hearing|getting|being|these|this
  no longer want|wish|need|require|care|desire|consent|agree ..3 {texts}|receive|hear|be|get|your|these|this|to
  changed ..1 my|our mind ..2 about|on|regarding ..3 {texts}
  changed ..1 my|our mind ..3 off|out|stop|remove|unsubscribe
  bombard*|flood*|inundat*|swamp*|overwhelm*|clog*|pelt*|deluge* ..1 {me}|my
  spare {me}
  part of no|stop ..2 you
  which part of
  {no} want|wish|like|need|expect ..2 you|u|yall|anyone|anybody|them|your|company ..2 to? {texting}|text|message|email|mail|call|contact|write|reach|send|bother|use|using
  not|never|no|dont|stop ..2 contact* ..2 ever|again|anymore|further|marketing
  unsubscribed|optout|opted|cancelled|canceled ..4 times|twice|thrice|already|yet|still|months|weeks|ago
  still ..2 getting|receiving|get|receive|sending|send|coming ..2 {texts}|these|this|them
  put|add|place {me}|my ..3 not|donotcall|dnd|blacklist|suppression
  suppression list
  blacklist {me}|my
  do not contact|call|email|mail|text|disturb list
  number ..2 reassigned|changed|new ..5 remove|stop|delete|update
  {remove} ..1 {me} ..2 everything|all|every|completely|entirely|please
  get {me} out ..1 of|$
  i ..1 want|need|demand out
  let {me} out
  nothing ..1 from you
  nothing ..1 more from
  mute|muting|unfollow|unfollowing ..2 you|these|this
  ! next|one ..1 {texts} ..3 goes|going|straight ..3 lawyer|attorney|ombudsman|regulator|authorities|ico|ftc|fcc
  telephone|mail|mailing preference service
  on ..2 tps|dnc
  {no} appreciate ..3 {texts}|this|being|these|unsolicited
  {stop} ..3 {texts}
  {stop} ..3 {texting} ..1 {me}
  {no} ..1 {text} ..1 {me}|my|us ..3 again|anymore|ever|more|further|$
  who ..2 told you ..3 {text}
  rid of ..2 {these}|{texts}
  ! how ..4 make|get ..2 stop|out|off $
  taking|removing|deleting|getting|unsubscribing|leaving {me}|my ..3 off|out|from|alone
  rather|prefer|preferred|preference ..2 you|yall|they|u didnt|dont|wouldnt|not|never|stopped|stop
  work|business|company|office|shared ..1 phone|number|line|mobile|cell ..3 dont|not|stop|remove
  {no} use|share|sell|keep|process|store ..1 my ..2 {number}
  {texts} ..3 not|arent|isnt welcome|wanted|appreciated|desired
  not|arent|dont ..1 allowed|permitted|authorized|permission|welcome ..1 to {text}
  {no} have ..2 permission|right|consent
  confirm ..4 removed|removal|deleted|deletion|unsubscribed|unsubscription|off
  out of|from ..1 my inbox|phone|life|mailbox|hair|face
  asking ..2 to ..1 stop|be removed
  {no} be ..2 contacted|texted|emailed|messaged|called|bothered|disturbed|solicited
  {no} want|wish|like ..1 to ..1 be ..2 contacted|texted|emailed|messaged|called|bothered|disturbed|solicited|on|subscribed|part
  shouldnt|not be on ..2 {list}
  request ..2 removal|deletion|erasure|removed|unsubscribed
  {no} ask|asking ..1 me? again
  {stop} ..3 my ..1 phone|cell|inbox|mailbox
  {stop} ..1 these|those|this|your|ur|the|all ..1 {texts}
`;

export const germanManners = `
  ! ware|wunsch*|schon|nett|dankbar|super|toll|freundlich|lieb|freuen|verbunden|begrussen ..2 wenn ..5 aufhor*|unterlass*|nicht|keine|streich*|losch*|entfern*|abmeld*|stopp*|einstell*|lassen|liessen|nehmen
  ! wenn ..5 aufhor*|unterlass*|einstell* ..2 wurden|wurdet|konnten|konntet
  nicht ..1 mehr ..1 interess* ..2 {texts}|an|$
  an ..2 {texts} ..1 nicht|kein|keinerlei ..2 interess*
  an ..2 {texts} ..2 kein|nicht|keine ..1 interess*|bedarf
  interess* ..3 nicht|kein mehr
  {texts} ..3 anders uberlegt
  anders uberlegt ..4 {remove}|abstell*|abmeld*|raus|{texts}
  uns|mich ..3 bombardier*|zuspam*|zumull*|zuballer*|zuschutt*|uberflut*|volltext*|vollspam*|zutext*|eindeck*
  bombardier*|zuspam*|spammt|spammen|zumull*|mullt|uberflut* ..1 {me}
  ihr|sie|dauernd|standig bombardier*
  mullt|ballert|schuttet|textet ..2 {me} ..2 zu
  verschon* ..1 sie? ..1 {me}|bitte|$
  {me} ..2 damit|mit|davor|davon ..3 verschon*
  erspar* ..1 sie? {me}
  was ..2 an|am ..2 nein
  lass|lasst|lassen ..1 sie? {me} ..4 ruhe|frieden|zufrieden
  will|wollen|mochte|wunsche|verlange nicht ..1 dass ..5
  will|wollen|mochte|wunsche|verlange ..1 dass|das ihr|sie|man|du ..4 nicht|nie|keine|nichts|aufhort|aufhoren
  dass|damit|das ich|wir ..2 keine|nichts|nicht ..2 mehr ..2 {texts}|bekomme|bekommen|erhalte|kriege|kriegen|erhalten|{write}
  keine ..2 {texts} ..1 mehr|erwunscht|gewunscht
  schon|bereits|mich|obwohl ..3 abgemeldet|abbestellt|gekundigt|widersprochen|ausgetragen
  abgemeldet ..3 trotzdem|immer|noch|und|aber
  immer|dauernd|standig noch? ..2 {texts} ..2 obwohl|trotz|nach
  trotz ..2 abmeldung|widerspruch|kundigung|abbestellung
  robinsonliste|robinson
  auf ..1 die|eure|ihre sperrliste|blacklist|robinsonliste
  {remove} ..1 sie? {me} ..2 uberall|komplett|ganz|vollstandig|bitte|da|dort|daraus|raus|davon|aus
  von allem|allen abmeld*|austrag*
  kann|konnen|konnte ..1 man|ich|wir ..5 abstell*|abbestell*|abmeld*|ausschalt*|unterbind*|blockier*|stopp*|loswerd*|austragen
  gibt ..2 moglichkeit|weg|weise ..6 nicht|keine|abstell*|abbestell*|abmeld*|abzu*|los|stopp*|auszu*
  {write}|meldet|melden ..4 nicht|nie|niemals ..1 mehr|wieder|$
  nicht ..1 mehr ..2 {write}|gestort|storen|belastigen|mailen|antexten|zutexten|zumullen|vollspammen|anmailen|behelligen
  nichts|nix ..2 von ..2 ihnen|euch|dir
  behellig* ..3
  ohne ..1 interesse $
  will|mochte|wollen ..3 raus|runter|weg ..1 $
  ausser ..3 keine ..1 {texts}
  brauch* ..2 {texts} ..1 nicht ..1 mehr
  wunsch* ..2 keine ..2 {texts}|kontakt*|infos|weiteren
  untersag* ..3
  verbitt* ..3
  {stop} ..3 {texts}|{write}
  {stop} ..2 mit ..2 dem|den|der|euren|ihren ..1
  hort|hor ..1 doch|bitte? auf
  mir ..1 keine|nichts|nix ..2 mehr? ..1 {write}
  losch*|entfern*|streich* ..2 kontakt|profil|eintrag|daten|nummer
  zum letzten mal
  letzte|letzten warnung|aufforderung|mal
  {texts} ..2 unerwunscht|nervig|lastig
  ausmachen ..1 {me} ..4 nehmen|streichen|loschen|entfernen|auszutragen|abzumelden
  lieber|besser ..1 dass|wenn ..4 nicht|nichts|keine ..3
  diensthandy|firmenhandy|dienstnummer|diensttelefon|geschaftsnummer|firmennummer|geschaftshandy ..2 nicht|keine|bitte|losch*
  {texts} ..1 sind|ist ..1 nicht|un ..1 willkommen|gewollt|gewunscht|erwunscht
  nicht ..1 mehr ..1 auf|in ..2 {list}
  {want} ..2 nicht ..1 mehr? ..1 auf|in ..2 {list}
  verlange|fordere|beantrage|erwarte|erbitte|wunsche ..4 loschung|streichung|abmeldung|entfernung|austragung|unterlassung
  durft|durfen|darfst ..2 {me} ..1 nicht|keine ..2
  durft|durfen|darfst ..2 nicht ..2 {me}
  benutzt|benutzen|verwendet|verwenden|nutzt|nutzen|speichert|speichern ..1 sie? ..1 meine|diese ..1 {number} ..1 nicht
  bestatig* ..3 loschung|abmeldung|austragung|streichung|entfernung
  bestatig* ..2 dass ..4 geloscht|abgemeldet|entfernt|ausgetragen|gestrichen
  aus meinem|meiner postfach|posteingang|mailbox|leben|inbox
  nicht ..2 kontaktiert|angeschrieben|angerufen|benachrichtigt|angemailt|belastigt werden
  nicht ..1 mehr? ..1 gefragt werden
  flehe ..2 an
  sagte|gesagt ..1 stopp|stop|nein|schluss|aufhoren
  ihr|sie habt|haben ..2 keine|nicht ..2 erlaubnis|recht|einwilligung|zustimmung
  {stop} ..4 handy|telefon|postfach|posteingang|mailbox
`;

export const dutchManners = `
  ! fijn|waarderen|waardeer|prettig|graag|leuk|lief|dankbaar|blij|top|mooi|aardig|vriendelijk|handig ..4 als ..5 stop*|ophou*|niet|geen|verwijder*|uitschrij*|afmeld*|haal*|laten
  ! als ..4 stoppen|ophouden ..1 zouden|zou|kunnen|willen ..3
  niet ..1 meer ..1 geinteress* ..3
  geen ..1 interesse|belangstelling|behoefte ..1 meer ..2 in|aan|voor ..2 {texts}|jullie|$
  geen ..1 interesse|belangstelling meer ..3
  gedachten|mening veranderd ..4 {texts}|zet|uit|stop|afmelden
  bedacht ..3 {texts}
  {texts} ..3 zet ..1 ze|die|dat|deze ..1 uit
  {texts} ..1 uit $
  zet ..3 {texts} ..1 uit|af|stop
  {texts} ..2 uitzetten|stopzetten|uitschakelen|deactiveren
  zet ..1 ze|dit|die|het uit
  mij|me|ons ..3 bombarde*|overspoel*|bestook*|spamt|spammen|volspam*|overlad*|platspam*|bedelv*
  bombarde*|overspoel*|bestook*|spam|spamt|overlaad* ..1 mij|me|ons
  bespaar|spaar ..1 mij|me|ons
  deel|gedeelte|onderdeel van nee
  wat ..2 aan nee
  niet ..1 wat|hoe nee
  begrijp*|snap* ..2 nee|niet ..2 nee
  {want} niet dat ..4
  wil|willen|wens ..1 dat jullie|u|je|men|ze ..4 niet|nooit|geen|stopt|stoppen|ophoudt|ophouden|niets|niks
  zorg* ..1 dat|ervoor ..1 dat? ..2 ik|wij|we ..1 geen|niets|niks|niet
  dat ik ..1 geen|niets|niks ..3 meer ..1 krijg|ontvang|hoef
  geen ..2 {texts} ..1 meer
  geen ..2 {texts} ..1 sturen|ontvangen|krijgen|gewenst|willen|hoeven|meer
  {want} ..1 geen ..3 {texts}
  willen|wil|wensen geen ..2 meer ..1 ontvangen|krijgen
  ! waarom ..8 uitgeschreven|afgemeld|opgezegd|uitgezet
  al|me|heb ..4 keer|maal|eerder|lang ..1 heb? afgemeld|uitgeschreven|opgezegd
  afgemeld|uitgeschreven ..3 toch|maar|nog|blijf|krijg
  nog|toch|steeds ..1 steeds|altijd ..2 {texts}
  blijf|blijven|blijft ..1 jullie|u|je|ze? ..3 {send}|{texts}|lastigvallen|lastig|ontvangen|krijgen
  ondanks ..2 afmelding|uitschrijving|afmelden|opzegging
  niet register|lijst ..3
  bel|mail me|mij niet register
  {me} overal|helemaal|volledig ..1 voor|van|uit ..1 uit|af|verwijderen|$
  schrijf|schrijft|meld ..3 overal ..1 voor|van|uit
  schrijf|schrijft ..1 {me} ..3 uit
  meld|meldt ..1 {me} ..4 af
  haal|haalt|halen ..3 eraf|eruit|daaruit|ervan|ertussenuit
  manier|mogelijkheid|optie ..2 om ..5 stoppen|afmelden|uitschrijven|blokkeren|uitzetten|ontvangen|krijgen
  hoe ..3 kom ..4 vanaf|af|uit
  hoe ..1 kan|moet ik ..4 stoppen|afmelden|uitschrijven|blokkeren|uitzetten|stopzetten|opzeggen
  niets|niks ..2 van jullie|u|je
  {texts} ..1 niet ..1 meer nodig
  heb|hebben ..4 niet ..1 meer nodig
  niet ..1 meer ..1 nodig ..2 {texts}
  vind ..2 niet|vervelend|irritant ..2 {texts}|ontvangen
  {stop} ..3 {texts}
  {stop} ..2 {send}
  stop|stoppen ..1 met|alle|die ..2 {texts}|{send}
  streep|kras ..2 {me} ..1 maar? door|uit|weg
  zwarte lijst
  {send} ..3 niet|nooit|niks|niets ..1 meer
  niet|nooit ..1 meer|weer ..2 {send}|benaderen|contacteren|contact|lastig
  dempen|gedempt|stilzetten ..2 {texts}
  laatste keer
  met rust $
  zonder ..1 interesse
  {want} ..1 eruit|eraf|ervan ..1 af? $
  {want} ..2 van ..2 {texts} af
  zonder ..1 mijn toestemming
  erg|willen|kunnen|mag|mogen|bezwaar ..2 {me} ..3 halen|verwijderen|schrappen|uitschrijven|afmelden
  liever ..1 dat|als jullie|u|je ..3 niet|niets|geen ..3
  liever ..2 niet|geen ..2 {send}|{texts}|gebeld|gemaild|gecontacteerd
  werktelefoon|werknummer|zakelijk|zakelijke|bedrijfstelefoon ..3 niet|geen|verwijder*
  {texts} ..1 zijn|is ..1 niet welkom|gewenst
  niet ..1 meer ..1 op|in ..2 {list}
  eis|verzoek|vraag|wens|vorder ..4 verwijdering|afmelding|uitschrijving|verwijderd|schrapping
  mogen|mag ..2 {me} niet ..2
  gebruik|deel|verkoop|bewaar ..1 mijn ..1 {number} ..1 niet
  bevestig ..4 verwijdering|afmelding|uitschrijving|verwijderd|afgemeld|uitgeschreven
  uit mijn inbox|mailbox|leven|postvak
  niet ..1 meer? ..1 gecontacteerd|gebeld|gemaild|benaderd|lastiggevallen|gestoord ..1 worden
  smeek ..5 stop*|ophou*
  zei|gezegd ..1 stop|nee|genoeg
  antwoord is nee
  jullie|u|je heeft|hebben|hebt ..1 geen|nooit ..2 toestemming|recht
  verwijdering|uitschrijving ..1 uit|van ..2 {list}
  meld ..2 {number} ..1 af
  {stop} ..4 telefoon|mobiel|inbox|mailbox
  {texts} ..1 staken|stoppen|beeindigen|stopzetten
  ^ stop|stoppen eens|toch|dan|hoor|es $
`;
