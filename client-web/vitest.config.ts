import { defineConfig } from 'vitest/config';

export default defineConfig({
  define: { LANGUAGES: 'undefined' },
  test: { include: ['test/unit/**/*.test.ts'], environment: 'node', maxWorkers: 1, testTimeout: 60_000 },
});
