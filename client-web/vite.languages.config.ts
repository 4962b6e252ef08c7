// A file for each language besides Vietnamese: what the pages load when it is chosen. Built before them, as they name it.
import { defineConfig } from 'vite';
import { english, inputs } from './tools/languages.ts';
import { shared } from './vite.config.ts';

export default defineConfig({
  ...shared,
  plugins: [english()],
  build: {
    ...shared.build,
    emptyOutDir: false,
    rolldownOptions: { input: inputs(), preserveEntrySignatures: 'strict', output: { entryFileNames: 'assets/language-[name]-[hash].js' } },
  },
});
