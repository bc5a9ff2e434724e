document.title = 'Gallery - ' + data.run;
const order = el('select', {id: 'order', onchange: () => draw()}, el('option', {value: ''}, 'as in the manifest'), data.channels.map((c, i) => el('option', {value: i}, 'most ' + c + ' first')));
const grid = el('ul', {class: 'gallery', id: 'gallery'});
const density = (slide, c) => slide.densities ? slide.densities[c] : -1;

function draw() {
  const c = order.value === '' ? null : Number(order.value);
  const slides = c === null ? data.slides : [...data.slides].sort((a, b) => density(b, c) - density(a, c));
  grid.replaceChildren(...slides.map(s => el('li', {}, el('a', {href: 'slides/' + String(s.row).padStart(7, '0') + '.html'},
    s.picture ? el('img', {src: dataUri('image/jpeg', s.picture), alt: '', loading: 'lazy'}) : el('span', {class: 'none'}, 'no picture'), id(s.slide)),
    c === null ? tag(s.outcome) : el('span', {class: 'soft'}, s.densities ? data.channels[c] + ' ' + percent(s.densities[c] / 1e4) : 'no result'))));
}
main.append(menu('gallery.html'), el('h1', {}, 'Gallery'),
  el('p', {class: 'lead'}, data.slides.length.toLocaleString('en') + (data.slides.length < data.rows ? ' of ' + data.rows.toLocaleString('en') + ' slides, drawn evenly from the manifest.' : ' slides.') + ' Each leads to its maps, where channels can be switched.'),
  el('div', {class: 'tools'}, el('label', {}, 'Order', order)), grid);
draw();
banner();
document.body.dataset.ready = 'yes';
