// While a poll is open it is the one thing to do: of the speaker one line is left, always of one height, so that nothing below it moves.
import type { JSX } from 'preact';
import { timeLeft } from '../../../core/speakers.ts';
import { all, now } from '../../../ui/hub.ts';
import { Bi, Chip, Timer } from '../../../ui/parts.tsx';
import { w } from '../words.ts';
import { a } from './words.ts';

export function Speaks(): JSX.Element {
  const speaker = all('speaker').find(({ state }) => state === 'speaking' || state === 'paused');
  if (!speaker) return <small>{a().nobodySpeaks}</small>;
  const left = timeLeft(speaker, now.value);
  return (
    <>
      <Chip state={speaker.state}>{speaker.state === 'paused' ? w().paused : w().speaking}</Chip>
      <span class="one-line" data-speaks={speaker.id}>
        {speaker.name && <bdi>{speaker.name} · </bdi>}
        {speaker.siteName && <Bi text={speaker.siteName} />}
      </span>
      {left !== undefined && <Timer left={left} />}
    </>
  );
}
