import type { JSX } from 'preact';
import { viewOf } from '../../core/displays.ts';
import { v } from '../../i18n/displays.ts';
import { Frame } from '../../pages/stage/frame.tsx';
import { asChosen, choice } from './choice.ts';
import { wordsOf } from './words.ts';

/** The display at a tenth of its size: as it is, or as it would be. The caption says the same in words. */
export function Preview(): JSX.Element {
  const stage = asChosen();
  const caption = choice.value ? v().preview : v().onDisplay;
  return (
    <figure class="preview" data-preview={choice.value ? 'chosen' : 'shown'} data-preview-view={viewOf(stage)}>
      <div class="small-screen" aria-hidden="true">
        <div class="screen" data-view={viewOf(stage)}>
          <Frame stage={stage} />
        </div>
      </div>
      <figcaption>
        <bdi>{caption(wordsOf(stage))}</bdi>
      </figcaption>
    </figure>
  );
}
