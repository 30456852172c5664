#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runWithNode26 } from '../scripts/run.mjs';
import { setUp } from '../scripts/setup.mjs';

if (!existsSync(new URL('../node_modules', import.meta.url))) setUp({ toRun: true });
runWithNode26([fileURLToPath(new URL('../src/cli/main.ts', import.meta.url)), ...process.argv.slice(2)], {
  isTied: true,
});
