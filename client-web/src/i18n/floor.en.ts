import type { Messages } from './floor.vi.ts';

export const en: Messages = {
  moveRefused: (time) => `Your code was tried on another device at ${time}. Ask your site’s operator if that was you.`,
  question: (question) => `Your question #${question}`,
  request: 'Request to speak',
  place: (place) => `You are number ${place} in the list of speakers`,
  second: 'You are second – please prepare',
  received: 'Your request is received. This page tells you when your turn is near.',
  next: 'Your turn: please say above that you are ready',
  ready: 'You said ready. Please wait for the start.',
  saidReady: '✓ You said ready',
  sayReady: 'I am ready',
  onAirIn: (seconds) => `◔ on air in ${seconds} s`,
  withdraw: 'Withdraw',
  closed: 'The list of speakers is closed.',
  order: 'Point of order…',
  orderWhy: 'When the meeting leaves its agenda or its rules; it goes before ordinary speeches.',
  orderRequest: 'Raise a point of order',
  orderOwn: 'Point of order',
};
