import type { Messages } from './link.vi.ts';

export const en: Messages = {
  acts: {
    'question.submit': 'Question',
    'question.withdraw': 'Withdraw question',
    'question.resubmit': 'Revised question',
    'question.me_too': 'Me too',
    'speaker.request': 'Request to speak',
    'speaker.withdraw': 'Withdraw request to speak',
    'poll.cast': 'Ballot',
  },
  held: (count) => `${count} waiting to be sent`,
  keptCount: (count) => `◐ ${count} kept at the site, waiting for the hub`,
  refusedCount: (count) => `${count} not accepted`,
  madeAt: (time) => `at ${time}`,
  minutes: (count) => `${count} min ago`,
  cancel: 'Do not send',
  again: 'Send again',
  retry: 'Try to connect now',
  alone: (time) => `The site has been on its own since ${time}. Do send: it is kept here and passed on later.`,
  notNow: 'Not now: the site is cut off from the hub.',
  otherDevice: (time) => `The ballot that stands came from another device of yours at ${time}, not from this one.`,
};
