// One file more, and every page speaks a third language: the file is made here, the pages are built with it beside the others and served by a real hub.
import { join } from 'node:path';
import { openAdmin } from './support_admin.mjs';
import { CONFERENCE } from './support_conference.mjs';
import { holdConference, nothingComplained } from './support_hold.mjs';
import { bring, builds, checked, CODE, copied, NAME, untranslated } from './support_language.mjs';
import { openChair, openModerator, openOperator, openPhone, openStage } from './support_people.mjs';
import { becomes, Hub, report } from './support.mjs';

const STAFF = [
  { id: 'chair', name: 'Chủ tọa', roles: ['chair'], site: 'hall' },
  { id: 'admin', name: 'Quản trị', roles: ['admin'] },
];
const hub = new Hub({ ...CONFERENCE, id: 'third-language', accounts: [...CONFERENCE.accounts, ...STAFF] });

await holdConference({ hub, before: build }, async (browser) => {
  await onPages(browser, await hub.logins());
  await nothingComplained();
});

async function build() {
  const client = copied(hub.directory);
  await report.test('a language that lacks texts does not pass the type check', async () => {
    bring(client, 'common');
    const said = await checked(client);
    if (!new RegExp(`languages/${CODE}\\.ts.* is missing the following properties`).test(said)) throw new Error(said || 'it passed');
  });
  await report.test('with all its texts the pages are built, and the one for phones is no larger than it may be', async () => {
    bring(client);
    await builds(client);
  });
  hub.pages = join(client, 'dist');
}

function speaks(person) {
  return becomes(`what ${person.name} reads that is not translated`, [], () => person.page.evaluate(untranslated));
}

async function onPages(browser, logins) {
  const phone = await openPhone(browser, 'phone');
  await report.test('a phone chooses it before signing in; what the hub refuses is said in it', async () => {
    await phone.go(hub.origin);
    await phone.sees('[data-screen=sign-in]', 'Tham gia');
    await becomes('languages', ['Tiếng Việt', 'English', NAME], () => phone.page.locator('[data-action=language] option').allInnerTexts());
    await phone.page.locator('[data-action=language]').selectOption(CODE);
    await phone.sees('[data-screen=sign-in]', '⟦');
    await becomes('the language', CODE, () => phone.page.getAttribute('html', 'lang'));
    await phone.types('#code', '000000000000');
    await phone.presses('[data-action="session.open"]');
    await phone.sees('#trouble[data-trouble=bad_credentials]', '⟦');
    await speaks(phone);
    await phone.page.setViewportSize({ width: 320, height: 640 });
    await becomes('how much wider than its window the page is', 0, () => phone.tooWide());
  });
  await report.test('what is loaded later speaks it too, and it is kept; English and Vietnamese are there as before', async () => {
    await phone.joinsByCode(hub.origin, logins['hall-0001'].code);
    for (const tab of ['now', 'poll', 'ask']) {
      await phone.looksAt(tab);
      await phone.seesNo(`#panel-${tab} .empty:has-text("⟦Connecting")`);
      await speaks(phone);
    }
    await phone.page.reload();
    await phone.sees('[data-tab=ask]', '⟦');
    await phone.page.locator('[data-action=language]').selectOption('en');
    await phone.sees('[data-tab=ask]', 'Ask');
    await phone.page.locator('[data-action=language]').selectOption('vi');
    await phone.sees('[data-tab=ask]', 'Hỏi');
  });
  const desks = [[await openOperator(browser), 'site', 'operator'], [await openModerator(browser), 'mod', 'moderator'], [await openChair(browser), 'chair', 'chair'], [await openAdmin(browser), 'admin', 'admin']];
  for (const [person, path, account] of desks) {
    await report.test(`/${path} speaks it, numbers too`, async () => {
      await person.go(`${hub.origin}/${path}?lang=${CODE}`);
      await person.sees('[data-screen=sign-in]', '⟦');
      await speaks(person);
      await person.signsIn(`${hub.origin}/${path}?lang=${CODE}`, account, logins[account].password);
      await becomes('the language', CODE, () => person.page.getAttribute('html', 'lang'));
      await speaks(person);
      await becomes('its digits', true, async () => /[০-৯]/.test(await person.page.innerText('body')));
    });
  }
  const stage = await openStage(browser);
  const [, [moderator]] = desks;
  await report.test('a display speaks it by its address', async () => {
    await stage.go(logins.display.link.replace('/stage', `/stage?lang=${CODE}`));
    await moderator.shows('join');
    await stage.sees('[data-view=join]', '⟦');
    await speaks(stage);
  });
}
