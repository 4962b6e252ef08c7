// The pages for laptops and displays; the page for phones has a configuration of its own.
import { defineConfig } from 'vite';
import type { UserConfig } from 'vite';

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

export default defineConfig({
  ...shared,
  build: { ...shared.build, rolldownOptions: { input: ['site.html', 'mod.html', 'stage.html'] } },
});
