// The second part of the page for phones: one file beside it. What the first part has already stays there.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { languages } from './tools/languages.ts';
import { shared } from './vite.config.ts';

const own = (name: string): string => fileURLToPath(new URL(`src/pages/participant/${name}`, import.meta.url));

export default defineConfig({
  ...shared,
  plugins: [languages({ loadsEnglish: true })],
  resolve: {
    alias: [
      { find: 'preact/jsx-runtime', replacement: own('draw.ts') },
      { find: /^(@preact\/signals|((\.\.\/)+ui|\.)\/(ballot|browser|hub|language|options|parts)\.tsx?|(\.\.\/)+i18n\/(ballot|common)\.ts|\.\.\/(tab\.ts|second_part\.tsx))$/, replacement: own('first_part.ts') },
    ],
  },
  build: {
    ...shared.build,
    emptyOutDir: false,
    rolldownOptions: {
      input: { ask: own('ask/main.tsx') },
      // No module: browsers ask again for a script that once failed, for a module not all of them.
      output: { format: 'iife', entryFileNames: 'assets/[name]-[hash].js' },
    },
  },
});
