/** `refusals.yaml`: what each refusal signal suppresses. */
import { z } from 'zod';
import { type PurposeClass, type PurposeScope, purposeClasses, refusalSignals } from '../vocabulary.ts';
import { duration, durationMs } from './durations.ts';
import { channel, keyName, listOf, oneOf, purposePath } from './terms.ts';
import type { RefusalScope } from './types.ts';
import { closedMap } from './zod-problems.ts';

const longestSuppressionDays = 36_500;

/** Free text is read as one of these before its scope is looked up. */
export const scopedSignals = refusalSignals.filter((signal) => signal !== 'text');

type Signal = (typeof scopedSignals)[number];

const meanings: Readonly<Record<Signal, string>> = {
  unsubscribe: 'The link or the List-Unsubscribe button of a message',
  stop: 'STOP as the answer to a message',
  complaint: '"This is spam"',
  hard_bounce: 'The address is dead; binds the address alone, whoever is named',
  do_not_contact: '"Never contact me again"',
  pause: "A rest that the customer asked for, until the refusal's own until",
  harassment: 'A report of harassment',
};

const channelsOf = z
  .union([z.enum(['same', '*']), listOf(channel, 'channels')], {
    error: 'same (the channel refused on), "*" (every channel) or a list of channels',
  })
  .describe('Where: same (the channel that the refusal came for), "*" (every channel) or a list of channels');
const purposesOf = z
  .union([z.literal('*'), listOf(purposePath, 'purposes')], { error: '"*" (every purpose) or a list of purposes' })
  .describe('What for: "*" (every purpose) or a list of purposes; or else classes');
const classesOf = listOf(oneOf(purposeClasses, 'class'), 'classes').describe(
  'Every purpose that the register has in these classes when it is asked for, instead of a list of purposes',
);
const lasting = z
  .union([z.literal('forever'), duration(longestSuppressionDays, { orForever: true })], {
    error: 'a duration such as 60d, or forever',
  })
  .describe('How long: a duration such as 60d, or forever; a pause lasts until its own until');

const refusalCase = closedMap('a case of a signal', {
  on: listOf(channel, 'channels').describe('Where the refusal came from').optional(),
  to: listOf(oneOf(purposeClasses, 'class'), 'classes')
    .describe('The class of the message that it answers: by its contactId or link, of a STOP the last one there')
    .optional(),
  channels: channelsOf.optional(),
  purposes: purposesOf.optional(),
  classes: classesOf.optional(),
  for: lasting.optional(),
}).superRefine(
  ({ on, to, purposes, classes }, context) => {
    if (on === undefined && to === undefined)
      context.addIssue({ code: 'custom', path: [], message: 'say when the case holds: on, to, or both' });
    if (purposes !== undefined && classes !== undefined)
      context.addIssue({ code: 'custom', path: [], message: 'give either purposes or classes' });
  },
  { when: ({ value }) => typeof value === 'object' && value !== null },
);

const scope = closedMap('the scope of a signal', {
  channels: channelsOf,
  purposes: purposesOf.optional(),
  classes: classesOf.optional(),
  narrowable: z
    .boolean({ error: 'true or false' })
    .describe('A refusal that names a purpose suppresses that purpose only; default false')
    .optional(),
  keys: z
    .array(keyName, { error: 'a list of key names such as [brand]' })
    .describe('Keys of the refusal that separate: with {brand: acme} other brands stay open; default none')
    .optional(),
  for: lasting,
  cases: z
    .array(refusalCase, { error: 'a list of cases' })
    .describe(
      'Another scope by channel and by the class of the message answered: the first that holds; what it does not say is as above',
    )
    .optional(),
}).superRefine(
  ({ purposes, classes }, context) => {
    if ((purposes === undefined) !== (classes === undefined)) return;
    context.addIssue({ code: 'custom', path: [], message: 'give either purposes or classes' });
  },
  { when: ({ value }) => typeof value === 'object' && value !== null },
);

export const refusalsFile = closedMap('refusals.yaml', {
  refusals: closedMap(
    'refusals',
    Object.fromEntries(scopedSignals.map((signal) => [signal, scope.describe(meanings[signal])])) as Record<
      Signal,
      typeof scope
    >,
  ).describe('What each signal suppresses'),
});

type RefusalsFile = z.infer<typeof refusalsFile>;

/**
 * What holds where a folder has no `refusals.yaml`: a refusal must never be without effect for want of a file.
 * The shipped file says the same.
 */
export const shippedRefusals: RefusalsFile = {
  refusals: {
    unsubscribe: {
      channels: 'same',
      classes: ['marketing'],
      narrowable: true,
      keys: ['brand'],
      for: 'forever',
      cases: [
        { to: ['service'], classes: ['marketing', 'service'] },
        { to: ['transactional'], classes: ['marketing', 'transactional'] },
      ],
    },
    stop: { channels: 'same', purposes: '*', keys: ['brand'], for: 'forever' },
    complaint: { channels: '*', classes: ['marketing', 'service'], keys: ['brand'], for: 'forever' },
    hard_bounce: { channels: '*', purposes: '*', for: 'forever' },
    do_not_contact: { channels: '*', classes: ['marketing', 'service', 'transactional'], for: 'forever' },
    pause: { channels: '*', classes: ['marketing'], narrowable: true, keys: ['brand'], for: 'forever' },
    harassment: { channels: '*', classes: ['marketing', 'service', 'transactional'], for: 'forever' },
  },
};

/** @returns the scope of every signal but `text` */
export function compileRefusals(file: RefusalsFile): Map<string, RefusalScope> {
  const purposesOf = ({ purposes, classes }: Purposes): PurposeScope[] =>
    classes ? [{ purpose: '*', classes }] : [purposes ?? []].flat().map((purpose) => ({ purpose }));
  const msOf = (given: string) => (given === 'forever' ? null : durationMs(given));
  return new Map(
    scopedSignals.map((signal): [string, RefusalScope] => {
      const given = file.refusals[signal];
      const own = { channels: given.channels, purposes: purposesOf(given), forMs: msOf(given.for) };
      const cases = (given.cases ?? []).map(({ on, to, channels, purposes, classes, for: lasts }) => ({
        on,
        to,
        channels: channels ?? own.channels,
        purposes: purposes === undefined && classes === undefined ? own.purposes : purposesOf({ purposes, classes }),
        forMs: lasts === undefined ? own.forMs : msOf(lasts),
      }));
      return [signal, { signal, ...own, narrowable: given.narrowable ?? false, keys: given.keys ?? [], cases }];
    }),
  );
}

interface Purposes {
  readonly purposes?: '*' | string[] | undefined;
  readonly classes?: readonly PurposeClass[] | undefined;
}

/** @returns what is wrong with a refusal's end: it belongs to `pause`, which needs one, and shortens nothing else. */
export function untilFault(signal: string, hasUntil: boolean): string | undefined {
  if (signal === 'pause')
    return hasUntil ? undefined : 'a pause needs an end: say until when, such as 2026-12-24T00:00:00Z';
  return hasUntil
    ? `only a pause has an end, and ${signal} has none: leave it out, or send the signal pause`
    : undefined;
}
