import type { Messages } from './site_address.vi.ts';

export const en: Messages = {
  label: 'Address of the site’s machine',
  hint: 'https://name:port that phones at the site can open. Leave it empty when the site has no machine of its own: everybody goes straight to the hub.',
  bundleHint: 'https://name:port. It is kept for this site: phones move between the site’s machine and the hub by themselves.',
  allLabel: 'Addresses of all sites’ machines',
  allHint: 'https://{site}.name:port; {site} stands for the id, and each site keeps its own. Leave it empty: they keep what they have.',
  form: 'https://name:port',
  errors: {
    wrong_state: 'another site has this address',
    malformed: 'must be https://name:port',
  },
};
