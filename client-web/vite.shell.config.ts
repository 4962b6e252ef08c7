// The service worker of the page for phones, built last: it names that page's files. BUILD is put in by tools/finish.ts.
import { readdirSync } from 'node:fs';
import { defineConfig } from 'vite';
import { shared } from './vite.config.ts';

const secondPart = readdirSync(new URL('dist/assets', import.meta.url)).filter((name) => /^ask-.*\.js$/.test(name));

export default defineConfig({
  ...shared,
  define: {
    SHELL: JSON.stringify(['/', ...secondPart.map((name) => `/assets/${name}`), '/manifest.webmanifest', '/icon.svg', '/icon.png']),
    BUILD: '"%BUILD%"',
  },
  build: {
    ...shared.build,
    emptyOutDir: false,
    rolldownOptions: { input: { sw: 'src/shell/worker.ts' }, output: { format: 'iife', entryFileNames: '[name].js' } },
  },
});
