// An administrator prepares a conference in the browser: a site, people and opinions from files, codes on cards. The hub is the real one.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { judge } from './support_access.mjs';
import { BEFORE, openAdmin, opinionsFile, peopleFile } from './support_admin.mjs';
import { Delegate } from './support_crowd.mjs';
import { holdConference, nothingComplained } from './support_hold.mjs';
import { pagesOfPdf } from './support_pdf.mjs';
import { openModerator, openPhone } from './support_people.mjs';
import { becomes, Hub, PROGRAM, report, until } from './support.mjs';

const FAULTS = ['6 site unknown_site', '18 roles unknown_role', '34 name too_long'];

const run = promisify(execFile);
const hub = new Hub(BEFORE, { port: 0, sites: [] });

await holdConference({ hub, before: makeAuthority }, async (browser) => {
  const logins = await hub.logins();
  const admin = await openAdmin(browser);
  const moderator = await openModerator(browser);
  await signIn(admin, moderator, logins);
  await readiness(admin);
  await site(admin);
  await bundle(admin, logins);
  await log(admin, logins);
  await agenda(admin);
  await people(admin);
  await oneOfThem(admin, logins);
  await codes(browser, admin, logins);
  await opinions(admin, moderator, logins);
  await minutes(admin, logins);
  await narrow(admin);
  await focus(admin);
  await nothingComplained();
});

async function signIn(admin, moderator, logins) {
  await report.test('the page is for administrators: a moderator is told so', async () => {
    await moderator.go(`${hub.origin}/admin`);
    await moderator.givesPassword('moderator', logins.moderator.password);
    await moderator.sees('[data-screen=wrong-role]');
    await becomes('the way to the own page', '/mod', () => moderator.page.locator('[data-action=own-page]').getAttribute('href'));
  });
  await report.test('who cannot sign in is told whom to ask, and where delegates go', async () => {
    await admin.go(`${hub.origin}/admin`);
    await admin.sees('.at-the-door', 'lamrelay codes');
    await becomes('where delegates go', '/', () => admin.page.locator('.at-the-door a').getAttribute('href'));
  });
  await report.test('an administrator signs in', async () => {
    await admin.signsIn(`${hub.origin}/admin`, 'admin', logins.admin.password);
    await admin.sees('[data-me=admin]', 'Quản trị viên');
  });
}

async function readiness(admin) {
  await report.test('before anything else it says what is missing: a chair, and an operator for the hall', async () => {
    await admin.sees('[data-lacking="2"]');
    await admin.sees('[data-point=chair][data-state=must]', 'Chưa có chủ tọa');
    await admin.sees('[data-point=operator][data-state=must]', 'Hội trường');
    await admin.sees('[data-point=display][data-state=ready]');
  });
}

