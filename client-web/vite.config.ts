// The pages for laptops and displays; the page for phones has a configuration of its own.
import { readdirSync } from 'node:fs';
import { defineConfig } from 'vite';
import type { UserConfig } from 'vite';
import { languages } from './tools/languages.ts';

export const shared = {
  appType: 'mpa',
  publicDir: false,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2020',
    cssTarget: ['chrome87', 'safari15'],
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    assetsInlineLimit: 0,
  },
} satisfies UserConfig;

const STAFF_PAGES = readdirSync('.').filter((name) => name.endsWith('.html') && name !== 'index.html');

export default defineConfig({
  ...shared,
  plugins: [languages()],
  build: { ...shared.build, emptyOutDir: false, rolldownOptions: { input: STAFF_PAGES } },
});
