const main = document.getElementById('main');
document.title = data.slide_id + ' - ' + data.run;
main.append(el('p', {}, el('a', {href: '../index.html'}, '\u2190 ' + data.run)), el('h1', {}, data.slide_id),
  el('div', {}, el('span', {class: 'tag', css: {color: outcomeColour(data.outcome)}}, data.outcome), ' ', el('span', {class: 'soft'}, 'patient ' + data.patient_id)));
if (data.message) main.append(el('p', {css: {fontSize: '17px', maxWidth: '70ch'}}, data.message));
for (const w of data.warnings || []) main.append(el('p', {class: 'soft'}, w));

const load = uri => new Promise(done => { if (!uri) { done(null); return; } const image = new Image(); image.onload = () => done(image); image.onerror = () => done(null); image.src = uri; });
function pixels(image) {
  const c = el('canvas', {width: image.width, height: image.height});
  const context = c.getContext('2d', {willReadFrequently: true});
  context.drawImage(image, 0, 0);
  return context.getImageData(0, 0, image.width, image.height).data;
}
const facts = () => el('div', {class: 'panel'}, definitions([
  ['Tiles', data.tilesKept == null ? null : data.tilesUsed + ' used of ' + data.tilesKept],
  ['Left out', data.tilesRejected && Object.entries(data.tilesRejected).map(([k, n]) => n + ' ' + k).join(', ')],
  ['Size', data.width ? data.width + ' x ' + data.height + ' px' : null], ['Resolution', data.mpp ? data.mpp + ' um/px (' + data.mpp_source + ')' : null],
  ['Read with', data.reader], ['Model', data.bundle && data.bundle.id + ' ' + data.bundle.version], ['Slide key', data.slide_key], ['Seconds', data.seconds], ['Attempts', data.attempts]]));

