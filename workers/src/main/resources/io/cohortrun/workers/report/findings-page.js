document.title = data.page.title + ' - ' + data.run;
main.append(menu(data.page.file), el('h1', {}, data.page.title), el('p', {class: 'lead'}, id(data.run), ': ' + data.page.about + '.'),
  ...data.page.blocks.map(block => BLOCKS[block.kind](block)),
  el('footer', {}, 'Formulas that the published study does not state are this project\u2019s own documented choices. Background channels (TRITC, Cy5), where a model has them, are negative controls.'));
banner();
addEventListener('hashchange', goToHash);
drawAll().then(() => { goToHash(); document.body.dataset.ready = 'yes'; });
