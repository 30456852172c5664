/** What a process can be asked. Everything is noted, with what was answered. */
import type { RefusalInput } from '../../../src/guard-contract.ts';
import type { Acts } from '../../../src/refusals/acts.ts';
import { admin, caller, crm, hourMs, problemOf, type World } from '../world.ts';
import type { Asked, Question } from './question.ts';

export interface Who {
  readonly customer?: string | undefined;
  readonly address?: string | undefined;
}

/** Words that wait to be read: the suppression that holds back meanwhile, and by which name they are read. */
// A type, not an interface: it is handed on as a record of ids.
export type InDoubt = { readonly sup: string; readonly review: string };

export interface Actor {
  suppress(who: Who): Promise<string>;
  /** @param operationId said once, however often it is asked */
  refuse(who: Who, operationId?: string): Promise<string>;
  /** By the message that is answered alone. */
  refuseContact(contactId: string): Promise<void>;
  /** In words that a person has to read. */
  sayInDoubt(who: Who): Promise<InDoubt>;
  decideReview(said: InDoubt, decision: 'refusal' | 'not-a-refusal'): Promise<void>;
  /** A row of a list that is taken over. */
  takeOver(address: string): Promise<void>;
  withdraw(customer: string): Promise<void>;
  /** A consent that lifts. */
  consent(customer: string): Promise<void>;
  optIn(address: string): Promise<void>;
  lift(id: string): Promise<void>;
  /** @returns the contact's id, null where it is denied */
  decide(customer: string, address?: string, operationId?: string): Promise<string | null>;
  hold(customer: string, address?: string): Promise<string>;
  confirm(contactId: string): Promise<void>;
  outcome(contactId: string, outcome: 'cancelled' | 'failed' | 'delivered' | 'refused' | 'complained'): Promise<void>;
  /** A contact that was made elsewhere. */
  elsewhere(customer: string, address?: string): Promise<string>;
  remove(customer: string): Promise<void>;
  recover(): Promise<void>;
}

/** With keys, which are sealed: it binds whoever asks without them all the same. */
const stop = { channel: 'email', source: 'test', signal: 'stop', keys: { brand: 'acme' } } as const;

export const subjectOf = ({ customer, address }: Who) => ({
  ...(customer === undefined ? {} : { customerId: customer }),
  ...(address === undefined ? {} : { address }),
});

