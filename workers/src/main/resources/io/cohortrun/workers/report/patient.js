const body = el('div', {id: 'patient', 'aria-live': 'polite'});
const withPages = chooser('Patient', data.patients.map(p => p.patient), show);
const slideLink = ([row, name, outcome]) => el('li', {}, el('a', {href: slidePage(row)}, id(name)), ' ', tag(outcome));
const measured = p => data.channels.flatMap((channel, c) => p.densities[c] ? [[channel, ...p.densities[c]]] : []);

function figure(p) {
  const rows = measured(p);
  if (!rows.length) return el('p', {}, 'No density is known.');
  return plotBlock({draw: 'percentiles', title: 'Densities beside other patients', options: {},
    says: 'Per cent of patients whose density of the channel is lower: among all patients, and among those of the same type. The numbers also say how a channel is arranged: Moran\u2019s I is high where it gathers in patches, contrast where neighbouring cells of the map differ.',
    numbers: {id: 'densities', caption: 'Densities and arrangement', columns: ['channel', 'density', 'among all', 'among the same type', 'Moran\u2019s I', 'contrast'], rows, left: 0}});
}
DRAWINGS.percentiles = (draw => (rows, options, frame) => draw(rows.flatMap(r => [
  {channel: r.channel, among: 'all patients', percentile: r['among all']}, {channel: r.channel, among: 'the same type', percentile: r['among the same type']}]), options, frame))(DRAWINGS.percentiles);

function show(at) {
  const p = data.patients[at];
  drawn.length = 0;
  document.title = p.patient + ' - ' + data.run;
  body.replaceChildren(el('h1', {}, id(p.patient)),
    el('p', {class: 'lead'}, [p.type, p.subtype, p.site].filter(Boolean).join(', ') + '; ' + p.tiles.toLocaleString('en') + ' tiles'),
    figure(p),
    el('h2', {}, 'Clinical record'), el('div', {class: 'panel'}, definitions(p.known.map(([name, value]) => [name, shown(value, name)]))),
    el('p', {class: 'soft'}, p.no + ' more attributes are 0 (no, or not mutated), ' + p.unknown + ' are not known.'),
    el('h2', {}, 'Slides'), el('ul', {class: 'files'}, p.slides.map(slideLink)));
  return drawAll().then(() => { document.body.dataset.patient = at; });
}
main.append(menu('patients.html'), withPages.element, body);
banner();
withPages.first().then(() => { document.body.dataset.ready = 'yes'; });
