const PAGE = 200;
const main = document.getElementById('main');
document.title = data.run + ' - CohortRun report';
const total = data.rows.length;
const state = {outcome: '', text: '', sort: null, down: false, page: 0};
const page = i => 'slides/' + String(i).padStart(7, '0') + '.html';
data.rows.forEach((r, i) => { r.index = i; });

main.append(el('h1', {}, data.run), el('div', {class: 'soft'}, total + ' slides, attempt ' + data.attempt + ', run ' + data.uid));
const totals = Object.entries(data.totals).sort((a, b) => b[1] - a[1]);
main.append(
  el('div', {class: 'bar', role: 'img', 'aria-label': 'Slides by outcome'},
    ...totals.map(([o, n]) => el('span', {title: o + ': ' + n, css: {flex: n, background: outcomeColour(o)}}))),
  el('div', {class: 'legend'}, ...totals.map(([o, n]) => el('span', {}, el('span', {class: 'dot', css: {background: outcomeColour(o)}}), n + ' ' + o))));

main.append(el('h2', {}, 'Every slide and how it ended'));
const search = el('input', {type: 'search', placeholder: 'Search slide, patient, message', 'aria-label': 'Search', oninput: e => { state.text = e.target.value.toLowerCase(); state.page = 0; draw(); }});
const filter = el('select', {id: 'filter', 'aria-label': 'Outcome', onchange: e => { state.outcome = e.target.value; state.page = 0; draw(); }},
  el('option', {value: ''}, 'All outcomes'), ...totals.map(([o, n]) => el('option', {value: o}, o + ' (' + n + ')')));
const count = el('span', {class: 'soft', 'aria-live': 'polite'});
const before = el('button', {onclick: () => { state.page--; draw(); }}, 'Previous');
const after = el('button', {onclick: () => { state.page++; draw(); }}, 'Next');
main.append(el('div', {class: 'tools'}, search, filter, count, before, after));
const COLUMNS = [['slide_id', 'Slide'], ['patient_id', 'Patient'], ['outcome', 'Outcome'], ['message', 'What happened, what to do'], ['tiles', 'Tiles', 1], ['mpp', 'um/px', 1], ['mpp_source', 'from'], ['seconds', 's', 1]];
const body = el('tbody', {id: 'ledger'});
main.append(el('div', {class: 'scroll'}, el('table', {}, el('thead', {}, el('tr', {}, ...COLUMNS.map(([key, title, num]) =>
  el('th', {class: num ? 'num' : null}, el('button', {onclick: () => { state.down = state.sort === key && !state.down; state.sort = key; draw(); }}, title))))), body)));

function chosen() {
  const rows = data.rows.filter(r => (!state.outcome || r.outcome === state.outcome)
    && (!state.text || (r.slide_id + ' ' + r.patient_id + ' ' + r.message).toLowerCase().includes(state.text)));
  if (state.sort) {
    const numeric = COLUMNS.find(c => c[0] === state.sort)[2];
    const key = r => numeric ? Number(r[state.sort] || -1) : r[state.sort];
    rows.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a.index - b.index) * (state.down ? -1 : 1));
  }
  return rows;
}
function draw() {
  const rows = chosen();
  const pages = Math.max(1, Math.ceil(rows.length / PAGE));
  state.page = Math.min(Math.max(0, state.page), pages - 1);
  count.textContent = rows.length + ' of ' + total + (pages > 1 ? ', page ' + (state.page + 1) + ' of ' + pages : '');
  before.disabled = state.page === 0;
  after.disabled = state.page === pages - 1;
  body.replaceChildren(...rows.slice(state.page * PAGE, (state.page + 1) * PAGE).map(r => el('tr', {},
    el('td', {}, el('a', {href: page(r.index)}, r.slide_id)), el('td', {}, r.patient_id),
    el('td', {}, el('span', {class: 'tag', css: {color: outcomeColour(r.outcome)}}, r.outcome)),
    el('td', {}, r.message), el('td', {class: 'num'}, r.tiles), el('td', {class: 'num'}, r.mpp), el('td', {}, r.mpp_source), el('td', {class: 'num'}, r.seconds))));
}
draw();

const withMaps = data.rows.filter(r => r.densities);
if (withMaps.length) {
  main.append(el('h2', {}, 'Positive share of tissue, by channel'),
    el('p', {class: 'soft'}, (withMaps.length > 60 ? 'The first 60 of ' + withMaps.length + ' slides; all are in features.parquet. ' : '') + 'Darker is denser, on one scale for the whole table; numbers in per cent.'));
  const shown = withMaps.slice(0, 60);
  const most = Math.max(0.01, ...shown.flatMap(r => r.densities));
  main.append(el('div', {class: 'scroll'}, el('table', {class: 'heat'},
    el('thead', {}, el('tr', {}, el('th', {}), ...data.channels.map(c => el('th', {class: 'v', scope: 'col'}, c)))),
    el('tbody', {}, ...shown.map(r => el('tr', {}, el('td', {}, el('a', {href: page(r.index)}, r.slide_id)),
      ...r.densities.map((d, c) => el('td', {title: data.channels[c] + ': ' + percent(d), css: {background: 'rgba(11,107,203,' + (0.06 + 0.74 * d / most).toFixed(3) + ')', color: d / most > 0.6 ? '#fff' : 'inherit'}}, (100 * d).toFixed(0)))))))));
}
main.append(el('h2', {}, 'Where the numbers come from'), el('div', {class: 'panel'}, definitions([
  ['Model', data.bundle.id + ' ' + (data.bundle.version || '')], ['Model sha256', data.bundleDigest], ['Spec sha256', data.specDigest], ['Manifest', data.manifest],
  ['Settings', Object.entries(data.settings).map(([k, v]) => k + ' ' + (typeof v === 'object' ? JSON.stringify(v) : v)).join(', ')],
  ['Computed on', Object.values(data.numericClass).join(', ')], ['Output profile', data.outputs.profile]])));
main.append(el('p', {}, 'Beside this report: ', ...['ledger.csv', 'features.parquet', 'data-dictionary.json', 'run.json'].flatMap((f, i) => [i ? ', ' : '', el('a', {href: '../' + f}, f)]), '.'));
main.append(el('footer', {}, 'Entropy, SNR, sharpness, tissue mask and patient aggregation follow this project\u2019s own documented choices where the published study states none. Background channels (TRITC, Cy5) are negative controls.'));
banner();
