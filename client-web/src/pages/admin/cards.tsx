// Cards to be cut out: ten on a sheet of A4, black on white, the words in both languages whatever the page speaks.
import type { JSX } from 'preact';
import { grouped } from '../../core/code.ts';
import type { PersonCode } from '../../core/types.gen.ts';
import { en } from '../../i18n/cards.en.ts';
import { vi } from '../../i18n/cards.vi.ts';
import { one } from '../../ui/hub.ts';
import { pick } from '../../ui/language.ts';
import { Qr } from '../../ui/qr.tsx';
import { personName } from '../../ui/staff.tsx';
import { staff } from './wire.ts';

/** Of letters: longer ones are written smaller, so that all of a name is on its card. */
const LONG_NAME = 22;
const LONGEST_NAME = 34;

const isDisplay = ({ code, card }: PersonCode): boolean => card !== undefined && code === undefined;

/** The link that signs in; empty for those who have a password. */
export const linkOf = (code: PersonCode): string =>
  code.card === undefined ? '' : `${location.origin}${isDisplay(code) ? '/stage' : '/'}#t=${code.card}`;

/** Where somebody with a password signs in. */
const PAGES = [
  ['admin', '/admin'],
  ['moderator', '/mod'],
  ['chair', '/chair'],
] as const;

export function pageOf({ person }: PersonCode): string {
  const roles = staff.value?.find((one) => one.person === person)?.roles ?? [];
  const role = PAGES.find(([name]) => roles.includes(name));
  return `${location.origin}${role ? role[1] : '/site'}`;
}

const inWords = (address: string): string => address.replace(/^https:\/\//, '').replace(/\/$/, '');

const Steps = ({ display, password }: { display: boolean; password: boolean }): JSX.Element => {
  const which = password ? 'password' : display ? 'display' : 'code';
  return (
    <p class="how">
      <span lang="vi">{vi[which]}</span> <span lang="en">{en[which]}</span>
    </p>
  );
};

function lengthOf(name: string): 'long' | 'longest' | undefined {
  const letters = [...name].length;
  return letters > LONGEST_NAME ? 'longest' : letters > LONG_NAME ? 'long' : undefined;
}

function Card({ code, site }: { code: PersonCode; site: string }): JSX.Element {
  const conference = one('conference', 'conference');
  const link = linkOf(code);
  const called = personName(code);
  return (
    <li class="join-card" data-card={code.person}>
      <div class="words">
        <p class="event">{conference && pick(conference.title)}</p>
        <p class="name" data-long={lengthOf(called)}>
          <bdi>{called}</bdi>
        </p>
        <p class="where">{site}</p>
        {code.code !== undefined && <p class="code" data-code>{grouped(code.code)}</p>}
        {code.password !== undefined && (
          <>
            <p>
              {vi.account} / <i lang="en">{en.account}</i>: <b>{code.person}</b>
            </p>
            <p class="code password" data-password>
              {code.password}
            </p>
          </>
        )}
        <p class="url">
          {inWords(code.password === undefined ? `${location.origin}${isDisplay(code) ? '/stage' : ''}` : pageOf(code))}
          {called !== code.person && code.password === undefined && <span> {code.person}</span>}
        </p>
        <Steps display={isDisplay(code)} password={code.password !== undefined} />
      </div>
      {link !== '' && <Qr text={link} />}
    </li>
  );
}

export const PrintedCards = ({ codes, siteOf }: { codes: readonly PersonCode[]; siteOf: (code: PersonCode) => string }): JSX.Element => (
  <ul class="plain join-cards">
    {codes.map((code) => (
      <Card key={code.person} code={code} site={siteOf(code)} />
    ))}
  </ul>
);