async function site(admin) {
  await report.test('a site is added; the same id again is refused beside the form, with what was typed still there', async () => {
    await admin.goesTo('sites');
    await admin.presses('[data-action="site.add-open"]');
    await admin.fills('site.add', { site: 'dc02', vi: 'Huyện Tương Dương', en: 'Tương Dương District', siteKind: 'remote' });
    await admin.sees('[data-site=dc02]', 'Huyện Tương Dương');
    await admin.seesNo('[data-form="site.add"]');
    await admin.presses('[data-action="site.add-open"]');
    await admin.fills('site.add', { site: 'dc02', vi: 'Lại là nó' });
    await admin.sees('[data-form="site.add"] [data-refused=wrong_state]', 'đã có mã này');
    await becomes('the focus', 'site', () => admin.page.evaluate(() => document.activeElement.name));
    await becomes('what was typed', 'Lại là nó', () => admin.page.locator('[data-form="site.add"] [name=vi]').inputValue());
    await admin.presses('[data-form="site.add"] [data-action=cancel]');
  });
  await report.test('several fields that are wrong are named above the form, in the words of the page, with a way to each', async () => {
    const focused = () => admin.page.evaluate(() => document.activeElement.name ?? document.activeElement.dataset.faultsOf);
    await admin.presses('[data-action="site.add-open"]');
    await admin.fills('site.add', { site: 'Điểm cầu 3', vi: '' });
    await admin.sees('[data-faults-of="site vi"]', '2 ô cần sửa');
    await admin.sees('[data-faults-of]', 'Tên (tiếng Việt): chưa điền');
    await becomes('the focus', 'site vi', focused);
    await becomes('what stands under the field', 'chưa điền', () => admin.page.locator('[data-form="site.add"] label:has([name=vi])').getAttribute('data-why'));
    await becomes('faults', [], () => judge(admin.page, { sizes: [[320, 640], [1366, 768]], themes: ['light', 'dark'] }));
    await admin.presses('[data-faults-of] li:nth-child(2) a');
    await becomes('the focus', 'vi', focused);
    await admin.writes('[data-form="site.add"] [name=vi]', 'Huyện Con Cuông');
    await admin.sees('[data-faults-of=site]');
    await admin.presses('[data-form="site.add"] [data-action="site.add"]');
    await becomes('the focus on the one that is left', 'site', focused);
    await admin.presses('[data-form="site.add"] [data-action=cancel]');
  });
  await report.test('a site gets another name, and the page says when it was saved', async () => {
    await admin.presses('[data-site=dc01] [data-action="site.change-open"]');
    await admin.fills('site.change', { vi: 'Huyện Kỳ Sơn (cũ)' });
    await admin.sees('[data-site=dc01]', 'Kỳ Sơn (cũ)');
    await admin.sees('[data-saved]', 'Đã lưu');
  });
  await report.test('a site gets an address, put into the form of browsers; what is none is refused beside the form; emptied it is taken away', async () => {
    await admin.presses('[data-site=dc01] [data-action="site.change-open"]');
    await admin.fills('site.change', { address: 'http://ky-son.example.vn' });
    await admin.sees('[data-form="site.change"] [data-refused=malformed]', 'Địa chỉ máy trạm: phải có dạng https://tên:cổng');
    await admin.fills('site.change', { address: 'KY-SON.example.vn:8443/' });
    await admin.sees('[data-site=dc01] [data-address="https://ky-son.example.vn:8443"]');
    await admin.presses('[data-site=dc02] [data-action="site.change-open"]');
    await admin.fills('site.change', { address: 'https://ky-son.example.vn:8443' });
    await admin.sees('[data-form="site.change"] [data-refused=wrong_state]', 'điểm cầu khác đang dùng địa chỉ này');
    await admin.presses('[data-form="site.change"] [data-action=cancel]');
    await admin.presses('[data-site=dc01] [data-action="site.change-open"]');
    await admin.fills('site.change', { address: '' });
    await admin.seesNo('[data-form="site.change"]');
    await admin.seesNo('[data-site=dc01] [data-address]');
  });
}

/** As who installs the hub does it, once: the authority of the links, and the hub's own certificate for them. */
async function makeAuthority() {
  const words = ['bundle', '--config', hub.config, '--dir', hub.state, '--hub', 'wss://localhost:8444', '--site', 'dc01', '--address', 'https://localhost:18443'];
  await run(PROGRAM, [...words, '--out', `${hub.directory}/dc01.lamsite`]);
}

