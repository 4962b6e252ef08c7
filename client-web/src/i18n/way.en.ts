import type { Messages } from './way.vi.ts';

export const en: Messages = {
  aloneShort: (time) => `No hub since ${time}`,
  keeps: (count) => `keeps ${count}`,
  oldest: (time) => `oldest ${time}`,
  ours: 'by the site’s own machine',
  slow: 'slow line',
  straight: 'straight to the hub',
  away: 'straight to the hub: the site’s own machine does not serve',
  aloneFor: (time) => `Nothing from the hub for ${time}`,
};
