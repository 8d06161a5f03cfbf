'use strict';

// A view has controls, built once, a path to ask for what it shows, and what makes nodes of the answer.
const enc = encodeURIComponent;
const field = (label, input) => el('label', { className: 'field grow' }, el('span', { textContent: label }), input);
const heading = (text, ...more) => el('h2', {}, text, ...more);
const card = (...children) => el('div', { className: 'card' }, ...children);
const none = text => el('p', { className: 'soft', textContent: text });
const paging = (view, next) => el('p', { className: 'row' },
  view.continuation ? button('Back to the first', () => { view.continuation = null; refresh(); }, { 'data-key': 'first' }) : null,
  next ? button('More', () => { view.continuation = next; refresh(); }, { 'data-key': 'more' }) : null);
const search = (label, view) => {
  const input = el('input', { type: 'search', autocomplete: 'off', spellcheck: false });
  input.addEventListener('input', () => { view.find = input.value.trim(); view.continuation = null; refresh(); });
  return field(label, input);
};

const plainRoute = route => route.replace(/\{(\w+)[^}]*\}/g, '{$1}');
const methods = item => (item.methods.length ? item.methods : ['ANY']).map(method => {
  const mark = badge(method, methodLook(method));
  if (status.apiPage && !item.key)
    return el('a', { href: `${status.apiPage}#${method.toLowerCase()}${plainRoute(item.route).slice(status.prefix ? status.prefix.length + 1 : 0)}`, title: 'Try it' }, mark);
  return method === 'GET' && !item.route.includes('{') ? el('a', { href: item.route, title: 'Open it' }, mark) : mark;
});
const curl = item => {
  const method = item.methods[0] ?? 'GET';
  const body = ['POST', 'PUT', 'PATCH'].includes(method) ? " -H 'Content-Type: application/json' -d '{}'" : '';
  const key = item.key ? " -H 'x-functions-key: KEY'" : " -H 'Authorization: Bearer TOKEN'";
  return `curl -X ${method} '${location.origin}${plainRoute(item.route)}'${key}${body}`;
};
const state = schedule => schedule.isRunning ? badge('running', 'good') : schedule.isPastDue ? badge('past due', 'bad')
  : schedule.rests ? badge('rests until something is stored') : badge('waits');

const ran = run => run.failure ? `${run.function} failed: ${run.failure.error}: ${run.failure.message}`
  : run.milliseconds === null ? `${run.function} still runs.` : `${run.function} ran for ${took(run.milliseconds)} without a failure.`;

const functionsView = () => {
  const view = { title: 'Functions', find: '', path: () => '/runtime/functions' };
  view.controls = [search('Find a function by name or route', view)];
  view.render = all => {
    const found = all.filter(item => `${item.name} ${item.route ?? ''}`.toLowerCase().includes(view.find.toLowerCase()));
    const of = trigger => found.filter(item => item.trigger === trigger);
    const [timers, http] = [of('timerTrigger'), of('httpTrigger')];
    const named = (title, items) => items.length === 0 ? [] : [heading(`${title} (${items.length})`),
      card(el('ul', { className: 'names small' }, ...items.map(item => el('li', {}, code(item.name)))))];
    return [
      ...timers.length === 0 ? [] : [heading(`Timers (${timers.length})`), card(table('Timer functions', [
        ['Function', item => code(item.name)],
        ['Schedule', item => code(item.schedule.expression), 'tight'],
        ['Next', item => item.schedule.next ? due(item.schedule.next) : null],
        ['Last', item => item.schedule.last ? time(item.schedule.last) : el('span', { className: 'soft small', textContent: 'never' })],
        ['State', item => state(item.schedule)],
        ['', item => button('Run now', () => act(`/runtime/functions/${enc(item.name)}/run`, undefined, ran),
          { className: 'slim', 'data-key': `run-${item.name}`, 'aria-label': `Run now: ${item.name}` })],
      ], timers))],
      ...http.length === 0 ? [] : [heading(`HTTP (${http.length})`), card(table('HTTP functions', [
        ['Methods', item => el('span', { className: 'methods' }, ...methods(item))],
        ['Route', item => code(item.route)],
        ['Function', item => code(item.name)],
        ['Key', item => item.key ? badge(item.key, 'warn') : null],
        ['', item => button('Copy curl', event => copy(curl(item), event.target),
          { className: 'slim', 'data-key': `curl-${item.name}`, 'aria-label': `Copy curl: ${item.name}` })],
      ], http))],
      ...named('Orchestrators', of('orchestrationTrigger')), ...named('Activities', of('activityTrigger')),
      ...found.length === 0 ? [none('No function is called so.')] : []];
  };
  return view;
};

