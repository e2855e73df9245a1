import { defineConfig } from 'vitest/config';

const elsewhere = ['test/drivers/**', 'test/e2e/**', 'test/frameworks/**'];

export default defineConfig({
  test: {
    maxWorkers: 2,
    // Those that one waits for are named as they end.
    slowTestThreshold: 3000,
    reporters: ['default', './scripts/test/vitest-counts.mjs'],
    projects: [
      { extends: true, test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: [...elsewhere, 'test/cli/**', 'test/package/**'] } },
      { extends: true, test: { name: 'cli', include: ['test/cli/**/*.test.ts'], testTimeout: 60_000 } },
      {
        extends: true,
        test: { name: 'package', include: ['test/package/**/*.test.ts'], exclude: ['test/package/fixtures/**'], testTimeout: 60_000 },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/drivers/**/*.test.ts', 'test/e2e/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: { name: 'frameworks', include: ['test/frameworks/**/*.test.ts'], fileParallelism: false, testTimeout: 600_000 },
      },
    ],
  },
});
