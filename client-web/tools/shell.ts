// What a page shows before its code has come is the same on all laptops and displays: page.html, of which Vite is given one by each page's name.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Plugin } from 'vite';

// Displays are dark whatever their machine prefers, and their shell is, too.
const ON_STAGE = { CLASS: ' class="on-stage"', SCHEME: 'dark' };
const ON_DESK = { CLASS: '', SCHEME: 'light dark' };

export function shell(page: string): Plugin {
  const words = { ...(page === 'stage' ? ON_STAGE : ON_DESK), PAGE: page };
  return {
    name: 'shell',
    enforce: 'pre',
    resolveId: (id) => (basename(id) === `${page}.html` ? `${process.cwd()}/${page}.html` : null),
    load(id) {
      if (basename(id) !== `${page}.html`) return null;
      this.addWatchFile('page.html');
      return readFileSync('page.html', 'utf8').replace(/CLASS|SCHEME|PAGE/g, (word) => words[word as keyof typeof words]);
    },
  };
}
