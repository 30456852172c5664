import { defineConfig } from 'vitest/config';

/**
 * Two kinds of tests by default: `main`, of what is decided, with deadlines that no load of the machine reaches; then `deadlines`, of what is
 * answered in time, with the real ones, one file after the other and nothing beside it.
 * Container tests start Docker images and run on their own: `npm run test:containers`.
 */
const shared = {
  environment: 'node',
  pool: 'forks',
  testTimeout: 300_000,
  hookTimeout: 300_000,
  teardownTimeout: 10_000,
  expect: { poll: { timeout: 60_000 } },
} as const;

/** `.ci/run` reads the counts from this file. */
const results = process.env['TEST_RESULTS'];

const config = defineConfig({
  test: {
    // Two cores, two files: no load turns what is decided into something else.
    maxWorkers: 2,
    reporters: results === undefined ? ['default'] : ['default', ['json', { outputFile: results }]],
    projects: [
      {
        test: {
          ...shared,
          name: 'main',
          include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'examples/**/*.test.ts'],
          exclude: ['test/containers/**', 'test/deadlines/**', '**/node_modules/**'],
          setupFiles: ['test/support/patient-children.ts'],
          globalSetup: ['test/setup-redis.ts', 'test/setup-chromium.ts'],
        },
      },
      {
        test: {
          ...shared,
          name: 'deadlines',
          include: ['test/deadlines/**/*.test.ts'],
          globalSetup: ['test/setup-redis.ts'],
          fileParallelism: false,
          sequence: { groupOrder: 1 },
          // A machine that is busy may take the processor away for longer than a deadline leaves.
          retry: 2,
        },
      },
      {
        test: {
          ...shared,
          name: 'containers',
          include: [
            'test/containers/**/*.test.ts',
            'test/support/redis-server.test.ts',
            'src/store/redis/*conformance.test.ts',
            'src/store/redis/differential.test.ts',
          ],
          setupFiles: ['test/support/patient-children.ts'],
          globalSetup: ['test/containers/setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
    ],
  },
});

// biome-ignore lint/style/noDefaultExport: vitest reads its configuration from the default export.
export default config;
