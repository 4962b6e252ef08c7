// The page for phones: one HTML file with script and style inside, so that one request on a weak link shows it. Built after its
// second part, whose address it names.
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { inlined } from './tools/inline.ts';
import { languages } from './tools/languages.ts';
import { plainElements } from './tools/superfine.ts';
import { shared } from './vite.config.ts';

const own = (name: string): string => fileURLToPath(new URL(`src/pages/participant/${name}`, import.meta.url));

const secondPart = readdirSync(new URL('dist/assets', import.meta.url)).find((name) => /^ask-.*\.js$/.test(name));
if (!secondPart) throw new Error('build the second part first');

export default defineConfig({
  ...shared,
  define: { SECOND_PART: JSON.stringify(`/assets/${secondPart}`) },
  plugins: [languages({ keepsEnglish: true }), plainElements(), inlined()],
  resolve: {
    alias: [
      { find: '@preact/signals', replacement: own('signals.ts') },
      { find: /^preact(\/jsx-runtime)?$/, replacement: own('draw.ts') },
      { find: './refusals.ts', replacement: own('refusals.ts') },
      { find: './states.tsx', replacement: own('states.ts') },
    ],
  },
  build: { ...shared.build, emptyOutDir: false, cssCodeSplit: false, rolldownOptions: { input: 'index.html' } },
});
