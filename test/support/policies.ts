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

/** @param rules YAML list items, one a line or more @param head further lines of the policy, such as `effective` */
function house(rules: string, head = ''): PolicySource {
  const items = rules
    .trim()
    .split('\n')
    .map((line) => `  ${line.trim()}`);
  const text = `policy: house\n${head}${head === '' ? '' : '\n'}rules:${rules.trim() === '' ? ' []' : `\n${items.join('\n')}`}\n`;
  return { file: 'house.yaml', text };
}

/** @throws Error where nothing is another: what a test means to change has another form by now */
function changed(file: string, change: (text: string) => string): PolicySource {
  const source = shipped(file);
  const text = change(source.text);
  if (text === source.text) throw new Error(`nothing was replaced in ${file}`);
  return { file, text };
}

/** The shipped registers and a policy `house` of these rules. */
export function policySet(rules: string, head = ''): PolicySet {
  return compiled([house(rules, head), shipped('purposes.yaml'), shipped('refusals.yaml')]);
}

/** The folder as it ships; the names leave policies out or in. */
export function shippedPolicies(policies: readonly string[] = ['default.yaml', 'us-reg-f.yaml']): PolicySet {
  return compiled([...policies, 'purposes.yaml', 'refusals.yaml'].map(shipped));
}

/** The same with some text of the register of purposes replaced. */
export function shippedRegister(change: (text: string) => string, rules: string): PolicySet {
  return compiled([house(rules), changed('purposes.yaml', change), shipped('refusals.yaml')]);
}

/** The shipped folder with some text of what refusals suppress replaced. */
export function changedRefusals(change: (text: string) => string): PolicySet {
  return compiled([shipped('default.yaml'), shipped('purposes.yaml'), changed('refusals.yaml', change)]);
}
