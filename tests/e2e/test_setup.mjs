// A stranger sets a conference up: an empty folder, one address from the terminal, and a browser. No file is edited. The hub is the real one.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { openAdmin } from './support_admin.mjs';
import { complaints } from './support_browser.mjs';
import { holdConference, nothingComplained } from './support_hold.mjs';
import { pagesOfPdf } from './support_pdf.mjs';
import { openPhone } from './support_people.mjs';
import { becomes, Hub, PROGRAM, report, until } from './support.mjs';

const run = promisify(execFile);
const PASSWORD = 'chín từ đơn giản';

/** A hub that was started without a configuration; `address` is what it printed. */
class EmptyHub extends Hub {
  async begin(words) {
    words.splice(words.indexOf('--config'), 2);
    await super.begin(words);
    this.address = await until('the address', () => this.heard.map((line) => /set up at (\S+) within/.exec(line)?.[1]).find(Boolean));
  }
}

const next = (admin) => admin.presses('[data-action=step-after]');

const hub = new EmptyHub({});

await holdConference({ hub }, async (browser) => {
  const admin = await openAdmin(browser);
  await firstAdmin(admin);
  await title(admin);
  await agenda(admin);
  await sites(admin);
  await staff(admin);
  await people(admin);
  await codes(browser, admin);
  await doors(admin);
  await health(browser, admin);
  await afterwards(browser, admin);
  await nothingComplained();
});

async function firstAdmin(admin) {
  await report.test('without the address from the terminal the page says where to find it', async () => {
    await becomes('an address', true, () => hub.address.startsWith(`${hub.origin}/admin#setup=`));
    await admin.go(`${hub.origin}/admin`);
    await admin.sees('[data-screen=setup-needed]');
  });
  await report.test('opened at an address that the hub was not told of, it says so and what to do', async () => {
    const address = hub.origin.replace('//', '//other.');
    await admin.go(`${address}/admin`);
    await admin.sees('[data-screen=other-address]', `--address ${address}`);
    await admin.go('about:blank');
    complaints.list.splice(0); // of sockets that were refused
  });
  await report.test('an address that is not the printed one is refused in words', async () => {
    await admin.go('about:blank');
    await admin.go(`${hub.origin}/admin#setup=${'A'.repeat(22)}`);
    await admin.fills('setup.open', { name: 'Lê Hà', password: PASSWORD });
    await admin.sees('[data-trouble=bad_credentials]', 'không còn hiệu lực');
  });
  await report.test('with it one becomes the administrator, and the code does not stay in the address', async () => {
    await admin.go('about:blank');
    await admin.go(hub.address);
    await admin.sees('[data-screen=setup]');
    await becomes('the address', `${hub.origin}/admin`, () => admin.page.url());
    await admin.fills('setup.open', { name: 'Lê Hà', person: 'admin', password: PASSWORD });
    await admin.sees('[data-me=admin]', 'Lê Hà');
    await admin.sees('[data-guide=conference]');
  });
}

async function title(admin) {
  await report.test('the conference gets its name', async () => {
    await admin.fills('conference.change', { vi: 'Hội nghị đối thoại năm 2026', en: 'Dialogue conference 2026', 'theme-vi': 'Tháo gỡ khó khăn ở cơ sở' });
    await admin.sees('h1', 'Hội nghị đối thoại năm 2026');
    await admin.sees('[data-step=conference][data-state=done]');
  });
}

async function agenda(admin) {
  await report.test('a step can wait, and is found again after a reload', async () => {
    await next(admin);
    await admin.sees('[data-guide=agenda]');
    await next(admin);
    await admin.sees('[data-guide=sites]');
    await admin.page.reload();
    await admin.sees('[data-guide=sites]');
    await admin.presses('[data-step=agenda]');
    await admin.presses('[data-action="agenda.item_add-open"]');
    await admin.fills('agenda.item_add', { vi: 'Đối thoại', itemKind: 'dialogue' });
    await admin.sees('[data-step=agenda][data-state=done]');
  });
}