const timersView = () => {
  const view = { title: 'Timers', path: () => '/runtime/timers', controls: [] };
  view.render = page => [heading('What fires next'),
    page.timers.length === 0 ? none('Nothing waits for a time.') : card(table('Timers in order of time', [
      ['Due', item => due(item.due)],
      ['Starts', item => el('div', {}, el('div', {}, code(item.name)), item.instance ? el('div', { className: 'small' }, orchestrationLink(item.instance)) : null)],
      ['Kind', item => badge(item.instance ? 'orchestration' : 'timer function')],
      ['', item => status.virtualClock ? button('Move the clock there', () => moveClock({ to: item.due }),
        { className: 'slim', 'data-key': `to-${item.name}-${item.instance}`, disabled: item.due < status.now, 'aria-label': `Move the clock there: ${shown(item.due)}` }) : null],
    ], page.timers)),
    page.hasMore ? none('There are more, later ones.') : null].filter(Boolean);
  return view;
};

const partitionsView = container => {
  const view = { title: 'Documents', find: '' };
  view.path = () => `/runtime/partitions?container=${enc(container)}&find=${enc(view.find)}`;
  const pick = el('select');
  pick.addEventListener('change', () => { location.hash = `#documents/${pick.value}`; });
  view.controls = [field('Container', pick), search('Find an e-mail address or partition', view)];
  view.render = page => {
    if (pick.length === 0) pick.append(...page.containers.map(value => el('option', { value, textContent: value })));
    pick.value = page.container;
    return [heading(`Partitions (${page.partitionKey})`),
      page.partitions.length === 0 ? none(page.complete ? 'Nothing is stored here.' : 'Looking ...') : card(el('ul', { className: 'people' }, ...page.partitions.map(item => el('li', {},
        el('a', { href: `#documents/${page.container}/${enc(item.partition)}`, 'data-key': item.partition, textContent: item.label ?? item.partition, className: item.label ? '' : 'mono' }),
        item.label ? el('div', { className: 'mono soft', textContent: item.partition }) : null)))),
      none('Those changed last come first.')];
  };
  return view;
};

const documentsView = (container, partition) => {
  const view = { title: 'Documents', kind: '', find: '', sort: 'time', continuation: null };
  view.path = () => `/runtime/documents?limit=200&container=${enc(container)}&partition=${enc(partition)}&kind=${enc(view.kind)}&continuation=${enc(view.continuation ?? '')}`;
  const kinds = new Set(['']);
  const pick = el('select');
  pick.addEventListener('change', () => { view.kind = pick.value; view.continuation = null; refresh(); });
  const order = el('select', {}, el('option', { value: 'time', textContent: 'Newest first' }), el('option', { value: 'title', textContent: 'Title' }), el('option', { value: 'kind', textContent: 'Kind' }));
  order.addEventListener('change', () => { view.sort = order.value; last = null; refresh(); });
  view.controls = [el('p', {}, el('a', { href: `#documents/${container}`, textContent: `All of ${container}` })), field('Kind', pick), field('Order', order), search('Title or id holds', view)];
  const title = item => item.title ?? item.id;
  const by = {
    time: (one, other) => (other.at ?? '').localeCompare(one.at ?? '') || title(one).localeCompare(title(other)),
    title: (one, other) => title(one).localeCompare(title(other)),
    kind: (one, other) => one.kind.localeCompare(other.kind) || by.time(one, other),
  };
  view.render = page => {
    page.documents.forEach(item => kinds.add(item.kind));
    pick.replaceChildren(...[...kinds].sort().map(value => el('option', { value, textContent: value || 'All', selected: value === view.kind })));
    const found = page.documents.filter(item => `${item.title ?? ''} ${item.id}`.toLowerCase().includes(view.find.toLowerCase()));
    return [heading('Documents of ', el('span', { className: 'mono', textContent: partition })),
      found.length === 0 ? none('There is none.') : null,
      ...found.sort(by[view.sort]).map(item => el('details', { className: 'card document', 'data-key': `document-${item.id}` },
        el('summary', {}, badge(item.kind), ' ', item.title ? el('strong', { textContent: item.title }) : code(item.id),
          item.at ? el('span', { className: 'soft small' }, ' ', time(item.at)) : null),
        el('p', { className: 'small soft mono', textContent: `${item.id}, version ${item.eTag}` }), el('pre', { tabIndex: 0, textContent: pretty(item.json) }))),
      paging(view, page.continuation)].filter(Boolean);
  };
  return view;
};
