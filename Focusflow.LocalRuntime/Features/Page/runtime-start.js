'use strict';

// Shows the view that the address names and asks for it anew every other second while somebody looks.
const Every = 2000;
let view = null;
let last = null;
let round = 0;

const pickView = () => {
  const [name, ...rest] = location.hash.slice(1).split('/').map(decodeURIComponent);
  if (name === 'orchestrations') return rest.length ? orchestrationView(rest.join('/')) : orchestrationsView();
  if (name === 'timers') return timersView();
  if (name === 'mails') return rest.length ? mailView(rest[0]) : mailsView();
  if (name === 'documents') return rest.length > 1 ? documentsView(rest[0], rest.slice(1).join('/')) : partitionsView(rest[0] ?? '');
  return functionsView();
};

// Puts new nodes in the place of old ones; what was open stays open, and the focus stays where it was.
const put = nodes => {
  const result = byId('result');
  const keyed = () => [...result.querySelectorAll('[data-key]')];
  const focused = result.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  const open = new Set(keyed().filter(node => node.open).map(node => node.dataset.key));
  result.replaceChildren(...nodes);
  for (const node of keyed()) {
    if (open.has(node.dataset.key)) node.open = true;
    if (focused && node.dataset.key === focused) node.focus({ preventScroll: true });
  }
};

const refresh = async () => {
  const mine = ++round;
  try {
    const [about, text] = await Promise.all([ask('/runtime/status'), ask(view.path())]);
    if (mine !== round) return; // a later one is under way
    showStatus(about);
    const shownNow = `${view.find ?? ''}\n${text}`;
    if (shownNow !== last) {
      put(view.render(JSON.parse(text)));
      last = shownNow;
    }
    if (byId('trouble').dataset.from === 'refresh') {
      delete byId('trouble').dataset.from;
      trouble(null);
    }
  } catch (error) {
    if (mine !== round) return;
    byId('trouble').dataset.from = 'refresh';
    trouble(error instanceof Refused ? error.message : 'The runtime does not answer; is it still running?');
  }
};

const show = async moved => {
  view = pickView();
  last = null;
  trouble(null);
  note(null);
  byId('controls').replaceChildren(...view.controls);
  byId('controls').className = view.controls.length ? 'row' : '';
  byId('result').replaceChildren();
  const current = `#${location.hash.slice(1).split('/')[0] || 'functions'}`;
  for (const link of document.querySelectorAll('nav a')) {
    if (link.getAttribute('href') === current) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  await refresh();
  if (moved) say(view.title);
};

const follow = () => {
  if (byId('follow').checked && document.visibilityState === 'visible') refresh();
};

byId('move').addEventListener('submit', event => {
  event.preventDefault();
  moveClock({ to: `${byId('to').value}Z` });
});
for (const step of document.querySelectorAll('[data-advance]'))
  step.addEventListener('click', () => moveClock({ advance: step.dataset.advance }));
byId('to-next').addEventListener('click', () => moveClock({ to: status.next.due < status.now ? status.now : status.next.due }));
addEventListener('hashchange', () => {
  if (location.hash !== '#content') show(true);
});
document.addEventListener('visibilitychange', follow);
show(false);
setInterval(follow, Every);