async function sites(admin) {
  await report.test('"3 sites" and the hall are made at one press', async () => {
    await next(admin);
    await admin.presses('[data-action="sites.by-number-open"]');
    await admin.fills('sites.by-number', { count: '3', en: 'Site' });
    await admin.sees('[data-batch=over][data-done="4"][data-refused="0"]');
    await admin.sees('[data-site=hall]', 'Hội trường chính');
    await admin.sees('[data-site=dc03]', 'Điểm cầu 3');
  });
  await report.test('more sites come from a file, with every bad row named; one that is there gets its name', async () => {
    await admin.presses('[data-action="sites.import-open"]');
    await admin.brings('sites', 'diem-cau.csv', 'Mã;Tên điểm cầu;Loại\ndc01;Huyện Kỳ Sơn;\n;Huyện Quế Phong;Từ xa\ndesk;Bàn;\n');
    await becomes('the counts', [1, 1, 0, 1], () => admin.counts());
    await becomes('the bad row', ['4 site bad_id'], () => admin.faults());
    await admin.marks('[name=changes]');
    await admin.presses('[data-action="import-begin"]');
    await admin.sees('[data-import=report][data-done="2"]');
    await admin.sees('[data-site=dc01]', 'Huyện Kỳ Sơn');
    await admin.sees('[data-site=dc04]', 'Huyện Quế Phong');
  });
  await report.test('without an authority for the links no bundle can be made: the page says so, and by which command there is one', async () => {
    await admin.presses('[data-site=dc04] [data-action="bundle.make-open"]');
    await admin.sees('[data-bundle=none]', 'chưa có khóa ký');
    await admin.sees('[data-bundle=none] code', 'lamrelay bundle --dir DIRECTORY --hub wss://localhost:8444 --site dc04');
    await admin.seesNo('[data-action="bundle.make"]');
    await admin.seesNo('[data-action="certificate.revoke-open"]');
    await admin.presses('[data-form="bundle.make"] [data-action=cancel]');
    await admin.seesNo('[data-form="bundle.make"]');
  });
}

/** The account is there; its password is not, until one's own is right. */
async function asksAgain(admin) {
  await admin.sees('[data-account=chair]');
  await admin.sees('[data-form="staff.secret"] [role=alert]', 'Mật khẩu không đúng');
  await admin.seesNo('[data-card=chair]');
  await admin.fills('staff.secret', { password: PASSWORD }, 'codes.issue');
}

async function staff(admin) {
  await report.test('a moderator and a chair get passwords, shown once', async () => {
    await next(admin);
    for (const role of ['moderator', 'chair']) {
      await admin.presses(`[data-role=${role}] [data-action="staff.add-open"]`);
      await admin.page.locator('[data-form="person.add"] [name=name]').fill(role === 'chair' ? 'Chủ tọa' : 'Điều phối');
      await admin.writes('[data-form="person.add"] [name=password]', role === 'chair' ? 'not my password' : PASSWORD);
      await admin.presses('[data-form="person.add"] [data-action="person.add"]');
      if (role === 'chair') await asksAgain(admin);
      await admin.sees(`[data-card=${role}] [data-password]`);
      await admin.sees(`[data-account=${role}]`);
    }
    await admin.sees('[data-step=roles][data-state=done]');
  });
  await report.test('every site gets an operator and a display at one press each', async () => {
    await admin.presses('[data-action="staff.operators-for-all"]');
    await admin.sees('[data-role=operator][data-count="5"]');
    await admin.presses('[data-action="staff.displays-for-all"]');
    await admin.sees('[data-role=display][data-count="5"]');
  });
  await report.test('who is revoked is named on the button, and gone once somebody is sure and has given the password', async () => {
    await admin.presses('[data-account=dc04-display] [data-action="staff.revoke-open"]');
    await admin.sees('[data-form="person.remove"] h3', 'dc04-display');
    await admin.sees('[data-form="person.remove"] [data-action="person.remove"]', 'Thu hồi quyền của Màn hình');
    await admin.presses('[data-form="person.remove"] [data-action="person.remove"]');
    await admin.sees('[data-account=dc04-display]');
    await admin.sees('[data-faults-of="sure password"]');
    await admin.marks('[data-form="person.remove"] [name=sure]');
    await admin.fills('person.remove', { password: PASSWORD });
    await admin.seesNo('[data-account=dc04-display]');
    await admin.sees('[data-role=display][data-count="4"]');
  });
}

