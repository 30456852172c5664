/** What the process itself is like: under the names that Prometheus gives to it everywhere, and how late the event loop runs. */
import { readdirSync } from 'node:fs';
import { monotonicMs, systemClock } from '../clock.ts';
import { catalogue } from './catalogue.ts';
import type { Metrics } from './metrics.ts';

const tickMs = 50;

/** @returns how to stop */
export function observeProcess(metrics: Metrics, version: string): () => void {
  const startedSeconds = systemClock.nowMs() / 1000 - process.uptime();
  metrics.observe(catalogue.processCpu, () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  });
  metrics.observe(catalogue.processMemory, () => process.memoryUsage.rss());
  metrics.observe(catalogue.processStart, () => startedSeconds);
  metrics.observe(catalogue.processFds, openFds);
  metrics.observe(
    catalogue.build,
    () => 1,
    () => ({ version }),
  );

  const delay = metrics.histogram(catalogue.eventLoopDelay)();
  let dueMs = monotonicMs() + tickMs;
  const timer = setInterval(() => {
    const nowMs = monotonicMs();
    delay.record(Math.max(0, nowMs - dueMs) / 1000);
    dueMs = nowMs + tickMs;
  }, tickMs);
  timer.unref();
  return () => clearInterval(timer);
}

/** Only Linux shows them without asking another program. */
function openFds(): number | undefined {
  try {
    return readdirSync('/proc/self/fd').length;
  } catch {
    return undefined;
  }
}
