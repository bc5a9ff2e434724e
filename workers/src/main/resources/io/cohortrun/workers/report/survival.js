const YEAR = 365.25;

/** Patients at risk of each group just before whole steps of time, of which the table has rows. */
function riskTable(rows, order, last) {
  const near = (row, time) => Math.abs(row.time - time * YEAR) < 1e-6;
  const step = [0.25, 0.5, 1, 2, 5].find(s => last / s <= 8 && rows.some(r => near(r, s))) || 10;
  const times = Array.from({length: Math.floor(last / step) + 1}, (_, i) => i * step);
  const at = (group, time) => rows.find(r => r.group === group && near(r, time));
  return el('div', {class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Patients at risk'}, el('table', {class: 'risk'},
    el('thead', {}, el('tr', {}, el('th', {scope: 'col'}, 'At risk after years'), times.map(t => el('th', {scope: 'col', class: 'num'}, t)))),
    el('tbody', {}, order.map((group, g) => el('tr', {}, el('th', {scope: 'row'}, el('span', {class: 'dot', css: {background: INK.first[g % 6]}}), group),
      times.map(t => el('td', {class: 'num'}, (r => r ? r['at risk'].toLocaleString('en') : '0')(at(group, t)))))))));
}

/** One comparison at a time, chosen from a list. */
function kaplanMeier(rows, options, frame) {
  const panels = [...new Set(rows.map(r => r.panel))];
  const below = el('div', {class: 'after'});
  let panel = panels[0];
  const specification = () => {
    const here = rows.filter(r => r.panel === panel).map(r => ({...r, years: r.time / YEAR}));
    const order = [...new Set(here.map(r => r.group))];
    const groupBy = more => ({field: 'group', type: 'nominal', scale: {domain: order, ...more}, legend: {title: null, symbolType: 'stroke', symbolStrokeWidth: 3, symbolSize: 300, symbolOpacity: 1}});
    const colour = groupBy({range: INK.first}), x = quantity('years', 'years'), share = {domain: [0, 1]};
    below.replaceChildren(el('p', {class: 'soft', id: 'panel-says', 'aria-live': 'polite'}, options.says[panel] || ''), riskTable(here, order, Math.max(...here.map(r => r.years))));
    frame.setAttribute('aria-label', panel + '. ' + (options.says[panel] || ''));
    return {
      height: 340, data: {values: here},
      layer: [
        {mark: {type: 'area', interpolate: 'step-after', opacity: 0.14}, encoding: {x, y: quantity('lower', 'share without the event', {scale: share}), y2: {field: 'upper'}, color: colour}},
        {mark: {type: 'line', interpolate: 'step-after', strokeWidth: 2, tooltip: {content: 'data'}}, encoding: {x, y: quantity('survival', 'share without the event', {scale: share}), color: colour,
          strokeDash: groupBy({range: [[1, 0], [7, 3], [2, 2], [9, 3, 2, 3]]})}},
      ],
    };
  };
  const one = drawing(frame, specification, {below});
  one.controls = el('div', {class: 'tools'}, el('label', {}, 'Show', el('select', {id: 'panel', onchange: e => { panel = e.target.value; one.draw(true); }}, panels.map(p => el('option', {value: p}, p)))));
  return one;
}
