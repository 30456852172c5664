import { expect, test } from 'vitest';
import { tagsOf } from '../engine/log-entry.ts';
import { createKindNumbers, type EntryKind } from './entry-kind.ts';

const tags = tagsOf([{ code: 'cap', policy: 'default', rule: 'daily' }]);
const kind: EntryKind = { allowed: false, channel: 'email', purpose: 'news', caller: 'crm', tags };

test('a kind is found by all that it says, whichever came before it', () => {
  const numbers = new Map<string, number>();
  const kinds = createKindNumbers((_kind, _keptMs, said) => {
    const number = numbers.get(said) ?? numbers.size;
    numbers.set(said, number);
    return number;
  });
  const others = [
    { ...kind, allowed: true },
    { ...kind, channel: 'sms' },
    { ...kind, purpose: 'offers' },
    { ...kind, caller: 'shop' },
    { ...kind, tags: tagsOf([{ code: 'cap', policy: 'default', rule: 'weekly' }]) },
    { ...kind, tags: tagsOf([{ code: 'consent', policy: 'default', rule: 'daily' }]) },
    { ...kind, tags: [...tags, 'code:hours'] },
  ];
  for (const [place, other] of others.entries()) {
    expect(kinds.of(kind, 1)).toBe(0);
    expect(kinds.of(other, 1)).toBe(place + 1);
  }
  expect([kinds.of(kind, 1), kinds.of(kind, 2), kinds.of({ ...kind, tags: [...tags] }, 1)]).toEqual([0, 8, 0]);
});

test('what an entry with one reason can be found by is what that reason says', () => {
  expect(tags).toEqual(['code:cap', 'policy:default', 'rule:daily', 'policy/rule:default/daily']);
  expect(tagsOf([{ code: 'suppressed' }])).toEqual(['code:suppressed']);
  expect(tagsOf([{ code: 'cap', policy: 'default', rule: 'daily' }])).toBe(tags);
});
