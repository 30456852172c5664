/** How people say no in English; see `english.ts` for the classes. */
export const englishRefusals = `
  has|have no right|permission to ..1 {text}
  {no} have ..1 my? permission|consent|right
  i will block|be blocking
  not ..2 person you ..2 looking
  never ..2 it|this|that again
  {stop} it|this|that with ..2 {texts}|{these}
  opt ..2 out
  not for ..1 marketing|spam|advertising|solicitation
  didnt|never|not ..1 give|gave|given ..1 you|u ..2 permission|consent|number
  this|that|its ..1 not|isnt her|his|their|him ..1 number|phone|cell
  {text} the wrong ..1 guy|person|number|girl
  formal ..2 opt ..1 out
  sell|share|give ..1 my number ..3 stop
  nobody|noone ..1 here|home by|with|named|called
  no such person
  {no} know ..1 anyone|anybody ..2 named|called|by
  she|he|they moved|passed|died ..6 stop|remove
  i no longer live ..6 stop|remove
  keep texting|calling|messaging|emailing the|a wrong
  im not ..2 giving|buying ..4 stop
  {no} ..1 {text} {me} ..3 again|anymore|ever
  {no} ..1 {text} {me} on|by|via|over|through|here
  {no} send ..2 any|anything|more|nothing|these|this|stuff|nothin
  {no} ..2 {want} ..2 be|on ..3 {list}
  dont|never|not remember|recall ..2 sign*|subscrib*|opting|giving|asking
  ^ stop|🛑 i|im|its|ive|id|youre|we|were|they|theyre|not|dont|do|who|why|leave|remove|take|delete|unsubscribe|lose
  wish ..2 you|these|this|they ..2 stop
  would|will|could|can you ..2 stop $
  get rid of ..1 my
  this|thats|its is? ..1 spam $
  this|thats is ..1 spam
  kick rocks
  take a hike
  drop dead
  eat shit
  no longer ..2 number|phone $
  isnt|not ..2 number anymore
  take|get|keep|leave {me} out ..1 of
  violating|violation|violates ..2 tcpa|law|privacy|rights|gdpr
  without my consent|permission
  no permission to
  stop with ..2 {texts}|{these}
  stop|quit|cease|halt these|all $
  put an end to ..2 {texts}|{these}
  want ..2 removed|deleted|unsubscribed|gone|erased
  end|cancel|stop ..1 this|all|my? subscription|subscriptions|communications|contact
  bring this to an end
  dont want|need|like it anymore $
  not welcome
  contact {me} in any way
  unsubscribe ..2 me
  dont contact $
  had enough
  ive|had had? enough
  ^ not today satan
  ^ no solicit*
  no soliciting|solicitation|solicitors
  {stop} ..1 {texting}
  {stop} all|the|your|these|those|any|with|my? ..2 {texts}
  {stop} ..1 {texts}
  {stop} from? getting|receiving ..2 {these}|{texts}|anything
  to stop getting|receiving
  {stop} these|those $
  {stop} them $
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
  take|get|keep|strike|scratch|leave|want|pull {me}|myself? ..1 off|of ..3 {list}
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
  not interested ..1 $
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
  want|need|like|wish|get {these}|{texts}|you|u|yall|all|the ..2 to? stop
  said|told|asked|asking|begging|say ..2 you ..3 stop
  ! file|filing|filed ..1 a ..1 complaint ..1 with|if|against|to
  i|ive|we|weve|already ..3 say|said|saying|replied|texted|sent|write|wrote|asked stop
  how many times ..4 stop
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
  want|wanna|like|get|let|keep ..1 off|out ..1 this|that|your|ur|the ..1 {list}
  can|could you|u not $
  sick ..2 of ..3 {texts}|you|your
  tired ..2 of ..3 {texts}|getting|you
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
`;
