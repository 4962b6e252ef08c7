// What has to be known of a printed page: how many sheets, and how large.
const MILLIMETRES = 25.4 / 72;

/** [width, height] in millimetres of each page, as Chromium writes them: every page its own MediaBox, uncompressed. */
export function pagesOfPdf(bytes) {
  const text = Buffer.from(bytes).toString('latin1');
  const boxes = [...text.matchAll(/\/Type\s*\/Page\b[^]*?\/MediaBox\s*\[([^\]]*)\]/g)];
  return boxes.map(([, box]) => {
    const [left, bottom, right, top] = box.trim().split(/\s+/).map(Number);
    return [Math.round((right - left) * MILLIMETRES), Math.round((top - bottom) * MILLIMETRES)];
  });
}
