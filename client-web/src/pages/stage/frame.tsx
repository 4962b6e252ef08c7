// One stage as a display draws it and as the desk sees it before: title, clock, view.
import { Component } from 'preact';
import type { ComponentChildren, JSX } from 'preact';
import { viewOf } from '../../core/displays.ts';
import { currentItem } from '../../core/programme.ts';
import type { StageRow } from '../../core/types.gen.ts';
import { keepFitting } from '../../ui/fit.ts';
import { all, now, one } from '../../ui/hub.ts';
import { hourAndMinute } from '../../ui/language.ts';
import { Bi } from '../../ui/parts.tsx';
import { View } from './views.tsx';

/** What was shown stays over what comes for as long as that takes to appear. */
function fadeOut(box: HTMLElement): void {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  const leaving = box.cloneNode(true) as HTMLElement;
  leaving.classList.add('leaving');
  leaving.setAttribute('aria-hidden', 'true');
  leaving.addEventListener('animationend', () => leaving.remove());
  box.parentElement?.append(leaving);
}

class Fitted extends Component<{ children?: ComponentChildren }> {
  private end: (() => void) | undefined;
  private box: HTMLElement | null = null;
  private readonly begin = (box: HTMLElement | null): void => {
    this.end?.();
    this.end = box ? keepFitting(box) : undefined;
    this.box = box ?? this.box;
  };
  override componentWillUnmount(): void {
    if (this.box) fadeOut(this.box);
  }
  override render({ children }: { children?: ComponentChildren }): JSX.Element {
    return (
      <div class="view" ref={this.begin}>
        {children}
      </div>
    );
  }
}

// Without title and clock.
const BARE: readonly StageRow['view'][] = ['blank', 'lower_third'];

const Clock = (): JSX.Element => <time>{now.value > 0 && hourAndMinute(now.value)}</time>;

/** Before the programme has begun its view is headed by the title of the conference, large. */
const isOpening = (view: StageRow['view']): boolean => view === 'agenda' && !currentItem(all('agenda_item'));

export function Frame({ stage }: { stage: StageRow | undefined }): JSX.Element {
  const conference = one('conference', 'conference');
  const view = viewOf(stage);
  return (
    <>
      {!BARE.includes(view) && (
        <header class="head">
          <span>{conference && !isOpening(view) && <Bi text={conference.title} />}</span>
          {view !== 'clock' && <Clock />}
        </header>
      )}
      <Fitted key={`${view} ${stage?.question ?? ''} ${stage?.poll ?? ''}`}><View stage={stage} /></Fitted>
    </>
  );
}
