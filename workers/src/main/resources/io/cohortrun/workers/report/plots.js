// Okabe-Ito colours, told apart by people with any colour vision; shape or dash says the same a second time.
const INK = {marker: '#0072b2', background: '#d55e00', first: ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#56b4e9', '#e69f00']};
const DIVERGING = ['#2166ac', '#92c5de', '#f7f7f7', '#f4a582', '#b2182b'];
const LOOK = {
  background: '#ffffff', font: 'system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif', view: {stroke: null},
  axis: {labelColor: '#1b2330', titleColor: '#1b2330', titleFontWeight: 500, labelFontSize: 12, titleFontSize: 12, gridColor: '#e6e9ed', domainColor: '#9aa4b1', tickColor: '#9aa4b1', labelLimit: 330, tickCount: 8},
  legend: {labelFontSize: 12, titleFontSize: 12, labelColor: '#1b2330', titleColor: '#1b2330', orient: 'top', title: null, titleLimit: 400},
};
const drawn = [];
const quantity = (field, title, more) => ({field, type: 'quantitative', title, ...more});
const names = (field, more) => ({field, type: 'nominal', sort: null, title: null, ...more});
const groups = rows => {
  const domain = ['marker', 'background'].filter(group => rows.some(r => r.group === group));
  return {field: 'group', type: 'nominal', scale: {domain, range: domain.map(group => INK[group])}, legend: {title: null}};
};
const group = r => ({...r, group: r.channel === 'TRITC' || r.channel === 'Cy5' ? 'background' : 'marker'});
/** What the grammar tells of defaults that it fills in is no news; its errors are. */
const LOGGER = {level() { return this; }, error(...said) { console.error(...said); return this; }, warn() { return this; }, info() { return this; }, debug() { return this; }};

/** Where intervals lie, with a margin, and the value of no difference among them. */
function span(rows, none, log) {
  const ends = rows.flatMap(r => [r.lower, r.value, r.upper]).filter(v => typeof v === 'number' && (!log || v > 0)).concat(none);
  const [low, high] = [Math.min(...ends), Math.max(...ends)], margin = 0.04 * (high - low) || 0.1;
  return log ? [low / 1.05, high * 1.05] : [low - margin, high + margin];
}

/** A drawing made anew whenever the width changes: the grammar compiled, its expressions interpreted, as the page's policy demands. */
function drawing(frame, specification, more = {}) {
  let view = null, width = 0;
  return {
    ...more,
    async draw(again) {
      // A figure that has no place on the screen yet gets the width of the text.
      const now = Math.max(280, (frame.clientWidth || main.clientWidth) - 24);
      if (now === width && !again) return;
      width = now;
      const compiled = vegaLite.compile({width, autosize: {type: 'fit-x', contains: 'padding'}, ...specification()}, {config: LOOK, logger: LOGGER});
      if (view) view.finalize();
      // Vega gives its container a role and a name of its own; the frame's say what is drawn.
      const container = el('div', {});
      frame.replaceChildren(container);
      view = new vega.View(vega.parse(compiled.spec, null, {ast: true}), {renderer: 'svg', container, expr: vega.expressionInterpreter, logLevel: vega.Error});
      await view.runAsync();
    },
  };
}
const drawAll = () => Promise.all(drawn.map(d => d.draw(false)));
addEventListener('resize', drawAll);

const DRAWINGS = {
  forest: (rows, options, frame) => drawing(frame, () => {
    const known = rows.filter(r => r.value !== null);
    const x = {scale: {type: options.log ? 'log' : 'linear', domain: span(known, options.none, options.log), nice: false, clamp: true}, axis: {tickCount: 6}};
    return {
      height: {step: 20}, data: {values: known}, encoding: {y: names('name')},
      layer: [
        {data: {values: [{none: options.none}]}, mark: {type: 'rule', color: '#545f6e', strokeDash: [4, 3]}, encoding: {x: quantity('none', options.axis, x), y: null}},
        {transform: [{filter: 'isValid(datum.lower)'}], mark: {type: 'rule', strokeWidth: 2, color: INK.marker}, encoding: {x: quantity('lower', options.axis, x), x2: {field: 'upper'}}},
        {mark: {type: 'point', filled: true, size: 55, color: INK.marker, opacity: 1, tooltip: {content: 'data'}}, encoding: {x: quantity('value', options.axis, x)}},
      ],
    };
  }),
  bars: (rows, options, frame) => drawing(frame, () => ({
    height: {step: 18}, data: {values: rows}, mark: {type: 'bar', tooltip: {content: 'data'}},
    encoding: {y: names('name', {sort: '-x'}), x: quantity('value', options.axis), color: groups(rows)},
  })),
  heatMap: (rows, options, frame) => drawing(frame, () => ({
    height: {step: 17}, data: {values: rows},
    encoding: {x: names('channel', {sort: 'ascending', axis: {labelAngle: -60}}), y: names('attribute')},
    layer: [
      {mark: {type: 'rect', tooltip: {content: 'data'}}, encoding: {color: quantity('signed', 'p', {scale: {domain: [-10, 10], range: DIVERGING, interpolate: 'lab'}, legend: {title: 'lower \u2190  minus log10 p  \u2192 higher', gradientLength: 240}})}},
      {transform: [{filter: 'datum.significant'}], mark: {type: 'circle', size: 14, color: '#111', opacity: 1, tooltip: {content: 'data'}}},
    ],
  })),
  sites: (rows, options, frame) => drawing(frame, () => ({
    height: {step: 17}, data: {values: rows}, mark: {type: 'rect', tooltip: {content: 'data'}},
    encoding: {x: names('channel', {axis: {labelAngle: -60}}), y: names('site'),
      color: quantity('percentile', 'percentile', {scale: {domain: [20, 80], range: DIVERGING, interpolate: 'lab', clamp: true}, legend: {title: 'percentile of the median', gradientLength: 240}})},
  })),
  volcano: (rows, options, frame) => drawing(frame, () => ({
    height: 380, data: {values: rows.map(r => ({...r, of: group(r).group}))},
    encoding: {x: quantity('effect', options.axis), y: quantity('minus log10 p', 'minus log10 of p')},
    layer: [
      {transform: [{filter: 'datum.group !== "significant"'}], mark: {type: 'square', size: 40, opacity: 1, tooltip: {content: 'data'}}, encoding: {color: quantity('tests', 'tests', {scale: {type: 'log', range: ['#e3e6ea', '#6f7a88']}, legend: {title: 'tests that are not significant', gradientLength: 160}})}},
      {transform: [{filter: 'datum.group === "significant"'}], mark: {type: 'point', filled: true, size: 45, opacity: 0.75, tooltip: {content: 'data'}},
        encoding: {fill: {field: 'of', type: 'nominal', scale: {domain: ['marker', 'background'], range: [INK.marker, INK.background]}, legend: {title: null}},
          shape: {field: 'of', type: 'nominal', scale: {domain: ['marker', 'background'], range: ['circle', 'triangle-up']}, legend: {title: null}}}},
    ],
    resolve: {scale: {color: 'independent'}},
  })),
  scatter: (rows, options, frame) => drawing(frame, () => {
    const most = Math.max(...rows.flatMap(r => [r.here, r.there])), scale = {type: 'sqrt', domain: [0, most], nice: true};
    return {
      height: 420, layer: [
        {data: {values: [{a: 0}, {a: most}]}, mark: {type: 'line', color: '#545f6e', strokeDash: [4, 3]}, encoding: {x: quantity('a', null, {scale}), y: quantity('a', null, {scale})}},
        {data: {values: rows.map(group)}, mark: {type: 'point', filled: true, size: 34, opacity: 0.6, tooltip: {content: 'data'}},
          encoding: {x: quantity('here', 'here', {scale}), y: quantity('there', 'in the other population', {scale}), color: groups(rows.map(group))}},
      ],
    };
  }),
  roc: (rows, options, frame) => drawing(frame, () => {
    const order = [...new Set(rows.map(r => r.score))], share = {domain: [0, 1]};
    const x = quantity('false positives', 'negative patients tested', {scale: share}), y = quantity('sensitivity', 'positive patients found', {scale: share});
    const score = more => ({field: 'score', type: 'nominal', scale: {domain: order, ...more}, legend: {title: null, symbolType: 'stroke', symbolStrokeWidth: 3, symbolSize: 300}});
    return {
      height: 340, layer: [
        {data: {values: [{'false positives': 0, sensitivity: 0}, {'false positives': 1, sensitivity: 1}]}, mark: {type: 'line', color: '#545f6e', strokeDash: [4, 3]}, encoding: {x, y}},
        {data: {values: rows}, mark: {type: 'line', strokeWidth: 2.5, tooltip: {content: 'data'}}, encoding: {x, y, order: {field: 'sensitivity'}, color: score({range: [INK.marker, INK.background]}), strokeDash: score({range: [[1, 0], [7, 3]]})}},
      ],
    };
  }),
  percentiles: (rows, options, frame) => drawing(frame, () => ({
    height: {step: 20}, data: {values: rows}, encoding: {y: names('channel')},
    layer: [
      {transform: [{pivot: 'among', value: 'percentile', groupby: ['channel']}], mark: {type: 'rule', color: '#9aa4b1'}, encoding: {x: quantity('all patients', ''), x2: {field: 'the same type'}}},
      {mark: {type: 'point', filled: true, size: 70, opacity: 1, tooltip: {content: 'data'}}, encoding: {x: quantity('percentile', 'per cent of patients with less', {scale: {domain: [0, 100]}}),
        color: {field: 'among', type: 'nominal', scale: {domain: ['all patients', 'the same type'], range: [INK.marker, INK.background]}, legend: {title: null}},
        shape: {field: 'among', type: 'nominal', scale: {domain: ['all patients', 'the same type'], range: ['circle', 'diamond']}, legend: {title: null}}}},
    ],
  })),
  kaplanMeier,
};
