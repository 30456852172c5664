/** Servers and a browser that tests need and this machine has not: from Debian's packages, where that is Debian and may be asked. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

export function canInstall(): boolean {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version');
}

/** @throws Error where a package cannot be had */
export function installFromDebian(name: string): void {
  process.stderr.write(`No ${name} here: installing Debian's (apt-get install ${name})…\n`);
  // RUNLEVEL=1 keeps a package from starting a server of its own.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  for (const args of [
    ['update', '-q'],
    ['install', '-yq', '--no-install-recommends', name],
  ])
    execFileSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
}
