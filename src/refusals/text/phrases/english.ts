import type { Phrases } from './phrases.ts';

export const english: Phrases = {
  negators: 'dont not never didnt wont cant cannot doesnt havent hasnt shouldnt isnt aint without nobody noone',
  negatesAfter: false,
  conditions: 'if unless when until accidentally mistakenly',
  classes: {
    stop: '🛑 stop stopp stopping quit quitting cease ceasing halt discontinue stahp refrain desist',
    texting:
      'texting txting messaging msging emailing e-mailing mailing calling ringing phoning contacting sending writing spamming bothering harassing pestering annoying hassling bugging bombarding soliciting pinging reaching disturbing waking trolling stalking targeting badgering whatsapping dming hitting blowing flooding',
    text: 'text txt message msg email e-mail mail call ring phone contact write send bother harass disturb spam reach pester whatsapp dm hit solicit reply',
    texts:
      'text texts txt txts message messages msg msgs email emails e-mails mails newsletter newsletters notification notifications alerts alert sms smses spam ad ads adverts advertising advertisements promo promos promotion promotions promotional marketing reminder reminders communication communications correspondence calls mailings mailers',
    these: 'these this those them it that',
    me: 'me us him her them',
    no: 'dont not never cant cannot wont',
    want: 'want wanna need wish like care desire',
    remove: 'remove delete erase scrub strike wipe drop unlist purge ditch toss unsubscribe unsub deregister block',
    mine: 'my our this the her his that',
    number:
      'number numbers phone cell address email data info information details contact contacts name record records',
    list: 'list lists database db system contacts records file files',
  },
  refusal: `
    {stop} ..1 {texting}
    {stop} all|the|your|these|those|any|with|my? ..2 {texts}
    {stop} ..1 {texts}
    {stop} from? getting|receiving ..2 {these}|{texts}|anything
    to stop getting|receiving
    {stop} these|those $
    {stop} this|it|them|that $
    {stop} it now
    cancel|end|terminate ..2 {texts}
    cancel|end|terminate ..2 subscription to ..2 {texts}
    {no} ever|you|u|even? {text} {me} ..1 again|anymore|ever|further
    {no} ..2 {text} ..2 again|anymore|ever
    {no} ever? any|more? {text} {me} $
    {no} {text} {me} any|more|stuff|these|this|those|your|no
    {no} ever? {text} this|my|here|our ..2 number|phone|line|address
    {no} ever? {text} ..2 more ..2 {texts}
    {no} ever? {text} ..1 {texts}
    {no} ever? contact|spam|harass|bother $
    {no} ever? call|text|message|email $
    can you|u not {text} {me}
    dont {text} here
    do not call list|registry
    do not call $
    dnc list
    no more $
    no|zero|nomore more? {texts} $
    no more of? ..2 {texts}
    no more {these} $
    no {texts} $
    enough with|of ..2 {texts}|{these}
    enough is enough
    leave {me} alone
    leave {me} be $
    {remove} {me} from|off|please|immediately|now|today
    {remove} {me} $
    ^ {remove} {me}
    take|get|keep|strike|scratch|leave|want|pull {me}|myself? ..1 off ..3 {list}
    take|get|want|wanna ..1 off ..1 this|that|your|ur|the list
    take|get|keep {me} off|out ..1 your|this|that|these|the|of
    take {me} off $
    take|keep|get ..1 {mine} number ..3 off|out|from
    {remove} ..1 {mine} ..1 {number}
    lose ..1 my|this number|info|contact|digits
    lose my number
    forget ..1 my|this number
    forget about? me $
    be|being|get|getting removed|deleted|unsubscribed|unsubbed|taken
    unsubscribe
    unsub
    unsubscribing
    optout
    opt ..1 out
    opting out
    opts out
    unsubscribed ..3 times|already|still|before|yet|and
    already|have unsubscribed
    be removed
    {no} ..2 {want} ..4 {texts}
    {no} ..2 {want} ..2 to? be contacted|texted|called|emailed|messaged|bothered|solicited|disturbed
    {no} ..2 {want} ..2 to? receive|hear|get ..3 {texts}|{these}|from|anything|further
    {no} ..2 {want} ..1 these|those|this $
    {no} ..2 {want} anything|nothing from|to
    {no} ..2 use ..4 marketing|advertising|spam
    {want} nothing from|to
    {want} nothing to do with
    nothing to do with you|your
    no longer {want}|interested|require ..3 {texts}|receive|contacted|get|hear|your|these|this
    no longer {want} ..1 to ..1 receive|get|hear|be
    rather|prefer not ..1 to? receive|get|be|hear|have|been
    rather|prefer you|u didnt|stopped|not
    prefer not ..2 {texts}|these
    appreciate ..2 if you stop*
    appreciate ..2 if you didnt|dont
    appreciate ..1 being removed
    would you mind not
    not interested $
    not|no|nt interest|interested in? ..3 {texts}|offers|your|these|any|anything|products|services
    no interest $
    not interested ..1 remove|stop|take|unsubscribe
    uninterested $
    ^ wrong number|person|guy|girl|phone|dude|lady $
    have|got|reached|texted|texting|called|calling|contacted|dialed|messaged|messaging ..2 wrong ..1 number|person|guy|phone|girl
    wrong number ..2 stop|remove|not|dont|please|mate|buddy|bro|again|lol
    not|isnt|aint ..2 wrong number
    this|thats|its|youve wrong number
    this|thats ..2 the wrong number
    who|where|how ..3 you ..2 permission
    who gave you|u|ya ..2 my|this number
    how|where ..2 you|u get|got|find ..1 my|this number
    never|didnt|not ..2 sign|signed up ..1 for|to ..1 this|these|your|{texts}|any
    never|didnt|not ..2 sign|signed up $
    never|didnt|not ..1 subscribe|subscribed|consent|consented|agree|agreed|authorize|opt|opted|in
    never|didnt|not|nobody|noone|one|who ..1 asked|ask ..1 for this|these|it|your|{texts}
    no one asked you
    {no}|didnt ..1 consent
    revoke|withdraw|rescind|retract ..3 consent|permission|authorization
    object to ..3 marketing|processing|use|profiling|{texts}
    under|per|pursuant|art|article ..3 gdpr|tcpa|ccpa
    right to be? erasure|forgotten
    cease all? ..1 communication|communications|contact
    and desist
    harassment $
    is ..2 harassment
    for harassment
    harassing me|us|people
    youre|you spamming
    ! ill|will|gonna|am|im|going ..2 report|reporting|reported you|u|this|these|your|spam
    reported ..1 spam|fcc|ftc
    reporting ..2 you|spam|fcc|ftc|this
    ! report you|u
    ! sue you|u|your|ur|yall
    ! ill|gonna|to|will sue
    ! call|calling|contact ..1 police|cops
    ! calling|call|contacting|hear ..2 my|a|our lawyer|attorney|solicitor
    ! my ..1 lawyer|attorney ..3 touch|contact|hear|you
    blocking|blocked|block you|u|this|your
    ^ blocked $
    ^ blocking
    {texting} {me} at ..2 night|morning
    why ..3 keep {texting}
    keep {texting} me even|after|though|when
    keep sending me this|these ..1 crap|shit|junk|garbage|spam
    turn|switch|shut off ..3 {texts}
    turn|switch|shut these|this|it|them|those off
    turn|switch|shut ..2 {texts} off
    make it|this|these|them|those stop
    make these stop
    want|need|like ..2 to stop
    said|told|asked|asking|begging|say ..2 you ..3 stop
    say|said|saying|replied|texted|sent|write|wrote|asked|part stop
    said|say|told|saying ..2 no $
    said|say no ..1 stop|means|already
    ^ i said no
    ! part of stop|unsubscribe|no|optout
    need|must|should|gotta|have|better|can|may|yall|you ..1 to? stop $
    need|must|should|gotta|have|better|want|like|can ..1 to? {stop} ..1 {texting}
    can|could|will|would|wont|pls you|u|yall|ya ..1 stop $
    how about you ..1 stop
    count me out
    im|we|were|me out $
    i ..1 want|need out $
    want out of these|this|your
    want off this|these|your|the list
    can|could you|u not $
    sick ..2 of ..3 {texts}|{these}|you|your
    tired ..2 of ..3 {texts}|these|getting|you
    fed up with ..3 {texts}|you|these
    done with ..2 {texts}|you
    too many|much ..2 {texts} ..3 stop|out|remove|unsubscribe|unsub|enough
    no right to {text}
    nobody|noone|one wants|want ..1 your
    no need ..1 to|for ..2 {text} ..2 again|anymore|further|me
    no need for ..2 {texts}
    no need ..1 for|of ..2 more {texts}
    {no} have to|need to|gotta {text}|bother|remind ..2 {me}|these|those|anymore|further
    {no} need ..2 {texts}
    {no} need ..1 these|those|this ..2 anymore
    ^ go away $
    ^ get lost $
    get lost and
    fuck|eff|f|piss|bugger|sod|bog|jog|naff off
    fuck|screw you|u
    go to hell
    ^ gtfo
    ^ stfu and
    buzz off
    back off $
    ^ scram
    knock it off
    cut it out $
    give it a rest
    shove it|your|these
    mind your ..1 business
    keep ..2 number out
    keep me off|out
    not|isnt|aint ..2 customer ..3 stop|remove|anymore
    {no} speak|write|talk ..1 to? me ..1 again|anymore|ever
    how about never again
    never again $
    never ..1 hear from you
    remove ..1 from ..2 {list}
    removal from
    removed from ..3 {list}
    add ..2 to ..2 do not call
    do not disturb $
    {texting} dead
    ^^ dont $$
  `,
  alone: `
    stop
    stop stop
    stop all
    stopall
    please stop
    ok stop
    just stop
    stop it
    stop that
    stop this
    stop already
    stop thanks
    no stop
    yes stop
    stop yes
    stop no
    stop me
    stop sms
    omg stop
    enough
    thats enough
    cancel
    cancel all
    end
    end all
    quit
    quit it
    revoke
    remove
    delete
    cease
    desist
    drop me
    🛑
    stop 🛑
    stop 🛑 🛑
    stop 🛑 🛑 🛑
    🛑 🛑 🛑
    nomore
    off my phone
    not for me
    remove number
    remove number from list
    stop service
    stop everything
    no contact
    do not contact
    stop contact
    you can stop
  `,
  unsure: `
    ^^ no|nope|nah|nay $$
    no thanks|thank $$
    ^ {remove} it|this|that $
    wrong number
    dont know|recognize ..2 you|this|number $
    please|and|so|just|then|but|or|now stop
    ^ stop $
    🖕
    not a|your customer
    too many {texts}
    {texts} ..2 annoying
    why ..3 {texting} me
    cancel ..1 subscription
    cancel ..1 membership
    delete|close ..1 my account
    shut up $
    {no} like ..1 {texts}
    {no} wish to
    passed away|deceased
    gdpr
    hate ..2 {texts}
    ^ bye $
    ^ goodbye $
    {no} care $
    legal action
    lawyer|attorney ..3 you
    scam|scammers|spammer|spammers $
    unwanted
    unsolicited
    {no} work here|there
    wants ..1 you to stop
  `,
  otherwise: `
    stop|stops|stopping|stopped by
    stop at|in|over|off|for|near|on|outside|loss|sign|signs|light|lights|watch|and|code|worrying|motion|until|before|here|there
    one|pit|bus|train|non|next|last|first|full|tram|metro|truck|rest|which|the|a|each|every|bus* stop
    non|door|cant|wont|couldnt stop
    stop work|working|delivery|deliveries|alarm|order|orders|payment|production|shipping|driver
    stop the ..1 delivery|alarm|order|payment|driver|car|presses|service|machine|water|leak|noise|bleeding|press|subscription
    stop ..3 shipping|delivery|laughing|smiling|crying|beeping|barking|thinking|wearing|eating|using|loving
    stop it youre|you|thats|this|that
    what ..4 mean|means
    means|mean ..1 stop|unsubscribe|optout
    if ..3 stop|unsubscribe|optout|unsub lose|will
    says|say|said ..1 reply|text|send stop ..2 to ..1 opt|unsubscribe|end|cancel|optout ..1 out?
    reply|text|send|txt|respond|replying|texting stop ..1 to|if ..2 opt|unsubscribe|end|cancel|optout|unsub|stop out?
    reply|text|send|txt|texting|replying|sending|replied|texted|sent ..1 stop ..2 by? accident|mistake|accidentally|mistakenly
    unsubscribed|unsubscribe|optedout|opted ..3 mistake|accident|accidentally|error|mistakenly
    accidentally|mistakenly ..3
    why ..3 stop|stopped|removed|unsubscribed|deleted
    was|were|got|been unsubscribed|removed|stopped
    i stopped|stop getting|receiving
    stopped getting|receiving
    i|we|ive|weve ..2 gave|entered|put|typed|wrote|used|provided|submitted|written|left|given ..4 wrong number|address|name|phone|email
    wrong number of|for|on|plate
    sign|signed up yet
    who ..2 driver|delivered
    unsubscribe|optout|unsub ..3 later|option
    no more than
    no more questions|time|room|tickets|seats|pain|issues|problems|excuses|delays|cake|sugar|onions
    enough for|room|space|time|stock|money|seats|to
    can|could you|u ..1 drop me off|a|at
    ^ drop me off|a|at|by
    remove ..3 from ..2 order|cart|basket|quote|invoice|bill|booking|reservation
    cancel ..2 appointment|order|reservation|booking|flight|class|ticket|trip|table|visit|plans|culture|slot|meeting|delivery
    delete ..2 card|order|item|duplicate|photo|post
    keep ..2 number on
    report ..1 a|my|the
    harassment training|policy|course
    going away|go away for|to|on|next|this
    call ..1 police|ambulance
    go away we
    get lost in
    back off the
    not interested in the
    removed|remove ..1 stain
    want out|off on|at
    never ..1 unsubscribe|optout|unsub|stop
    stop never
    no need to stop
    opt ..1 out of ..2 insurance|plan|coverage|trial|warranty|401k
  `,
  welcome: `
    keep them|it|these|em coming
    ^ keep {texting} ..2 {texts}|deals|offers|updates
    keep sending
    keep me posted|on|updated|in
    ^ keep me $
    love|like|enjoy|loving ..2 {texts}|it|these|them|this
    cant get enough
    send ..1 more
    want|need ..1 more of
    sign me up
    add me back
    resubscribe
    subscribe me
    want to keep|stay
    still want ..1 them|these|{texts}
    be sad
    best ..2 {texts}
    no way
    i need this
    stop worrying
    hilarious|blush|cute|adorable
    😍|😂|🤣|❤|😊|🥰|😘|😅|😆|😁|😄|💕|🎉
    just kidding|joking
    jk
  `,
};
