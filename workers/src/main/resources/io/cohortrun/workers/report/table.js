/**
 * A table of any length: searched, sorted by a click on a column's head, and shown a page at a time, so that 100,000 rows
 * cost the browser no more than one page of them.
 *
 * columns: [{title, key: row => number or text, cell: row => nodes, className}]; text: row => what a search looks at; noun: what a row
 * is. Row n of `rows` has the id `name-n`, and reveal(n) turns to its page.
 */
function pagedTable({name, rows, columns, text, pageSize, extra, tableClass, noun = 'slide'}) {
  const few = noun === 'row' && rows.length <= 12;
  const state = {text: '', accepts: () => true, column: null, down: false, page: 0};
  const count = el('span', {class: 'soft', 'aria-live': 'polite', id: name + '-count'});
  const first = step => () => { state.page += step; draw(); body.closest('.scroll').scrollIntoView({block: 'nearest'}); };
  const before = el('button', {type: 'button', id: name + '-previous', onclick: first(-1)}, 'Previous');
  const after = el('button', {type: 'button', id: name + '-next', onclick: first(1)}, 'Next');
  const search = el('input', {type: 'search', id: name + '-search', placeholder: 'Search', 'aria-label': 'Search ' + name,
    oninput: e => { state.text = e.target.value.toLowerCase(); state.page = 0; draw(); }});
  const heads = columns.map(c => el('th', {class: c.className, scope: 'col'}, !c.key ? c.title : el('button', {type: 'button', onclick: () => {
    // Numbers begin with the largest, words with the first letter; the second click turns the order round.
    const numeric = typeof c.key(rows[0]) === 'number';
    state.down = state.column === c ? !state.down : numeric;
    state.column = c;
    state.page = 0;
    draw();
  }}, c.title)));
  const body = el('tbody', {id: name});
  const needles = rows.map(r => text(r).toLowerCase());
  rows.forEach((r, i) => { r.order = i; });

  function chosen() {
    const found = rows.filter(r => state.accepts(r) && (!state.text || needles[r.order].includes(state.text)));
    if (state.column) {
      const keys = new Map(found.map(r => [r, state.column.key(r)]));
      const compare = (a, b) => a < b ? -1 : a > b ? 1 : 0;
      found.sort((a, b) => (compare(keys.get(a), keys.get(b)) * (state.down ? -1 : 1)) || a.order - b.order);
    }
    return found;
  }
  function draw() {
    const found = chosen();
    const pages = Math.max(1, Math.ceil(found.length / pageSize));
    state.page = Math.min(Math.max(0, state.page), pages - 1);
    count.textContent = found.length + ' of ' + rows.length + (pages > 1 ? ', page ' + (state.page + 1) + ' of ' + pages : '');
    before.disabled = state.page === 0;
    after.disabled = state.page === pages - 1;
    before.hidden = after.hidden = rows.length <= pageSize;
    heads.forEach((h, i) => {
      if (state.column === columns[i]) h.setAttribute('aria-sort', state.down ? 'descending' : 'ascending');
      else h.removeAttribute('aria-sort');
    });
    body.replaceChildren(...found.slice(state.page * pageSize, (state.page + 1) * pageSize).map(r =>
      el('tr', {id: name + '-' + r.order}, columns.map(c => el('td', {class: c.className}, c.cell(r))))));
    if (!found.length) body.append(el('tr', {}, el('td', {colspan: columns.length, class: 'soft'}, 'No ' + noun + ' matches.')));
  }
  draw();
  return {
    element: el('div', {}, el('div', {class: 'tools'}, few ? null : search, extra, few ? null : count, el('span', {class: 'pager'}, before, after)),
      el('div', {class: 'scroll', tabindex: 0, role: 'region', 'aria-label': name}, el('table', {class: tableClass}, el('thead', {}, el('tr', {}, heads)), body))),
    reveal(n) {
      search.value = state.text = '';
      state.accepts = () => true;
      state.page = Math.floor(chosen().findIndex(r => r.order === n) / pageSize);
      draw();
    },
    filter(accepts) { state.accepts = accepts; state.page = 0; draw(); },
  };
}