async function bundle(admin, logins) {
  await report.test('the bundle of a site is made and downloaded, by who gives the password once more', async () => {
    await admin.presses('[data-site=dc02] [data-action="bundle.make-open"]');
    await admin.fills('bundle.make', { address: 'https://dc02.example.vn:8443', password: 'not my password' });
    await admin.sees('[data-bundle=trouble]', 'Mật khẩu không đúng');
    const [download] = await Promise.all([admin.page.waitForEvent('download'), admin.fills('bundle.make', { password: logins.admin.password })]);
    const made = JSON.parse(await readAll(await download.createReadStream()));
    await becomes('the bundle', ['dc02.lamsite', 'dc02', 'Huyện Tương Dương', 'https://dc02.example.vn:8443'], () => [download.suggestedFilename(), made.site, made.name.vi, ...made.addresses]);
    await admin.sees('[data-action="bundle.make"][data-done=dc02]');
    await admin.sees('[data-site=dc02] [data-address="https://dc02.example.vn:8443"]');
  });
  await report.test('the bundles of all remote sites are made one after another, each downloaded, at addresses made of their ids', async () => {
    await admin.presses('[data-form="bundle.make"] [data-action=cancel]');
    await admin.presses('[data-action="bundle.make-all-open"]');
    const downloads = [];
    const keep = (download) => downloads.push(download);
    admin.page.on('download', keep);
    await admin.fills('bundle.make', { address: 'https://{site}.example.vn:8443', password: logins.admin.password });
    await admin.sees('[data-bundle-of=all] [data-action="bundle.make"][data-done=dc02]:not([disabled])');
    await becomes('the files', ['dc01.lamsite', 'dc02.lamsite'], () => downloads.map((download) => download.suggestedFilename()));
    admin.page.off('download', keep);
    const made = await Promise.all(downloads.map(async (download) => JSON.parse(await readAll(await download.createReadStream()))));
    await becomes('each its own', ['dc01 https://dc01.example.vn:8443', 'dc02 https://dc02.example.vn:8443'], () => made.map(({ site, addresses }) => `${site} ${addresses}`));
    await admin.presses('[data-form="bundle.make"] [data-action=cancel]');
    await admin.presses('[data-site=dc02] [data-action="bundle.make-open"]');
  });
  await report.test('the certificates of a site are revoked from the same place', async () => {
    await admin.presses('[data-action="certificate.revoke-open"]');
    await admin.sees('[data-form="bundle.make"] h3', 'Thu hồi chứng chỉ của');
    await admin.marks('[data-form="bundle.make"] [name=sure]');
    await admin.writes('[data-form="bundle.make"] [name=password]', logins.admin.password);
    await admin.presses('[data-action="certificate.revoke"]');
    await until('the list', () => hub.log().includes('admin has revoked the certificates of site dc02: 2'));
    // Before the page knows of it, that button leads back to the bundle.
    await admin.sees('[data-form="bundle.make"] [data-action="bundle.make"]');
    await admin.presses('[data-form="bundle.make"] [data-action=cancel]');
    await admin.seesNo('[data-form="bundle.make"]');
  });
}

async function agenda(admin) {
  await report.test('the agenda gets an item and a topic, and one is changed', async () => {
    await admin.goesTo('agenda');
    await admin.presses('[data-action="agenda.item_add-open"]');
    await admin.fills('agenda.item_add', { vi: 'Bế mạc', en: 'Closing', itemKind: 'talk', presenter: 'Chủ tịch', minutes: '10' });
    await admin.sees('[data-panel=items] [data-item="3"]', '10 phút');
    await admin.presses('[data-item="1"] [data-action="agenda.item_change-open"]');
    await admin.fills('agenda.item_change', { vi: 'Đối thoại buổi sáng' });
    await admin.sees('[data-item="1"]', 'Đối thoại buổi sáng');
    await admin.presses('[data-action="agenda.session_add-open"]');
    await admin.fills('agenda.session_add', { session: 'morning', vi: 'Buổi sáng' });
    await admin.sees('[data-agenda-session=morning]', 'Buổi sáng');
    await admin.presses('[data-action="topic.add-open"]');
    await admin.fills('topic.add', { topic: 'health', vi: 'Y tế' });
    await admin.sees('[data-topic=health]', 'Y tế');
  });
}

async function people(admin) {
  await report.test('a file of 40 people is looked at before anything is sent: each of the 3 bad rows with line, column and reason', async () => {
    await admin.goesTo('people');
    await admin.presses('[data-action="people.import-open"]');
    await admin.brings('people', 'dai-bieu.csv', peopleFile());
    await becomes('the counts', [37, 0, 0, 3], () => admin.counts());
    await becomes('the bad rows', FAULTS, () => admin.faults());
    await admin.sees('[data-fault=unknown_site]', 'Huyện Không Có');
  });
  await report.test('the 37 good ones are added one by one, and the report says so', async () => {
    await admin.presses('[data-action="import-begin"]');
    await until('the report', () => admin.page.locator('[data-import=report][data-done="37"][data-refused="0"]').isVisible(), 30);
    const [download] = await Promise.all([admin.page.waitForEvent('download'), admin.presses('[data-action="import-report"]')]);
    const lines = (await readAll(await download.createReadStream())).trim().split('\r\n');
    await becomes('lines of the report', 41, () => lines.length);
    await becomes('what it says of line 6', true, () => lines[5].includes('dòng lỗi, không gửi') && lines[5].includes('Huyện Không Có'));
  });
  await report.test('the same file once more: everybody is already there, nothing to send', async () => {
    await admin.presses('[data-action="import-anew"]');
    await admin.brings('people', 'dai-bieu.csv', peopleFile());
    await becomes('the counts', [0, 0, 37, 3], () => admin.counts());
    await becomes('the button', true, () => admin.page.locator('[data-action="import-begin"]').isDisabled());
    await admin.presses('[data-action="import-anew"]');
    await admin.presses('[data-panel=people-import] [data-action=cancel]');
  });
  await report.test('the names that people already on the list lack come from a file, once somebody says so', async () => {
    await admin.presses('[data-action="people.import-open"]');
    await admin.brings('people', 'ten.csv', 'id,name,site\nhall-0001,Cao Bá Quát,hall\n');
    await becomes('the counts', [0, 1, 0, 0], () => admin.counts());
    await admin.marks('[name=changes]');
    await admin.sees('[data-action="import-begin"]', 'sửa 1 mục');
    await admin.presses('[data-action="import-begin"]');
    await admin.sees('[data-import=report][data-done="1"]');
    await admin.presses('[data-action="import-anew"]');
    await admin.presses('[data-panel=people-import] [data-action=cancel]');
    await admin.sees('[data-person=hall-0001]', 'Cao Bá Quát');
  });
}

