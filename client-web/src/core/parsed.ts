/**
 * What this text says; null where there is none, or nothing that can be read. Where there is none nothing is thrown: whatever is thrown, browsers
 * read the script a second time to say where, on a phone for longer than it takes to draw the page.
 */
export function parsed<T>(text: string | null): T | null {
  if (!text) return null;
  try {
    return JSON.parse(text) as T;
  } catch {
    return null;
  }
}
