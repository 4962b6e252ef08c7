import type { Messages } from './refusals.vi.ts';

export const en: Messages = {
  late: 'After the close; it still counts if your site took it in time.',
  link_down: 'The site is cut off from the hub: not passed on yet.',
  not_here: 'This machine does not serve you; the page goes on to the hub.',
  stale: 'Too old by now; it was not carried out.',
  not_found: 'This is no longer there.',
  wrong_state: 'Not possible in the present state.',
  already_waiting: 'Already on the list of speakers.',
  not_entitled: 'Not entitled to vote.',
  full: 'The list is full.',
  list_closed: 'The list of speakers is closed.',
  intake_closed: 'Questions are not taken now.',
  fenced: 'Somebody else has the console of this site: not carried out.',
  too_long: 'The text is too long.',
  elsewhere: 'This code was used on another device. Enter it again to use it here.',
};
