// The page for phones: one HTML file with script and style inside, so that one request on a weak link shows it.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { inlined } from './tools/inline.ts';
import { shared } from './vite.config.ts';

export default defineConfig({
  ...shared,
  plugins: [inlined()],
  resolve: { alias: { '@preact/signals': fileURLToPath(new URL('src/pages/participant/signals.ts', import.meta.url)) } },
  build: { ...shared.build, emptyOutDir: false, cssCodeSplit: false, modulePreload: false, rolldownOptions: { input: 'index.html' } },
});
