// How often and how long each site has spoken: a hint for who gives the floor; nothing is refused because of it.
import type { JSX } from 'preact';
import { durationText } from '../../core/duration.ts';
import { sp } from '../../i18n/speakers.ts';
import { all } from '../../ui/hub.ts';
import { number, pick } from '../../ui/language.ts';
import { speakerList } from '../../ui/staff.tsx';

export function Sites(): JSX.Element {
  const { waiting } = speakerList();
  const waitingOf = (site: string): number => waiting.filter((speaker) => speaker.site === site).length;
  // Who waits and has spoken least comes first.
  const sites = all('site').sort(
    (a, b) => Number(waitingOf(b.id) > 0) - Number(waitingOf(a.id) > 0) || (a.spokenSeconds ?? 0) - (b.spokenSeconds ?? 0) || a.id.localeCompare(b.id),
  );
  return (
    <details data-list="sites">
      <summary>{sp().sites}</summary>
      <table class="sites">
        <thead>
          <tr>
            <th scope="col">{sp().site}</th>
            <th scope="col">{sp().waitingCount}</th>
            <th scope="col">{sp().speeches}</th>
            <th scope="col">{sp().spokenTime}</th>
          </tr>
        </thead>
        <tbody>
          {sites.map((site) => (
            <tr key={site.id} data-site={site.id} data-speeches={site.speeches ?? 0}>
              <th scope="row">{pick(site.name)}</th>
              <td>{number(waitingOf(site.id))}</td>
              <td>{number(site.speeches)}</td>
              <td>{durationText(1000 * (site.spokenSeconds ?? 0))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
