// The languages besides Vietnamese, which is part of every page: a page loads their words when they are chosen. Besides English each is a
// file of src/i18n/languages, named by its code, with `name` and `words`. Without such a file the page for phones has both languages
// in it, and nothing of this.
import { existsSync, readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import type { Spoken } from '../src/ui/language.ts';

const i18n = new URL('../src/i18n/', import.meta.url);
const folder = new URL('languages/', i18n);
const assets = new URL('../dist/assets/', import.meta.url);

const ENGLISH = /\/i18n\/(\w+)\.en\.ts$/;
const ALL_ENGLISH = 'language:en';
/** Said in two languages at once. */
const IN_BOTH = ['cards'];

export const added: string[] = existsSync(folder)
  ? readdirSync(folder)
      .filter((name) => name.endsWith('.ts'))
      .map((name) => basename(name, '.ts'))
      .sort()
  : [];

/** What the build of the languages makes a file of each. */
export const inputs = (): Record<string, string> => ({
  en: ALL_ENGLISH,
  ...Object.fromEntries(added.map((code) => [code, fileURLToPath(new URL(`${code}.ts`, folder))])),
});

/** All English texts as if they were a file of the folder. */
export const english = (): Plugin => ({
  name: 'english',
  resolveId: (id) => (id === ALL_ENGLISH ? id : undefined),
  load(id) {
    if (id !== ALL_ENGLISH) return undefined;
    const files = readdirSync(i18n).flatMap((name) => /^(\w+)\.en\.ts$/.exec(name)?.[1] ?? []);
    const imports = files.map((domain) => `import { en as ${domain} } from ${JSON.stringify(fileURLToPath(new URL(`${domain}.en.ts`, i18n)))};`);
    return `${imports.join('\n')}\nexport const words = { ${files.join(', ')} };`;
  },
});

const builtFile = (code: string): string => {
  const name = readdirSync(assets).find((file) => file.startsWith(`language-${code}-`));
  if (!name) throw new Error(`build the languages first: there is no ${code}`);
  return `/assets/${name}`;
};

async function spoken(): Promise<Spoken[]> {
  const named = added.map(async (code) => {
    const { name } = (await import(new URL(`${code}.ts`, folder).href)) as { name: string };
    return { code, name, file: builtFile(code) };
  });
  return [{ code: 'vi', name: 'Tiếng Việt' }, { code: 'en', name: 'English', file: builtFile('en') }, ...(await Promise.all(named))];
}

/** Puts the languages into a page. keepsEnglish: while there are only two, both are part of it. */
export const languages = ({ keepsEnglish = false } = {}): Plugin => {
  const isWhole = keepsEnglish && added.length === 0;
  return {
    name: 'languages',
    enforce: 'pre',
    config: async () => ({ define: { LANGUAGES: isWhole ? 'undefined' : JSON.stringify(await spoken()) } }),
    transform(_code, id) {
      const domain = ENGLISH.exec(id)?.[1];
      if (isWhole || !domain || IN_BOTH.includes(domain)) return undefined;
      // By its domain the words of another language are found.
      return `export const en = ${JSON.stringify({ domain })};`;
    },
  };
};
