const body = el('div', {id: 'slide', 'aria-live': 'off'});
const withPages = chooser('Slide', data.slides.map(s => s.slide_id), show);
const awaited = {};

/** What a script of pictures calls. */
function pictures(row, found) { awaited[row](found); }

/** Thumbnail, mask and maps of a row from the file beside this one; nothing where the report carries none, or it was not sent along. */
const picturesOf = row => new Promise(done => {
  awaited[row] = done;
  document.head.append(el('script', {src: 'pictures/' + padded(row) + '.js', onerror: () => done(null)}));
});

function facts(slide) {
  return el('div', {class: 'panel'}, definitions([
    ['Tiles', slide.tilesKept == null ? null : slide.tilesUsed + ' used of ' + slide.tilesKept],
    ['Left out', slide.tilesRejected && Object.entries(slide.tilesRejected).map(([why, n]) => n + ' ' + why).join(', ')],
    ['Size', slide.width ? slide.width + ' \u00d7 ' + slide.height + ' px' : null],
    ['Resolution', slide.mpp ? slide.mpp + ' \u00b5m/px (from ' + slide.mpp_source + ')' : null],
    ['Read with', slide.reader], ...model(),
    ['Computed on', slide.computedOn],
    ['Seconds', slide.seconds], ['Attempts', slide.attempts], ['Slide key', slide.slide_key]]));
}

function head(slide, row) {
  body.append(el('h1', {}, id(slide.slide_id)), el('p', {class: 'under'}, tag(slide.outcome), el('span', {class: 'soft'}, 'patient ', id(slide.patient_id))));
  if (slide.message) body.append(el('p', {class: 'lead', id: 'message'}, slide.message));
  if (slide.tryAgain) {
    body.append(el('div', {class: 'panel', id: 'failure'}, el('p', {}, 'Once the cause is gone, try it again: ', el('code', {}, slide.tryAgain)),
      el('p', {class: 'links'}, 'Kept of this slide: ', failureLinks(slide.failure, '../../failures/' + padded(row) + '/'))));
  }
  for (const w of slide.warnings) body.append(el('p', {class: 'warning'}, w));
}

/** Where the rest of a slide lies, beside the report. */
function elsewhere(slide, row) {
  const result = slide.result && '../../../../../' + slide.result;
  const links = [slide.thumbnail ? ['picture of the stain', '../../thumbnails/' + padded(row) + '.jpg'] : null,
    ...result ? [['a few channels in one picture', result + 'preview.png'], ['tiles with densities, for QuPath', result + 'tiles.geojson']] : []].filter(Boolean);
  return links.length ? el('p', {class: 'links soft'}, 'In the run\u2019s folders: ', links.map(([text, href]) => el('a', {href}, text))) : null;
}

const densities = slide => el('div', {class: 'panel', id: 'densities'}, el('p', {class: 'soft small'}, 'Positive share of tissue' + (data.demo ? '. ' + DEMO : '')),
  definitions(data.channels.map((c, i) => [c.id + (c.role === 'background' ? ' (control)' : ''), percent(slide.densities[i] / 1e4)])));

