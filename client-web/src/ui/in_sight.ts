// Who writes in a field keeps it before their eyes: what is drawn above it must not push it out of the window.

const WRITTEN_IN = 'textarea, input:not([type=radio], [type=checkbox]), select';

/** What was written in where it could be seen, when this looked last. */
let inSight: Element | null = null;
let isDue = false;
let isScrolled = false;

function isSeen(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}

function look(): void {
  isDue = false;
  const { activeElement } = document;
  const field = activeElement?.matches(WRITTEN_IN) ? activeElement : null;
  // Whoever scrolls away from it may.
  if (field && field === inSight && !isScrolled && !isSeen(field)) field.scrollIntoView({ block: 'nearest' });
  inSight = field && isSeen(field) ? field : null;
  isScrolled = false;
}

function lookSoon(): void {
  if (isDue) return;
  isDue = true;
  requestAnimationFrame(look);
}

function scrolled({ target }: Event): void {
  if (!(target instanceof Node) || !target.contains(document.activeElement)) return;
  isScrolled = true;
  lookSoon();
}

export function keepInSight(): void {
  document.addEventListener('focusin', lookSoon);
  document.addEventListener('scroll', scrolled, { passive: true, capture: true });
  new MutationObserver(lookSoon).observe(document.body, { childList: true, subtree: true });
}
