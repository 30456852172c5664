import { englishRefusals } from './english-refusals.ts';
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
      'blasts mailer newsletters updates texting junk crap garbage bs bullshit nonsense pitches solicitations offers deals e-mailers circulars flyers catalogs catalogues brochures messenger dms text texts txt txts message messages msg msgs email emails e-mails mails newsletter newsletters notification notifications alerts alert coupon coupons survey surveys sms smses spam ad ads adverts advertising advertisements promo promos promotion promotions promotional marketing reminder reminders communication communications correspondence calls mailings mailers',
    these: 'these this those them it that',
    me: 'me us him her them',
    no: 'dont not never cant cannot wont',
    want: 'wanted wants wished wanting want wanna need wish like care desire',
    remove: 'remove delete erase scrub strike wipe drop unlist purge ditch toss unsubscribe unsub deregister block',
    mine: 'my our this the her his that',
    number:
      'number numbers phone cell address email data info information details contact contacts name record records',
    list: 'campaign campaigns mailinglist roster group groups list lists database db system contacts records file files',
  },
  refusal: englishRefusals,
  alone: `
    unsubscribed
    stop ya
    stop|stopp this|it|that|them
    stop now
    quit this|it|that
    cease this
    end this|it
    end|cancel subscription
    discontinue
    dont want
    do not want
    dont want it
    withdraw
    unwanted
    no solicitation
    make it stop
    go away
    not interested
    no interest
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
    stahp
    ⛔
    🚫
    📵
    🚫 📵
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
    stop $$
    {texts} ..3 stop
    why ..1 i|we getting|receiving|get
    who are you ..2 why
    this|thats ..2 not|isnt ..2 phone|number
    isnt ..2 phone|number $
    illegal
    stop ..2 please
    unsubscrib*
    im all set
    im good $
    {no} {want} ..3 {texts}
    never ..2 {texting}
    ^^ no|nope|nah|nay $$
    no thanks|thank $$
    ^ {remove} it|this|that $
    wrong number
    ! i|ive|we|weve ..1 dialed|dialled|called|rang|phoned|texted|messaged ..2 wrong ..1 number|person
    dont know|recognize ..2 you|this|number $
    please|and|so|just|then|but|or|now stop
    ^ stop $
    🖕
    not a|your customer
    too many {texts}
    {texts} ..2 annoying
    why ..3 {texting} me
    cancel ..1 subscription $
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
    what|when|where|which ..4 stop
    unsubscribe proof|button|link|rate|page|policy
    end|ends of ..1 {texts}|story|day|month|year|week|line
    remove|delete my old|previous|second|first|last
    subscription box
    subscription to|for ~your|these|this|that|the|ur|all|{texts}
    stop ..2 direct|standing|debit|payments|autopay
    messages|texts|emails|reminders|notifications stopped
    have|has|did ..1 {texts} stop*
    can|could|will you stop by|at|in
    stop ..1 laughing|lol|lmao|haha
    {no} {text} {me} late|early
    not interested in ..1 the|a ..2 but
    unsubscribed|unsubscribe ..2 from ..1 other
    stop overpaying|paying|wasting|worrying
    overpaying
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
    love|enjoy|loving ..2 {texts}|it|these|them|this
    i|we|really|actually|id like ..1 {texts}|it|them
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
