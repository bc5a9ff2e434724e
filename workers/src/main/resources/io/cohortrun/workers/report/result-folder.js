/**
 * Maps of a result from the files of its folder as a person has chosen it, `slides/<key>` of the run's output: COMMIT names the try that
 * counts, and zarr the shape. Files are blobs, which unpack() takes as it takes base64.
 */
async function committedMaps(chosen, slide) {
  const files = new Map(Array.from(chosen, f => [f.webkitRelativePath.split('/').slice(1).join('/'), f]));
  const file = name => {
    if (files.has(name)) return files.get(name);
    throw new Error('it has no ' + name);
  };
  const {prefix} = JSON.parse(await file('COMMIT').text());
  if (prefix !== slide.result) throw new Error('it holds ' + prefix + ', this slide\u2019s result is ' + slide.result);
  const zarr = prefix.split('/').slice(2).join('/') + 'canvas.zarr/';
  const array = JSON.parse(await file(zarr + 'canvas/.zarray').text());
  const chunks = folder => Object.fromEntries([...files].filter(([name]) => name.startsWith(folder) && !name.slice(folder.length).startsWith('.'))
    .map(([name, f]) => [name.slice(folder.length), f]));
  return {height: array.shape[1], width: array.shape[2], chunk: array.chunks[1], coarser: 1,
    coverage: chunks(zarr + 'coverage/'), channels: data.channels.map((_, c) => chunks(zarr + 'canvas/' + c + '/'))};
}

/** Asks for the folder of a slide's result and gives its maps to `shown`. */
function folderPanel(slide, shown) {
  const said = el('p', {class: 'warning', role: 'alert', id: 'folder-said', hidden: true});
  const input = el('input', {type: 'file', id: 'folder', webkitdirectory: true, 'aria-describedby': 'folder-why', onchange: async () => {
    try {
      said.hidden = true;
      await shown(await committedMaps(input.files, slide));
    } catch (e) {
      said.textContent = 'The maps in this folder cannot be shown: ' + e.message + '.';
      said.hidden = false;
    }
  }});
  const key = slide.result.split('/').slice(0, 2).join('/');
  return el('div', {class: 'panel', id: 'whole'}, el('label', {class: 'wide'}, 'Maps as committed', input),
    el('p', {class: 'soft small', id: 'folder-why'}, 'Choose the folder ', el('code', {}, key), ' of the run\u2019s output: its maps, ' + 'one value for each 32 \u00b5m at 0.5 \u00b5m a pixel, are read by this page and go nowhere else.'), said);
}
