import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'src/**/*.test.ts',
      'fleet/**/*.test.ts',
      'tests/**/*.test.ts',
      'bench/**/*.test.ts',
      'scripts/**/*.test.{js,ts}',
      'web/**/*.test.ts',
    ],
    // Pages are served as they were built.
    globalSetup: ['scripts/build-web-once.js'],
    // Processes of their own: tests start real servers, set signals and open SQLite files.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 40_000,
    hookTimeout: 15_000,
    restoreMocks: true,
    unstubEnvs: true,
  },
});