async function viewer() {
  const [thumbnail, mask] = await Promise.all([load(data.thumbnail), load(data.mask)]);
  const images = await Promise.all((data.channels || []).map(c => load(c.plane)));
  const channels = (data.channels || []).map((c, i) => {
    const rgba = pixels(images[i]);
    const plane = new Uint8Array(rgba.length / 4);
    for (let p = 0; p < plane.length; p++) plane[p] = rgba[4 * p];
    const sorted = Uint8Array.from(plane.filter(v => v > 0)).sort();
    return {...c, plane, on: false, low: sorted[Math.floor(sorted.length * 0.01)] || 0, high: Math.max(1, sorted[Math.floor(sorted.length * 0.99)] || 255)};
  });
  const first = ['DAPI', 'CK', 'CD3', 'CD68'];
  const palette = ['#56b4e9', '#e69f00', '#cc79a7', '#009e73'];
  channels.forEach(c => { const k = first.indexOf(c.id); if (k >= 0) { c.on = true; c.colour = palette[k]; } });
  const mapW = images.length ? images[0].width : 0, mapH = images.length ? images[0].height : 0;
  const aspect = data.width ? data.height / data.width : thumbnail.height / thumbnail.width;
  const view = el('canvas', {width: 1100, height: Math.round(1100 * Math.min(aspect, 1.25)), tabindex: 0, id: 'view', 'aria-label': 'Slide viewer: drag to move, wheel or + and - to zoom, 0 to reset'});
  const context = view.getContext('2d');
  const composite = el('canvas', {width: mapW || 1, height: mapH || 1});
  const readout = el('div', {class: 'read'}, 'Point at the slide for values');
  const show = {he: !channels.length, maps: !!channels.length, mask: false, opacity: 1, smooth: true};
  const full = {w: view.width, h: view.width * aspect};
  const fit = Math.min(1, view.height / full.h);
  let at = {scale: fit, x: (view.width - full.w * fit) / 2, y: (view.height - full.h * fit) / 2};
  const g = data.geometry;
  // The grid begins at the scanned area's corner and ends at its last whole tile.
  const grid = g ? {w: full.w * g.columns * g.stride / data.width, h: full.h * g.rows * g.stride / data.height} : null;
  const umPerPixel = data.mpp && data.width ? Number(data.mpp) * data.width / full.w : 0;

  function blend() {
    if (!mapW) return;
    const out = new ImageData(mapW, mapH);
    const active = channels.filter(c => c.on).map(c => ({plane: c.plane, low: c.low, span: Math.max(1, c.high - c.low), r: parseInt(c.colour.slice(1, 3), 16), g: parseInt(c.colour.slice(3, 5), 16), b: parseInt(c.colour.slice(5, 7), 16)}));
    for (let p = 0, o = 0; p < mapW * mapH; p++, o += 4) {
      let r = 0, gr = 0, b = 0;
      for (const c of active) {
        const share = Math.min(1, Math.max(0, (c.plane[p] - c.low) / c.span));
        r += share * c.r; gr += share * c.g; b += share * c.b;
      }
      out.data[o] = r; out.data[o + 1] = gr; out.data[o + 2] = b;
      out.data[o + 3] = show.he ? Math.min(255, Math.max(r, gr, b)) : 255;
    }
    composite.getContext('2d').putImageData(out, 0, 0);
  }
  function draw() {
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.fillStyle = '#000';
    context.fillRect(0, 0, view.width, view.height);
    context.setTransform(at.scale, 0, 0, at.scale, at.x, at.y);
    context.imageSmoothingEnabled = show.smooth;
    context.imageSmoothingQuality = 'high';
    if (show.he && thumbnail) context.drawImage(thumbnail, 0, 0, full.w, full.h);
    if (show.maps && mapW) { context.globalAlpha = show.opacity; context.drawImage(composite, 0, 0, grid.w, grid.h); context.globalAlpha = 1; }
    if (show.mask && tint) { context.globalAlpha = 0.45; context.drawImage(tint, 0, 0, full.w, full.h); context.globalAlpha = 1; }
    context.setTransform(1, 0, 0, 1, 0, 0);
    scaleBar();
  }
  let tint = null;
  if (mask) {
    const p = pixels(mask);
    const t = new ImageData(mask.width, mask.height);
    for (let i = 0; i < p.length; i += 4) if (p[i] > 127) { t.data[i] = 240; t.data[i + 1] = 228; t.data[i + 2] = 66; t.data[i + 3] = 255; }
    tint = el('canvas', {width: mask.width, height: mask.height});
    tint.getContext('2d').putImageData(t, 0, 0);
  }
  function scaleBar() {
    if (!umPerPixel) return;
    const perUm = at.scale / umPerPixel;
    const um = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000].find(u => u * perUm > 90) || 50000;
    const width = um * perUm, x = view.width - width - 22, y = view.height - 24;
    context.fillStyle = 'rgba(0,0,0,.62)'; context.fillRect(x - 10, y - 28, width + 20, 44);
    context.fillStyle = '#fff'; context.fillRect(x, y, width, 5);
    context.font = '20px sans-serif'; context.textAlign = 'center';
    context.fillText(um >= 1000 ? um / 1000 + ' mm' : um + ' \u00b5m', x + width / 2, y - 8);
  }
  const redraw = () => { blend(); draw(); };
  const zoom = (factor, x, y) => { const s = Math.min(40, Math.max(0.2, at.scale * factor)); const k = s / at.scale; at = {scale: s, x: x - (x - at.x) * k, y: y - (y - at.y) * k}; draw(); };
  const inView = e => { const r = view.getBoundingClientRect(); return [(e.clientX - r.left) * view.width / r.width, (e.clientY - r.top) * view.height / r.height]; };
  let drag = null;
  view.addEventListener('wheel', e => { e.preventDefault(); zoom(e.deltaY < 0 ? 1.2 : 1 / 1.2, ...inView(e)); }, {passive: false});
  view.addEventListener('pointerdown', e => { drag = inView(e); view.setPointerCapture(e.pointerId); });
  view.addEventListener('pointerup', () => { drag = null; });
  view.addEventListener('pointermove', e => {
    const [x, y] = inView(e);
    if (drag) { at.x += x - drag[0]; at.y += y - drag[1]; drag = [x, y]; draw(); }
    const sx = (x - at.x) / at.scale, sy = (y - at.y) / at.scale;
    const parts = umPerPixel ? [(sx * umPerPixel / 1000).toFixed(2) + ', ' + (sy * umPerPixel / 1000).toFixed(2) + ' mm'] : [];
    if (grid && sx >= 0 && sy >= 0 && sx < grid.w && sy < grid.h) {
      const p = Math.floor(sy / grid.h * mapH) * mapW + Math.floor(sx / grid.w * mapW);
      channels.filter(c => c.on).forEach(c => parts.push(c.id + ' ' + (c.plane[p] / 255).toFixed(2)));
    }
    readout.textContent = parts.join('   ');
  });
  view.addEventListener('keydown', e => {
    const step = 40;
    const keys = {'+': () => zoom(1.25, view.width / 2, view.height / 2), '=': () => zoom(1.25, view.width / 2, view.height / 2), '-': () => zoom(0.8, view.width / 2, view.height / 2),
      '0': () => { at = {scale: fit, x: (view.width - full.w * fit) / 2, y: (view.height - full.h * fit) / 2}; draw(); },
      ArrowLeft: () => { at.x += step; draw(); }, ArrowRight: () => { at.x -= step; draw(); }, ArrowUp: () => { at.y += step; draw(); }, ArrowDown: () => { at.y -= step; draw(); }};
    if (keys[e.key]) { e.preventDefault(); keys[e.key](); }
  });
  const tick = (id, text, name, disabled) => el('label', {}, el('input', {type: 'checkbox', id, checked: show[name], disabled, onchange: e => { show[name] = e.target.checked; redraw(); }}), text);
  const controls = el('div', {class: 'panel'},
    el('div', {class: 'tools'}, tick('he', 'H&E', 'he', !thumbnail), tick('maps', 'Virtual mIF', 'maps', !mapW), tick('mask', 'Tissue mask', 'mask', !mask), tick('smooth', 'Smooth', 'smooth')),
    mapW ? el('label', {}, 'Opacity', el('input', {type: 'range', min: 0, max: 1, step: 0.05, value: 1, oninput: e => { show.opacity = Number(e.target.value); draw(); }})) : null);
  const list = el('div', {class: 'panel'}, el('div', {class: 'soft'}, 'Channel, and its positive share of tissue'), ...channels.map(c => {
    const win = el('div', {class: 'win'}, 'from', el('input', {type: 'range', min: 0, max: 254, value: c.low, 'aria-label': c.id + ' window from', oninput: e => { c.low = Number(e.target.value); redraw(); }}),
      'to', el('input', {type: 'range', min: 1, max: 255, value: c.high, 'aria-label': c.id + ' window to', oninput: e => { c.high = Number(e.target.value); redraw(); }}));
    win.hidden = !c.on;
    win.style.display = c.on ? '' : 'none';
    return el('div', {class: 'ch'},
      el('input', {type: 'checkbox', class: 'switch', checked: c.on, 'aria-label': 'Show ' + c.id, onchange: e => { c.on = e.target.checked; win.style.display = c.on ? '' : 'none'; redraw(); }}),
      el('input', {type: 'color', value: c.colour, 'aria-label': 'Colour of ' + c.id, oninput: e => { c.colour = e.target.value; redraw(); }}),
      el('span', {title: 'threshold ' + c.threshold}, c.id + (c.role === 'background' ? ' (background)' : '')), el('span', {class: 'num'}, percent(c.density)), win);
  }));
  main.append(el('div', {class: 'cols', css: {marginTop: '18px'}}, el('div', {}, el('div', {class: 'stage'}, view, readout), el('div', {css: {height: '16px'}}), facts()), el('div', {}, controls, channels.length ? list : null)));
  redraw();
  document.body.dataset.ready = 'yes';
}
if (data.thumbnail) viewer(); else { main.append(el('div', {css: {marginTop: '18px'}}, facts())); document.body.dataset.ready = 'yes'; }
banner();
