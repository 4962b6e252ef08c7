// A page for laptops or displays, named by PAGE; the page for phones has a configuration of its own.
import { defineConfig } from 'vite';
import type { UserConfig } from 'vite';
import { languages } from './tools/languages.ts';
import { shell } from './tools/shell.ts';

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

// Each is built by itself: nobody opens two of them, and what only another one needs is no part of it.
const page = process.env['PAGE'] ?? '';

export default defineConfig({
  ...shared,
  plugins: [shell(page), languages()],
  build: { ...shared.build, emptyOutDir: false, rolldownOptions: { input: `${page}.html` } },
});
