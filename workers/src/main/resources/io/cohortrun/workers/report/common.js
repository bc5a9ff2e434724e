'use strict';
const data = JSON.parse(document.getElementById('data').textContent);
// Okabe-Ito colours: told apart by people with any colour vision.
const OUTCOME_COLOURS = {Succeeded: '#009e73', Degraded: '#e69f00', NoTissue: '#56b4e9', Excluded: '#999999'};
const outcomeColour = o => OUTCOME_COLOURS[o] || '#d55e00';
/** Builds an element; text goes in as text, never as markup. */
function el(tag, attributes, ...children) {
  const e = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith('on')) e.addEventListener(name.slice(2), value);
    else if (name === 'css') Object.assign(e.style, value);
    else if (value !== false && value != null) e.setAttribute(name, value === true ? '' : value);
  }
  e.append(...children.filter(c => c != null).map(c => c instanceof Node ? c : String(c)));
  return e;
}
function banner() {
  const text = 'Research use only. Not for clinical use.' + (data.demo ? ' Demo model: these maps follow stains and nuclei; they are not proteins.' : '');
  document.body.prepend(el('div', {class: 'banner', role: 'note'}, text));
}
function definitions(pairs) {
  return el('dl', {}, ...pairs.filter(p => p[1] != null && p[1] !== '').flatMap(([k, v]) => [el('dt', {}, k), el('dd', {class: /^[0-9a-f]{32,}$/.test(v) ? 'mono' : null}, v)]));
}
const percent = x => (100 * x).toFixed(x < 0.1 ? 2 : 1) + ' %';
