// What an administrator does before a conference, in their words; and the files they bring.
import { LAPTOP, Person } from './support_browser.mjs';
import { CONFERENCE } from './support_conference.mjs';

/** A conference with a hall and its staff, and nobody invited yet; its limits let an import go as fast as the hub takes it. */
export const BEFORE = {
  ...CONFERENCE,
  id: 'before',
  accounts: [...CONFERENCE.accounts, { id: 'admin', name: 'Quản trị viên', roles: ['admin'] }],
  limits: { messagesPerMinute: 60000, messagesBurst: 1000 },
};

const adminHabits = {
  async signsIn(url, name, password) {
    await this.go(url);
    await this.givesPassword(name, password);
  },
  async goesTo(section) {
    await this.presses(`[data-section-link=${section}]`);
    await this.sees(`[data-section=${section}]`);
  },
  /** Fills the named fields of a form and sends it; by the action named as the form, or by another. */
  async fills(method, fields, action = method) {
    for (const [name, value] of Object.entries(fields)) {
      const field = this.page.locator(`[data-form="${method}"] [name=${name}]`);
      if ((await field.evaluate(({ tagName }) => tagName)) === 'SELECT') await field.selectOption(value);
      else await field.fill(value);
    }
    await this.presses(`[data-form="${method}"] [data-action="${action}"]`);
  },
  async brings(what, name, text) {
    await this.page.locator(`#${what}-file`).setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
    await this.sees('[data-import=preview]');
  },
  /** What the preview counts: new, other than in the file, already there, bad. */
  async counts() {
    const preview = this.page.locator('[data-import=preview]');
    return Promise.all(['add', 'change', 'same', 'bad'].map(async (name) => Number(await preview.getAttribute(`data-${name}`))));
  },
  faults() {
    return this.page.locator('[data-fault]').evaluateAll((rows) => rows.map(({ dataset }) => `${dataset.line} ${dataset.field} ${dataset.fault}`));
  },
  people() {
    return this.page.locator('[data-person]').evaluateAll((rows) => rows.map(({ dataset }) => dataset.person));
  },
};

export const openAdmin = async (browser, options) => Object.assign(await Person.open(browser, 'admin', LAPTOP, options), adminHabits);

const FAMILY = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Vi', 'Lương', 'Kha'];
const GIVEN = ['Văn Đạt', 'Thị Phượng', 'Hữu Ngọ', 'Thị Ánh', 'Minh Quỳnh'];

/** As Excel in Vietnam saves it: a mark of byte order, semicolons, line ends of Windows. Rows 5, 17 and 33 are bad. */
export function peopleFile() {
  const rows = Array.from({ length: 40 }, (_, row) => [String(row + 1), `${FAMILY[row % 8]} ${GIVEN[row % 5]}`, 'UBND huyện; phòng "Nội vụ"', 'Huyện Tương Dương', '']);
  rows[4][3] = 'Huyện Không Có';
  rows[16][4] = 'vua';
  rows[32][1] = 'x'.repeat(101);
  const cell = (text) => `"${text.replaceAll('"', '""')}"`;
  const lines = [['STT', 'Họ và tên', 'Đơn vị', 'Điểm cầu', 'Vai trò'], ...rows].map((cells) => cells.map(cell).join(';'));
  return `\ufeff${lines.join('\r\n')}\r\n`;
}

export function opinionsFile() {
  const subjects = ['tuyến đường liên xã', 'trạm y tế', 'trường nội trú', 'đập thủy lợi', 'chợ trung tâm'];
  const lines = Array.from({ length: 50 }, (_, row) => `"Đề nghị sớm sửa chữa ${subjects[row % 5]}, thôn ${row + 1}",Kinh tế,UBND xã ${row + 1}`);
  return ['Ý kiến,Lĩnh vực,Đơn vị', ...lines].join('\n');
}
