/**
 * Unpacks an array of bytes from the committed chunks: {"row/column": base64 or a blob of zlib}, squares of `chunk`; one that is absent
 * is all zeros.
 */
async function unpack(chunks, width, height, chunk) {
  const plane = new Uint8Array(width * height);
  for (const [place, bytes64] of Object.entries(chunks)) {
    const [row, column] = place.split('/').map(Number);
    const packed = typeof bytes64 === 'string' ? Uint8Array.from(atob(bytes64), c => c.charCodeAt(0)) : bytes64;
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate'));
    const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
    const w = Math.min(chunk, width - column * chunk), h = Math.min(chunk, height - row * chunk);
    for (let y = 0; y < h; y++) plane.set(bytes.subarray(y * chunk, y * chunk + w), (row * chunk + y) * width + column * chunk);
  }
  return plane;
}

/** Value below which a share of the covered cells lies. */
function quantile(plane, coverage, share) {
  const bins = new Uint32Array(256);
  let cells = 0;
  for (let p = 0; p < plane.length; p++) if (coverage[p]) { bins[plane[p]]++; cells++; }
  for (let value = 0, below = 0; value < 256; value++) {
    below += bins[value];
    if (below > share * (cells - 1)) return value;
  }
  return 255;
}

const rgb = colour => [1, 3, 5].map(i => parseInt(colour.slice(i, i + 2), 16));

/**
 * Colours of the channels that are on, as RGBA: `add` sums their light, `strongest` shows in each cell the one channel that is
 * furthest up its window. Cells that were not inferred are transparent; over the H&E a cell is as opaque as it is bright.
 */
function blend(channels, coverage, how, overTissue) {
  const out = new Uint8ClampedArray(coverage.length * 4);
  const active = channels.map(c => ({plane: c.plane, low: c.low, span: Math.max(1, c.high - c.low), colour: rgb(c.colour)}));
  for (let p = 0, o = 0; p < coverage.length; p++, o += 4) {
    if (!coverage[p]) continue;
    let r = 0, g = 0, b = 0, most = 0;
    for (const c of active) {
      const share = Math.min(1, Math.max(0, (c.plane[p] - c.low) / c.span));
      if (how === 'strongest') {
        if (share <= most) continue;
        most = share;
        r = g = b = 0;
      }
      r += share * c.colour[0]; g += share * c.colour[1]; b += share * c.colour[2];
    }
    const alpha = overTissue ? Math.min(255, Math.max(r, g, b)) : 255;
    const scale = overTissue && alpha ? 255 / Math.max(alpha, r, g, b) : 1;
    out[o] = r * scale; out[o + 1] = g * scale; out[o + 2] = b * scale; out[o + 3] = alpha;
  }
  return out;
}
