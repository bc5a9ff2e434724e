/**
 * Pictures of one slide laid over each other by their place in level-0 pixels, moved and zoomed together.
 *
 * layers: called with (context, draw) where draw(image, place) lays an image; readout: called with level-0 x, y;
 * legend: [{text, colour}] written into the picture, so that a copy of it still says what it shows.
 */
function slideViewer({frame, umPerPixel, layers, readout, legend, note}) {
  const view = el('canvas', {id: 'view', tabindex: 0, role: 'img', 'aria-label': 'Slide viewer. Drag or arrow keys move, wheel or plus and minus zoom, 0 fits.'});
  const said = el('div', {class: 'read', id: 'readout', 'aria-live': 'off'}, 'Point at the slide for values');
  const context = view.getContext('2d');
  const ratio = () => window.devicePixelRatio || 1;
  let at = {scale: 1, x: 0, y: 0}, fitted = true, drag = null;

  function fit() {
    const scale = Math.min(view.width / frame.width, view.height / frame.height);
    at = {scale, x: (view.width - frame.width * scale) / 2, y: (view.height - frame.height * scale) / 2};
    fitted = true;
  }
  function resize() {
    const width = view.parentElement.clientWidth;
    const height = Math.round(Math.min(width * frame.height / frame.width, Math.max(320, window.innerHeight * 0.82)));
    view.width = Math.round(width * ratio());
    view.height = Math.round(height * ratio());
    view.style.height = height + 'px';
    if (fitted) fit();
    draw();
  }
  function draw() {
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, view.width, view.height);
    layers(context, (image, place) => {
      const p = place || frame;
      context.drawImage(image, at.x + (p.x - frame.x) * at.scale, at.y + (p.y - frame.y) * at.scale, p.width * at.scale, p.height * at.scale);
    });
    captions();
    view.style.touchAction = fitted ? 'pan-y' : 'none';
  }
  function captions() {
    const u = ratio();
    context.font = '600 ' + 13 * u + 'px system-ui, "DejaVu Sans", sans-serif';
    context.textBaseline = 'middle';
    const box = (x, y, w, h) => { context.fillStyle = 'rgba(0,0,0,.66)'; context.fillRect(x, y, w, h); };
    context.textAlign = 'left';
    const lines = legend();
    if (lines.length) {
      box(10 * u, 10 * u, Math.max(...lines.map(l => context.measureText(l.text).width)) + 34 * u, (lines.length * 19 + 8) * u);
      lines.forEach((l, i) => {
        const y = (24 + 19 * i) * u;
        context.fillStyle = l.colour; context.fillRect(18 * u, y - 5 * u, 10 * u, 10 * u);
        context.fillStyle = '#fff'; context.fillText(l.text, 34 * u, y);
      });
    }
    context.textAlign = 'right';
    if (note) {
      const w = context.measureText(note).width;
      box(view.width - w - 26 * u, 10 * u, w + 16 * u, 24 * u);
      context.fillStyle = '#ffd591'; context.fillText(note, view.width - 18 * u, 22 * u);
    }
    if (umPerPixel) {
      const perUm = at.scale / umPerPixel;
      const um = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000].find(l => l * perUm > 90 * u) || 50000;
      const w = um * perUm, x = view.width - w - 20 * u, y = view.height - 18 * u;
      box(x - 10 * u, y - 24 * u, w + 20 * u, 34 * u);
      context.fillStyle = '#fff'; context.fillRect(x, y, w, 3 * u);
      context.textAlign = 'center'; context.fillText(um >= 1000 ? um / 1000 + ' mm' : um + ' \u00b5m', x + w / 2, y - 10 * u);
    }
  }
  function zoom(factor, x, y) {
    const least = Math.min(view.width / frame.width, view.height / frame.height);
    const scale = Math.min(least * 60, Math.max(least * 0.5, at.scale * factor)), k = scale / at.scale;
    at = {scale, x: x - (x - at.x) * k, y: y - (y - at.y) * k};
    fitted = false;
    draw();
  }
  function move(dx, dy) { at.x += dx; at.y += dy; fitted = false; draw(); }
  const tell = (x, y, where) => { said.textContent = (where || '') + readout(frame.x + (x - at.x) / at.scale, frame.y + (y - at.y) / at.scale); };
  const inView = e => { const r = view.getBoundingClientRect(); return [(e.clientX - r.left) * view.width / r.width, (e.clientY - r.top) * view.height / r.height]; };
  const middle = factor => zoom(factor, view.width / 2, view.height / 2);

  view.addEventListener('wheel', e => { e.preventDefault(); zoom(e.deltaY < 0 ? 1.2 : 1 / 1.2, ...inView(e)); }, {passive: false});
  view.addEventListener('pointerdown', e => { drag = inView(e); view.setPointerCapture(e.pointerId); });
  for (const end of ['pointerup', 'pointercancel']) view.addEventListener(end, () => { drag = null; });
  view.addEventListener('pointermove', e => {
    const [x, y] = inView(e);
    if (drag) { move(x - drag[0], y - drag[1]); drag = [x, y]; }
    tell(x, y);
  });
  view.addEventListener('keydown', e => {
    const step = 40 * ratio();
    const keys = {'+': () => middle(1.25), '=': () => middle(1.25), '-': () => middle(0.8), '0': () => { fit(); draw(); },
      ArrowLeft: () => move(step, 0), ArrowRight: () => move(-step, 0), ArrowUp: () => move(0, step), ArrowDown: () => move(0, -step)};
    if (!keys[e.key] || e.ctrlKey || e.metaKey || e.altKey) return;
    e.preventDefault();
    keys[e.key]();
    tell(view.width / 2, view.height / 2, 'Middle: ');
  });
  const button = (text, label, act) => el('button', {type: 'button', 'aria-label': label, title: label, onclick: act}, text);
  const element = el('div', {class: 'stage'}, view, said,
    el('div', {class: 'zoom'}, button('+', 'Zoom in', () => middle(1.4)), button('\u2212', 'Zoom out', () => middle(1 / 1.4)), button('\u2922', 'Fit', () => { fit(); draw(); })));
  new ResizeObserver(resize).observe(element);
  return {element, draw, resize};
}
