// Two bars: the sign for it (U+23F8) is in no text font, and a box where there is none of emoji. Drawn in desk/floor.css, for chips too.
import type { JSX } from 'preact';

export const PauseSign = (): JSX.Element => <i class="pause-sign" aria-hidden="true" />;
