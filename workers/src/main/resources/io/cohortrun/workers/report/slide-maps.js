const image = picture => new Promise(done => {
  if (!picture) { done(null); return; }
  const loaded = new Image();
  loaded.onload = () => done(loaded);
  loaded.onerror = () => done(null);
  loaded.src = dataUri(picture.type, picture.bytes);
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

/** Channels with their maps, coloured and windowed to begin with. */
async function channelsWithMaps(canvas, densities) {
  const {width, height, chunk} = canvas;
  const coverage = await unpack(canvas.coverage, width, height, chunk);
  const first = {DAPI: '#3d7bff', CK: '#ff9f1c', CD3: '#ff4fa3', CD68: '#2fd07f'};
  const fallback = data.channels.some(c => first[c.id]) ? [] : data.channels.filter(c => c.role !== 'background').slice(0, 3).map(c => c.id);
  const channels = await Promise.all(data.channels.map(async (c, at) => {
    const plane = await unpack(canvas.channels[at], width, height, chunk);
    const low = quantile(plane, coverage, 0.5), high = Math.max(low + 1, quantile(plane, coverage, 0.998));
    return {...c, density: densities[at], plane, low, high, colour: first[c.id] || c.colour, on: c.id in first || fallback.includes(c.id)};
  }));
  channels.forEach(c => { c.start = {on: c.on, low: c.low, high: c.high, colour: c.colour}; });
  return {channels, coverage, width, height, coarser: canvas.coarser};
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
