// Whoever works by keyboard or by ear goes on where they were. When what had the focus is taken away or switched off, the focus goes
// to what stands nearest and not to the top of the page: the next row of a list, the button that opened a form, or else a heading.

interface Step {
  readonly element: HTMLElement;
  /** Its place among the children of the next step. */
  readonly place: number;
}

// The way past the head of the page is for who comes there by Tab.
const FOCUSABLE = 'a[href]:not([data-action=to-content]), button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), summary, [tabindex="0"]';
// To a finger a field that is entered brings up a keyboard nobody asked for.
const WRITTEN_IN = 'textarea, input:not([type=radio], [type=checkbox]), select';
const ROW = 'li, tr';
const PART = 'section, main, #app';
const REMEMBERED = 12;
// An act whose answer is awaited switches its button off for a moment.
const PATIENCE_MS = 400;

/** From what has the focus up to the body, as it stood last. */
let trail: readonly Step[] = [];
/** What had the focus before, oldest first. */
let earlier: readonly HTMLElement[] = [];
let byPointer = false;
let isDue = false;
let offSince = 0;

function trailOf(from: Element): Step[] {
  const steps: Step[] = [];
  for (let element: Element | null = from; element instanceof HTMLElement && element !== document.body; element = element.parentElement)
    steps.push({ element, place: element.parentElement ? [...element.parentElement.children].indexOf(element) : 0 });
  return steps;
}

const isSeen = (element: Element): boolean => element.isConnected && element.getClientRects().length > 0;
const isOff = (element: Element): boolean => element.matches(':disabled');
const takesFocus = (element: Element): element is HTMLElement =>
  element.matches(FOCUSABLE) && !(byPointer && element.matches(WRITTEN_IN)) && isSeen(element);
const inside = (part: Element): HTMLElement[] => [part, ...part.querySelectorAll(FOCUSABLE)].filter(takesFocus);

/** In what came into its place the same button, else the first one. */
function among(children: HTMLCollection, place: number, action: string | undefined): HTMLElement | undefined {
  for (const child of [children[place], children[place - 1]]) {
    const found = child ? inside(child) : [];
    const same = found.find((one) => one.dataset['action'] === action);
    if (found.length > 0) return same ?? found[0];
  }
  return undefined;
}

function headingOf(part: Element): HTMLElement | null {
  const heading = part.querySelector<HTMLElement>('h1, h2, h3');
  if (heading && !heading.hasAttribute('tabindex')) heading.tabIndex = -1;
  return heading;
}

function successor(): HTMLElement | null {
  const [lost] = trail;
  const from = trail.findIndex(({ element }, index) => index > 0 && isSeen(element));
  if (!lost || from < 0) return headingOf(document.body);
  const action = lost.element.dataset['action'];
  const gone = trail.slice(0, from);
  const last = gone[gone.length - 1]?.element;
  const opener = [...earlier].reverse().find((element) => takesFocus(element) && !last?.contains(element));
  const isRow = gone.some(({ element }) => element.matches(ROW));
  for (const [up, { element }] of trail.slice(from).entries()) {
    if (!isRow && opener && element.contains(opener)) return opener;
    // Another screen altogether: whoever pressed begins at its title.
    if (byPointer && element.id === 'app') return headingOf(element);
    const near = among(element.children, trail[from + up - 1]?.place ?? 0, action);
    if (near) return near;
    const heading = element.matches(PART) && headingOf(element);
    if (heading) return heading;
  }
  return headingOf(document.body);
}

function look(): void {
  isDue = false;
  const { activeElement } = document;
  const [held] = trail;
  if (activeElement && activeElement !== document.body && !isOff(activeElement)) {
    offSince = 0;
    trail = trailOf(activeElement);
    return;
  }
  if (!held) return;
  if (isSeen(held.element) && !isOff(held.element)) {
    // Switched off only for a moment; or the person has left it themselves.
    if (offSince > 0) held.element.focus({ preventScroll: true });
    else trail = [];
    offSince = 0;
    return;
  }
  if (isSeen(held.element)) {
    offSince ||= performance.now();
    if (performance.now() - offSince < PATIENCE_MS) {
      setTimeout(lookSoon, PATIENCE_MS);
      return;
    }
  }
  offSince = 0;
  // Nothing may move from under a finger.
  successor()?.focus({ preventScroll: byPointer });
}

function lookSoon(): void {
  if (isDue) return;
  isDue = true;
  requestAnimationFrame(look);
}

export function keepFocus(): void {
  // Whoever has just signed in begins at what the page is called.
  if (document.activeElement === document.body && navigator.userActivation?.hasBeenActive) headingOf(document.body)?.focus({ preventScroll: true });
  document.addEventListener('focusin', ({ target }) => {
    if (!(target instanceof HTMLElement)) return;
    earlier = [...earlier.filter((element) => element !== target && element.isConnected), target].slice(-REMEMBERED);
    trail = trailOf(target);
  });
  document.addEventListener('focusout', lookSoon);
  document.addEventListener('pointerdown', () => (byPointer = true), true);
  document.addEventListener('keydown', () => (byPointer = false), true);
  const changes = { childList: true, subtree: true, attributes: true, attributeFilter: ['disabled', 'hidden', 'open'] };
  new MutationObserver(lookSoon).observe(document.body, changes);
}
