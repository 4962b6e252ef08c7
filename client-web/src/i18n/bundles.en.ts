import type { Messages } from './bundles.vi.ts';

export const en: Messages = {
  open: 'Bundle…',
  all: 'Bundles for all sites…',
  title: (site) => `Bundle for the machine at site ${site}`,
  titleAll: 'Bundles for all remote sites',
  what: 'One .lamsite file with a new certificate and key: hand it over in person, start it with lamrelay site. To renew, download again, put the file in the old one’s place and restart the machine at the site. The former certificate stays good until it expires or is revoked.',
  make: 'Make and download',
  revokeWhat: 'A machine lost or a file leaked: revoke first, then make a new bundle. The link of this site is cut at once.',
  working: 'Working…',
  made: (file) => `${file} downloaded`,
  revoked: (count) => `${count} certificates revoked`,
  none: 'This hub has no key to sign for the links of sites. Run this command beside the hub, then start it again:',
  close: 'Close',
  errors: {
    missing_field: 'An address is needed: say where the machine of this site is reached',
    not_found: 'No certificate was made yet, so there is none to revoke',
    wrong_state: 'The hub has no key to sign for the links of sites',
    busy: 'Not done; try again, or look into the hub’s log',
    no_link: 'No connection; try again',
    not_fetched: 'Made, but not downloaded; make it again',
  },
};