async function oneOfThem(admin, logins) {
  await report.test('somebody is found without diacritics, by site and by role', async () => {
    await admin.writes('#people-search', 'luong huu ngo');
    await becomes('who is found', ['dc02-0023'], () => admin.people());
    await admin.writes('#people-search', '');
    await admin.page.locator('#people-role').selectOption('operator');
    await becomes('operators', ['operator'], () => admin.people());
    await admin.page.locator('#people-role').selectOption('');
    await admin.page.locator('#people-site').selectOption('dc02');
    await becomes('at the new site', 37, async () => (await admin.people()).length);
  });
  await report.test('a chair is added by the form, checked in, changed', async () => {
    await admin.page.locator('#people-site').selectOption('');
    await admin.presses('[data-action="person.add-open"]');
    await admin.marks('[data-form="person.add"] [name=roles][value=participant]', false);
    await admin.marks('[data-form="person.add"] [name=roles][value=chair]');
    await admin.fills('person.add', { person: 'chair', name: 'Chủ toạ' });
    await admin.sees('[data-person=chair]', 'Chủ toạ');
    await admin.presses('[data-person=chair] [data-action="person.check_in"]');
    await admin.sees('[data-person=chair][data-present=true]');
    await admin.presses('[data-person=chair] [data-action="person.change-open"]');
    await admin.fills('person.change', { unit: 'UBND tỉnh' });
    await admin.sees('[data-person=chair]', 'UBND tỉnh');
  });
  await report.test('another role is given with the password of who gives it; the form asks when there is one', async () => {
    const form = '[data-form="person.change"]';
    await admin.presses('[data-person=chair] [data-action="person.change-open"]');
    await admin.seesNo(`${form} [name=password]`);
    await admin.marks(`${form} [name=roles][value=responder]`);
    await admin.fills('person.change', { password: 'not my password' });
    await admin.sees(`${form} [data-refused=bad_credentials]`, 'Mật khẩu không đúng');
    await admin.fills('person.change', { password: logins.admin.password });
    await admin.sees('[data-person=chair]', 'Người trả lời');
  });
  await report.test('a file gives nobody who is there another role', async () => {
    await admin.presses('[data-action="people.import-open"]');
    await admin.brings('people', 'vai-tro.csv', 'id,name,roles\nchair,Chủ toạ,admin\n');
    await admin.marks('[name=changes]');
    await admin.presses('[data-action="import-begin"]');
    await admin.sees('[data-refusal=missing_field]', 'chỉ đổi được từng người');
    await admin.presses('[data-action="import-anew"]');
    await admin.presses('[data-panel=people-import] [data-action=cancel]');
  });
  await report.test('a unit that is wrong is taken back', async () => {
    await admin.presses('[data-person=chair] [data-action="person.change-open"]');
    await admin.fills('person.change', { unit: '' });
    await admin.seesNo('[data-form="person.change"]');
    await until('the unit is gone', async () => !(await admin.textOf('[data-person=chair]')).includes('UBND tỉnh'));
  });
}

