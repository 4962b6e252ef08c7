// The service worker of the page for phones, built last: it names that page's files, and the languages that are not part of it. BUILD is put in by tools/finish.ts.
import { readdirSync } from 'node:fs';
import { defineConfig } from 'vite';
import { added } from './tools/languages.ts';
import { shared } from './vite.config.ts';

const LOADED = added.length > 0 ? /^(ask|language)-.*\.js$/ : /^ask-.*\.js$/;
const secondPart = readdirSync(new URL('dist/assets', import.meta.url)).filter((name) => LOADED.test(name));

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
