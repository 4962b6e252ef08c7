// The page for phones: one HTML file with script and style inside, so that one request on a weak link shows it.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { inlined } from './tools/inline.ts';
import { shared } from './vite.config.ts';

const own = (name: string): string => fileURLToPath(new URL(`src/pages/participant/${name}`, import.meta.url));

export default defineConfig({
  ...shared,
  plugins: [inlined()],
  resolve: { alias: { '@preact/signals': own('signals.ts'), 'preact/jsx-runtime': own('draw.ts'), preact: own('draw.ts') } },
  build: { ...shared.build, emptyOutDir: false, cssCodeSplit: false, rolldownOptions: { input: 'index.html' } },
});