async function codes(browser, admin, logins) {
  let code = '';
  await report.test('two people are marked and get new codes, shown on cards', async () => {
    await admin.writes('#people-search', 'dc02');
    await admin.sees('[data-person=dc02-0001]');
    await admin.marks('[data-person=dc02-0001] input');
    await admin.marks('[data-person=dc02-0002] input');
    await admin.presses('[data-action="codes-of-marked"]');
    await admin.marks('[name=sure]');
    await admin.fills('codes.issue', { password: 'not my password' });
    await admin.sees('[data-form="codes.issue"] [role=alert]', 'Mật khẩu không đúng');
    await admin.seesNo('[data-codes]');
    await becomes('what is asked for again', ['', 'password', true], () =>
      admin.page.evaluate(() => [document.querySelector('[data-form="codes.issue"] [name=password]').value, document.activeElement.name, document.querySelector('[name=sure]').checked]),
    );
    await admin.fills('codes.issue', { password: logins.admin.password });
    await admin.sees('[data-codes="2"]');
    await becomes('the password', '', () => admin.page.locator('[data-form="codes.issue"] [name=password]').inputValue());
    await admin.sees('[data-card=dc02-0001]', 'Nguyễn Văn Đạt');
    code = await admin.textOf('[data-card=dc02-0001] [data-code]');
    await becomes('a code as it is printed', true, () => /^\d{3} \d{3} \d{3} \d{3}$/.test(code));
  });
  await report.test('on paper there are the cards and nothing else', async () => {
    await admin.page.emulateMedia({ media: 'print' });
    await becomes('the bar', false, () => admin.page.locator('.top').isVisible());
    await becomes('the form', false, () => admin.page.locator('[data-form="codes.issue"]').isVisible());
    await becomes('the cards', 2, () => admin.page.locator('[data-card]').filter({ visible: true }).count());
    await admin.page.emulateMedia({ media: 'screen' });
  });
  const phone = await openPhone(browser, 'phone');
  await report.test('one of them signs in on a phone with the code as printed', async () => {
    await phone.joinsByCode(hub.origin, code);
    await phone.sees('[data-me="dc02-0001"]', 'Nguyễn Văn Đạt');
  });
  await report.test('the other by the link in the QR code', async () => {
    const other = await openPhone(browser, 'other phone');
    await other.go(await admin.attribute('[data-card=dc02-0002] [data-qr]', 'data-qr'));
    await other.sees('[data-me="dc02-0002"]');
    await other.context.close();
  });
  await report.test('who is removed from the list is signed out, and their code is void', async () => {
    await admin.goesTo('people');
    await admin.presses('[data-person=dc02-0001] [data-action="person.remove-open"]');
    await admin.sees('[data-form="person.remove"] [data-action="person.remove"]', 'Xóa Nguyễn Văn Đạt');
    await admin.marks('[data-form="person.remove"] [name=sure]');
    await admin.fills('person.remove', { password: 'not my password' });
    await admin.sees('[data-form="person.remove"] [data-refused=bad_credentials]', 'Mật khẩu không đúng');
    await admin.fills('person.remove', { password: logins.admin.password });
    await admin.seesNo('[data-person=dc02-0001]');
    await phone.sees('[data-screen=sign-in]');
    await phone.sees('[data-link=live]');
    await phone.types('#code', code);
    await phone.presses('[data-action="session.open"]');
    await becomes('what the phone says', 'bad_credentials', () => phone.page.locator('#trouble').getAttribute('data-trouble'));
  });
}

async function opinions(admin, moderator, logins) {
  await report.test('50 opinions come from a file, and not once more from the same file', async () => {
    await admin.goesTo('opinions');
    await admin.presses('[data-action="opinions.import-open"]');
    await admin.brings('opinions', 'y-kien.csv', opinionsFile());
    await becomes('the counts', [50, 0, 0, 0], () => admin.counts());
    await admin.presses('[data-action="import-begin"]');
    await until('the report', () => admin.page.locator('[data-import=report][data-done="50"]').isVisible(), 30);
    await admin.sees('[data-total="50"]');
    await admin.presses('[data-action="import-anew"]');
    await admin.brings('opinions', 'y-kien.csv', opinionsFile());
    await becomes('the counts', [0, 0, 50, 0], () => admin.counts());
    await admin.presses('[data-action="import-anew"]');
  });
  await report.test('an opinion is found without diacritics here, and by the moderator at the desk', async () => {
    await admin.writes('#opinions-search', 'dap thuy loi, thon 4');
    await admin.sees('[data-panel=opinions] [data-opinion]', 'đập thủy lợi, thôn 4');
    await moderator.signsIn(`${hub.origin}/mod`, 'moderator', logins.moderator.password);
    await moderator.types('#search', 'dap thuy loi, thon 4');
    await moderator.sees('[data-opinion]', 'đập thủy lợi, thôn 4');
  });
}

