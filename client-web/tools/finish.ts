// After the build: dist/csp.json (for each page the hashes of its inline scripts and styles, which the hub puts into its CSP
// header). Then the size of the page for phones and of what it loads later.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';

const dist = fileURLToPath(new URL('../dist', import.meta.url));
const PAGES = readdirSync(dist).filter((name) => name.endsWith('.html')).sort();
// What fits the first window of a new connection.
const PHONE_PAGE_BYTES = 14 * 1024;
const PHONE_WHOLE_BYTES = 30 * 1024;

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
