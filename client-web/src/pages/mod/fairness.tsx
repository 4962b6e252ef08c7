// A cell for each site: how often it was asked, how much waits, how long it has spoken. Pressed, only its questions are shown.
import type { JSX } from 'preact';
import { isLeftOut, shortName } from '../../core/fairness.ts';
import type { SiteShare } from '../../core/fairness.ts';
import { tr } from '../../i18n/triage.ts';
import { number, pick } from '../../ui/language.ts';
import { memo } from '../../ui/staff.tsx';
import { shares, siteChosen } from './board.ts';

const minutesOf = (share: SiteShare): number => Math.round(share.spokenSeconds / 60);

interface CellProps {
  readonly id: string;
  readonly short: string;
  readonly label: string;
  readonly asked: number;
  readonly waiting: number;
  readonly minutes: number;
  readonly leftOut: boolean;
  readonly chosen: boolean;
}

const Cell = memo(({ id, short, label, asked, waiting, minutes, leftOut, chosen }: CellProps): JSX.Element => (
  <li>
    <button
      type="button"
      data-share={id}
      data-asked={asked}
      data-waiting={waiting}
      data-left-out={leftOut || undefined}
      aria-pressed={chosen}
      title={label}
      onClick={() => (siteChosen.value = chosen ? '' : id)}
    >
      <span class="unseen">{label}</span>
      <b aria-hidden="true">
        {leftOut && '!'}
        {short}
      </b>
      <span class="asked" aria-hidden="true">{'▪'.repeat(Math.min(asked, 4)) || '·'}</span>
      <small aria-hidden="true">
        {waiting}/{minutes}′
      </small>
    </button>
  </li>
));

export function Fairness(): JSX.Element {
  return (
    <section class="fairness" data-panel="fairness" aria-label={tr().fairness}>
      <p>
        <b>{tr().fairness}</b> <small>▪ {tr().fairnessHint}</small>
      </p>
      <ul class="plain" role="list">
        {shares.value.map((share) => {
          const minutes = minutesOf(share);
          const leftOut = isLeftOut(share);
          const words = tr().share(pick(share.site.name), number(share.asked), number(share.waiting), number(minutes));
          return (
            <Cell
              key={share.site.id}
              id={share.site.id}
              short={shortName(share.site)}
              label={leftOut ? `${words} – ${tr().leftOut}` : words}
              asked={share.asked}
              waiting={share.waiting}
              minutes={minutes}
              leftOut={leftOut}
              chosen={siteChosen.value === share.site.id}
            />
          );
        })}
      </ul>
    </section>
  );
}