async function minutes(admin, logins) {
  await report.test('the minutes say what was asked and answered, in words, on sheets of A4', async () => {
    const moderator = await Delegate.join(hub, { name: 'moderator', password: logins.moderator.password });
    let { question, rev } = await moderator.act('question.submit', { text: 'Bao giờ sửa xong đường liên xã?' });
    for (const act of ['approve', 'ask', 'answer']) ({ rev } = await moderator.act(`question.${act}`, { question, rev }));
    moderator.socket.close();
    await admin.goesTo('export');
    await admin.page.evaluate(() => (window.print = () => undefined));
    await admin.presses('[data-action="minutes-print"]');
    await becomes('questions', '1', () => admin.page.locator('[data-minutes-of=questions]').getAttribute('data-count'));
    await admin.page.emulateMedia({ media: 'print' });
    await admin.sees('[data-minutes-of=questions]', 'Bao giờ sửa xong đường liên xã?');
    await admin.sees('[data-minutes-of=programme]');
    await becomes('the bar', false, () => admin.page.locator('.top').isVisible());
    await admin.sees('[data-minutes-end]', 'Hết biên bản');
    await becomes('sheets', [[210, 297]], async () => pagesOfPdf(await admin.page.pdf({ preferCSSPageSize: true })));
    await admin.page.emulateMedia({ media: 'screen' });
    await admin.page.evaluate(() => dispatchEvent(new Event('afterprint')));
    await becomes('what is left of them', 0, () => admin.page.locator('[data-minutes]').count());
  });
}

async function narrow(admin) {
  await report.test('at 320 px every section fits, and a select takes one to it', async () => {
    await admin.page.setViewportSize({ width: 320, height: 640 });
    for (const section of ['conference', 'agenda', 'sites', 'people', 'codes', 'opinions', 'log']) {
      await admin.page.locator('[data-section-select]').selectOption(section);
      await admin.sees(`[data-section=${section}]`);
      await becomes(`pixels that ${section} is too wide`, 0, () => admin.tooWide());
    }
  });
  await report.test('it speaks English when asked', async () => {
    await admin.presses('[data-action=language]');
    await admin.page.locator('[data-section-select]').selectOption('people');
    await admin.sees('h2', 'People');
  });
}

async function log(admin, logins) {
  await report.test('the last lines of the hub’s log are there, the newest first, and no secret among them', async () => {
    await admin.goesTo('log');
    await admin.sees('[data-log=certificate_revoked][data-level=warning]', 'site dc02');
    await admin.sees('[data-log=journal_open][data-level=info]');
    const words = await admin.page.locator('[data-section=log]').innerText();
    await becomes('the password among them', false, () => words.includes(logins.admin.password));
    await becomes('faults', [], () => judge(admin.page, { sizes: [[360, 740], [1366, 768]], themes: ['light'] }));
    await admin.page.locator('[name=only-trouble]').check();
    await admin.seesNo('[data-level=info]');
    await admin.page.locator('[name=only-trouble]').uncheck();
  });
}

async function focus(admin) {
  await report.test('when a part without a heading loses its only button, which had the focus, the focus goes on outside it', async () => {
    await admin.page.evaluate(() => {
      const part = document.querySelector('main').appendChild(document.createElement('section'));
      part.appendChild(document.createElement('button')).focus();
    });
    await admin.page.keyboard.press('Shift');
    await admin.page.evaluate(() => document.activeElement.remove());
    await until('something in sight has the focus', () => admin.page.evaluate(() => document.activeElement !== document.body), 3);
    await admin.page.evaluate(() => document.querySelector('main').lastElementChild.remove());
  });
}

async function readAll(stream) {
  const parts = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}
