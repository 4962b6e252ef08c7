// The second part of the page for phones: one file beside it. What the first part has already stays there.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { languages } from './tools/languages.ts';
import { styled } from './tools/inline.ts';
import { shared } from './vite.config.ts';

const own = (name: string): string => fileURLToPath(new URL(`src/pages/participant/${name}`, import.meta.url));

export default defineConfig({
  ...shared,
  resolve: {
    alias: [
      { find: 'preact/jsx-runtime', replacement: own('first_part.ts') },
      { find: /^(@preact\/signals|((\.\.\/)+ui|\.)\/(ballot|browser|hub|language|options|parts|signin)\.tsx?|(\.\.\/)+i18n\/(ballot|common)\.ts|(\.\.\/)+core\/code\.ts|((\.\.\/)+core|\.)\/parsed\.ts|\.\.\/(tab\.ts|words\.ts|second_part\.tsx))$/, replacement: own('first_part.ts') },
    ],
  },
  plugins: [languages({ keepsEnglish: true }), styled()],
  build: {
    ...shared.build,
    emptyOutDir: false,
    cssCodeSplit: false,
    rolldownOptions: {
      input: { ask: own('ask/main.tsx') },
      // No module: browsers ask again for a script that once failed, for a module not all of them.
      output: { format: 'iife', entryFileNames: 'assets/[name]-[hash].js' },
    },
  },
});
