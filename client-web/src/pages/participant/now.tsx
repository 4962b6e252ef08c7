import type { JSX } from 'preact';
import { inListOrder } from '../../core/speakers.ts';
import type { MySpeakerRow, QuestionRow, SpeakerRow } from '../../core/types.gen.ts';
import { t } from '../../i18n/common.ts';
import { all, mine, relay, waiting } from '../../ui/hub.ts';
import { Bi, Chip, Countdown, heldWord } from '../../ui/parts.tsx';
import { w } from './words.ts';

const Who = ({ row, own }: { row: SpeakerRow | QuestionRow; own?: boolean }): JSX.Element => (
  <span>
    {own && <b>{w().you} · </b>}
    {row.name && <bdi>{row.name} · </bdi>}
    {row.siteName && <Bi text={row.siteName} />}
  </span>
);

const isCalled = (speaker: SpeakerRow | MySpeakerRow): boolean => speaker.state === 'next' || speaker.state === 'ready';
const isOwn = (speaker: SpeakerRow): boolean => mine('my_speaker').some((own) => own.id === speaker.id);

export function Now(): JSX.Element {
  const questions = all('question').filter((question) => question.state === 'asking');
  const speakers = all('speaker').sort(inListOrder);
  const speaking = speakers.filter((speaker) => speaker.state === 'speaking');
  const toCome = speakers.filter((speaker) => isCalled(speaker) || speaker.state === 'waiting');
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
              <Chip state="speaking">{w().speaking}</Chip>
            </h2>
            <p class="split">
              <Who row={speaker} own={isOwn(speaker)} />
              {speaker.endsAt && <Countdown to={speaker.endsAt} />}
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
      <Floor />
    </>
  );
}

function Floor(): JSX.Element | null {
  const request = mine('my_speaker').find(
    (speaker) => speaker.state === 'waiting' || isCalled(speaker) || speaker.state === 'speaking',
  );
  const [sent] = waiting('speaker.request');
  const [withdrawing] = waiting('speaker.withdraw');
  if (!request) {
    return (
      <section class="card" data-floor={sent ? 'sent' : 'none'}>
        {sent ? (
          <p>
            {t().acts['speaker.request']} · {heldWord(sent)}
          </p>
        ) : (
          <button type="button" class="wide" data-action="speaker.request" onClick={() => relay.submit('speaker.request', {})}>
            {t().acts['speaker.request']}
          </button>
        )}
      </section>
    );
  }
  if (request.state === 'speaking') return null;
  return (
    <section class="card split" data-floor={request.state}>
      <span>{isCalled(request) ? w().youAreNext : w().youWait}</span>
      {withdrawing ? (
        heldWord(withdrawing)
      ) : (
        <button type="button" data-action="speaker.withdraw" onClick={() => relay.submit('speaker.withdraw', { speaker: request.id })}>
          {w().withdraw}
        </button>
      )}
    </section>
  );
}

/** Stands above whatever tab is open: being called must not be missed. */
export function Cue(): JSX.Element | null {
  const called = mine('my_speaker').find((speaker) => isCalled(speaker) || speaker.state === 'speaking');
  if (!called) return null;
  return (
    <p class="bar cue split" data-cue={called.state}>
      <b>{isCalled(called) ? w().youAreNext : w().youSpeak}</b>
      {called.endsAt && <Countdown to={called.endsAt} />}
    </p>
  );
}
