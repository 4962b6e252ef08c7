// The morning that the whole conference is held on: its programme, the files its admin brings, and everybody's pages.
import { openAdmin } from './support_admin.mjs';
import { CONFERENCE } from './support_conference.mjs';
import { choose, prepare, take } from './support_pictures.mjs';
import { openChair, openModerator, openOperator, openPhone, openStage } from './support_people.mjs';

export const MORNING = {
  ...CONFERENCE,
  id: 'morning',
  title: { vi: 'Hội nghị đối thoại năm 2026', en: 'Dialogue conference 2026' },
  sites: [
    { id: 'hall', name: { vi: 'Hội trường tỉnh', en: 'Provincial hall' }, kind: 'hall', people: 3 },
    { id: 'dc01', name: { vi: 'Huyện Kỳ Sơn', en: 'Kỳ Sơn District' }, kind: 'remote', people: 3 },
  ],
  topics: [
    { id: 'economy', name: { vi: 'Kinh tế', en: 'Economy' } },
    { id: 'health', name: { vi: 'Y tế', en: 'Health' } },
  ],
  sessions: [
    { id: 'opening', title: { vi: 'Khai mạc', en: 'Opening' } },
    { id: 'dialogue', title: { vi: 'Đối thoại và biểu quyết', en: 'Dialogue and votes' } },
  ],
  agenda: [
    { kind: 'commendation', title: { vi: 'Khen thưởng tập thể xuất sắc', en: 'Commendation' }, session: 'opening', presenter: 'Huyện Tương Dương' },
    { kind: 'paper', title: { vi: 'Tham luận về chuyển đổi số', en: 'Paper on digital change' }, session: 'opening', presenter: 'Bà Trần Thị Mai', seconds: 900 },
    { kind: 'dialogue', title: { vi: 'Đối thoại với nông dân', en: 'Dialogue with farmers' }, session: 'dialogue', seconds: 3600 },
    { kind: 'vote', title: { vi: 'Biểu quyết', en: 'Votes' }, session: 'dialogue' },
  ],
  accounts: [
    { id: 'admin', name: 'Quản trị viên', roles: ['admin'] },
    { id: 'moderator', name: 'Lê Thu Hà', roles: ['moderator'] },
    { id: 'moderator-2', name: 'Vi Văn Sơn', roles: ['moderator'] },
    { id: 'chair', name: 'Nguyễn Hữu Phước', roles: ['chair'], site: 'hall' },
    { id: 'operator', name: 'Trợ lý Kỳ Sơn', roles: ['operator'], site: 'dc01' },
    { id: 'display', name: 'Màn hình chính', roles: ['display'], site: 'hall' },
    { id: 'side', name: 'Màn hình bên', roles: ['display'], site: 'hall' },
  ],
  limits: { siteResultsLeast: 2, messagesPerMinute: 60000, messagesBurst: 1000, questionsBurst: 10 },
};

const FAMILY = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Vi', 'Lương', 'Kha'];
const GIVEN = ['Văn Đạt', 'Thị Phượng', 'Hữu Ngọ', 'Thị Ánh', 'Minh Quỳnh'];

export const nameOf = (place) => `${FAMILY[(place - 1) % 8]} ${GIVEN[(place - 1) % 5]}`;

/** The forty of the new site; every fourth from the first on is of the youth union. */
export function delegatesFile() {
  const rows = Array.from({ length: 40 }, (_, row) => `${row + 1},${nameOf(row + 1)},Hội Nông dân,Huyện Tương Dương,${row % 4 === 0 ? 'youth' : ''}`);
  return ['STT,Họ và tên,Đơn vị,Điểm cầu,Nhóm', ...rows].join('\n');
}

export function opinionsFile() {
  const subjects = ['tuyến đường liên xã', 'trạm y tế', 'trường nội trú', 'đập thuỷ lợi', 'chợ trung tâm'];
  const rows = Array.from({ length: 30 }, (_, row) => `"Đề nghị sớm sửa chữa ${subjects[row % 5]}, thôn ${row + 1}",Kinh tế,UBND xã ${row + 1}`);
  return ['Ý kiến,Lĩnh vực,Đơn vị', ...rows].join('\n');
}

/** Nine windows, each a person at a device; the second moderator and the second display stand beside the first. */
export async function openPages(browser) {
  const [moderator, second] = [await openModerator(browser), await openModerator(browser)];
  const [stage, side] = [await openStage(browser), await openStage(browser)];
  return {
    admin: await openAdmin(browser),
    moderator,
    second: Object.assign(second, { name: 'second moderator' }),
    chair: await openChair(browser, { viewport: { width: 768, height: 1024 } }),
    operator: await openOperator(browser),
    phone: await openPhone(browser, 'phone one'),
    english: await openPhone(browser, 'phone two'),
    stage,
    side: Object.assign(side, { name: 'side display' }),
  };
}

const NAMES = ['admin', 'moderator', 'second', 'chair', 'operator', 'phone', 'english', 'stage'];

/** Pictures of every page at this moment, where PICTURES=yes asks for them: for whoever changes a page, and three for the README. */
export async function look(people, moment) {
  if (!process.env.PICTURES) return;
  prepare();
  for (const name of NAMES) {
    const person = people[name];
    if ((await person.page.locator('[data-screen=main]').count()) > 0) await take(person, `whole-${moment}-${name}`, { onStage: name === 'stage' });
  }
  if (moment === '1-opening') {
    await people.admin.goesTo('conference');
    await take(people.admin, 'admin-readiness');
    choose('admin-readiness');
  }
  if (moment === '2-questions') {
    await take(people.chair, 'chair');
    await people.admin.goesTo('people');
    await take(people.admin, 'admin');
    choose('chair', 'admin');
  }
  if ((await people.english.page.locator('[data-screen=main]').count()) > 0) await people.english.presses('[data-action=language]');
}
