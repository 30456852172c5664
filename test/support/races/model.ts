/**
 * The service as one would explain it, one question at a time, without commands, slots or events: a few lines that must be right. What takes
 * several steps, and says so in the contract, is several questions that were asked at the same time.
 */
import { confirm, decide, elsewhere, outcome, remove, resolve } from './model-contacts.ts';
import { consent, lift, list, optIn, review, suppress } from './model-refusals.ts';
import { counts, type State } from './model-state.ts';
import type { Asked } from './question.ts';

/** The states that the question may leave, where what was answered fits. */
export function after(asked: Asked, state: State, all: readonly Asked[]): State[] {
  const { what } = asked;
  const at = { asked, state, all };
  switch (what.kind) {
    case 'suppress':
      return suppress({ ...at, what });
    case 'resolve':
      return resolve({ ...at, what });
    case 'lift':
      return lift({ ...at, what });
    case 'optIn':
      return optIn({ ...at, what });
    case 'consent':
      return consent({ ...at, what });
    case 'review':
      return review({ ...at, what });
    case 'decide':
      return decide({ ...at, what });
    case 'elsewhere':
      return elsewhere({ ...at, what });
    case 'confirm':
      return confirm({ ...at, what });
    case 'outcome':
      return outcome({ ...at, what });
    case 'remove':
      return remove({ ...at, what });
    case 'list':
      return list({ ...at, what });
    case 'contact': {
      const contact = state.contacts.get(what.contact);
      return (contact && counts(contact)) === what.counts ? [state] : [];
    }
  }
}
