// The conference of config/ as pictures of it need it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './support.mjs';

/** The conference as it is configured, with a twentieth of its people. */
export function smallDialogue() {
  const config = JSON.parse(readFileSync(join(ROOT, 'config/dialogue-2023.json'), 'utf8'));
  delete config.$schema;
  const sites = config.sites.map((site) => ({ ...site, people: Math.ceil(site.people / 20) }));
  const limits = { ...config.limits, signInsFailedPerMinute: 1000 };
  return { ...config, sites, limits };
}
