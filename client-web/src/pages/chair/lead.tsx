// What must be seen at any moment, however far the lists are scrolled: where the programme stands and what time is left, who speaks and for how long, what was asked.
import type { JSX } from 'preact';
import { durationText } from '../../core/duration.ts';
import { leftOf } from '../../core/programme.ts';
import { timeLeft } from '../../core/speakers.ts';
import type { SpeakerRow } from '../../core/types.gen.ts';
import { NowOn } from '../../desk/agenda/now.tsx';
import { act, actNow, extend } from '../../desk/speakers/acts.ts';
import { OnAir } from '../../desk/speakers/delay.tsx';
import { Act, Kind } from '../../desk/speakers/parts.tsx';
import { TimeOf } from '../../desk/speakers/time.tsx';
import { TimeBar } from '../../desk/speakers/time_bar.tsx';
import { c } from '../../i18n/chair.ts';
import { sp } from '../../i18n/speakers.ts';
import { s } from '../../i18n/staff.ts';
import { all, now } from '../../ui/hub.ts';
import { Key } from '../../ui/key.tsx';
import { hourAndMinute } from '../../ui/language.ts';
import { measured } from '../../ui/measured.ts';
import { Chip } from '../../ui/parts.tsx';
import { PauseSign } from '../../ui/pause_sign.tsx';
import { currentItem, speakerList, Who } from '../../ui/staff.tsx';
import { step } from './situation.ts';

const Time = ({ left, still, over }: { left: number; still: (time: string) => string; over: (time: string) => string }): JSX.Element => (
  <span class={left < 0 ? 'next' : ''}>{left < 0 ? `⚠ ${over(durationText(-left))}` : still(durationText(left))}</span>
);

/** Of the item and of the whole session, as far as it was planned. */
function Planned(): JSX.Element {
  const { item, session } = leftOf(all('agenda_item'), now.value);
  return (
    <span class="planned" data-item-left={item} data-session-left={session}>
      {item !== undefined && <Time left={item} still={c().itemLeft} over={c().itemOver} />}
      {session !== undefined && <Time left={session} still={c().sessionLeft} over={c().sessionOver} />}
    </span>
  );
}

const Head = (): JSX.Element => (
  <div class="lead-head">
    {currentItem() ? <NowOn /> : <p class="now-on">{c().noItem}</p>}
    <Planned />
    <time>{now.value > 0 && hourAndMinute(now.value)}</time>
  </div>
);

const wordOf = ({ state }: SpeakerRow): string => (state === 'speaking' ? c().speaks : state === 'paused' ? c().paused : c().called);

function Controls({ speaker }: { speaker: SpeakerRow }): JSX.Element {
  const speaking = speaker.state === 'speaking';
  const limited = timeLeft(speaker, now.value) !== undefined;
  return (
    <div class="row controls" role="group" aria-label={c().control}>
      {speaking ? (
        <Act method="speaker.pause" onClick={() => act('speaker.pause', speaker)}>
          <PauseSign /> {sp().pause} <Key of="Alt+KeyP" />
        </Act>
      ) : (
        <Act method="speaker.resume" onClick={() => actNow('speaker.resume', speaker)}>
          ▶ {sp().resume} <Key of="Alt+KeyP" />
        </Act>
      )}
      <Act method="speaker.extend" seconds={30} onClick={() => extend(speaker, 30)}>
        {sp().more30} <Key of="Alt+Equal" />
      </Act>
      <Act method="speaker.extend" seconds={60} onClick={() => extend(speaker, 60)}>
        {sp().more60}
      </Act>
      <Act method="speaker.extend" seconds={-30} disabled={!limited} onClick={() => extend(speaker, -30)}>
        {sp().less}
      </Act>
      <Act method="speaker.finish" onClick={() => act('speaker.finish', speaker)}>
        ■ {s().finish}
      </Act>
    </div>
  );
}

/** Who comes behind the one who speaks, and whether they have answered. */
const Called = ({ speaker }: { speaker: SpeakerRow }): JSX.Element => (
  <p class="lead-next">
    <Chip state="next">{c().called}</Chip> <Who row={speaker} />{' '}
    <span class={speaker.state === 'ready' ? 'ok' : 'next'}>{speaker.state === 'ready' ? `✓ ${c().ready}` : `… ${c().notReady}`}</span>
  </p>
);

/** Who has the floor, or is called to it while nobody has. */
function Speaker(): JSX.Element {
  const { floor, called } = speakerList();
  const speaker = floor[0] ?? called;
  if (!speaker) return <p class="empty">{step.value.act === 'none' ? c().nobody : c().nobodySpeaks}</p>;
  const left = timeLeft(speaker, now.value);
  const has = speaker !== called;
  return (
    <div class="lead-floor" data-on-floor={speaker.id} data-speaker={speaker.id} data-state={speaker.state} data-rev={speaker.rev}>
      <p class="lead-who">
        <Chip state={speaker.state === 'ready' ? 'next' : speaker.state}>{wordOf(speaker)}</Chip> <Kind speaker={speaker} />{' '}
        <b>
          <Who row={speaker} />
        </b>
      </p>
      {has && (
        <p class="lead-time">
          {left === undefined ? <small>{sp().noLimit}</small> : <TimeOf speaker={speaker} left={left} />}
          {left !== undefined && <TimeBar speaker={speaker} left={left} />}
        </p>
      )}
      {has && <Controls speaker={speaker} />}
      <OnAir speaker={speaker} />
      {has && called && <Called speaker={called} />}
    </div>
  );
}

function Asked(): JSX.Element | null {
  const question = all('question').find(({ state }) => state === 'asking');
  if (!question) return null;
  return (
    <div data-asked={question.id}>
      <p class="asked">
        <Chip state="asking">
          {c().asked} #{question.id}
        </Chip>{' '}
        <bdi>{question.text}</bdi>
      </p>
    </div>
  );
}

const measure = measured('--lead');

export const Lead = (): JSX.Element => (
  <section class="lead" ref={measure} aria-label={c().speaks}>
    {/* Where one goes on when the buttons of who spoke are gone. */}
    <h2 class="unseen">{c().speaks}</h2>
    <Head />
    <Speaker />
    <Asked />
  </section>
);
