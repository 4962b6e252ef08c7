// A certificate that the browser trusts, and a build that is newer than the one served.
import { createHash, X509Certificate } from 'node:crypto';
import { cpSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The flag that makes Chromium trust this hub's certificate as one of an authority it knows: service workers are taken over it. */
export function trusting(hub) {
  const { publicKey } = new X509Certificate(readFileSync(join(hub.state, 'server.pem')));
  const digest = createHash('sha256').update(publicKey.export({ type: 'spki', format: 'der' })).digest('base64');
  return `--ignore-certificate-errors-spki-list=${digest}`;
}

/** The same pages under another build's name, for the hub's next start; returns that name. */
export function newBuild(hub, name) {
  const pages = join(hub.directory, name);
  const old = readFileSync(join(hub.pages, 'version.txt'), 'utf8').trim();
  cpSync(hub.pages, pages, { recursive: true, filter: (path) => !/\.(br|gz)$/.test(path) });
  for (const file of readdirSync(pages).filter((file) => /\.(html|js|txt)$/.test(file))) {
    const text = readFileSync(join(pages, file), 'utf8');
    writeFileSync(join(pages, file), text.replaceAll(old, name));
  }
  hub.pages = pages;
  return name;
}
