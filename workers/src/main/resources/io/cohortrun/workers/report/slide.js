document.title = data.slide_id + ' - ' + data.run;

const load = picture => new Promise(done => {
  if (!picture) { done(null); return; }
  const image = new Image();
  image.onload = () => done(image);
  image.onerror = () => done(null);
  image.src = dataUri(picture.type, picture.bytes);
});

/** Tissue in yellow on nothing, from the one-bit mask; a large one is made smaller first. */
function tinted(mask) {
  const factor = Math.min(1, 1600 / Math.max(mask.width, mask.height));
  const canvas = el('canvas', {width: Math.max(1, Math.round(mask.width * factor)), height: Math.max(1, Math.round(mask.height * factor))});
  const context = canvas.getContext('2d', {willReadFrequently: true});
  context.drawImage(mask, 0, 0, canvas.width, canvas.height);
  const pixels = context.getImageData(0, 0, canvas.width, canvas.height);
  for (let i = 0, p = pixels.data; i < p.length; i += 4) { p[i + 3] = p[i]; p[i] = 240; p[i + 1] = 228; p[i + 2] = 66; }
  context.putImageData(pixels, 0, 0);
  return canvas;
}

/** Channels with their maps, coloured and windowed to begin with; without maps where the page has none. */
async function channelsWithMaps() {
  const {width, height, chunk} = data.canvas;
  const coverage = await unpack(data.canvas.coverage, width, height, chunk);
  const first = {DAPI: '#3d7bff', CK: '#ff9f1c', CD3: '#ff4fa3', CD68: '#2fd07f'};
  const fallback = data.channels.some(c => first[c.id]) ? [] : data.channels.filter(c => c.role !== 'background').slice(0, 3).map(c => c.id);
  const channels = await Promise.all(data.channels.map(async c => {
    const plane = await unpack(c.chunks, width, height, chunk);
    const low = quantile(plane, coverage, 0.5), high = Math.max(low + 1, quantile(plane, coverage, 0.998));
    return {...c, plane, low, high, colour: first[c.id] || c.colour, on: c.id in first || fallback.includes(c.id)};
  }));
  channels.forEach(c => { c.start = {on: c.on, low: c.low, high: c.high, colour: c.colour}; });
  return {channels, coverage, width, height};
}

const tick = (state, name, text, changed, possible) => el('label', {}, el('input', {type: 'checkbox', id: name, checked: state[name], disabled: !possible,
  onchange: e => { state[name] = e.target.checked; changed(); }}), text);

function layerPanel(show, has, redraw) {
  const opacity = el('input', {type: 'range', id: 'opacity', min: 0, max: 1, step: 0.05, value: 1, oninput: e => { show.opacity = Number(e.target.value); redraw(); }});
  const how = el('select', {id: 'blend', onchange: e => { show.blend = e.target.value; redraw(); }},
    el('option', {value: 'strongest'}, 'Strongest channel'), el('option', {value: 'add'}, 'Add light'));
  return el('fieldset', {class: 'panel'}, el('legend', {}, 'Layers'),
    el('div', {class: 'ticks'}, tick(show, 'he', 'H&E', redraw, has.thumbnail), tick(show, 'maps', 'Virtual mIF', redraw, has.maps),
      tick(show, 'mask', 'Tissue mask', redraw, has.mask), tick(show, 'smooth', 'Smooth', redraw, true)),
    has.maps ? [el('label', {class: 'wide'}, 'Opacity of mIF', opacity), el('label', {class: 'wide'}, 'Blend', how)] : null);
}

function channelRow(c, redraw, alone) {
  const range = (end, min, max) => el('input', {type: 'range', min, max, value: c[end], 'aria-label': c.id + (end === 'low' ? ' black at' : ' full at'), oninput: e => { c[end] = Number(e.target.value); redraw(); }});
  const win = el('div', {class: 'win'}, 'black at', range('low', 0, 254), 'full at', range('high', 1, 255));
  const on = el('input', {type: 'checkbox', class: 'switch', 'aria-label': 'Show ' + c.id, onchange: e => { c.on = e.target.checked; redraw(); }});
  const colour = el('input', {type: 'color', 'aria-label': 'Colour of ' + c.id, oninput: e => { c.colour = e.target.value; redraw(); }});
  const name = el('button', {type: 'button', class: 'name', title: 'Show ' + c.id + ' alone (threshold ' + c.threshold + ')', onclick: () => alone(c)}, c.id);
  c.refresh = () => {
    on.checked = c.on;
    colour.value = c.colour;
    [win.children[0].value, win.children[1].value] = [c.low, c.high];
    win.hidden = !c.on;
  };
  return el('div', {class: 'ch', 'data-channel': c.id}, on, colour, el('span', {}, name, c.role === 'background' ? el('span', {class: 'soft'}, ' control') : null),
    el('span', {class: 'num'}, percent(c.density / 1e4)), win);
}

function channelPanel(channels, redraw) {
  const set = change => () => { channels.forEach(change); redraw(); };
  const only = c => set(other => { other.on = other === c; })();
  const button = (text, act) => el('button', {type: 'button', onclick: act}, text);
  return el('fieldset', {class: 'panel', id: 'channels'}, el('legend', {}, 'Channels'),
    data.demo ? el('p', {class: 'demo'}, 'Demo maps: not proteins, whatever the names say.') : null,
    el('div', {class: 'tools'}, button('None', set(c => { c.on = false; })), button('As at first', set(c => Object.assign(c, c.start))),
      button('Windows 0 to 1', set(c => { c.low = 0; c.high = 255; }))),
    el('p', {class: 'soft small'}, 'Name: show it alone. Number: positive share of tissue.'), channels.map(c => channelRow(c, redraw, only)));
}

