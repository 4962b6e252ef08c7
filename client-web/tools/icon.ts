// The icon of src/shell/icon.svg as a picture for devices that take no SVG: the same circles, drawn here, so that no program for pictures is needed.
import { crc32, deflateSync } from 'node:zlib';

const SIZE = 512;
const CENTRE = SIZE / 2;
const BLUE = [0x0b, 0x5c, 0xad];
const WHITE = [0xff, 0xff, 0xff];
const HALF_STROKE = 20;
const ARCS = [120, 200];
const DOT = 36;
// Sub-pixels a side: edges are smooth.
const FINE = 4;

// The arcs lie left and right, 45 degrees up and down, with round ends.
function isWhite(x: number, y: number): boolean {
  const [dx, dy] = [Math.abs(x - CENTRE), Math.abs(y - CENTRE)];
  const distance = Math.hypot(dx, dy);
  if (distance <= DOT) return true;
  return ARCS.some((radius) => {
    const end = radius / Math.SQRT2;
    return (dy <= dx && Math.abs(distance - radius) <= HALF_STROKE) || Math.hypot(dx - end, dy - end) <= HALF_STROKE;
  });
}

function shareOfWhite(column: number, row: number): number {
  let inside = 0;
  for (let x = 0; x < FINE; x++) for (let y = 0; y < FINE; y++) inside += Number(isWhite(column + (x + 0.5) / FINE, row + (y + 0.5) / FINE));
  return inside / FINE ** 2;
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([frame.subarray(0, 4), named, frame.subarray(4)]);
}

/** A PNG of 512 × 512. */
export function drawIcon(): Buffer {
  const pixels = Buffer.alloc((SIZE * 3 + 1) * SIZE);
  for (let row = 0; row < SIZE; row++)
    for (let column = 0; column < SIZE; column++) {
      const share = shareOfWhite(column, row);
      for (let colour = 0; colour < 3; colour++)
        pixels[row * (SIZE * 3 + 1) + 1 + column * 3 + colour] = Math.round((BLUE[colour] ?? 0) * (1 - share) + (WHITE[colour] ?? 0) * share);
    }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(SIZE, 0);
  header.writeUInt32BE(SIZE, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(pixels, { level: 9 })), chunk('IEND', Buffer.alloc(0))]);
}
