// Who sits at the moderators' desk just now: two who act on the same rows should know of each other, and the chair whom a message will reach.
import { computed } from '@preact/signals';
import type { JSX } from 'preact';
import { onDutyOf } from '../../core/duty.ts';
import { dy } from '../../i18n/duty.ts';
import { all, linked, live, me } from '../../ui/hub.ts';
import { number } from '../../ui/language.ts';
import { accountName } from '../../ui/staff.tsx';

const NAMED = 3;

function named(people: readonly string[]): string {
  const names = people.slice(0, NAMED).map(accountName).join(', ');
  return people.length > NAMED ? dy().more(names, number(people.length - NAMED)) : names;
}

function moderatorsWord(moderators: readonly string[], own: string | undefined): string {
  const others = moderators.filter((id) => id !== own);
  if (others.length === moderators.length) return others.length > 0 ? dy().desk(named(others)) : dy().nobody;
  return others.length > 0 ? dy().with(named(others)) : dy().alone;
}

const known = computed(() => (live.value?.onDuty && onDutyOf(live.value.onDuty, all('person'))));

// A text, so that nothing is drawn again while it says the same.
const words = computed(() => {
  if (!known.value) return '';
  const own = me.value?.id;
  const chairs = known.value.chairs.filter((id) => id !== own);
  return [moderatorsWord(known.value.moderators, own), chairs.length > 0 && dy().chair(named(chairs))].filter(Boolean).join(' · ');
});

const ids = computed(() => known.value && [...known.value.moderators, ...known.value.chairs].join(' '));

/** Nothing while the hub is not reached: who came and went since is not known. */
export const OnDuty = (): JSX.Element | null =>
  linked.value && words.value ? (
    <small class="on-duty" data-on-duty={ids.value}>
      <bdi>{words.value}</bdi>
    </small>
  ) : null;
