/** Progress of long work, on standard error and only where a person watches: both ends a terminal. */
import { progress } from '@clack/prompts';
import { monotonicMs } from '../clock.ts';

export interface ProgressBar {
  /** @param total of what `update` is told as `done`; undefined: nobody knows. */
  start(total: number | undefined): void;
  update(rows: number, done: number): void;
  stop(): void;
}

const silent: ProgressBar = { start() {}, update() {}, stop() {} };

/** More often than this nobody can read it; shown any sooner, work that is soon done would only flicker. */
const everyMs = 200;
const steps = 1000;

export function createProgress(what: string): ProgressBar {
  // The bar listens for Ctrl-C on standard input: it must not take a pipe's bytes from whoever reads them.
  if (!process.stderr.isTTY || !process.stdin.isTTY) return silent;
  const bar = progress({ max: steps, output: process.stderr, withGuide: false });
  let total: number | undefined;
  let startedMs = 0;
  let shownMs = 0;
  let firstRows: number | undefined;
  let step = 0;
  let running = false;
  // The library ends the process itself on Ctrl-C, and as if all were well.
  process.on('exit', () => {
    if (running) process.exitCode = 130;
  });
  return {
    start(size) {
      total = size;
      startedMs = monotonicMs();
      shownMs = startedMs;
    },
    update(rows, done) {
      const nowMs = monotonicMs();
      firstRows ??= rows;
      if (nowMs - shownMs < everyMs) return;
      shownMs = nowMs;
      if (!running) bar.start(what);
      running = true;
      const perSecond = (rows - firstRows) / Math.max((nowMs - startedMs) / 1000, 0.001);
      const next = total === undefined ? step : Math.floor((done / total) * steps);
      const left =
        total === undefined || done === 0 ? '' : `, ${duration(((nowMs - startedMs) / done) * (total - done))} left`;
      bar.advance(next - step, `${number(rows)} ${what}, ${number(Math.round(perSecond))} a second${left}`);
      step = next;
    },
    stop() {
      if (running) bar.clear();
      running = false;
    },
  };
}

function number(value: number): string {
  return value.toLocaleString('en');
}

function duration(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
}
