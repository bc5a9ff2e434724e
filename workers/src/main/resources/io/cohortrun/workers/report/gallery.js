document.title = 'Gallery - ' + data.run;
const order = el('select', {id: 'order', onchange: () => draw()}, el('option', {value: ''}, 'as in the manifest'), data.channels.map((c, i) => el('option', {value: i}, 'most ' + c + ' first')));
const grid = el('ul', {class: 'gallery', id: 'gallery'});
const all = data.slides.length === data.rows && data.slides.every(s => s.maps || !s.densities);
const density = (slide, c) => slide.densities ? slide.densities[c] : -1;

function draw() {
  const c = order.value === '' ? null : Number(order.value);
  const slides = c === null ? data.slides : [...data.slides].sort((a, b) => density(b, c) - density(a, c));
  grid.replaceChildren(...slides.map(s => el('li', {}, el('a', {href: slidePage(s.row)},
    s.picture ? el('img', {src: dataUri('image/jpeg', s.picture), alt: '', loading: 'lazy'}) : el('span', {class: 'none'}, 'no picture'), id(s.slide)),
    all ? null : el('span', {class: 'soft'}, s.maps ? 'with maps ' : ''),
    c === null ? tag(s.outcome) : el('span', {class: 'soft'}, s.densities ? data.channels[c] + ' ' + percent(s.densities[c] / 1e4) : 'no result'))));
}
main.append(menu('gallery.html'), el('h1', {}, 'Gallery'),
  el('p', {class: 'lead'}, data.slides.length.toLocaleString('en') + (data.slides.length < data.rows ? ' of ' + data.rows.toLocaleString('en') + ' slides, drawn evenly from the manifest.' : ' slides.') + (all ? ' Each leads to its maps, where channels can be switched.' : ' Those \u201cwith maps\u201d lead to maps whose channels can be switched; the pages of the others say where theirs lie.')),
  el('div', {class: 'tools'}, el('label', {}, 'Order', order)), grid);
draw();
banner();
document.body.dataset.ready = 'yes';
