/** Policy sets for tests: rules inline beside the shipped registers, or the shipped folder whole. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compilePolicies } from '../../src/policy/compile.ts';
import type { PolicySet, PolicySource } from '../../src/policy/types.ts';

const folder = join(import.meta.dirname, '../../policies');
const shipped = (file: string): PolicySource => ({ file, text: readFileSync(join(folder, file), 'utf8') });

/** @throws Error with every problem of the sources. */
function compiled(sources: readonly PolicySource[]): PolicySet {
  const result = compilePolicies(sources);
  if ('problems' in result)
    throw new Error(result.problems.map(({ file, line, message }) => `${file}:${line} ${message}`).join('\n'));
  return result.set;
}

/** @param rules YAML list items of policy `house`, one a line or more; `head`: further lines of the policy, such as `effective`. */
export function policySet(rules: string, head = ''): PolicySet {
  const items = rules
    .trim()
    .split('\n')
    .map((line) => `  ${line.trim()}`);
  const text = `policy: house\n${head}${head === '' ? '' : '\n'}rules:${rules.trim() === '' ? ' []' : `\n${items.join('\n')}`}\n`;
  return compiled([{ file: 'house.yaml', text }, shipped('purposes.yaml'), shipped('refusals.yaml')]);
}

/** The folder as it ships; the names leave policies out or in. */
export function shippedPolicies(policies: readonly string[] = ['default.yaml', 'us-reg-f.yaml']): PolicySet {
  return compiled([...policies, 'purposes.yaml', 'refusals.yaml'].map(shipped));
}

/** The shipped folder with some text of its register replaced. */
export function shippedRegister(change: (text: string) => string, rules: string): PolicySet {
  const register = shipped('purposes.yaml');
  const text = `policy: house\nrules:${
    rules.trim() === ''
      ? ' []'
      : `\n${rules
          .trim()
          .split('\n')
          .map((line) => `  ${line.trim()}`)
          .join('\n')}`
  }\n`;
  return compiled([
    { file: 'house.yaml', text },
    { ...register, text: change(register.text) },
    shipped('refusals.yaml'),
  ]);
}

/** The shipped folder with some text of what refusals suppress replaced. */
export function changedRefusals(change: (text: string) => string): PolicySet {
  const refusals = shipped('refusals.yaml');
  const changed = { ...refusals, text: change(refusals.text) };
  if (changed.text === refusals.text) throw new Error('nothing was replaced');
  return compiled([shipped('default.yaml'), shipped('purposes.yaml'), changed]);
}
