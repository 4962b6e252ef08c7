// A screenshot with the 256 colours it uses most: a third of the bytes, and no difference that an eye would find.
// Takes what Chromium writes: eight bits, RGB or RGBA, not interlaced.
import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const COLOURS = 256;

export function shrink(png) {
  const { width, height, channels, rows } = decoded(png);
  const colourAt = (row, x) => row.readUIntBE(x * channels, 3);
  const counts = new Map();
  for (const row of rows) for (let x = 0; x < width; x += 1) counts.set(colourAt(row, x), (counts.get(colourAt(row, x)) ?? 0) + 1);
  const palette = [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a)).slice(0, COLOURS);
  const indexes = new Map([...counts.keys()].map((colour) => [colour, nearest(palette, colour)]));
  const pixels = Buffer.alloc((width + 1) * height);
  rows.forEach((row, y) => {
    for (let x = 0; x < width; x += 1) pixels[y * (width + 1) + 1 + x] = indexes.get(colourAt(row, x));
  });
  return encoded(width, height, palette, pixels);
}

function nearest(palette, colour) {
  const distance = (other) => [16, 8, 0].reduce((sum, shift) => sum + (((colour >> shift) & 255) - ((other >> shift) & 255)) ** 2, 0);
  let best = 0;
  palette.forEach((other, index) => distance(other) < distance(palette[best]) && (best = index));
  return best;
}

function chunksOf(png) {
  const chunks = [];
  for (let at = SIGNATURE.length; at < png.length; ) {
    const length = png.readUInt32BE(at);
    chunks.push({ type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) });
    at += length + 12;
  }
  return chunks;
}

function decoded(png) {
  const chunks = chunksOf(png);
  const header = chunks[0].data;
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const channels = { 2: 3, 6: 4 }[header[9]];
  if (header[8] !== 8 || channels === undefined || header[12] !== 0) throw new Error('a kind of PNG that is not known here');
  const raw = inflateSync(Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data)));
  const stride = width * channels;
  const rows = [];
  for (let y = 0; y < height; y += 1) {
    const line = Buffer.from(raw.subarray(y * (stride + 1) + 1, (y + 1) * (stride + 1)));
    rows.push(unfiltered(raw[y * (stride + 1)], line, rows[y - 1] ?? Buffer.alloc(stride), channels));
  }
  return { width, height, channels, rows };
}

// The five filters of the PNG specification, undone in place.
function unfiltered(filter, line, above, channels) {
  for (let at = 0; at < line.length; at += 1) {
    const left = at < channels ? 0 : line[at - channels];
    const corner = at < channels ? 0 : above[at - channels];
    const guess = [0, left, above[at], (left + above[at]) >> 1, filter === 4 ? paeth(left, above[at], corner) : 0][filter];
    line[at] = (line[at] + guess) & 255;
  }
  return line;
}

function paeth(left, above, corner) {
  const guess = left + above - corner;
  const [toLeft, toAbove, toCorner] = [left, above, corner].map((value) => Math.abs(guess - value));
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}

function encoded(width, height, palette, pixels) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3], 8); // eight bits, colours by their index
  const colours = Buffer.concat(palette.map((colour) => Buffer.from([colour >> 16, (colour >> 8) & 255, colour & 255])));
  const data = deflateSync(pixels, { level: 9 });
  const parts = [['IHDR', header], ['PLTE', colours], ['IDAT', data], ['IEND', Buffer.alloc(0)]];
  return Buffer.concat([SIGNATURE, ...parts.map(([type, content]) => chunk(type, content))]);
}

function chunk(type, content) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
