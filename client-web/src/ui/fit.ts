// The largest type that still fits its place. Lengths alone cannot tell: capitals with two marks are wide and high.

const STEPS = 5;

/** The largest scale from `least` to 1 that fits, within 1/32 of that range; `least` when none does. Leaves the last scale tried to be set again. */
export function largestFitting(fits: (scale: number) => boolean, least: number): number {
  if (fits(1)) return 1;
  let low = least;
  let high = 1;
  for (let step = 0; step < STEPS; step++) {
    const middle = (low + high) / 2;
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}

const LEAST = 0.2;
// Browsers round what does not end at a whole pixel.
const ROUNDING_PX = 1;

/** Sets --fit on the box so that what is in it fits; what it says of size is multiplied by it in the style. */
export function fitInto(box: HTMLElement): void {
  const fits = (scale: number): boolean => {
    box.style.setProperty('--fit', String(scale));
    return box.scrollHeight <= box.clientHeight + ROUNDING_PX && box.scrollWidth <= box.clientWidth + ROUNDING_PX;
  };
  fits(largestFitting(fits, LEAST));
}

/** Fits now and after each change inside or of its size. Returns what ends that. */
export function keepFitting(box: HTMLElement): () => void {
  const fit = (): void => fitInto(box);
  const changes = new MutationObserver(fit);
  changes.observe(box, { childList: true, characterData: true, subtree: true });
  const sizes = new ResizeObserver(fit);
  sizes.observe(box);
  fit();
  return () => {
    changes.disconnect();
    sizes.disconnect();
  };
}
