// The administrator's sections half an hour before the doors open, half of it done; and the cards as they leave the printer: tests/out/pictures/cards.pdf.
import { join } from 'node:path';
import { openAdmin } from './support_admin.mjs';
import { opinionsFile } from './support_whole.mjs';
import { ALL, smallDialogue, take, takePictures } from './support_pictures.mjs';
import { pagesOfPdf } from './support_pdf.mjs';
import { Hub } from './support.mjs';

const SIZES = [{ width: 1366, height: 768 }, { width: 1024, height: 768 }, { width: 390, height: 844 }];
const SECTIONS = ['conference', 'agenda', 'sites', 'people', 'codes', 'roles', 'opinions', 'export', 'health'];
// As long as a name on a card gets, with as many marks above and below as Vietnamese has.
const NAMES = ['Nguyễn Thị Hồng Phượng Ẩn Nguyệt Ẫm Ợt Ữ', 'NGUYỄN PHẠM HOÀNG QUỲNH ÁNH DƯƠNG TỘ ẪỘ', 'Lê An', 'Hoàng-Vũ Tường Vi Ngọc Khuê Thảo Nguyên', 'Vi Thị Ớt'];

const dialogue = smallDialogue({ messagesPerMinute: 60000, messagesBurst: 1000 });
const [hall, ...remote] = dialogue.sites;
const halfDone = [hall, ...remote.slice(0, 20), ...remote.slice(20).map((site) => ({ ...site, people: 0 }))];
const operators = dialogue.accounts.filter(({ id }) => !/^dc(0[89]|1\d)-operator/.test(id));
const hub = new Hub({ ...dialogue, sites: halfDone, accounts: operators });

await takePictures({ hub }, async (browser) => {
  await hold(await openAdmin(browser), await hub.logins());
});

async function hold(admin, logins) {
  await admin.signsIn(`${hub.origin}/admin`, 'admin', logins.admin.password);
  await admin.sees('[data-point]');
  await brings(admin);
  for (const size of SIZES) {
    await admin.page.setViewportSize(size);
    for (const section of SECTIONS) {
      await goesTo(admin, section);
      await take(admin, `admin-${section}-${size.width}`, size.width === 1024 ? {} : { asItIs: true });
      if (size.width === 1024) await take(admin, `admin-${section}-whole`, { whole: true, asItIs: true });
    }
  }
  await admin.page.setViewportSize(SIZES[0]);
  for (const [theme, media] of [['dark', { colorScheme: 'dark' }], ['forced', { colorScheme: 'light', forcedColors: 'active' }]]) {
    await admin.page.emulateMedia(media);
    for (const section of ['conference', 'sites', 'people', 'health']) {
      await goesTo(admin, section);
      await take(admin, `admin-${section}-${theme}`, { asItIs: true });
    }
  }
  await admin.page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' });
  await cards(admin, logins);
}

async function goesTo(admin, section) {
  await admin.page.evaluate((hash) => (location.hash = hash), section);
  await admin.sees(`[data-section=${section}]`);
  await admin.page.waitForTimeout(300); // what it asks the hub for
}

/** Five whose names hardly fit, with one bad row looked at first, and thirty opinions. */
async function brings(admin) {
  const rows = NAMES.map((name, index) => `${index + 1},${name},Hội Nông dân huyện,${remote[24].name.vi},`);
  const file = ['STT,Họ và tên,Đơn vị,Điểm cầu,Vai trò', ...rows];
  await admin.goesTo('people');
  await admin.presses('[data-action="people.import-open"]');
  await admin.brings('people', 'dai-bieu.csv', [...file, '6,Người không rõ,Đơn vị,Huyện Không Có,', `7,${NAMES[0]},Đơn vị,Hội trường chính,vua`].join('\n'));
  await take(admin, 'admin-import-bad', { whole: true });
  await admin.presses('[data-action="import-anew"]');
  await admin.brings('people', 'dai-bieu.csv', file.join('\n'));
  await admin.presses('[data-action="import-begin"]');
  await admin.sees(`[data-import=report][data-done="${NAMES.length}"]`);
  await take(admin, 'admin-import-report');
  await admin.goesTo('opinions');
  await admin.presses('[data-action="opinions.import-open"]');
  await admin.brings('opinions', 'y-kien.csv', opinionsFile().replaceAll('Kinh tế', 'Phát triển kinh tế'));
  await admin.presses('[data-action="import-begin"]');
  await admin.sees('[data-import=report][data-done="30"]');
}

async function cards(admin, logins) {
  await admin.goesTo('codes');
  for (const site of [remote[24].id, remote[6].id]) {
    await admin.page.locator('[name=whom][value=site]').check();
    await admin.page.locator('[data-form="codes.issue"] [name=site]').selectOption(site);
    await admin.page.locator('[name=sure]').check();
    await admin.fills('codes.issue', { password: logins.admin.password });
    await admin.sees(`[data-card^="${site}-"]`);
  }
  await admin.page.locator('[name=whom][value=people]').check();
  await admin.writes('[data-form="codes.issue"] [name=people]', 'hall-display dc07-operator moderator-1 chair');
  await admin.page.locator('[name=sure]').check();
  await admin.fills('codes.issue', { password: logins.admin.password });
  await admin.sees('[data-card=chair]');
  await take(admin, 'admin-cards', { whole: true });
  const pdf = await admin.page.pdf({ path: join(ALL, 'cards.pdf'), preferCSSPageSize: true, printBackground: true });
  const count = await admin.page.locator('[data-card]').count();
  const pages = pagesOfPdf(pdf);
  console.log(`${count} cards on ${pages.length} pages of ${pages[0]?.join(' × ')} mm`);
  await admin.page.emulateMedia({ media: 'print' });
  await admin.page.setViewportSize({ width: 718, height: 1047 }); // A4 within its margins
  await take(admin, 'admin-cards-print', { asItIs: true, whole: true });
  await admin.page.emulateMedia({ media: 'screen' });
}
