document.title = data.run + ' - CohortRun report';
const rows = data.rows.map((cells, index) => ({...Object.fromEntries(data.columns.map((name, c) => [name, cells[c]])), index}));
const failureFolder = row => '../failures/' + padded(row.index) + '/';
const RESULTS = ['Succeeded', 'Degraded'];
const NEITHER = ['NoTissue', 'Excluded'];
const totals = Object.entries(data.totals).sort((a, b) => b[1] - a[1]);
const sum = outcomes => totals.filter(([o]) => outcomes(o)).reduce((n, [, count]) => n + count, 0);
const slides = n => n + (n === 1 ? ' slide' : ' slides');

function totalsSection() {
  const results = sum(o => RESULTS.includes(o));
  const failed = sum(o => !RESULTS.includes(o) && !NEITHER.includes(o));
  const left = rows.length - results - failed;
  main.append(
    el('h1', {}, id(data.run)),
    el('p', {class: 'lead'}, slides(rows.length) + ': ' + results + ' with results'
      + (failed ? ', ' + failed + ' failed' : '') + (left ? ', ' + left + ' without tissue or excluded' : '') + '.'),
    el('div', {class: 'bar', role: 'img', 'aria-label': 'Slides by outcome: ' + totals.map(([o, n]) => n + ' ' + o).join(', ')},
      totals.map(([o, n]) => el('span', {title: n + ' ' + o, css: {flex: n, background: outcomeColour(o)}}))),
    el('div', {class: 'legend', id: 'totals'}, totals.map(([o, n]) => el('button', {type: 'button', 'data-outcome': o, title: 'Show only these', onclick: () => show(o)},
      el('span', {class: 'dot', css: {background: outcomeColour(o)}}), el('b', {}, n), ' ' + o))),
    el('nav', {class: 'cards', 'aria-label': 'Pages of this report'}, data.pages.map(p => el('a', {href: p.file}, el('b', {}, p.title), el('span', {class: 'soft'}, p.about)))),
    data.signedOff ? el('p', {}, signOffLine()) : '',
    el('p', {}, validationLine(), data.analyses.length ? '. Asked for: ' + data.analyses.join(', ') + '.' : '. No analyses were asked for.'));
}

const filter = el('select', {id: 'filter', 'aria-label': 'Outcome', onchange: e => show(e.target.value)},
  el('option', {value: ''}, 'All outcomes'), totals.map(([o, n]) => el('option', {value: o}, o + ' (' + n + ')')));
function show(outcome) {
  filter.value = outcome;
  ledger.filter(r => !outcome || r.outcome === outcome);
}

const number = text => text === '' ? -1 : Number(text);
const picture = r => r.thumbnail ? el('a', {href: slidePage(r.index), tabindex: -1, 'aria-hidden': 'true'}, el('img', {src: dataUri('image/jpeg', r.thumbnail), alt: ''})) : null;
const slideLink = r => el('a', {href: slidePage(r.index)}, id(r.slide_id));
function reason(r) {
  const links = failureLinks(r.failure, failureFolder(r));
  return [r.message, links.length ? el('span', {class: 'links'}, links) : null];
}
const ledger = pagedTable({
  name: 'ledger', rows, pageSize: 200, extra: filter, tableClass: 'ledger',
  text: r => r.slide_id + ' ' + r.patient_id + ' ' + r.outcome + ' ' + r.message,
  columns: [
    ...rows.some(r => r.thumbnail) ? [{title: '', cell: picture, className: 'pic'}] : [],
    {title: 'Slide', key: r => r.slide_id, cell: slideLink, className: 'id'},
    {title: 'Patient', key: r => r.patient_id, cell: r => id(r.patient_id), className: 'patient'},
    {title: 'Outcome', key: r => r.outcome, cell: r => tag(r.outcome), className: 'outcome'},
    {title: 'What happened, what to do', key: r => r.message, cell: reason, className: 'why'},
    {title: 'Tiles', key: r => number(r.tiles), cell: r => r.tiles, className: 'num'},
    {title: '\u00b5m/px', key: r => number(r.mpp), cell: r => el('span', {title: r.mpp_source && r.mpp + ' from ' + r.mpp_source}, r.mpp && String(Number(Number(r.mpp).toPrecision(4)))), className: 'num'},
    {title: 'Seconds', key: r => number(r.seconds), cell: r => r.seconds, className: 'num'},
  ],
});

function densitySection() {
  const withNumbers = rows.filter(r => r.densities);
  if (!withNumbers.length) return;
  const most = data.channels.map((_, c) => Math.max(1, ...withNumbers.map(r => r.densities[c])));
  const shade = (r, c) => (r.densities[c] / most[c]).toFixed(3);
  const table = pagedTable({
    name: 'densities', rows: withNumbers, pageSize: 100, tableClass: 'heat', text: r => r.slide_id + ' ' + r.patient_id,
    columns: [
      {title: 'Slide', key: r => r.slide_id, cell: slideLink, className: 'id'},
      ...data.channels.map((channel, c) => ({title: channel, key: r => r.densities[c], className: 'd',
        cell: r => el('span', {title: channel + ': ' + percent(r.densities[c] / 1e4), css: {'--shade': shade(r, c)}}, (r.densities[c] / 100).toFixed(r.densities[c] < 995 ? 1 : 0))})),
    ],
  });
  main.append(el('h2', {}, 'Positive share of tissue, by channel'),
    el('p', {class: 'soft'}, 'Per cent of the tissue pixels above the channel\u2019s threshold. Each column has its own scale, from none to its highest slide: compare shades down a column, numbers across.'
      + (data.demo ? ' ' + DEMO : '')), table.element);
}

function sources() {
  const one = c => [c.of.device, 'libtorch ' + c.of.libtorch, c.of.precision, 'batch ' + c.of.batch].join(', ');
  const classes = data.numericClasses;
  const mixed = classes.length > 1;
  main.append(el('h2', {}, 'Where the numbers come from'));
  if (mixed) main.append(el('p', {class: 'warning', role: 'note', id: 'mixed'},
    'The results come from ' + classes.length + ' kinds of machine; numbers of different kinds may differ in their last digits.'));
  main.append(el('div', {class: 'panel'}, definitions([
    ...model(),
    ...classes.map(c => ['Computed on', one(c) + (mixed ? ': ' + slides(c.slides) : '')]),
    ['Settings', Object.entries(data.settings).filter(([, v]) => typeof v !== 'object' || Object.keys(v).length)
      .map(([k, v]) => k + ' ' + (typeof v === 'object' ? JSON.stringify(v) : v)).join(', ')],
    ['Output profile', data.profile], ['Manifest', data.manifest], ['Manifest sha256', data.manifestDigest],
    ['Model sha256', data.bundleDigest], ['Spec sha256', data.specDigest], ['Run', data.uid + ', attempt ' + data.attempt]])));
  main.append(el('p', {}, 'Beside this report: ', ['ledger.csv', 'features.parquet', 'features_pairs.parquet', 'data-dictionary.json', 'run.json']
    .flatMap((f, i) => [i ? ', ' : '', el('a', {href: '../' + f}, f)]), '.'));
  main.append(el('footer', {}, 'Entropy, SNR, sharpness, Moran\u2019s I, tissue mask and patient aggregation follow this project\u2019s own documented choices where the published study states none. '
    + 'Background channels (TRITC, Cy5), where a model has them, are negative controls.'));
}

totalsSection();
main.append(el('h2', {}, 'Every slide and how it ended'), ledger.element);
densitySection();
sources();
banner();
document.body.dataset.ready = 'yes';
