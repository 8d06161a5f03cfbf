'use strict';

// The runtime as the page knows it, and what can be asked of it.
let status = null;

class Refused extends Error {}

const ask = async (path, options = {}) => {
  const answer = await fetch(path, options);
  const text = await answer.text();
  if (answer.ok) return text;
  let detail;
  try { detail = JSON.parse(text).detail; } catch { /* not a problem document */ }
  throw new Refused(detail ?? `${path} answered ${answer.status}.`);
};

const say = text => { byId('said').textContent = text; };

const trouble = text => {
  byId('trouble').hidden = !text;
  byId('trouble').textContent = text ?? '';
};

const note = text => { byId('done').textContent = text ?? ''; };

// Does something on the runtime, then shows what came of it: a sentence, or what makes one of the answer.
const act = async (path, body, done, after = () => refresh()) => {
  try {
    trouble(null);
    note(null);
    const answer = await ask(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: body === undefined ? undefined : JSON.stringify(body) });
    await after();
    note(typeof done === 'function' ? done(JSON.parse(answer)) : done);
  } catch (error) {
    trouble(error instanceof Refused ? error.message : 'The runtime does not answer.');
  }
};

const moveClock = async body => {
  const controls = [...byId('move').elements];
  controls.forEach(control => { control.disabled = true; });
  byId('now').classList.add('soft');
  await act('/runtime/clock', body, 'The clock has moved.');
  byId('now').classList.remove('soft');
  controls.forEach(control => { control.disabled = false; });
};

// Instants are shown in UTC, and beside those to come how long that is from now.
const shown = text => text.slice(0, 19).replace('T', ' ');
const units = [['d', 86400], ['h', 3600], ['min', 60], ['s', 1]];
const length = seconds => {
  const first = units.findIndex(([, size]) => seconds >= size);
  if (first < 0) return 'now';
  return units.slice(first, first + 2).map(([unit, size]) => {
    const count = Math.floor(seconds / size);
    seconds -= count * size;
    return count ? `${count} ${unit}` : '';
  }).filter(Boolean).join(' ');
};
const fromNow = text => {
  const seconds = Math.round((Date.parse(text) - Date.parse(status.now)) / 1000);
  return seconds === 0 ? 'now' : seconds > 0 ? `in ${length(seconds)}` : `${length(-seconds)} ago`;
};
const took = milliseconds => milliseconds < 1000 ? `${milliseconds} ms` : length(Math.round(milliseconds / 1000));
const time = text => el('time', { dateTime: text, textContent: shown(text), className: 'mono' });
const due = text => el('span', {}, time(text), ' ', el('span', { className: 'soft small', 'data-due': text, textContent: fromNow(text) }));

const statusLook = text => ({ Running: '', Completed: 'good', Failed: 'bad', Terminated: 'warn', Suspended: 'warn' }[text] ?? '');

let hiddenFailures = '';
const failures = list => {
  const open = list.filter(failure => failure.at > hiddenFailures);
  byId('failures').hidden = open.length === 0;
  byId('failures').replaceChildren(
    el('div', { className: 'row ends' },
      el('strong', { textContent: open.length === 1 ? 'A function failed' : `${open.length} failures of functions` }),
      button('Hide', () => { hiddenFailures = list[0].at; failures(list); }, { className: 'slim', 'data-key': 'hide' })),
    el('ul', {}, ...open.slice(0, 5).map(failure => el('li', {},
      `${shown(failure.at)} `, code(failure.function), ` ${failure.error}: ${failure.message}`))));
};

let lastStatus = '';
const showStatus = text => {
  status = JSON.parse(text);
  byId('now').textContent = `${new Date(status.now).toLocaleDateString('en-GB', { weekday: 'short', timeZone: 'UTC' })} ${shown(status.now)}`;
  byId('next').textContent = status.next ? `Next: ${status.next.name} ${fromNow(status.next.due)}` : 'Nothing waits for a time';
  byId('to-next').disabled = !status.next;
  document.querySelectorAll('[data-due]').forEach(node => { node.textContent = fromNow(node.dataset.due); });
  if (document.activeElement !== byId('to') && byId('to').value < status.now.slice(0, 16))
    byId('to').value = `${new Date(Date.parse(status.now) + 3600000).toISOString().slice(0, 14)}00`;
  const still = JSON.stringify({ ...status, now: null });
  if (still === lastStatus) return;
  lastStatus = still;
  document.title = `${status.application} on the local runtime`;
  byId('application').textContent = status.application;
  byId('about').replaceChildren(
    badge(status.environment), badge(status.virtualClock ? 'virtual clock' : 'real clock', status.virtualClock ? 'warn' : ''),
    el('span', { className: 'soft', title: status.store, textContent: status.store.split(/[\\/]/).pop() }), ...status.apiPage ? [el('a', { href: status.apiPage, textContent: 'API documentation' })] : []);
  byId('move').hidden = !status.virtualClock;
  byId('real').hidden = status.virtualClock;
  failures(status.failures);
};
