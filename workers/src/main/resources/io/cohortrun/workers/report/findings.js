const tables = {};

/** A number as a table shows it; columns of probabilities keep two digits however small. */
function shown(value, column) {
  if (value === null || value === '') return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value !== 'number') return id(value);
  if (/^(p|q|bonferroni)$|^[pq]_|_p$/.test(column)) return value === 0 ? '0' : value < 0.001 ? value.toExponential(1) : String(Number(value.toPrecision(2)));
  if (Number.isInteger(value)) return value.toLocaleString('en');
  return Math.abs(value) < 1e-4 ? value.toExponential(2) : String(Number(value.toPrecision(4)));
}

function tableBlock(block) {
  const numeric = block.columns.map((_, c) => block.rows.some(r => typeof r[c] === 'number'));
  const table = pagedTable({
    name: block.id, noun: 'row', pageSize: 25, rows: block.rows.map(cells => ({cells})),
    text: r => r.cells.filter(c => typeof c === 'string').join(' '),
    columns: block.columns.map((title, c) => ({title, className: numeric[c] ? 'num' : block.rows.some(r => String(r[c]).length > 40) ? 'long' : null,
      key: r => r.cells[c] ?? (numeric[c] ? -Infinity : ''), cell: r => shown(r.cells[c], title)})),
  });
  tables[block.id] = table;
  return el('div', {class: 'table'}, el('h3', {}, block.caption), table.element, block.left
    ? el('p', {class: 'soft'}, block.left.toLocaleString('en') + ' more rows are in ', el('a', {href: data.root + block.file}, block.file.replace('../', '')), '.') : null);
}

function plotBlock(block) {
  const frame = el('div', {class: 'plot', role: 'img', 'aria-label': block.title + '. ' + block.says});
  const rows = block.numbers.rows.map(r => Object.fromEntries(block.numbers.columns.map((name, c) => [name, r[c]])));
  const drawing = DRAWINGS[block.draw](rows, block.options, frame);
  drawn.push(drawing);
  return el('figure', {'data-plot': block.draw}, el('h3', {}, block.title), el('p', {class: 'soft'}, block.says), drawing.controls, frame, drawing.below,
    el('details', {}, el('summary', {}, 'The numbers of this figure'), tableBlock(block.numbers)));
}

function flowBlock(block) {
  const people = (slides, patients) => slides.toLocaleString('en') + (slides === 1 ? ' slide, ' : ' slides, ') + patients.toLocaleString('en') + (patients === 1 ? ' patient' : ' patients');
  return el('ol', {class: 'flow', 'aria-label': 'Cohort flow'}, block.steps.map(step => el('li', {},
    step.losses.length ? el('ul', {}, step.losses.map(loss => el('li', {id: 'flow-' + loss.row, tabindex: -1}, el('b', {}, '\u2212 ' + people(loss.slides, loss.patients)), ' ' + loss.reason))) : null,
    el('div', {class: 'step', id: step.losses.length ? null : 'flow-' + step.row, tabindex: -1}, step.name, el('b', {}, people(step.slides, step.patients))))));
}

/** A link to the row that a sentence is of; on paper its address. */
function sourceOf(block) {
  return block.href ? [' ', el('a', {href: block.href, class: 'source', 'aria-label': 'Where this stands: ' + block.text},
    el('span', {class: 'screen'}, 'numbers'), el('span', {class: 'paper'}, '[' + block.href + ']'))] : null;
}

const BLOCKS = {
  Heading: b => el('h2', {}, b.text),
  Paragraph: b => el('p', {class: 'text'}, b.text, sourceOf(b)),
  Warning: b => el('p', {class: 'warning', role: 'note'}, b.text, sourceOf(b)),
  Facts: b => el('div', {class: 'panel'}, definitions(b.pairs.map(([name, value], i) => [name, typeof value === 'number' ? value.toLocaleString('en') : value, b.id && `${b.id}-${i}`]))),
  Table: tableBlock, Plot: plotBlock, Flow: flowBlock,
  Links: b => el('ul', {class: 'files'}, b.links.map(l => el('li', {}, el('a', {href: l.href}, l.name), el('span', {class: 'soft'}, ' ' + l.about)))),
};

/** Turns to the row that the address names, and marks it. */
function goToHash() {
  const name = decodeURIComponent(location.hash.slice(1)), row = /^(.+)-(\d+)$/.exec(name);
  if (row && tables[row[1]]) tables[row[1]].reveal(Number(row[2]));
  document.querySelectorAll('.marked').forEach(e => e.classList.remove('marked'));
  const target = document.getElementById(name);
  if (!target) return;
  for (let e = target; e; e = e.parentElement) if (e.tagName === 'DETAILS') e.open = true;
  target.classList.add('marked');
  target.tabIndex = -1;
  target.focus({preventScroll: true});
  target.scrollIntoView({block: 'center'});
}
