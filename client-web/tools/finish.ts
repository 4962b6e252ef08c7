// After the build: dist/csp.json (for each page the hashes of its inline scripts and styles, which the hub puts into its CSP
// header) and a compressed copy beside each text file, which the hub serves as it is.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const dist = fileURLToPath(new URL('../dist', import.meta.url));
const PAGES = { '/': 'index.html', '/site': 'site.html', '/mod': 'mod.html', '/stage': 'stage.html' };
// What fits the first window of a new connection.
const PHONE_PAGE_BYTES = 14 * 1024;

function hashes(html: string, tag: 'script' | 'style'): string[] {
  const found = html.matchAll(new RegExp(`<${tag}(?![^>]*\\ssrc=)[^>]*>([^]*?)</${tag}>`, 'g'));
  return [...found].map(
    ([, content]) =>
      `sha256-${createHash('sha256')
        .update(content ?? '')
        .digest('base64')}`,
  );
}

const policies = Object.entries(PAGES).map(([path, file]) => {
  const html = readFileSync(join(dist, file), 'utf8');
  return [path, { script: hashes(html, 'script'), style: hashes(html, 'style') }];
});
writeFileSync(join(dist, 'csp.json'), `${JSON.stringify(Object.fromEntries(policies), null, 2)}\n`);

for (const name of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
  if (!/\.(html|js|css)$/.test(name)) continue;
  const content = readFileSync(join(dist, name));
  writeFileSync(join(dist, `${name}.br`), brotliCompressSync(content));
  writeFileSync(join(dist, `${name}.gz`), gzipSync(content, { level: 9 }));
}

const phonePage = readFileSync(join(dist, 'index.html.br')).length;
console.log(`index.html: ${phonePage} bytes as brotli`);
if (phonePage > PHONE_PAGE_BYTES) {
  console.error(`index.html is over its ${PHONE_PAGE_BYTES} bytes`);
  process.exitCode = 1;
}
