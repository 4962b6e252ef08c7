// After the build: the icon and the manifest; the build's own name, by its content, into each page, the service worker and version.txt;
// dist/csp.json (for each page the hashes of its inline scripts and styles, which the hub puts into its CSP
// header). Then the size of the page for phones and of what it loads later.
import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { drawIcon } from './icon.ts';

const dist = fileURLToPath(new URL('../dist', import.meta.url));
const PAGES = readdirSync(dist).filter((name) => name.endsWith('.html')).sort();
// What fits the first window of a new connection.
const PHONE_PAGE_BYTES = 14 * 1024;
const PHONE_WHOLE_BYTES = 30 * 1024;

const shell = (name: string): string => fileURLToPath(new URL(`../src/shell/${name}`, import.meta.url));
for (const name of ['icon.svg', 'manifest.webmanifest']) cpSync(shell(name), join(dist, name));
writeFileSync(join(dist, 'icon.png'), drawIcon());

const BUILD_DIGITS = 10;

function buildName(): string {
  const digest = createHash('sha256');
  const files = readdirSync(dist, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  for (const path of paths) digest.update(`${path.slice(dist.length)}\n`).update(readFileSync(path));
  return fitting(digest.digest('hex'));
}

// A name more or less costs the page for phones some forty bytes, by how it falls in with what stands around it. Whether that page is small enough
// must not hang on that: of all the places in the digest that could give the name, the one that costs it least does.
function fitting(digest: string): string {
  const page = readFileSync(join(dist, 'index.html'), 'utf8');
  const names = Array.from({ length: digest.length - BUILD_DIGITS + 1 }, (_, place) => digest.slice(place, place + BUILD_DIGITS));
  const costs = names.map((name) => brotliCompressSync(named(page, name)).length);
  return names[costs.indexOf(Math.min(...costs))] ?? '';
}

const named = (page: string, build: string): string => page.replace(/^(?:<!doctype html>\s*)<html/, `<!doctype html>\n<html data-build="${build}"`);

const edit = (file: string, change: (text: string) => string): void => {
  const before = readFileSync(join(dist, file), 'utf8');
  const after = change(before);
  if (after === before) throw new Error(`${file}: nowhere to put the build's name`);
  writeFileSync(join(dist, file), after);
};

const build = buildName();
for (const page of PAGES) edit(page, (html) => named(html, build));
edit('sw.js', (script) => script.replaceAll('%BUILD%', build));
writeFileSync(join(dist, 'version.txt'), `${build}\n`);

// What a page says before anything else has come must not wait for its style.
for (const page of PAGES.filter((name) => name !== 'index.html')) {
  const html = readFileSync(join(dist, page), 'utf8');
  const styles = html.match(/\s*<link rel="stylesheet"[^>]*>/g) ?? [];
  const rest = styles.reduce((text, style) => text.replace(style, ''), html);
  writeFileSync(join(dist, page), rest.replace('<p id="say-polite"', () => `${styles.join('').trim()}\n<p id="say-polite"`));
}

function hashes(html: string, tag: 'script' | 'style'): string[] {
  const found = html.matchAll(new RegExp(`<${tag}(?![^>]*\\ssrc=)[^>]*>([^]*?)</${tag}>`, 'g'));
  return [...found].map(
    ([, content]) =>
      `sha256-${createHash('sha256')
        .update(content ?? '')
        .digest('base64')}`,
  );
}

const policies = PAGES.map((file) => {
  const html = readFileSync(join(dist, file), 'utf8');
  const path = file === 'index.html' ? '/' : `/${file.slice(0, -'.html'.length)}`;
  return [path, { script: hashes(html, 'script'), style: hashes(html, 'style') }];
});
writeFileSync(join(dist, 'csp.json'), `${JSON.stringify(Object.fromEntries(policies), null, 2)}\n`);

const brotliBytes = (file: string): number => brotliCompressSync(readFileSync(join(dist, file))).length;

const phonePage = brotliBytes('index.html');
const secondPart = readdirSync(join(dist, 'assets')).find((name) => /^ask-.*\.js$/.test(name)) ?? '';
const phoneWhole = phonePage + brotliBytes(join('assets', secondPart));
console.log(`index.html: ${phonePage} bytes as brotli, ${phoneWhole} with its second part`);
if (phonePage > PHONE_PAGE_BYTES || phoneWhole > PHONE_WHOLE_BYTES) {
  console.error(`over its ${PHONE_PAGE_BYTES} or ${PHONE_WHOLE_BYTES} bytes`);
  process.exitCode = 1;
}
