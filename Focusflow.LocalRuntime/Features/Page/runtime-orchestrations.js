'use strict';

// Orchestrations: a list with filters, and one with its time line and history.
const orchestrationLink = id => el('a', { href: `#orchestrations/${enc(id)}`, textContent: id, className: 'mono', 'data-key': `open-${id}` });
const ended = item => ['Completed', 'Failed', 'Terminated'].includes(item.status);
const lasted = item => took(Date.parse(ended(item) ? item.updated : status.now) - Date.parse(item.created));
const sure = question => confirm(question);

const orchestrationsView = () => {
  const view = { title: 'Orchestrations', find: '', filters: { status: '', name: '', user: '', from: '', to: '' }, continuation: null };
  const filters = () => Object.entries({ ...view.filters, prefix: view.find }).filter(([, value]) => value).map(([name, value]) => `${name}=${enc(value)}`).join('&');
  view.path = () => `/runtime/orchestrations?${filters()}&continuation=${enc(view.continuation ?? '')}`;
  const filter = (label, input, name, value = () => input.value.trim()) => {
    input.addEventListener('input', () => { view.filters[name] = value(); view.continuation = null; refresh(); });
    return field(label, input);
  };
  const instant = name => {
    const input = el('input', { type: 'datetime-local' });
    return filter(name === 'from' ? 'Created from (UTC)' : 'Created until (UTC)', input, name, () => input.value && `${input.value}Z`);
  };
  const names = el('select', {}, el('option', { value: '', textContent: 'All' }));
  const states = el('select', {}, ...['', 'Running', 'Pending', 'Suspended', 'Failed', 'Completed', 'Terminated'].map(value => el('option', { value, textContent: value || 'All' })));
  const purge = button('Purge those that have ended', () => {
    if (sure('Forget all that have ended and that these filters find?'))
      act(`/runtime/orchestrations/purge?${filters()}`, undefined, done => done.purged === 1 ? 'One is forgotten.' : `${done.purged} are forgotten.`);
  }, { 'data-key': 'purge-many' });
  view.controls = [filter('Status', states, 'status'), filter('Name', names, 'name'),
    filter('User (address or id)', el('input', { type: 'search', autocomplete: 'off', spellcheck: false }), 'user'),
    instant('from'), instant('to'), search('Id begins with', view), purge];
  view.render = page => {
    const known = [...names.options].map(option => option.value);
    names.append(...page.names.filter(name => !known.includes(name)).map(value => el('option', { value, textContent: value })));
    return [
      el('p', { className: 'row' }, ...Object.entries(page.counts).map(([name, count]) => badge(`${count} ${name.toLowerCase()}`, statusLook(name))),
        Object.values(page.counts).reduce((sum, count) => sum + count, 0) >= 1000 ? soft('of the newest 1,000') : null),
      page.orchestrations.length === 0 ? none('There is none.') : card(table('Orchestrations, the newest first', [
        ['Orchestration', item => el('div', {}, el('div', {}, code(item.name)), el('div', { className: 'small' }, orchestrationLink(item.id)))],
        ['Status', item => badge(item.status, statusLook(item.status))],
        ['Created', item => time(item.created)],
        ['Lasts', item => lasted(item), 'tight'],
        ['Next timer', item => item.nextTimer ? due(item.nextTimer) : null],
      ], page.orchestrations)),
      paging(view, page.continuation)];
  };
  return view;
};

// What an orchestration waited for, from left to right; a mark for what took no time.
const timeLine = found => {
  const end = span => Date.parse(span.to ?? (ended(found) ? found.updated : status.now));
  const [from, to] = [Date.parse(found.created), Math.max(...found.spans.map(end), Date.parse(found.updated))];
  const place = at => `${to > from ? Math.min(100, Math.max(0, (at - from) / (to - from) * 100)) : 0}%`;
  return el('ol', { className: 'time-line' }, ...found.spans.map(span => {
    const [begins, ends] = [Date.parse(span.from), end(span)];
    const bar = el('span', { className: `bar ${span.failed ? 'bad' : span.to ? span.kind : 'open'}` });
    bar.style.marginLeft = `min(${place(begins)}, 100% - 4px)`; // of what took no time something is to be seen
    bar.style.width = to > from ? `${Math.max(0, (ends - begins) / (to - from) * 100)}%` : '0';
    const text = `${span.name ?? span.kind}: ${span.failed ? 'failed after' : span.to ? 'took' : 'waits since'} ${took(ends - begins)}`;
    return el('li', {}, el('span', { className: 'small', textContent: text }), el('span', { className: 'lane', 'aria-hidden': 'true' }, bar));
  }));
};

