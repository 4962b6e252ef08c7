// The frame of every browser test: a hub is started, Chromium opened, a conference held, and all of it ended again, whatever happened.
import { complaints, launch } from './support_browser.mjs';
import { trust } from './support_crowd.mjs';
import { trusting } from './support_shell.mjs';
import { becomes, PATIENCE, report } from './support.mjs';

const LOG_LETTERS = 3000;
// Waits are bounded one by one; that they do not add up without end is bounded here, a moment before the file is stopped from outside.
const WHOLE_SECONDS = 470 * PATIENCE;

/**
 * Holds one conference and prints the report of it: `story(browser)` is told between the start of the hub and the end of everything.
 * What goes wrong in the story outside of a `report.test` ends it and counts as a failure. At the end nothing is running and nothing on disk.
 *
 *   hub      a `Hub` that was not started yet; from its start on sockets of this process trust its certificate
 *   beside   other processes of the conference, `Site`s: the story starts them; they are stopped before the hub
 *   before   what is done before the hub is started
 *   trusted  Chromium trusts the hub's certificate, as phones do at a venue: service workers want it
 *   ends     the last test: every process ends with 0 when it is told to, and no sanitizer has anything to say
 *   after    what is done once all processes have ended, with their files still there
 */
export async function holdConference({ hub, beside = [], before, trusted = false, ends = 'the hub stops as asked', after }, story) {
  const processes = [...beside, hub];
  const remove = () => processes.forEach((one) => one.remove());
  const tooLate = setTimeout(() => {
    report.fail('the whole conference', new Error(`not over after ${WHOLE_SECONDS} s`));
    report.finish();
    remove();
    process.exit();
  }, 1000 * WHOLE_SECONDS);
  let browser;
  try {
    await before?.();
    await hub.start();
    trust(hub);
    browser = await launch(...(trusted ? [trusting(hub)] : []));
    await story(browser);
    await browser.close();
    await report.test(ends, async () => {
      await Promise.all(beside.map((one) => one.stop()));
      await hub.stop();
    });
    await after?.();
  } catch (error) {
    report.fail('the conference goes on to its end', error);
  } finally {
    await browser?.close();
    if (report.failed > 0) for (const one of processes) console.log(`    ${one.logPath} ends:\n${one.log().slice(-LOG_LETTERS)}`);
    remove();
  }
  clearTimeout(tooLate);
  report.finish();
}

/** What a story ends with where every page was used as it should be. */
export const nothingComplained = (what = 'no page complained on its console, no breach of the content policy') =>
  report.test(what, () => becomes('complaints', [], () => complaints.list));
