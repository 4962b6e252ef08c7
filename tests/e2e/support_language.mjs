// A language that nobody speaks, made of the English texts: longer, with marks, between brackets, so that what was not translated is seen.
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from './support.mjs';

/** Bengali by its code alone: it has digits of its own, which shows whether numbers are formatted. */
export const CODE = 'bn';
export const NAME = 'Ļōñğèŕ';

const run = promisify(execFile);
const NOT_COPIED = /client-web\/(dist|node_modules|test)(\/|$)/;

/** A copy of the client's sources with the tools of the first. */
export function copied(directory) {
  const [client, here] = [join(directory, 'client-web'), join(ROOT, 'client-web')];
  cpSync(here, client, { recursive: true, filter: (from) => !NOT_COPIED.test(from) });
  symlinkSync(join(here, 'node_modules'), join(client, 'node_modules'));
  mkdirSync(join(directory, 'relay'));
  cpSync(join(ROOT, 'relay/protocol.asyncapi.yaml'), join(directory, 'relay/protocol.asyncapi.yaml'));
  return client;
}

/** The one file that a language is. lacking: a domain of which all texts are missing. */
export function bring(client, lacking = '') {
  const folder = join(client, 'src/i18n');
  const domains = readdirSync(folder).flatMap((name) => /^(\w+)\.vi\.ts$/.exec(name)?.[1] ?? []);
  const imports = domains.map((domain) => `import { en as ${domain} } from '../${domain}.en.ts';\nimport { vi as ${domain}Vi } from '../${domain}.vi.ts';`);
  const texts = domains.map((domain) => (domain === lacking ? `  ${domain}: {},` : `  ${domain}: longer(${domain}, ${domain}Vi),`));
  mkdirSync(join(folder, 'languages'), { recursive: true });
  writeFileSync(
    join(folder, `languages/${CODE}.ts`),
    `${imports.join('\n')}
import type { Words } from '../words.gen.ts';
const marked = (text: string): string => '⟦' + text.replace(/[aeiouyAEIOUY]/g, '$&\\u0301').replace(/[dnstDNST]/g, '$&\\u0323') + ' ' + '·'.repeat(Math.ceil(text.length * 0.3)) + '⟧';
// What both languages write alike is no word.
function longer<T>(en: T, vi: unknown): T {
  if (typeof en === 'string') return (en === vi ? en : marked(en)) as T;
  if (typeof en === 'function') return ((...values: unknown[]) => marked(en(...values))) as T;
  if (Array.isArray(en)) return en.map((one, place) => longer(one, (vi as unknown[])[place])) as T;
  if (typeof en !== 'object' || en === null) return en;
  return Object.fromEntries(Object.entries(en).map(([key, value]) => [key, longer(value, (vi as Record<string, unknown>)[key])])) as T;
}
export const name = '${NAME}';
export const words: Words = {
${texts.join('\n')}
};
`,
  );
}

export const builds = (client) => run(join(client, 'build'), []);

/** What the type check has to say. */
export const checked = (client) =>
  run(process.execPath, ['node_modules/typescript/bin/tsc', '--noEmit', '--pretty', 'false'], { cwd: client }).then(
    () => '',
    (error) => error.stdout,
  );

// Runs in the page: words outside of the brackets that are nobody's name or text, and no key of a keyboard.
export function untranslated() {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const place = text.parentElement;
    if (place.closest('bdi, kbd, script, style, noscript, [data-action=language], [lang]:not(html), .url')) continue;
    if (/^((Ctrl|Alt|Shift)\+|Esc$|Enter$|Space$)/.test(text.data.trim())) continue;
    if (place.checkVisibility() && /\p{L}{2}/u.test(text.data) && !/^[^⟦]*⟦[^]*⟧[^⟧]*$/.test(text.data)) found.push(text.data);
  }
  const named = [...document.querySelectorAll('[aria-label], [placeholder], [title]')].flatMap((place) => ['aria-label', 'placeholder', 'title'].map((name) => place.getAttribute(name) ?? ''));
  return [...found, ...named.filter((name) => /\p{L}{2}/u.test(name) && !name.includes('⟦') && !name.includes('://') && !name.includes(' · '))];
}