const orchestrationView = id => {
  const view = { title: 'Orchestration', path: () => `/runtime/orchestrations/${enc(id)}`, parent: 'orchestrations' };
  const change = (what, done, after, question) => button(what[0].toUpperCase() + what.slice(1), () => {
    if (!question || sure(question)) act(`${view.path()}/${what}`, undefined, done, after);
  }, { className: 'slim', 'data-key': what });
  const leave = () => { location.hash = '#orchestrations'; };
  const name = el('input', { required: true, autocomplete: 'off' }), payload = el('input', { value: 'null', autocomplete: 'off', spellcheck: false });
  const raise = el('form', { className: 'row' }, field('Event', name), field('Payload (JSON)', payload), el('button', { textContent: 'Raise' }));
  raise.addEventListener('submit', event => {
    event.preventDefault();
    let value;
    try { value = JSON.parse(payload.value); } catch { return trouble('The payload must be JSON.'); }
    return act(`${view.path()}/raiseEvent/${enc(name.value)}`, value, 'The event was raised.');
  });
  const raiseEvent = el('details', { className: 'card' }, el('summary', { textContent: 'Raise an event' }), raise);
  view.controls = [el('p', {}, el('a', { href: '#orchestrations', textContent: 'All orchestrations' })), raiseEvent];
  const below = event => event === 'ExecutionStarted' || event === 'ExecutionCompleted'; // input and output stand below the history
  const data = (label, value) => value === null ? [] : [el('dt', { textContent: label }), el('dd', {}, el('pre', { tabIndex: 0, textContent: pretty(value) }))];
  view.render = found => {
    raiseEvent.hidden = ended(found);
    return [
      heading(`${found.name} `, badge(found.status, statusLook(found.status))),
      el('p', { className: 'mono', textContent: found.id }),
      el('p', { className: 'row' }, ...ended(found) ? [change('purge', 'It is forgotten.', leave)]
        : [found.status === 'Suspended' ? change('resume', 'It goes on.') : change('suspend', 'It is held.'),
          change('terminate', 'It was ended.', undefined, `End ${found.name} for good? What it waits for will not happen.`)]),
      found.failure ? el('div', { className: 'alert', textContent: found.failure }) : null,
      el('p', {}, 'Created ', time(found.created), ', updated ', time(found.updated), `, ${ended(found) ? 'lasted' : 'lasts'} ${lasted(found)}`,
        ...found.nextTimer ? [', next timer ', due(found.nextTimer)] : []),
      ...found.spans.length === 0 ? [] : [heading('Time line'), card(timeLine(found))],
      heading('History'), found.leftOut ? none(`${found.leftOut} older events are left out.`) : null,
      card(table('What happened, oldest first', [
        ['At', item => time(item.at), 'tight'],
        ['Event', item => badge(item.event, /Failed|Terminated/.test(item.event) ? 'bad' : /Completed/.test(item.event) ? 'good' : '')],
        ['Of', item => item.name ? code(item.name) : null, 'word'],
        ['Due', item => item.due ? time(item.due) : null, 'tight'],
        ['Data', item => item.data === null || below(item.event) ? null : code(typeof item.data === 'string' ? item.data : JSON.stringify(item.data))],
      ], found.history)),
      heading('Data'), card(el('dl', {},
        ...data('Input', found.input), ...data('Custom status', found.customStatus), ...found.failure ? [] : data('Output', found.output)))].filter(Boolean);
  };
  return view;
};
