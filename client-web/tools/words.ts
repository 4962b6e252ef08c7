// Writes src/i18n/words.gen.ts: the type of all texts there are, by their domain; with --check only compares.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

const folder = new URL('../src/i18n/', import.meta.url);
const file = new URL('words.gen.ts', folder);

const domains = readdirSync(folder)
  .flatMap((name) => /^(\w+)\.vi\.ts$/.exec(name)?.[1] ?? [])
  .sort();
const text = [
  '// Generated from the names of the files beside it by tools/words.ts. Do not edit.',
  '',
  '/** All that a language has to say, by domain. */',
  'export interface Words {',
  ...domains.map((domain) => `  ${domain}: import('./${domain}.vi.ts').Messages;`),
  '}',
  '',
].join('\n');

if (!process.argv.includes('--check')) writeFileSync(file, text);
else if (readFileSync(file, 'utf8') !== text) {
  console.error('src/i18n/words.gen.ts does not fit the files beside it: run tools/words.ts');
  process.exit(1);
}
