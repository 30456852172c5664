/**
 * Installs the locked dependencies when they are missing or the lock file changed; otherwise does nothing. `setup.mjs --to-run` installs what
 * the service runs on and no more, and Node 26 only where this Node is older; without it what tests and checks need comes, too.
 * Runs before `npm start` and `npm test`, so it is plain JavaScript for Node 20 and newer and imports no dependency.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const stampFile = `${root}node_modules/.contact-guard-setup`;
/** Holds the id of the process that installs; outside the checkout, so that no clean-up or commit meets it. */
const lockFile = `${tmpdir()}/contact-guard-setup-${createHash('sha256').update(root).digest('hex').slice(0, 16)}`;

/** What is installed, each holding what stands before it; the stamp of the last has no word behind it. */
const extents = ['run on Node 26', 'run', ''];

function lockStamp() {
  const hash = createHash('sha256');
  hash.update(readFileSync(`${root}package-lock.json`));
  return `${hash.digest('hex')} ${process.platform}-${process.arch}`;
}

const stampOf = (extent) => `${lockStamp()} ${extent}`.trim();

/** @returns what the lock file's packages were installed for; -1: nothing, or another lock file's. */
function installed() {
  if (!existsSync(stampFile)) return -1;
  const stamp = readFileSync(stampFile, 'utf8');
  return extents.findIndex((extent) => stampOf(extent) === stamp);
}

const nodeMajor = Number(process.versions.node.split('.')[0]);
/** npm puts the Node that was installed here before the one of the system, which may be older: without it nothing might run. */
const isInstalledNode = process.execPath.startsWith(`${root}node_modules${sep}`);

function wantedExtent(toRun) {
  if (!toRun) return extents.indexOf('');
  return extents.indexOf(nodeMajor >= 26 && !isInstalledNode ? 'run on Node 26' : 'run');
}

function fail(message) {
  process.stderr.write(`contact-guard: ${message}\n`);
  process.exit(1);
}

function tryLock() {
  try {
    writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') fail(`cannot write ${lockFile}: ${error.message}`);
    return false;
  }
}

/** A holder that was killed left its file behind. */
function holderLives() {
  try {
    process.kill(Number(readFileSync(lockFile, 'utf8')) || process.pid, 0);
    return true;
  } catch (error) {
    return error.code !== 'ESRCH';
  }
}

/** Two first commands at once (`npm start` and `npm test`) must not install over each other. */
function lock() {
  let told = false;
  while (!tryLock()) {
    if (!holderLives()) {
      rmSync(lockFile, { force: true });
      continue;
    }
    if (!told) process.stderr.write('contact-guard: another command is installing the dependencies, waiting for it…\n');
    told = true;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 250);
  }
}

function install(extent) {
  const before = installed();
  const what = {
    'run on Node 26': 'what the service needs',
    run: 'what the service needs, its own Node 26 included',
    '': 'the locked dependencies, those of the tests included',
  }[extents[extent]];
  process.stderr.write(`contact-guard: installing ${what} (about a minute the first time)…\n`);
  const startedMs = Date.now();
  const args = [
    // `ci` begins with an empty folder. What is there already may be in use by a running service, and is only added to.
    ...(before < 0 ? ['ci'] : ['install', '--no-save']),
    // Said outright: NODE_ENV=production or an `omit` setting would leave out what is wanted.
    extents[extent] === '' ? '--include=dev' : '--omit=dev',
    extents[extent] === 'run on Node 26' ? '--omit=optional' : '--include=optional',
    // No dependency needs an install script.
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ];
  const result = spawnSync('npm', args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
    env: { ...process.env, npm_config_loglevel: 'error' },
  });
  if (result.error) fail(`npm could not be started (${result.error.message}). Install npm 10 or newer and try again.`);
  if (result.status !== 0)
    fail(
      `npm ${args[0]} failed (its messages are above; exit code ${result.status ?? result.signal}). Mend that and try again.`,
    );
  writeFileSync(stampFile, stampOf(extents[extent]));
  process.stderr.write(`contact-guard: installed in ${Math.round((Date.now() - startedMs) / 1000)} s.\n`);
}

/**
 * Brings `node_modules` to what the lock file says; ends the process with one line where that is not possible.
 * @param toRun only what the service and the command line run on
 */
export function setUp({ toRun }) {
  if (nodeMajor < 20) fail(`Node ${process.versions.node} is too old; install Node 20 or newer.`);
  if (!existsSync(`${root}package-lock.json`)) fail(`package-lock.json is missing in ${root}.`);
  const extent = wantedExtent(toRun);
  if (installed() >= extent) return;
  lock();
  const unlock = () => rmSync(lockFile, { force: true });
  process.once('exit', unlock);
  if (installed() < extent) install(extent);
  unlock();
  process.removeListener('exit', unlock);
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url))
  setUp({ toRun: process.argv.includes('--to-run') });
