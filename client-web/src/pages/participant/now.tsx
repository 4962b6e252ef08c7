import type { JSX } from 'preact';
import { inListOrder, isCalled, timeLeft } from '../../core/speakers.ts';
import type { QuestionRow, SpeakerRow } from '../../core/types.gen.ts';
import { all, mine, now } from '../../ui/hub.ts';
import { Bi, Chip, Timer } from '../../ui/parts.tsx';
import { Floor } from './second_part.tsx';
import { w } from './words.ts';

const Who = ({ row, own }: { row: SpeakerRow | QuestionRow; own?: boolean }): JSX.Element => (
  <span>
    {own && <b>{w().you} · </b>}
    {row.name && <bdi>{row.name} · </bdi>}
    {row.siteName && <Bi text={row.siteName} />}
  </span>
);

function Left({ speaker }: { speaker: SpeakerRow }): JSX.Element | null {
  const left = timeLeft(speaker, now.value);
  return left === undefined ? null : <Timer left={left} />;
}

const isOwn = (speaker: SpeakerRow): boolean => mine('my_speaker').some((own) => own.id === speaker.id);

export function Now(): JSX.Element {
  const questions = all('question').filter((question) => question.state === 'asking');
  const speakers = all('speaker').sort(inListOrder);
  const inState = (...states: SpeakerRow['state'][]): SpeakerRow[] => states.flatMap((state) => speakers.filter((speaker) => speaker.state === state));
  const speaking = inState('speaking', 'paused');
  const toCome = inState('next', 'ready', 'waiting');
  const items = all('agenda_item').filter((item) => item.state === 'current');
  return (
    <>
      {questions.length + speakers.length + items.length === 0 && <p class="empty">{w().nothingNow}</p>}
      <div class="stack">
        {questions.map((question) => (
          <section key={question.id} class="card" data-question={question.id}>
            <h2>
              <Chip state="asking">{w().asking}</Chip>
            </h2>
            <p class="quote">
              <bdi>{question.text}</bdi>
            </p>
            <p>
              <Who row={question} />
            </p>
          </section>
        ))}
      </div>
      <div class="stack">
        {speaking.map((speaker) => (
          <section key={speaker.id} class="card" data-speaker={speaker.id}>
            <h2>
              <Chip state={speaker.state}>{speaker.state === 'paused' ? w().paused : w().speaking}</Chip>
            </h2>
            <p class="split">
              <Who row={speaker} own={isOwn(speaker)} />
              <Left speaker={speaker} />
            </p>
          </section>
        ))}
      </div>
      {toCome.length > 0 && (
        <section class="card">
          <h2>{w().queue}</h2>
          <ol>
            {toCome.map((speaker) => (
              <li key={speaker.id} data-speaker={speaker.id} data-state={speaker.state}>
                <Who row={speaker} own={isOwn(speaker)} /> {isCalled(speaker) && <Chip state="next">{w().next}</Chip>}
              </li>
            ))}
          </ol>
        </section>
      )}
      <Floor />
      <div class="stack">
        {items.map((item) => (
          <section key={item.id} class="card" data-item={item.id}>
            <h2>{w().agenda}</h2>
            <p>
              <Bi text={item.title} />
            </p>
            {item.presenter && <bdi>{item.presenter}</bdi>}
          </section>
        ))}
      </div>
    </>
  );
}