async function people(admin) {
  await report.test('people without names come by number, for every site that has none', async () => {
    await next(admin);
    await admin.presses('[data-action="people.by-number-open"]');
    await admin.fills('people.by-number', { count: '5' });
    await until('25 people', () => admin.page.locator('[data-batch=over][data-done="25"]').isVisible(), 30);
    await admin.sees('[data-person=dc01-0005]');
  });
}

async function codes(browser, admin) {
  await report.test('what is shown once is cleared at a second press only, as long as it was not kept', async () => {
    await next(admin);
    await admin.presses('[data-action=codes-forget]');
    await admin.sees('[data-sure=codes-forget]', 'chưa in');
    await admin.presses('[data-sure=codes-forget] [data-action=cancel]');
    await admin.sees('[data-codes]');
    await admin.presses('[data-action=codes-forget]');
    await admin.presses('[data-action=codes-forget-now]');
    await admin.seesNo('[data-codes]');
  });
  await report.test('the codes of a site are made, and the button says of which', async () => {
    await admin.marks('[name=whom][value=site]');
    await admin.page.locator('[name=site]').selectOption('dc01');
    await admin.sees('[data-action="codes.issue"]', ': 5 người');
    await admin.marks('[name=sure]');
    await admin.fills('codes.issue', { password: PASSWORD });
    await until('the cards', () => admin.page.locator('[data-codes="7"]').isVisible(), 30);
    await admin.sees('[data-card=dc01-0005] [data-code]');
    await admin.sees('[data-card=dc01-operator] [data-password]');
  });
  await report.test('on paper: ten cards on a sheet of A4, cut marks, a QR code of 28 mm at least, a card of 90 by 54', async () => {
    await admin.marks('[name=whom][value=site]');
    await admin.page.locator('[name=site]').selectOption('dc02');
    await admin.marks('[name=sure]');
    await admin.fills('codes.issue', { password: PASSWORD });
    await until('the cards', () => admin.page.locator('[data-codes="14"]').isVisible(), 30);
    const pdf = await admin.page.pdf({ preferCSSPageSize: true, printBackground: false });
    await becomes('sheets', [[210, 297], [210, 297]], () => pagesOfPdf(pdf));
    await admin.page.setViewportSize({ width: 718, height: 1047 }); // what is left of A4 within its margins
    await admin.page.emulateMedia({ media: 'print' });
    const millimetres = (selector) =>
      admin.page.locator(selector).first().evaluate((element) => [element.getBoundingClientRect().width, element.getBoundingClientRect().height].map((pixels) => Math.round((pixels * 254) / 96) / 10));
    await becomes('a card', [90, 54], () => millimetres('[data-card=dc01-0001]'));
    await becomes('a QR code that is large enough', true, async () => (await millimetres('[data-card=dc01-0001] .qr')).every((side) => side >= 28));
    const clipped = () =>
      admin.page.locator('.join-card').evaluateAll((cards) => cards.filter((card) => card.scrollHeight > card.clientHeight + 1 || card.scrollWidth > card.clientWidth + 1).map((card) => card.dataset.card));
    await becomes('cards whose words do not fit', [], clipped);
    await admin.page.emulateMedia({ media: 'screen' });
    await admin.page.setViewportSize({ width: 1366, height: 768 });
  });
  await report.test('a phone joins with a code from the card', async () => {
    const phone = await openPhone(browser, 'phone');
    await phone.joinsByCode(hub.origin, await admin.textOf('[data-card=dc01-0001] [data-code]'));
    await phone.sees('[data-me="dc01-0001"]');
    await phone.context.close();
  });
}