function facts() {
  return el('div', {class: 'panel'}, definitions([
    ['Tiles', data.tilesKept == null ? null : data.tilesUsed + ' used of ' + data.tilesKept],
    ['Left out', data.tilesRejected && Object.entries(data.tilesRejected).map(([why, n]) => n + ' ' + why).join(', ')],
    ['Size', data.width ? data.width + ' \u00d7 ' + data.height + ' px' : null],
    ['Resolution', data.mpp ? data.mpp + ' \u00b5m/px (from ' + data.mpp_source + ')' : null],
    ['Read with', data.reader], ...model(),
    ['Computed on', data.numericClass && [data.numericClass.device, 'libtorch ' + data.numericClass.libtorch, data.numericClass.precision].join(', ')],
    ['Seconds', data.seconds], ['Attempts', data.attempts], ['Slide key', data.slide_key]]));
}

function head() {
  main.append(el('nav', {}, el('a', {href: '../index.html'}, '\u2190 All slides of ', id(data.run))), el('h1', {}, id(data.slide_id)),
    el('p', {class: 'under'}, tag(data.outcome), el('span', {class: 'soft'}, 'patient ', id(data.patient_id))));
  if (data.message) main.append(el('p', {class: 'lead', id: 'message'}, data.message));
  if (data.tryAgain) {
    const row = location.pathname.split('/').pop().replace('.html', '');
    main.append(el('div', {class: 'panel', id: 'failure'}, el('p', {}, 'Once the cause is gone, try it again: ', el('code', {}, data.tryAgain)),
      el('p', {class: 'links'}, 'Kept of this slide: ', failureLinks(data.failure, '../../failures/' + row + '/'))));
  }
  for (const w of data.warnings) main.append(el('p', {class: 'warning'}, w));
}

async function stage() {
  let maps = null;
  try {
    maps = data.canvas ? await channelsWithMaps() : null;
  } catch (e) {
    main.append(el('p', {class: 'warning'}, 'This browser cannot unpack the maps (' + e.message + '): use one of 2023 or later.'));
  }
  const [thumbnail, mask] = await Promise.all([load(data.thumbnail), load(data.mask)]);
  const tint = mask && tinted(mask);
  const layer = maps && el('canvas', {width: maps.width, height: maps.height});
  const place = thumbnail && data.thumbnail.place || mask && data.mask.place || maps && data.canvas.place;
  const frame = place || thumbnail && {x: 0, y: 0, width: thumbnail.width, height: thumbnail.height};
  if (!frame) { main.append(el('div', {class: 'after'}, facts())); return; }
  const channels = maps ? maps.channels : [];
  const show = {he: !!thumbnail, maps: !!maps, mask: false, smooth: true, opacity: 1, blend: 'strongest'};
  const umPerPixel = place ? Number(data.mpp) : 0;

  function readout(x, y) {
    const parts = umPerPixel ? [[x - frame.x, y - frame.y].map(v => (v * umPerPixel / 1000).toFixed(2)).join(', ') + ' mm'] : [];
    const inside = x >= frame.x && y >= frame.y && x < frame.x + frame.width && y < frame.y + frame.height;
    if (maps && inside) {
      const p = data.canvas.place;
      const column = Math.floor((x - p.x) / p.width * maps.width), row = Math.floor((y - p.y) / p.height * maps.height);
      const cell = row * maps.width + column;
      if (column < 0 || row < 0 || column >= maps.width || row >= maps.height || !maps.coverage[cell]) parts.push('not inferred');
      else channels.filter(c => c.on).forEach(c => parts.push(c.id + ' ' + (c.plane[cell] / 255).toFixed(2)));
    }
    return inside ? parts.join('   ') : 'outside the slide';
  }
  const viewer = slideViewer({frame, umPerPixel, readout,
    note: data.demo && maps ? 'Demo: not proteins' : maps ? 'Research use only' : '',
    legend: () => show.maps ? channels.filter(c => c.on).map(c => ({text: c.id, colour: c.colour})) : [],
    layers(context, lay) {
      context.imageSmoothingEnabled = show.smooth;
      context.imageSmoothingQuality = 'high';
      if (show.he && thumbnail) lay(thumbnail, data.thumbnail.place);
      context.globalAlpha = show.opacity;
      if (show.maps && maps) lay(layer, data.canvas.place);
      context.globalAlpha = 0.45;
      if (show.mask && tint) lay(tint, data.mask.place);
      context.globalAlpha = 1;
    }});
  function redraw() {
    channels.forEach(c => c.refresh());
    if (maps) layer.getContext('2d').putImageData(new ImageData(blend(channels.filter(c => c.on), maps.coverage, show.blend, show.he), maps.width), 0, 0);
    viewer.draw();
  }
  const panels = el('div', {class: 'side'}, layerPanel(show, {thumbnail, maps, mask}, redraw), maps ? channelPanel(channels, redraw) : null);
  main.append(el('div', {class: 'cols'}, viewer.element, panels, facts()));
  viewer.resize();
  redraw();
}

head();
stage().then(() => {
  banner();
  document.body.dataset.ready = 'yes';
});