/** @param now the next instant of a counter */
export function createActor({ world, acts }: { world: World; acts: Acts }, asked: Asked[], now: () => number): Actor {
  const { guard } = world;
  const began = (what: Question): ((told: object) => void) => {
    const place = asked.push({ what, atMs: world.nowMs(), beganAt: now(), endedAt: undefined }) - 1;
    return (told) => {
      const begun = asked[place] as Asked;
      asked[place] = { ...begun, what: { ...what, ...told } as Question, endedAt: now() };
    };
  };
  const noted = async <T>(question: Question, work: () => Promise<T>, told: (value: T) => object): Promise<T> => {
    const end = began(question);
    const value = await work();
    end(told(value));
    return value;
  };
  const decide = async ({ customer, address }: Who & { customer: string }, isHold: boolean, operation?: string) => {
    const answer = await noted(
      {
        kind: 'decide',
        customer,
        ...(address === undefined ? {} : { address }),
        ...(operation === undefined ? {} : { operation }),
        ...(isHold ? { isHold } : {}),
      },
      async () => {
        const given = await world.ask({
          ...subjectOf({ customer, address }),
          ...(operation === undefined ? {} : { operationId: operation }),
          ...(isHold ? { confirmByMs: world.nowMs() + hourMs } : {}),
        });
        if (given.degraded) throw new Error('the store did not answer');
        return given;
      },
      ({ allowed, contactId, replayed }) => ({
        allowed,
        replayed,
        ...(contactId === null ? {} : { contact: contactId }),
      }),
    );
    return answer.contactId;
  };
  const refuse = async (who: Who, said: Partial<RefusalInput> & Pick<RefusalInput, 'signal'>, told: object = {}) =>
    noted(
      { kind: 'suppress', ...who, reaches: true, ...told },
      () => guard.refuse({ channel: 'email', source: 'test', ...subjectOf(who), ...said }, caller('crm', 'refuse')),
      ({ suppressions: [one], revoked, refusalId, replayed }) => ({
        ...(one && !replayed ? { id: (one as { suppressionId: string }).suppressionId } : {}),
        ...(replayed ? {} : { revoked }),
        event: refusalId,
        ...(replayed === undefined ? {} : { replayed }),
      }),
    );
  const idOf = ({ suppressions: [one] }: { readonly suppressions: readonly object[] }): string =>
    (one as { suppressionId: string } | undefined)?.suppressionId ?? '';
  return {
    async suppress(who) {
      const made = await noted(
        { kind: 'suppress', ...who, reaches: false },
        () => world.suppress({ channel: 'email', ...subjectOf(who) }),
        ({ suppressionId }) => ({ id: suppressionId }),
      );
      return made.suppressionId;
    },
    refuse: async (who, operationId) =>
      idOf(
        await refuse(
          who,
          { ...stop, ...(operationId === undefined ? {} : { operationId }) },
          operationId === undefined ? {} : { name: operationId },
        ),
      ),
    async refuseContact(contactId) {
      const of = `contact ${now()}`;
      const resolved = began({ kind: 'resolve', of, contact: contactId });
      const end = began({ kind: 'suppress', of, reaches: true });
      const input: RefusalInput = { ...stop, contactId };
      const made = guard.refuse(input, crm);
      const answer = await made.catch(async () => ((await problemOf(made)).status === 404 ? undefined : made));
      resolved({});
      end(answer ? { id: idOf(answer), revoked: answer.revoked, event: answer.refusalId } : {});
    },
    async sayInDoubt(who) {
      const answer = await refuse(who, { signal: 'text', text: 'STOP ACME' }, { signal: 'text', isUnsure: true });
      return { sup: idOf(answer), review: answer.refusalId };
    },
    async decideReview({ sup: id, review }, decision) {
      await noted(
        { kind: 'review', id, decision },
        async () => {
          const decided = guard.decideReview(review, { decision, by: 'ana', note: undefined }, crm);
          const made = await decided.catch(async () =>
            (await problemOf(decided)).status === 409 ? undefined : decided,
          );
          return made as { readonly suppressions: readonly object[] } | undefined;
        },
        (made) => (made ? { result: 'done', made: idOf(made) || undefined } : { result: 'conflict' }),
      );
    },
    async takeOver(address) {
      const input: RefusalInput = { ...stop, address };
      const end = began({ kind: 'suppress', address, reaches: true });
      const [isRecorded] = await guard.recordUnseen([{ kind: 'refusal', input }], crm);
      const said = isRecorded ? undefined : await guard.refuse(input, crm);
      end(said ? { id: idOf(said), revoked: said.revoked, event: said.refusalId } : { revoked: [] });
    },
    async withdraw(customer) {
      await noted(
        { kind: 'suppress', customer, reaches: true, signal: 'withdrawn' },
        () => world.consent({ customerId: customer, purpose: '*', level: 'withdrawn' }),
        (made) => ({ id: idOf(made as never), revoked: made['revoked'] }),
      );
    },
    async consent(customer) {
      await noted(
        { kind: 'consent', customer },
        () => world.consent({ customerId: customer, purpose: '*', level: 'express', lifts: true }, admin),
        () => ({}),
      );
    },
    async optIn(address) {
      await noted(
        { kind: 'optIn', address },
        () =>
          guard.optIn({ address, channel: 'email', signals: ['stop'], source: 'test', saidId: `START ${now()}` }, crm),
        ({ lifted }) => ({ lifted }),
      );
    },
    async lift(id) {
      await noted(
        { kind: 'lift', id },
        async () => {
          const lifted = world.lift(id).then((standing) => (standing ? 'stands' : 'gone'));
          return lifted.catch(() => unlessKnown(lifted));
        },
        (result) => ({ result }),
      );
    },
    decide: (customer, address, operationId) => decide({ customer, address }, false, operationId),
    hold: async (customer, address) => (await decide({ customer, address }, true)) ?? '',
    async confirm(contactId) {
      await noted(
        { kind: 'confirm', contact: contactId },
        async () => {
          const answer = world.confirm(contactId).then(({ allowed }) => (allowed ? 'allowed' : 'denied'));
          return answer.catch(() => unlessKnown(answer));
        },
        (result) => ({ result }),
      );
    },
    async outcome(contactId, outcome) {
      const of = `outcome ${now()}`;
      const isRefusal = outcome === 'refused' || outcome === 'complained';
      const end = began({ kind: 'outcome', of, contact: contactId, outcome });
      const name = `${contactId} ${outcome}`;
      const refused = isRefusal ? began({ kind: 'suppress', of, reaches: true, signal: outcome, name }) : undefined;
      const answer = world.outcome(contactId, outcome).then((counts) => (counts ? 'counts' : 'counts not'));
      const result = await answer.catch(() => unlessKnown(answer));
      end({ result });
      refused?.({});
    },
    async elsewhere(customer, address) {
      const made = await noted(
        { kind: 'elsewhere', customer, ...(address === undefined ? {} : { address }) },
        () => world.elsewhere({ ...subjectOf({ customer, address }), operationId: `elsewhere ${now()}` }),
        ({ contactId }) => ({ contact: contactId }),
      );
      return made.contactId;
    },
    async remove(customer) {
      await noted(
        { kind: 'remove', customer },
        () => guard.erase(customer, admin),
        () => ({}),
      );
    },
    async recover() {
      await acts.recover();
    },
  };
}

/** What is answered of a contact that is as it is asked for, or not known. @throws what is neither */
async function unlessKnown(answer: Promise<unknown>): Promise<'conflict' | 'unknown'> {
  const { status } = await problemOf(answer);
  if (status === 409) return 'conflict';
  if (status === 404) return 'unknown';
  throw new Error(`${status} was answered`);
}
