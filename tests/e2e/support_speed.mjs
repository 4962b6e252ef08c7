// How fast this machine is at this moment, and by how much a page must be slowed so that it runs as it would on the device that is meant.
// A fixed factor would mean another device each hour on a machine that is shared.
//
// The measure is Lighthouse's BenchmarkIndex (docs/throttling.md of GoogleChrome/lighthouse, "Benchmarking CPU Power"): a tenth of how many
// strings of 10,000 characters are put together in a second, and a tenth of how many times 100,000 numbers are copied, the mean of both.

/**
 * The phone: a Moto G Power (2022), shown in November 2021: eight Cortex-A53, four of them at 2.3 GHz, of the cheap half even when new. Its
 * index is the one at which Chrome's developer tools aim for "Low-tier mobile" (CalibrationController.ts in front_end/panels/mobile_throttling
 * of ChromeDevTools/devtools-frontend; "Mid-tier", a Pixel 5, is 1000 there), and stands low in what Lighthouse calls a mid-tier mobile, 125 to
 * 800. A machine of 1,600 slowed six times is this phone.
 */
export const PHONE_INDEX = 264;
/** The laptop of a moderator is slowed four times where the phone is six. */
export const LAPTOP_INDEX = (PHONE_INDEX * 6) / 4;

const LOOK_MS = 250;
// Chromium slows by stopping the page's main thread after every 0.2 ms for as long as the factor says; what else runs counts as work of the
// page. So the factor is tried out, and mended by what it was seen to do.
const TRIES_MOST = 4;
const NEAR = 0.05;

// Runs in a page: everything it needs is in it. Each loop stands by itself, so that both are compiled as they are in the original.
function benchmarkIndex(milliseconds) {
  const half = milliseconds / 2;
  function strings() {
    const from = performance.now();
    let count = 0;
    for (; performance.now() - from < half; count += 1) {
      let text = '';
      for (let length = 0; length < 10_000; length += 1) text += 'a';
      if (text.length === 1) throw new Error('what nobody looks at need not be made');
    }
    return (1000 * count) / (performance.now() - from);
  }
  function copies() {
    const [here, there] = [[], []];
    for (let place = 0; place < 100_000; place += 1) here[place] = there[place] = place;
    const from = performance.now();
    let count = 0;
    for (; count % 10 !== 0 || performance.now() - from < half; count += 1) {
      const [source, target] = count % 2 === 0 ? [here, there] : [there, here];
      for (let place = 0; place < source.length; place += 1) target[place] = source[place];
    }
    return (1000 * count) / (performance.now() - from);
  }
  return (strings() + copies()) / 20;
}

/** A page beside those that are measured; `act` is given a look at its index, at a rate. */
async function beside(browser, act) {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const client = await context.newCDPSession(page);
    const look = async (rate) => {
      await client.send('Emulation.setCPUThrottlingRate', { rate });
      return page.evaluate(benchmarkIndex, LOOK_MS);
    };
    await look(1); // the first time it is compiled
    return await act(look);
  } finally {
    await context.close();
  }
}

/** The index of this machine now, not slowed. */
export const machineIndex = (browser) => beside(browser, (look) => look(1));

/** index: of this machine. rate: at which a page of it runs as the device does. reached: the index seen at that rate; what was aimed at, but for a twentieth, unless the machine is slower than the device. */
export const calibrated = (browser, target) =>
  beside(browser, async (look) => {
    const index = await look(1);
    let rate = Math.max(1, index / target);
    let reached = await look(rate);
    for (let tries = 1; tries < TRIES_MOST && Math.abs(reached / target - 1) > NEAR && (rate > 1 || reached > target); tries += 1) {
      rate = Math.max(1, (rate * reached) / target);
      reached = await look(rate);
    }
    return { index, rate, reached };
  });
