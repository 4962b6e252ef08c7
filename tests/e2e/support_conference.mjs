// A small conference and the six windows it is held in.
import { openModerator, openOperator, openPhone, openStage } from './support_people.mjs';

export const CONFERENCE = {
  id: 'e2e',
  title: { vi: 'Hội nghị thử', en: 'Test conference' },
  theme: { vi: 'Khát vọng - Trách nhiệm', en: 'Aspiration - Responsibility' },
  addresses: [],
  sites: [
    { id: 'hall', name: { vi: 'Hội trường', en: 'Main hall' }, kind: 'hall', people: 3 },
    { id: 'dc01', name: { vi: 'Huyện Kỳ Sơn', en: 'Kỳ Sơn District' }, kind: 'remote', people: 2 },
  ],
  topics: [{ id: 'economy', name: { vi: 'Kinh tế', en: 'Economy' } }],
  agenda: [
    { kind: 'dialogue', title: { vi: 'Đối thoại', en: 'Dialogue' } },
    { kind: 'vote', title: { vi: 'Biểu quyết', en: 'Vote' } },
  ],
  accounts: [
    { id: 'moderator', name: 'Điều phối', roles: ['moderator'] },
    { id: 'operator', name: 'Trợ lý', roles: ['operator'], site: 'dc01' },
    { id: 'display', name: 'Màn hình', roles: ['display'], site: 'hall' },
  ],
};

/** Who is where: two phones in the hall, one at the remote site beside its operator. */
export async function openWindows(browser) {
  const [an, binh, cuc] = [await openPhone(browser, 'An'), await openPhone(browser, 'Bình'), await openPhone(browser, 'Cúc')];
  const operator = await openOperator(browser);
  const moderator = await openModerator(browser);
  const stage = await openStage(browser);
  const phones = [an, binh, cuc];
  return { an, binh, cuc, phones, operator, moderator, stage, everybody: [...phones, operator, moderator, stage] };
}

/** Every row that a page shows, with its state and words, but for clocks and counters and what goes away by itself. */
export function rowsOn(person) {
  return person.page.evaluate(() => {
    const attributes = ['data-question', 'data-speaker', 'data-poll', 'data-item', 'data-my-question', 'data-ballot', 'data-floor',
      'data-cue', 'data-stage-view', 'data-ballots', 'data-tally', 'data-view'];
    const wordsOf = (row) => [...row.querySelectorAll('bdi')].map((words) => words.textContent).join('|');
    const shown = [...document.querySelectorAll(attributes.map((name) => `[${name}]`).join())];
    const rows = shown.filter((row) => row.dataset.bar !== 'unanswered'); // comes by itself after ten seconds
    const goes = (row) => row.dataset.step === 'done'; // for seconds only, and not known to a page opened anew
    return rows.map((row) => {
      const named = attributes.map((name) => row.getAttribute(name)).filter((value) => value !== null);
      return `${named.join(' ')} ${row.dataset.state ?? ''} ${goes(row) ? '' : wordsOf(row)}`;
    });
  });
}
