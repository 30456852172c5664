/** The policies that benches run with: those that ship, or so many caps over all contacts, high enough that nothing is denied. */
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type PolicyChoice = 'shipped' | 'windows-4' | 'windows-6';

export const windowSeconds = [3600, 86_400, 604_800, 2_592_000, 600, 1_209_600] as const;
export const highLimit = 1000;

const shipped = fileURLToPath(new URL('../../policies/', import.meta.url));

/** @returns the folder; a made one is gone when the process ends */
export function policyFolder(choice: PolicyChoice): string {
  if (choice === 'shipped') return shipped;
  const folder = mkdtempSync(join(tmpdir(), 'contact-guard-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const rules = windowSeconds
    .slice(0, choice === 'windows-4' ? 4 : 6)
    .map(
      (seconds) => `  - { id: w${seconds}, because: Bench., cap: { limit: ${highLimit}, window: ${seconds / 60}m } }\n`,
    );
  copyFileSync(join(shipped, 'purposes.yaml'), join(folder, 'purposes.yaml'));
  writeFileSync(join(folder, 'windows.yaml'), `policy: windows\nrules:\n${rules.join('')}`);
  return folder;
}
