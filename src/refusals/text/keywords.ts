/** The single words that providers and carriers act on, in their languages: a message that is nothing else. */
import { foldWord } from './fold.ts';

export type KeywordKind = 'stop' | 'start' | 'help';

/** English: Twilio, AWS, Telnyx, CTIA. The others: what providers offer for these languages, and what people write in their place. */
const lists: Readonly<Record<KeywordKind, string>> = {
  stop: `
    STOP STOPALL STOPP UNSUBSCRIBE UNSUB CANCEL END QUIT REVOKE OPTOUT REMOVE TD
    BAJA ALTO PARAR PARA CANCELAR DETENER SALIR TERMINAR
    ARRET ARRETER ARRETEZ DESABONNER DESINSCRIRE DESINSCRIPTION DESABONNEMENT
    ABMELDEN ABMELDUNG AUSTRAGEN ABBESTELLEN ENDE AUFHOEREN AUFHOREN
    SAIR PARE PAREM REMOVER DESCADASTRAR CHEGA
    FERMA FERMATI BASTA CANCELLA CANCELLAMI DISISCRIVI DISISCRIVIMI DISISCRIZIONE ANNULLA
    AFMELDEN UITSCHRIJVEN OPZEGGEN OPHOUDEN`,
  start: 'START UNSTOP YES',
  help: 'HELP INFO AYUDA AIDE HILFE AJUDA AIUTO HULP',
};

const kinds = new Map<string, KeywordKind>(
  Object.entries(lists).flatMap(([kind, words]) =>
    words
      .trim()
      .split(/\s+/)
      .map((word): [string, KeywordKind] => [word.toLowerCase(), kind as KeywordKind]),
  ),
);

const longestText = 60;

/**
 * @returns what kind of keyword the whole message is; undefined: it is none. Case, accents, punctuation, spaces and emoji aside: `Stop all!`
 * is STOPALL, `opt-out` OPTOUT
 */
export function keywordOf(text: string): KeywordKind | undefined {
  return text.length > longestText ? undefined : kinds.get(foldWord(text).replace(/[^a-z]/g, ''));
}
