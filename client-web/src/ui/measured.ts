// How high a bar stands that stays while the page is scrolled, as a length the styles can reckon with: what has the focus is
// not scrolled under it, however many lines it has.

/** For `ref`: the height goes into the custom property as long as the element is on the page. */
export function measured(property: string): (bar: HTMLElement | null) => void {
  const heights = new ResizeObserver(([entry]) => {
    if (entry) document.documentElement.style.setProperty(property, `${(entry.target as HTMLElement).offsetHeight}px`);
  });
  return (bar) => {
    heights.disconnect();
    if (bar) heights.observe(bar);
  };
}
