// What is under the finger stays there. Whatever comes or goes above it, the page is scrolled by as much.
import { effect } from '@preact/signals';
import { timers } from '../../../ui/browser.ts';
import { tab, unseenPoll } from '../tab.ts';
import { isWriting } from './form.tsx';

// A finger that was there a moment ago may come down again where it was.
const TOUCH_MS = 2000;
const REST_MS = 1000;

let touched: Element | null = null;
let touchedAt = -TOUCH_MS;
let down = false;
let room: HTMLElement | null = null;
let mayBeScrolled = true;

for (const name of ['pointerdown', 'pointermove', 'pointerup', 'pointercancel', 'touchend'])
  addEventListener(
    name,
    (event) => {
      touched = event.target instanceof Element ? event.target : null;
      touchedAt = performance.now();
      down = name === 'pointerdown' || (name === 'pointermove' && down);
    },
    { passive: true, capture: true },
  );

addEventListener('scroll', () => (mayBeScrolled = true));

const lately = (milliseconds: number): boolean => down || performance.now() - touchedAt < milliseconds;

const shownIn = (main: Element, element: Element | null): Element | null =>
  element && element !== main && main.contains(element) && element.getClientRects().length > 0 ? element : null;

// Under the finger, or in the hands of the keyboard; else, of a page that is scrolled, what is read. The focus alone says nothing: where its button
// went, it was given to what is nearest.
function held(main: Element): Element | null {
  const finger = lately(TOUCH_MS) ? shownIn(main, touched) : null;
  return finger ?? shownIn(main, document.querySelector(':focus-visible')) ?? (isScrolled() ? shownIn(main, atTopOf(main)) : null);
}

// To be asked that, a page must lay itself out: one that has stood at its top since is not asked again.
const isScrolled = (): boolean => mayBeScrolled && (mayBeScrolled = scrollY > 0);

// Below the head of the page, which stays in sight.
const atTopOf = (main: Element): Element | null =>
  document.elementFromPoint(innerWidth / 2, (main.previousElementSibling?.getBoundingClientRect().bottom ?? 0) + 8);

export function steadily(draw: () => void): void {
  const main = document.querySelector('main');
  const anchor = main && held(main);
  const before = anchor?.getBoundingClientRect().top ?? 0;
  room?.removeAttribute('style');
  room = null;
  draw();
  if (!anchor || !main || !shownIn(main, anchor)) return;
  const moved = (): number => Math.round(anchor.getBoundingClientRect().top - before);
  if (moved() === 0) return;
  scrollBy(0, moved());
  const rest = moved();
  if (rest === 0) return;
  // The page ends: room is made, for as long as something is held by it.
  room = main;
  if (rest < 0) main.style.paddingTop = `${parseFloat(getComputedStyle(main).paddingTop) - rest}px`;
  else {
    main.style.minHeight = `${main.offsetHeight + rest}px`;
    scrollBy(0, rest);
  }
}

let shown = tab.value;

effect(() => {
  if (tab.value === 'poll') unseenPoll.value = false;
  if (tab.value === shown) return;
  shown = tab.value;
  scrollTo(0, 0);
});

/** A poll has opened. Nobody is torn from a text that is being written, nor from what is being touched. */
export function pollOpened(): void {
  if (tab.value === 'poll') return;
  if (isWriting()) unseenPoll.value = true;
  else if (lately(REST_MS)) timers.after(REST_MS, pollOpened);
  else tab.value = 'poll';
}
