/** What is taken over of the parts that the script handed back. */
import { expect, test } from 'vitest';
import type { KeyedHash } from '../../engine/request.ts';
import { seenIn } from './decide.ts';
import { createKeys } from './keys.ts';

const keys = createKeys('seen');
const place = keys.customer('a123456789' as KeyedHash);
const there = keys.address({ kind: 'phone', hash: 'b123456789' as KeyedHash });
const bit = 0b10;
/** With suppressions on the channels of these bits. */
const hot = (suppressed: number) => Buffer.from([4, 0, suppressed]);
const thereHot = (suppressed: number) => Buffer.from([1, suppressed]);
const cold = Buffer.from('{}');

test('a cold part is taken over where it may cover the channel, and where it is there: one that is not may lie where its slot moves away from', () => {
  const handedBack = {
    kind: 'handed-back',
    nowMs: 1,
    hot: hot(bit),
    cold,
    thereHot: thereHot(bit),
    thereCold: cold,
  } as const;
  const taken = (more: Partial<typeof handedBack | { cold: null } | { thereCold: null }>) => [
    ...seenIn({ ...handedBack, ...more } as typeof handedBack, place, there, bit).values.keys(),
  ];
  expect(taken({})).toEqual([place.hot, place.cold, there.hot, there.cold]);
  expect(taken({ hot: hot(1), thereHot: thereHot(1) })).toEqual([place.hot, there.hot]);
  expect(taken({ cold: null, thereCold: null })).toEqual([place.hot, there.hot]);
});
