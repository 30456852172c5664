/** More of how people say no in English, by what is said; see `english.ts` for the classes. */
import type { Replies } from './phrases.ts';

export const englishReplies: Replies = {
  strangers: `
    how|where ..2 you|u|ya|yall|they get|got|find|found|have|getting|obtain ..2 my|this {number}
    who ..2 gave|give|given|sold|told ..2 you|u|ya|yall ..2 my|this {number}
    who gave ..1 my|this {number}
    new owner of ..1 this {number}
    this ..1 is|isnt|aint ..2 {number} anymore
    ^ this isnt ..2 anymore $
    ^ wrong number|person|guy|girl ..2 $
    wrong number|person|guy|girl $
    wrong number|person ..3 remove|delete|stop|take
    {texts}|texting|contacting|emailing|calling|messaging|got|have|reached ..2 wrong ..1 number|person|guy|girl|phone|email
    not ..1 person|one|guy ..3 looking|think|want|contact|reach
    never|didnt|not|dont ..3 sign*|subscrib*|register*|opt*|enroll*|agree*|consent* ..2 for|to|in|up any|anything|this|that|these|it|your|ur|{texts}|no|none|such|with
    never ..2 sign*|subscrib*|register*|opt*|agree*|consent*|enroll* ..2 $
    never|didnt|not ..3 gave|give|given ..3 permission|consent|approval|number|email|info
    did not ..1 ask|request ..1 for? ..2 {texts}|this|these|any
    never|didnt ..1 ask|asked|request|requested ..1 for? ..2 {texts}|these|any|this|that|it
    nobody|noone asked ..1 for? ..3
    {no} know ..1 you|u|who ..4 stop|remove|delete|take
    without my ..1 permission|consent|approval
    dont|do|not authorize|consent ..3 {texts}|contact|use
  `,
  anger: `
    had it up to here
    ! im|ill|i|were|well ..2 filing|file ..2 complaint|report|lawsuit|charges
    opted|unsubscribed|blocked ..4 still
    {texts} ..2 bother|bothers|annoy|annoys|disturb|disturbs {me}
    sick|tired ..2 of ..1 {these} $
    {no} want ..3 part of ..2 {list}|this|it|program|group
    leave|exit|quit ..1 this|the|your group|list|chat
    leave|let {me} ..1 in ..1 peace
    leave {me} ..3 alone
    let {me} be $
    ! next|another|more|once ..1 {texts}|text|message|call|email|time ..5 sue|suing|lawyer|attorney|police|report|reporting|court|block|blocking
    ! {text} {me} ..3 again and|or|ill|im|i ..5 sue|police|lawyer|report|block|court|switch|leave|leaving
    i hate ..3 {texts}
    these|your|ur|the|all ..2 {texts} ..3 annoying|harassing|harassment|spam|ridiculous|unwanted|unwelcome|bothering|intrusive
    youre|ur|yall|you ..3 annoying|harassing|spamming|bothering|pestering|stalking
    report|reported|marked|flagged|marking|reporting ..2 as|for junk|spam|phishing|abuse|harassment
    dnc
    take|get|remove|leave|want|let|keep|delete {me}? ..2 out|off|from of? ..1 this|that|the|your|ur ..1 group|chat|list|thread|txts|text
    get off my
    no more of ..1 these|those|this|that|them|it|your|ur
    ^ no|zero|enough ..1 more {texts}
    had it with
    no means no
    answer is no
    told|tell|telling|asked|asking ..2 you|u|yall ..2 no|stop|unsubscribe
    how many times ..6 no|stop|unsubscribe|ask|tell|say|opt
    lose|forget|delete|erase|destroy|trash|ditch ..1 my|this|the {number}
    take a hint
    get the hint
    get a life
    beat it $
    bug off
    shoo $
    stfu
    kiss my ass
    hard pass
    unwanted|unsolicited|unsolicitated {texts}
    no more ..1 {texts}
    {no} bother|pester|annoy|harass|disturb {me}
    not ..1 wanting|want ..3 {these}|{texts} ..2 anymore|longer|more
    wish|want|like|love ..3 to ..1 stop ..1 getting|receiving|hearing
    {these} to stop $
    stay away from ..1 {me}|my
    stay out of ..1 my
    dont|never come back
    mail|email|text|call|message|write someone|somebody else
    go bother|annoy|spam
    consider this ..4 opt|notice|request|cease
    i|we|hereby object
  `,
  requests: `
    take|keep|get|leave ..1 my ..1 {number} ..1 off|out|from
    leave|keep {me} off ..1 of? ..2 {texts}|{list}|future
    exclude|omit|suppress {me} ..1 from
    {remove} my no|num|nr
    aint|arent|isnt interested $
    {these} ..1 is|are unwanted|unwelcome
    chill|ease|lay with|off|up the|these|your|all ..1 {texts}
    nobody|noone|one ..1 here wants|needs|asked|likes ..2 {texts}|this|these|it
    {no} want|like ..2 be on|in|part ..2 list|lists|this|database
    make|get|have ..1 it|this|these ..1 so|where i dont|never|stop ..2 get|receive|see
    {no} care about ..1 your|ur|the ..1 sale|sales|offer|offers|deals|promotion|promotions|products|store|{texts}
    ^ i dont care $
    feel|feeling|being ..1 harassed|stalked|spammed|bothered
    ^ spammers|spammer|scammers|scammer $
    scammer|spammer|scammers|spammers stop|go|leave
    take|taking|pursue|seek|start ..1 legal action|steps|proceedings
    {no} keep|store|save|hold|retain ..1 my ..1 {number}|me
    my {number} ..2 should not|shouldnt|never be
    never bought|shopped|ordered|purchased ..4 why
    lay off $
    how|where|what ..4 stop|end|cancel|quit|block|disable ..2 this|these|them|{texts}|it $
    how|where|what ..5 turn|switch|shut|sign off|out $
    how|where|what ..5 turn|switch|shut|sign ..1 this|these|them|it|{texts} ..1 off|out
    how|where|what ..5 turn|switch|shut|sign|opt off|out ..2 this|these|them|{texts}
    how|where|what ..5 get|opt|click ..3 off|out|rid|unsubscrib* ..3 $
    how|where|what ..6 get|be|getting off|removed|out|rid
    is there ..2 way|button|link ..2 to stop|end|unsubscribe|cancel|get|opt
    need|have|got ..2 do ..1 to ..1 {stop}|get|make|be|unsubscribe
    how|where|who ..3 remove|delete|take ..1 me|my|myself|us
    what will|would|does it take ..3 stop|{stop}
    make ..2 these|this|them|it|{texts} ..1 stop|end|disappear|go
    {want} ..2 these|this|them|it|{texts} ..1 to stop|end|go
    prefer|rather|choose ..1 not ..1 to ..1 {these}|get|receive|be|hear|have
    {no} follow|following ..1 up
    no need ..2 follow|text|contact|message|email|call|reply|remind
    cross|bin|chuck|count|rule|opt|cut|check|x {me} ..1 off|out
    leave|keep|count {me} out ..1 of ..1 {these}|this|{texts}|it|all|$
    bin|chuck|lose|ditch|trash|shred|burn|toss|destroy|kill ..1 my ..2 {number}
    {stop} with ..2 warranty|offers|crap|bs|bullshit|nonsense|garbage|junk|ads|sales|sales|surveys|nagging|pitch
    {stop} ..1 asking|nagging|begging|trying|selling|pushing|soliciting|checking|reminding|sending ..1 {me}|for|this|these|$
    and|so|just stop asking|calling|trying|nagging
    {no} want ..1 your ..2 $
    {no} want|need anything|nothing ..2 from|you|else $
    {no} buying|interested|shopping|selling ..3 leave|stop|remove|take|delete
    house|car|home|property ..2 not ..1 for sale
    why|y ..3 keep|still|always|constantly ..2 getting|receiving|get ..2 {texts}|these|those|$
    why|y ..3 keep|still|always|constantly ..2 {texting}
    {texting} {me} ..3 every|all|constantly|nonstop
    you|youve|u have|got the wrong ~price|order|address|date|time|size|item|color|colour|name|total|amount|day|info|invoice|bill|number|one|thing
    isnt|aint|not|no ..2 by that name|here
    no|not|nobody|noone ..3 here|called|named by|with|called|named ..2
    theres|there|is|has no|nobody|noone ..3 at|on|here this|the ..1 number|address|phone
    added ..1 by|in mistake|error ..4 remove|take|delete|stop|unsubscribe
    no idea|clue ..1 how|who|why ..3 number|list|email
    dont|not|no ..2 know|remember|sure|recall ..3 how|why|when|signing|giving ..4 list|number|email|texts|{these}
    no ..1 promos|marketing|advertising|ads|promotions|spam|advertisements|solicitation
    {no} use ..2 {number} $
    only|just ..1 {text}|email|contact ..3 about|for|receipts|regarding ..5 no|not|nothing|dont
    go|get pound|kick|suck|stuffed|bent|knotted|fuck|fucked|tae|screw|jump|fly
    eat rocks|dirt|me
    jog|do on|one $
    jog on
    bog|sod|piss|naff|bugger|clear|push|eff|screw|f|fk|fck|feck off
    go|get ..2 hell|fuck|stuffed
    consent ..1 withdrawn|revoked
    withdraw|withdrawing|withdrawn|revoke|revoking ..2 consent|permission
    this|your|ur ..2 last|final ..1 time|warning|chance|notice $
    third|second|fifth|fourth|last|final|nth time ..3 {stop}|asking|asked|telling|remove|unsubscribe
    for the last time
    i ..2 asked|requested|told|begged ..2 you|to|be ..2 removed|stop|taken|off|not
    already ..1 asked|told|requested|said ..4 stop|remove*|no|off|unsubscrib*|not
    already opted|unsubscribed
    replied|texted|said|wrote|sent|asked ..1 stop ..3 still|and|but|already|last|times
    still|keep ..1 getting|receiving|get ..4 after|even|despite
    after ..2 unsubscribed|unsubscribing|stop|opting|asked
  `,
  goods: `
    order orders item items product products appointment appointments booking bookings reservation reservations flight flights ticket
    tickets table room delivery package packages parcel onion onions cheese fee fees charge charges invoice payment payments card cards
    contract electricity gas internet gym insurance lease visit trip meeting class lesson seat seats cart basket duplicate brother sister
    stitches tree trees tonsils tattoo stain wallpaper snow virus app lunch dinner rental room rooms hotel pizza hold transfer warranty
    furniture mattress password car photo photos review post
  `,
  done: `
    cancel cancelled canceled remove removed delete deleted block blocked end ended quit drop dropped erase discontinue unsubscribe forget
    lose
  `,
  days: `
    today tomorrow tonight monday tuesday wednesday thursday friday saturday sunday weekend week morning afternoon evening lesson
  `,
  others: `
    not|dont|wont|cant ..1 read|check|see|open|access ..3
    off|from|on the|your waiting|wait|guest list
    {stop} ..1 by|at|in|near|outside|inside|before|behind|around ..1 ~texts|texting|night|work|once|home
    {remove} ..1 the ..1 second|first|third|last
    cancel|cancelled|canceled|reschedule ..2 {days}
    {days} ..2 cancel|cancelled|canceled|reschedule
    ! {no} call|phone|ring text|email|message|just|only|write|txt|send
    cancel|cancelled ..1 and|then|rebook|reschedule ..1
    cancel|cancelled ..2 {days}
    {no} want to bother|disturb
    {stop} ..1 😂|🤣|haha|lol|lmao|hilarious|funny
    sick|tired of ..1 this|the ~{texts}|crap|shit|spam|bs|nonsense
    unsubscribe|cancel|unsub|optout|out ..3 {elsewhere}
    opt out of ~this|these|your|ur|all|the|{texts}|receiving|getting|any|further|it
    how|help ..4 cancel|end|quit ..2 {elsewhere}
    stop it take|i|youre|thats|so
    lost ..1 my|the {number}
    dont want to lose|miss|forget
    dont want to be late|rude|early|alone|mean|difficult|charged|without
    enough ..1 {goods}|parking|time|space|room|for|info|information|money|people
    thats|more ..1 than enough
    {no} ..1 {text} ..1 {me}? before|after|at|when|during|while|on|the|until|till
    no more than|rooms|tickets|seats|questions|tables|pain|room|space
    blocked|block|deleted|removed|unsubscribed|stopped|stop|opted ..3 accident|mistake|accidentally|mistakenly|error
    not|no ..1 interested in ..1 a|the ~{texts}|{list}
    {no} need|want ..1 a|the|any|my bag|receipt|delivery|fries|ketchup|straw|fork|seat|help|table
    stop ..2 eating|drinking|smoking|exercising|taking|working|raining|bleeding|playing|driving|crying|running|making|being
    stop ..1 the|my ..2 medication|meds|antibiotics|pills|treatment|pain|bleeding|car
    spam ..1 folder|filter|box|musubi
    to|in|into ..1 spam $
    went|go|goes|going ..2 spam
    got ..1 unsubscribed|removed
    add|put|sign ..1 {me} ..2 back|again
    {remove} ..2 from my|the|our ..2 {goods}
    {remove} ..1 the ..2 {goods}|one|ones
    {remove} ..1 my|the|our ..1 old|previous|former|wrong|duplicate|double
  `,
};
