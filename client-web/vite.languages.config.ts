// A file for each language besides Vietnamese and English, if there is any: nothing else is built then.
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
