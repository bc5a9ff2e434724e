const data = JSON.parse(document.getElementById('data').textContent);
const main = document.getElementById('main');
main.replaceChildren(); // what is read where no script runs

// Okabe-Ito colours: told apart by people with any colour vision. The word always stands beside them.
const OUTCOME_COLOURS = {Succeeded: '#009e73', Degraded: '#e69f00', NoTissue: '#56b4e9', Excluded: '#999999'};
const outcomeColour = outcome => OUTCOME_COLOURS[outcome] || '#d55e00';

/** Builds an element; text goes in as text, never as markup. */
function el(tag, attributes, ...children) {
  const e = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith('on')) e.addEventListener(name.slice(2), value);
    else if (name === 'css') for (const [key, v] of Object.entries(value)) e.style.setProperty(key, v);
    else if (value !== false && value != null) e.setAttribute(name, value === true ? '' : value);
  }
  e.append(...children.flat(Infinity).filter(c => c != null).map(c => c instanceof Node ? c : String(c)));
  return e;
}

/** An id of the cohort: its writing direction stays its own. */
const id = text => el('bdi', {}, text);
const tag = outcome => el('span', {class: 'tag'}, el('span', {class: 'dot', css: {background: outcomeColour(outcome)}}), outcome);
const percent = share => (100 * share).toFixed(share < 0.1 ? 2 : 1) + ' %';
const dataUri = (type, base64) => 'data:' + type + ';base64,' + base64;
const RESEARCH = 'Research use only. Not for clinical use.';
const DEMO = 'Demo model: its maps follow stains and nuclei; they are not proteins.';

/** A row's number as files carry it. */
const padded = row => String(row).padStart(7, '0');

/** Address of one of the pages that lie side by side in a file. */
const pageOf = (folder, index) => data.root + folder + '/' + String(Math.floor(index / data.pageSize)).padStart(4, '0') + '.html#' + (index % data.pageSize);
const slidePage = row => pageOf('slides', row);

/** Steps through the pages of one file: the address names the one that `show` shows. */
function chooser(noun, names, show) {
  const at = () => Math.min(names.length - 1, Math.max(0, Number(location.hash.slice(1)) || 0));
  const choice = el('select', {id: 'choose', onchange: e => { location.hash = e.target.value; }}, names.map((name, i) => el('option', {value: i}, name)));
  const step = (by, name, text) => el('button', {type: 'button', id: name, onclick: () => { location.hash = at() + by; }}, text);
  const [before, after] = [step(-1, 'before', 'Previous'), step(1, 'after', 'Next')];
  const turn = () => {
    choice.value = at();
    before.disabled = at() === 0;
    after.disabled = at() === names.length - 1;
    return show(at());
  };
  addEventListener('hashchange', turn);
  return {at, first: turn, element: el('div', {class: 'tools'}, before, el('label', {}, noun, choice), after)};
}

/** What stands above every page: for what it may be used, whether it is a draft, and whether the run stood its checks. */
function banner() {
  if (data.signOff && !data.signedOff) document.body.prepend(el('div', {class: 'banner', id: 'draft', role: 'note'}, 'Draft: no reviewer has signed this run off.'));
  const failed = data.validation && data.validation.failed;
  if (failed && failed.length) document.body.prepend(el('div', {class: 'banner failed', role: 'note'},
    'Validation failed: ' + failed.join(', ') + '. Do not rely on the findings of this run. ', el('a', {href: data.root + 'validation.html'}, 'See the checks')));
  document.body.prepend(el('div', {class: 'banner', role: 'note'}, RESEARCH + (data.demo ? ' ' + DEMO : ''), el('div', {class: 'model'}, model().map(([name, value]) => name + ': ' + value).join(' \u00b7 '))));
}

/** How the run stood its checks, in one line. */
const validationLine = () => el('span', {class: 'soft', id: 'validation'}, !data.validation ? 'Not validated'
  : data.validation.failed.length ? 'Validation: ' + data.validation.failed.length + ' of ' + data.validation.checks + ' checks failed'
  : 'Validation: all ' + data.validation.checks + ' checks passed');

/** Who approved of the run, when, and in which words. */
const signOffLine = () => data.signedOff ? el('span', {class: 'soft', id: 'signed-off'}, 'Signed off by ', id(data.signedOff.approver), ' on ' + data.signedOff.at.replace('T', ' ').replace('Z', ' UTC'),
  data.signedOff.comment ? [': \u201c', id(data.signedOff.comment), '\u201d'] : null) : null;

/** The way to every other page. */
function menu(here) {
  const link = page => el('a', {href: data.root + page.file, 'aria-current': page.file === here ? 'page' : null}, page.title);
  return el('nav', {class: 'menu', 'aria-label': 'Pages of this report'}, el('a', {href: data.root + 'index.html'}, 'Every slide'), data.pages.map(link), validationLine(), signOffLine());
}

/** What the model is, and what it may be used for. */
const model = () => [
  ['Model', data.bundle.id + ' ' + data.bundle.version + (data.demo ? ' (demo: not proteins)' : '')],
  ['Intended use', data.bundle.intendedUse], ['Licence', data.bundle.licence]];

function definitions(pairs) {
  return el('dl', {}, pairs.filter(([, value]) => value != null && value !== '').map(([name, value, at]) =>
    [el('dt', {id: at}, name), el('dd', {class: /^[0-9a-f]{32,}$/.test(value) ? 'mono' : null}, value)]));
}

/** Links to what is kept of a failed slide. */
const FAILURE_FILES = {'failure.json': 'what happened', 'reader.log': 'reader log', 'thumbnail.jpg': 'thumbnail'};
function failureLinks(names, folder) {
  return names.filter(name => FAILURE_FILES[name]).map(name => el('a', {href: folder + name}, FAILURE_FILES[name]));
}
