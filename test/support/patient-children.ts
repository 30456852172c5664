/** In each file of tests of what is decided, before its tests: this process and those it starts are patient. */
import { fileURLToPath } from 'node:url';
import './patient.mjs';

const preload = `--import=${fileURLToPath(new URL('./patient.mjs', import.meta.url))}`;
const given = process.env['NODE_OPTIONS'] ?? '';
if (!given.includes(preload)) process.env['NODE_OPTIONS'] = `${given} ${preload}`.trim();
