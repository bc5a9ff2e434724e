document.title = 'Patients - ' + data.run;
const people = data.patients.map((cells, index) => ({...Object.fromEntries(data.columns.map((name, c) => [name, cells[c]])), index}));
const word = (title, name) => ({title, key: p => p[name], cell: p => id(p[name])});
const count = (title, name) => ({title, key: p => p[name], cell: p => p[name].toLocaleString('en'), className: 'num'});
const list = pagedTable({
  name: 'patients', noun: 'patient', rows: people, pageSize: 100, text: p => [p.patient, p.type, p.subtype, p.site].join(' '),
  columns: [{title: 'Patient', key: p => p.patient, cell: p => el('a', {href: pageOf('patients', p.index)}, id(p.patient))},
    word('Type', 'type'), word('Subtype', 'subtype'), word('Site', 'site'), count('Slides', 'slides'), count('Tiles', 'tiles')],
});
main.append(menu('patients.html'), el('h1', {}, 'Patients'), el('p', {class: 'lead'}, people.length.toLocaleString('en') + ' patients were analysed. Each has a page.'), list.element);
banner();
document.body.dataset.ready = 'yes';
