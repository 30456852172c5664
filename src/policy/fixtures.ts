/** Sources for the tests of this folder. */
import { compilePolicies } from './compile.ts';
import type { PolicySet, PolicySource, Rule } from './types.ts';

export const register: PolicySource = {
  file: 'purposes.yaml',
  text: `purposes:
  marketing.promotions: { class: marketing }
  service.security: { class: critical }
`,
};

/** The one policy that every folder needs, for tests about other files. */
export const anyPolicy: PolicySource = { file: 'any.yaml', text: 'policy: any\nrules: []\n' };

/** @returns a folder's problems as the command line prints them; `policy` is the text of `p.yaml`. */
export function problemsOf(policy: string, ...others: PolicySource[]): string[] {
  return linesOf([register, { file: 'p.yaml', text: policy }, ...others]);
}

export function linesOf(sources: PolicySource[]): string[] {
  const result = compilePolicies(sources);
  if ('set' in result) return [];
  return result.problems.map(({ file, line, col, message }) => `${file}:${line}:${col} ${message}`);
}

/** @throws Error with the problems where there are any. */
export function setOf(...sources: PolicySource[]): PolicySet {
  const result = compilePolicies([register, ...sources]);
  if ('problems' in result) throw new Error(JSON.stringify(result.problems));
  return result.set;
}

/** The compiled rule of a policy that is otherwise empty. @param rule fields of the rule, without id and because. */
export function compiledRule<K extends Rule['kind']>(kind: K, rule: string, head = ''): Extract<Rule, { kind: K }> {
  const [compiled] = setOf({
    file: 'p.yaml',
    text: `policy: p\n${head}rules:\n  - { id: r, because: Why., ${rule} }\n`,
  }).rules;
  if (compiled?.kind !== kind) throw new Error(`compiled to ${compiled?.kind}`);
  return compiled as Extract<Rule, { kind: K }>;
}