/** Puts pictures and maps, laid over each other, in a place of the page; what is known in words where there is no picture. */
async function stage(slide, found, there) {
  let maps = null;
  const said = [];
  try {
    maps = found.canvas ? await channelsWithMaps(found.canvas, slide.densities) : null;
  } catch (e) {
    said.push('This browser cannot unpack the maps (' + e.message + '): use one of 2023 or later.');
  }
  if (found.tooLarge) said.push('The maps of this slide are too large for the report, at one value a tile as well.');
  const [thumbnail, mask] = await Promise.all([image(found.thumbnail), image(found.mask)]);
  const tint = mask && tinted(mask);
  const layer = maps && el('canvas', {width: maps.width, height: maps.height});
  const place = thumbnail && found.thumbnail.place || mask && found.mask.place || maps && slide.place;
  const frame = place || thumbnail && {x: 0, y: 0, width: thumbnail.width, height: thumbnail.height};
  const warnings = said.map(text => el('p', {class: 'warning'}, text));
  if (!frame) {
    there.replaceChildren(el('div', {}, warnings, slide.densities ? densities(slide) : null, el('div', {class: 'after'}, facts(slide))));
    return;
  }
  const channels = maps ? maps.channels : [];
  const show = {he: !!thumbnail, maps: !!maps, mask: false, smooth: true, opacity: 1, blend: 'strongest'};
  const umPerPixel = place ? Number(slide.mpp) : 0;
  function readout(x, y) {
    const parts = umPerPixel ? [[x - frame.x, y - frame.y].map(v => (v * umPerPixel / 1000).toFixed(2)).join(', ') + ' mm'] : [];
    const inside = x >= frame.x && y >= frame.y && x < frame.x + frame.width && y < frame.y + frame.height;
    if (maps && inside) {
      const p = slide.place;
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
      if (show.he && thumbnail) lay(thumbnail, found.thumbnail.place);
      context.globalAlpha = show.opacity;
      if (show.maps && maps) lay(layer, slide.place);
      context.globalAlpha = 0.45;
      if (show.mask && tint) lay(tint, found.mask.place);
      context.globalAlpha = 1;
    }});
  function redraw() {
    channels.forEach(c => c.refresh());
    if (maps) layer.getContext('2d').putImageData(new ImageData(blend(channels.filter(c => c.on), maps.coverage, show.blend, show.he), maps.width), 0, 0);
    viewer.draw();
  }
  const panels = el('div', {class: 'side'}, layerPanel(show, {thumbnail, maps, mask}, redraw), maps ? channelPanel(channels, redraw) : null);
  const cell = maps && umPerPixel ? Math.round(umPerPixel * slide.place.width / maps.width) : 0;
  const grain = maps && maps.coarser > 1 ? el('p', {class: 'soft', id: 'grain'}, 'Maps here have one value for each ' + (cell ? cell + ' \u00b5m' : maps.coarser + ' cells')
    + ', the mean of ' + maps.coarser + ' \u00d7 ' + maps.coarser + ' cells of the result, so that the report stays small.') : null;
  there.replaceChildren(el('div', {}, warnings, grain, el('div', {class: 'cols'}, viewer.element, panels, facts(slide)), maps || !slide.densities ? null : densities(slide)));
  viewer.resize();
  redraw();
}

/** Shows the slide that the address names. */
async function show(at) {
  const slide = data.slides[at], row = data.first + at;
  document.title = slide.slide_id + ' - ' + data.run;
  body.replaceChildren();
  head(slide, row);
  const there = el('div', {});
  const put = found => stage(slide, found, there);
  const carried = slide.pictures ? await picturesOf(row) : null;
  if (at !== withPages.at()) return;
  const whole = carried && carried.canvas && carried.canvas.coarser === 1;
  const folder = slide.result && !whole ? folderPanel(slide, canvas => put({...carried, canvas})) : null;
  if (slide.pictures && !carried) body.append(el('p', {class: 'warning'}, 'The pictures of this slide were not copied with the report: report/slides/pictures/' + padded(row) + '.js is missing.'));
  if (!slide.pictures) body.append(el('p', {class: 'text', id: 'sample'}, 'So that the report stays small, it carries pictures and maps of ' + data.withMaps + ' of ' + data.rows.toLocaleString('en')
    + ' slides, drawn evenly from the manifest; the ', el('a', {href: '../gallery.html'}, 'gallery'), ' marks them. This slide is none of them.'));
  body.append(...(slide.pictures ? [there, folder] : [folder, there]).filter(Boolean));
  await put(carried || {});
  body.append(...[elsewhere(slide, row)].filter(Boolean));
  document.body.dataset.slide = at;
}

main.append(el('nav', {}, el('a', {href: '../index.html'}, '\u2190 All slides of ', id(data.run))), withPages.element, body);
banner();
withPages.first().then(() => { document.body.dataset.ready = 'yes'; });
