import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../test/support/property.ts';
import { type PurposeClass, purposeClasses, purposeCovers, type Register, scopeCovers } from './vocabulary.ts';

/** Two levels: no purpose stands below another one. */
const register: fc.Arbitrary<Register> = fc
  .dictionary(
    fc.tuple(fc.constantFrom('a', 'ab', 'c'), fc.constantFrom('a', 'b', 'c', 'd')).map((parts) => parts.join('.')),
    fc.record({ class: fc.constantFrom(...purposeClasses) }),
  )
  .map((names) => new Map(Object.entries(names)));
const classes = fc.subarray([...purposeClasses], { minLength: 1 });

/** The shortest patterns that cover what the register has in these classes, and no other purpose of it. */
function patternsFor(today: Register, wanted: readonly PurposeClass[]): string[] {
  const isWanted = (name: string): boolean => wanted.includes(today.get(name)?.class as PurposeClass);
  const names = [...today.keys()];
  return names.filter(isWanted).map((name) => {
    const prefix = name.split('.')[0] as string;
    return names.every((other) => !purposeCovers(prefix, other) || isWanted(other)) ? prefix : name;
  });
}

test('for one register, classes cover what its shortest patterns of these classes do', () => {
  fc.assert(
    fc.property(register, classes, (today, wanted) => {
      const patterns = patternsFor(today, wanted);
      for (const name of today.keys())
        expect(scopeCovers({ purpose: '*', classes: wanted }, name, today)).toBe(
          patterns.some((pattern) => purposeCovers(pattern, name)),
        );
    }),
    runs(200),
  );
});

test('what the register gains later is covered by its class alone, whatever its name', () => {
  fc.assert(
    fc.property(register, classes, fc.constantFrom(...purposeClasses), (today, wanted, of) => {
      const later = new Map([...today, ['a.new', { class: of }]]);
      expect(scopeCovers({ purpose: '*', classes: wanted }, 'a.new', later)).toBe(wanted.includes(of));
    }),
    runs(200),
  );
});

test('a pattern covers what it names of any class, and what has left the register is of any class', () => {
  const today: Register = new Map([['a.b', { class: 'critical' }]]);
  expect(scopeCovers({ purpose: 'a' }, 'a.b', today)).toBe(true);
  expect(scopeCovers({ purpose: '*', classes: ['marketing'] }, 'a.b', today)).toBe(false);
  expect(scopeCovers({ purpose: '*', classes: ['marketing'] }, 'a.gone', today)).toBe(true);
  expect(scopeCovers({ purpose: '*', classes: ['marketing'], except: ['a'] }, 'a.gone', today)).toBe(false);
});