async function doors(admin) {
  await report.test('the board says what is missing, from what the hub knows', async () => {
    await next(admin);
    await admin.sees('[data-guide=doors]');
    await admin.sees('[data-point=codes][data-state=must][data-count="17"]', '17');
    await admin.sees('[data-point=passwords][data-state=must][data-count="3"]');
    await admin.sees('[data-point=trusted][data-state=should]');
    await admin.sees('[data-point=backup][data-state=should]', 'Chưa có bản sao lưu');
    await admin.sees('[data-point=site][data-state=ready]');
    await admin.sees('[data-point=polls][data-state=should]');
  });
  await report.test('a backup is seen there', async () => {
    await run(PROGRAM, ['backup', '--dir', hub.state, '--to', `${hub.directory}/backup`]);
    await until('the backup', () => admin.page.locator('[data-point=backup][data-state=ready]').isVisible());
  });
  await report.test('a line leads to where it is mended', async () => {
    await admin.presses('[data-point=passwords] a');
    await admin.sees('[data-section=roles]');
    await admin.presses('[data-account=hall-operator] [data-action="staff.secret-open"]');
    await admin.fills('staff.secret', { password: PASSWORD }, 'codes.issue');
    await until('the passwords', () => admin.page.locator('[data-card=hall-operator] [data-password]').isVisible(), 30);
  });
}

async function health(browser, admin) {
  await report.test('how the hub is, in figures that go on', async () => {
    await admin.goesTo('health');
    await admin.sees('[data-health=live]');
    await admin.sees('[data-figure=lamrelay_connections][data-value="1"]');
    await admin.sees('[data-figure=lamrelay_journal_writable]', 'có');
    await admin.sees('[data-refusals=bad_credentials]', '2');
    const events = () => admin.attribute('[data-figure=lamrelay_events_total]', 'data-value');
    const before = await events();
    const phone = await openPhone(browser, 'another phone');
    await phone.go(`${hub.origin}/`);
    await admin.sees('[data-figure=lamrelay_connections][data-value="2"]');
    await phone.context.close();
    await becomes('events', before, events);
  });
}

async function afterwards(browser, admin) {
  await report.test('the address from the terminal is void, and says so', async () => {
    const late = await openAdmin(browser);
    await late.go(hub.address);
    await late.sees('[data-screen=setup-void]');
    await late.presses('[data-action=leave-setup]');
    await late.sees('[data-screen=sign-in]');
    await late.context.close();
  });
  await report.test('who set it up comes back with name and password; in English too', async () => {
    await admin.presses('[data-action="session.close"]');
    await admin.signsIn(`${hub.origin}/admin`, 'admin', PASSWORD);
    await admin.sees('[data-me=admin]');
    await admin.presses('[data-action=language]');
    await admin.sees('h1', 'Dialogue conference 2026');
  });
  await report.test('at 320 px no section is too wide', async () => {
    await admin.page.setViewportSize({ width: 320, height: 640 });
    for (const section of ['conference', 'sites', 'people', 'codes', 'roles', 'export', 'health']) {
      await admin.page.locator('[data-section-select]').selectOption(section);
      await admin.sees(`[data-section=${section}]`);
      await becomes(`pixels that ${section} is too wide`, 0, () => admin.tooWide());
    }
  });
  await report.test('the log knows neither the code nor the password', async () => {
    const log = readFileSync(hub.logPath, 'utf8');
    const code = hub.address.split('=')[1];
    await becomes('secrets in the log', [false, false], () => [code, PASSWORD].map((secret) => log.includes(secret)));
  });
}
