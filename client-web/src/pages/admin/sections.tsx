// The sections of this page: each is a hash of its address, so that one can go back, reload and send a link to it.
import { signal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { all, now } from '../../ui/hub.ts';
import { number } from '../../ui/language.ts';
import { moment } from '../../ui/moment.ts';
import { m } from './words.ts';

export const SECTIONS = ['conference', 'agenda', 'sites', 'people', 'codes', 'roles', 'opinions', 'export', 'health', 'log'] as const;

export type Section = (typeof SECTIONS)[number];

const fromAddress = (): Section => SECTIONS.find((name) => location.hash === `#${name}`) ?? 'conference';

export const section = signal<Section>(fromAddress());

export function follow(): void {
  section.value = fromAddress();
  addEventListener('hashchange', () => {
    section.value = fromAddress();
    // What was there is gone: the keyboard goes on at the new heading.
    requestAnimationFrame(() => document.getElementById('section-title')?.focus());
  });
}

export const goTo = (name: Section): void => {
  location.hash = name;
};

/** How many there are of what a section is for; nothing where that is no list. */
function countOf(name: Section): string {
  const sites = all('site');
  const count = name === 'sites' ? sites.length : name === 'people' ? sites.reduce((sum, { people }) => sum + people, 0) : 0;
  return count === 0 ? '' : ` (${number(count)})`;
}

export const Nav = (): JSX.Element => (
  <nav class="sections" aria-label={m().sectionsOf}>
    <ul class="plain">
      {SECTIONS.map((name) => (
        <li key={name}>
          <a href={`#${name}`} data-section-link={name} aria-current={section.value === name ? 'page' : undefined}>
            {m().sections[name]}
            {countOf(name)}
          </a>
        </li>
      ))}
    </ul>
    <select aria-label={m().sectionsOf} data-section-select value={section.value} onChange={(event) => goTo(event.currentTarget.value as Section)}>
      {SECTIONS.map((name) => (
        <option key={name} value={name} selected={section.value === name}>
          {m().sections[name]}
          {countOf(name)}
        </option>
      ))}
    </select>
  </nav>
);

/** Where and when something was saved last, on this page. */
const saved = signal<{ section: Section; at: number } | null>(null);

export const markSaved = (): void => {
  saved.value = { section: section.value, at: now.value };
};

export const Heading = ({ name, children }: { name: Section; children?: ComponentChildren }): JSX.Element => (
  <div class="split heading">
    <h2 id="section-title" tabIndex={-1}>
      {m().sections[name]}
    </h2>
    {saved.value?.section === name && (
      <small class="saved" data-saved={saved.value.at}>
        <span aria-hidden="true">✓ </span>
        {m().saved} {moment(saved.value.at)}
      </small>
    )}
    {children}
  </div>
);

/** Under a list that is asked for page by page; nothing where one page is all. */
export const Pages = ({ before, more, turn }: { before: number; more: boolean; turn: (forward: boolean) => void }): JSX.Element | null =>
  before === 0 && !more ? null : (
    <nav class="row" aria-label={m().pages}>
      <button type="button" data-action="previous" disabled={before === 0} onClick={() => turn(false)}>
        {m().previous}
      </button>
      <span>{m().page(number(before + 1))}</span>
      <button type="button" data-action="next" disabled={!more} onClick={() => turn(true)}>
        {m().next}
      </button>
    </nav>
  );
