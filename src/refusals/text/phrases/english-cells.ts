/** What English has of the frames and words that another language has; see `english.ts` for the other classes. */
import type { Cells } from './phrases.ts';

export const englishCells: Cells = {
  classes: {
    accident: 'mistake accident accidentally mistakenly error oops unintentionally inadvertently',
    says: 'says said say told tells thinks keeps',
    doubtful: 'spam scam phishing fraud fake legit hoax',
    texting: 'notifying hounding nagging spamming blasting plaguing tormenting telephoning writing-to',
    text: 'ping notify hound nag pester annoy bug telephone msg blast approach follow',
    texts:
      'push-notifications pings nonsense rubbish updates pushes pestering bulletins digests invitations voicemails',
    number: 'mobile handset digits mob profile account-details',
    list: 'blast mailinglist subscribers directory audience distribution',
    people:
      'mother mom mum father dad wife husband son daughter kids child parents grandmother grandma gran family boss staff office team',
    signed:
      'signed sign signing subscribed subscribe subscribing agreed agree agreeing consented consent consenting asked ask asking opted opt opting requested request requesting registered register registering enrolled enroll authorised authorized',
    hear: 'receive receiving get getting hear hearing be see seeing',
    ever: 'again anymore ever further period forever',
  },
  refusal: `
    {no} ever? {text} ..1 {people} ..2 {ever}
    {stop} ..1 {texting} ..2 {people}
    {no} ever? {text} out? to? {me}|my ..2 {ever}|phone|line|number
    {no} ever? {text} ..1 {me} ..1 for any|whatever reason
    {no} ever? {text} ..1 {me} ..1 about this|these|it|your|anything
    {no} ever? {text} ..1 {me} from this|here
    {no} ever? {text} ..1 {me} in the? future
    {no} ever? {text} ..1 {me} going forward
    {no} ever? {text} ..1 {me} from this|that|here|now|today on|forward
    {no} ever? {text} ..1 {me} on ..1 again
    {no} ever? reach|reaching|get|getting out|in|hold|to|touch ..3 {me}|again|anymore
    {no} ..2 {text} ..2 from now on|in future
    never|didnt|not|no|longer ..1 {signed} ..1 to {hear} ..3
    never|didnt|not|no|longer ..1 {signed} ..1 for ..2 {texts}|this|these|any
    {no} ..1 remember|recall ..2 {signed}|gave|giving|give
    no point ..1 did|have i|we
    nor|neither ..1 did|do ..1 i ..2 {signed}|want
    knock|cross|pull|scratch|strike|rub|scrub|get|take|drop|leave ..1 my|this|our|the ..1 {number} ..2 off|from|out ..3 {list}|your
    knock|cross|pull|scratch|strike|rub|bump|yank|boot {me} ..1 off|from|out ..3 {list}|your|this
    be|being left alone|in
    get|be|getting|opt ..1 out of this|these|your
    over|done|finished|through with? these|your|all|the ..2 {texts}
    fed up with ..2 this|these|you|it|all
    not ..2 interested $
    longer ..1 interested $
    this|its|thats|that ..2 junk|spam mail|email|text
    this|its|thats ..1 just? ..1 unwanted|unsolicited|spamming|harassing|stalking $
    ! why|cant|wont|would|could ..3 leave {me} ..3 alone|be|peace
    leave {me} ..3 alone|peace
    leave my ..1 {people} alone|in
    shove off
    enough already
    enough with ..1 the|this|these|your|all
    discard|dispose|throw|shred ..2 my ..2 {number}
    discard|dispose ..2 this ..1 {number}
    number ..2 belongs to ..3 now|else|different
    ! press|pressing charges
    ! about|going|gonna|will|ill to? ..1 complain ..1 to
    ! going|gonna|will|ill|about to? ..1 {text} ..1 the|my|a police|cops|lawyer|attorney|solicitor ..1 if|unless|next|$
    mute|exclude|unenroll|disenroll|withdraw|deregister|discharge|uninvite|unlist|unfollow {me} ..1
    tyvm|ta unsubscribe|stop
    take|taking|withdraw*|revoke*|rescind*|retract* ..1 back? ..1 my|any|all ..2 consent|permission|authorization|authorisation|opt|optin|agreement
    why|how ..2 you|they ..1 have|got|get ..1 my ..1 {number} ..2
    howd|whered ..1 you|u|ya ..1 get|find|got ..1 my|this {number}
    who|whod|whos ..2 gave|give|giving|sold|selling ..2 my|this {number}
    asked|told|said|requested|begged ..2 not to ..1 {text}
    asked|told|said|requested|begged ..2 to ..1 {stop}|remove|take|leave|unsubscribe
    done|finished hearing|receiving|getting ..2 from|your|these
    {no} need ..2 from you|your $
    ! i|we|id ..2 appreciate|love|prefer|like|want ..1 no more|further ..1 {texts}
    {no} want any|more|anymore ..1 of? ..1 {these}|this|that
    {no} want ..2 on my phone|number|line
    wish|want|like|rather|prefer to ..1 be ..1 removed|unsubscribed|deleted|excluded|left|taken
    i|we ..1 wish|want|like|need|rather to ..1 unsubscribe|optout|cancel|leave|withdraw|exit|quit $
    kill|end|drop|ditch|axe|halt|pause|suspend|silence|disable|deactivate ..1 these|those|the|your|all ..2 {texts}
    switch|turn|shut off ..2 the|these|your|all ..2 {texts}
    {stop} ..1 using ..1 my ..1 {number}
    i {no}|didnt {signed} ..2 {texts}
    {stop} ..1 delivering|forwarding|shooting|blasting|pushing ..1 {me} ..3 {texts}
    ! if ..3 {stop} ..1 {texting} ..4 police|lawyer|attorney|sue|report|block
    {stop} ..1 filling|clogging|cluttering|flooding ..1 my|up
    un subscribe|sub|subscribed|subscribing
    for the ..1 time ..3 {stop}
    sent|texted|replied|typed|written|wrote|put|said ..1 stop ..4 still|again|yet|times|and|but|already|you
    keep|kept ..1 {signed}|sending|replying|saying ..1 stop
    {no}|never ..1 {want}|use|shop|buy|bank|work|live ..3 anymore ..2 so? ..1 {stop}|{remove}
    no longer ..3 so? {stop}|{remove}|take|unsubscribe
    bought ..2 elsewhere ..3 {stop}|no
    {no} {want} ..1 coupons|discounts|vouchers|surveys|invites ..2 anymore|from|$
    be|was ..2 last ..1 {texts}|one|time ..3 get|receive|send|hear|you|from|i
    no|any reason|point|use|sense ..1 to|in|for ..1 keep? ..2 {texting}|{text}
    ^ give it? up already? $
    save yourself|yourselves|your|ur ..1 effort|breath|trouble|time|money|energy
    {texts}|they|it|straight ..4 bin|trash|garbage|recycling $
    get|take|pull|cut {me} off|out it|there|here|that|them
    {no} ..2 {want}|need your ..3 {list}|loans|loan|insurance|products|services
    not ..1 your|a customer|client|member ..2 anymore|more|longer ..6 {texting}|{text}|{texts}
    anymore|longer a? customer|client|member ..4 {texting}|{stop}|{remove}
    ! be the? ..1 last ..1 {texts}|one|time ..3 get|receive|send|hear|you|from|i
    {no} use it|this|that ..1 {ever}
    ! {no} {text} {me}? today|now|tonight or|nor|and {ever}|never|any|not ..2
    for the ..1 love of ..1 god|christ|jesus|pete|all|everything ..3 {stop}
    {no} ..1 sell|share|use ..1 or? ..1 my ..1 {number} ..1 for ..1 {texts}|marketing|this|that|these
    {no} sell or use ..1 my ..1 {number} ..1 for ..1 {texts}|marketing|this|that|these
  `,
  otherwise: `
    {no} {text} {me}? ..1 im|i|were|we ..1 in|at|am|driving|busy|asleep|sleeping|working|having
    {no} {text} {me}? today|tonight $
    want|like|wish to ..5 but still get|receive|be|keep ..3
    {no} {text} ..2 today|tonight ..2 tomorrow|later|ok|call|text|fine
    {no} {text} ..1 my work|office|home|old|other ..2 use|call|text|try|cell
    {texts}|text|email not calls|call|phone|voice
    why|did|have|has ..1 you|they ..1 {remove}|unsubscribe|take|taken|took|unsubscribed|removed ..1 me ..3
    my stop is
    quit on {me}
    no need to {text} ..1 i|ill|im|we|got|its|all
    remove* ..2 from ..1 waitlist|waiting|list put
    ^ {no} ever? stop ..1 {texting}
    {no} want to stop ..1 {texting}
    {no} get enough ..2
    i|ive|ill|just|we ..1 deleted|erased|removed|unsubscribed|lost|cancelled|canceled|blocked ..3 {accident}
    {accident} ..2 deleted|erased|removed|unsubscribed|lost|cancelled|canceled|blocked|opted|hit|pressed|clicked
    i|we ..1 deleted|erased|lost ..1 {texts}|the|your|my
    is|are ..3 {doubtful} or ..2
    or ..1 is ..3 {doubtful}
    is|are this|that|it|these|they ..2 {doubtful}
    {people} ..2 {says} ..1 {stop} ~{texting}|{texts}|{these}|me
    how|can|where ..2 i ..1 get|sign|opt|come ..1 back
    i|my ..1 miss|missed|liked|enjoyed ..2 {texts}|them
    no longer|more ..2 in stock|stock|available
    how ..3 give up|back
    {people} ..2 {says} ..3 worrying|worry
    {stop} the|my|this|that|a|our ..1 ~{texts}|{texting} from
    {stop} the|my|our ..1 app|phone|computer|battery|printer|heating|light|program|video|music|renewal|auto|rollover|timer
  `,
  welcome: `
    put me back
    back in $
    want back on|in
  `,
};
