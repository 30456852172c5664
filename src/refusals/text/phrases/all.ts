/** The phrases of all languages, and the words that change nothing in any. */
import { dutch } from './dutch.ts';
import { dutchCells } from './dutch-cells.ts';
import { dutchReplies } from './dutch-replies.ts';
import { english } from './english.ts';
import { englishCells } from './english-cells.ts';
import { englishReplies } from './english-replies.ts';
import { french } from './french.ts';
import { frenchCells } from './french-cells.ts';
import { frenchReplies } from './french-replies.ts';
import { german } from './german.ts';
import { germanCells } from './german-cells.ts';
import { germanReplies } from './german-replies.ts';
import { italian } from './italian.ts';
import { italianCells } from './italian-cells.ts';
import { italianReplies } from './italian-replies.ts';
import { dutchManners, englishManners, germanManners } from './manners-germanic.ts';
import { frenchManners, italianManners, portugueseManners, spanishManners } from './manners-romance.ts';
import type { Cells, Phrases, Replies } from './phrases.ts';
import { portuguese } from './portuguese.ts';
import { portugueseCells } from './portuguese-cells.ts';
import { portugueseReplies } from './portuguese-replies.ts';
import { spanish } from './spanish.ts';
import { spanishCells } from './spanish-cells.ts';
import { spanishReplies } from './spanish-replies.ts';

/** What is cancelled under the same name everywhere. */
const elsewhere =
  'netflix hulu spotify amazon prime youtube disney hbo paramount dazn sky playstation xbox icloud deezer tinder paypal facebook instagram tiktok edf movistar vodafone telekom';

/** Every language is read at once: people mix them. */
export const languages: readonly Phrases[] = [
  widened(english, englishReplies, englishManners, englishCells),
  widened(spanish, spanishReplies, spanishManners, spanishCells),
  widened(french, frenchReplies, frenchManners, frenchCells),
  widened(german, germanReplies, germanManners, germanCells),
  widened(portuguese, portugueseReplies, portugueseManners, portugueseCells),
  widened(italian, italianReplies, italianManners, italianCells),
  widened(dutch, dutchReplies, dutchManners, dutchCells),
];

function widened(given: Phrases, more: Replies, manners: string, cells: Cells): Phrases {
  const classes: Record<string, string> = {
    ...given.classes,
    goods: more.goods,
    done: more.done,
    days: more.days,
    elsewhere,
  };
  for (const [name, words] of Object.entries(cells.classes)) classes[name] = `${classes[name] ?? ''} ${words}`;
  return {
    ...given,
    classes,
    refusal: [given.refusal, more.strangers, more.anger, more.requests, manners, cells.refusal].join('\n'),
    otherwise: [given.otherwise, '{done} ..3 {goods}', '{goods} ..3 {done}', more.others, cells.otherwise].join('\n'),
    welcome: [given.welcome, cells.welcome].join('\n'),
  };
}

/** Words that change nothing, left out before anything is read. */
export const fillers: ReadonlySet<string> = wordsOf(`
  please pls plz plzz plse plese kindly thanks thx ty ugh argh thankyou now just immediately asap seriously really simply guys folks bro mate dude buddy man
  sir madam honestly literally damn goddamn fucking fkn effing bloody um uh er hmm dear also
  gracias ahora inmediatamente porfavor porfa
  svp stp merci maintenant immediatement definitivement bordel
  bitte danke sofort endlich jetzt doch mal gefalligst einfach
  obrigado obrigada obg agora imediatamente pfv pfvr
  grazie subito adesso cortesemente perfavore
  aub ff effe alstublieft alsjeblieft bedankt nu nou graag onmiddellijk direct gewoon joh a.u.b
  🙏 😡 😠 🤬 😤 😒 🙄 👎 😑 😩 😭 ‼ ❗
`);

/** Pairs of words that change nothing, by the second one. */
export const fillerPairs: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    you: 'thank',
    u: 'thank dank',
    thanks: 'many',
    now: 'right',
    favor: 'por',
    gracias: 'muchas',
    inmediato: 'de',
    il: 's',
    plait: 'vous te',
    beaucoup: 'merci',
    avance: 'd',
    dank: 'vielen',
    schon: 'danke',
    obrigado: 'muito',
    gentileza: 'por',
    favore: 'per',
    cortesia: 'per',
    mille: 'grazie',
    je: 'dank',
    sake: 'god',
  }).map(([second, firsts]) => [second, wordsOf(firsts)]),
);

/** Words that join sentences, or stand before one, whatever the language: what follows begins anew, what comes before has ended. */
export const joints = `
  and but so then or ok okay k no nope nah yes yeah yea yep well omg lol wtf hey hi hello because cause cuz since stop thanks again`;

/** The same of each language, in the order of `languages`. */
export const ownJoints: readonly string[] = [
  'otherwise omg wtf ugh jeez jesus christ gosh oh ffs look listen seriously dude',
  'y pero pues hola oye bueno buenas entonces vale ay dios venga oigan miren',
  'et mais donc alors bonjour car ben bah oh pff allez dites ecoutez hein',
  'und aber dann also hallo ja nein servus sonst weil mann alter boah ey leute mensch oh och',
  'e mas entao ola oi pois ou ai gente nossa cara aff olha',
  'e ma allora salve buongiorno quindi ciao dai uffa oddio eh oh',
  'en maar dus hoi dag nee want jeetje zeg jezus tjonge pff he',
];

export function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}
