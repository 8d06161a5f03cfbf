'use strict';

// The page: every operation in its group, with a form that sends it.
const inputOf = (parameter, tag) => {
  const schema = resolve(parameter.schema) ?? {};
  const options = schema.enum ?? (schema.type === 'boolean' ? [true, false] : null);
  const required = parameter.required || parameter.in === 'path';
  const input = options
    ? el('select', { required }, el('option', { value: '', textContent: '' }), ...options.map(value => el('option', { value: String(value), textContent: String(value) })))
    : el('input', { required, autocomplete: 'off', spellcheck: false, placeholder: schema.default !== undefined ? `${schema.default}` : '' });
  input.name = parameter.name;
  if (parameter.in === 'path' && parameter.name === 'id') {
    input.dataset.idOf = tag;
    input.value = ids.get(tag) ?? '';
  }
  return el('label', { className: 'field' },
    el('span', {}, el('code', { textContent: parameter.name, className: required ? 'required' : '' }), parameter.in === 'header' ? ' (header)' : ''),
    input, el('span', { className: 'soft' }, ...inline([parameter.description, options || schema.type === 'string' && !schema.format ? '' : `(${typeOf(parameter.schema)})`].filter(Boolean).join(' '))));
};

const form = (path, method, details) => {
  const parameters = (details.parameters ?? []).map(resolve).map(parameter => ({ parameter, label: inputOf(parameter, details.tags[0]) }));
  const content = resolve(details.requestBody)?.content?.['application/json'];
  const images = Object.keys(resolve(details.requestBody)?.content ?? {}).filter(type => type.startsWith('image/'));
  const file = images.length ? el('input', { type: 'file', accept: images.join() }) : null;
  const body = content && el('textarea', { rows: 8, spellcheck: false, value: JSON.stringify(content.example ?? sample(content.schema), null, 2) });
  const output = el('div', { className: 'answer', 'aria-live': 'polite' });
  const request = () => {
    let target = path;
    const query = new URLSearchParams(), headers = {};
    for (const { parameter, label } of parameters) {
      const value = label.querySelector('input, select').value;
      if (parameter.in === 'path') target = target.replace(`{${parameter.name}}`, encodeURIComponent(value));
      else if (value && parameter.in === 'query') query.set(parameter.name, value);
      else if (value) headers[parameter.name] = value;
    }
    return [method, target, { query, headers, body: file ? file.files[0] : body?.value }];
  };
  let running = null;
  const stop = button('Stop', () => running?.abort(), { hidden: true });
  const whole = el('form', {},
    ...parameters.length ? [el('h3', { textContent: 'Parameters' }), el('div', { className: 'inputs' }, ...parameters.map(({ label }) => label))] : [],
    ...file ? [el('h3', { textContent: 'Body' }), el('label', {}, el('span', { className: 'off-screen', textContent: 'Picture' }), file)] : [],
    ...body ? [el('h3', { textContent: 'Body' }), el('label', {}, el('span', { className: 'off-screen', textContent: 'Body as JSON' }), body),
      el('details', {}, el('summary', { className: 'small', textContent: 'Fields of the body' }), fields('Fields of the body', content.schema))] : [],
    el('p', { className: 'row' }, el('button', { className: 'main', textContent: 'Send' }), stop,
      ...[['curl', curlOf], ['JavaScript', fetchOf], ['C#', csharpOf]].map(([name, text]) => button(`Copy as ${name}`, event => copy(text(...request()), event.target))),
      button('Copy link', event => copy(`${location.origin}${location.pathname}#${method.toLowerCase()}${path}`, event.target))),
    output);
  whole.addEventListener('submit', async event => {
    event.preventDefault();
    output.replaceChildren(soft('...'));
    running?.abort();
    const own = running = new AbortController();
    stop.hidden = false;
    try {
      const [, target, parts] = request();
      const answer = await send(method, target, { ...parts, signal: own.signal, showSoFar: part => showAnswer(part, output) });
      showAnswer(answer, output);
      remember(answer, details.tags[0]);
    } catch (error) {
      if (own.signal.aborted) output.append(soft('Stopped.'));
      else output.replaceChildren(el('div', { className: 'alert', textContent: `No answer: ${error.message}` }));
    } finally {
      if (running === own) stop.hidden = true;
    }
  });
  return whole;
};

// What it means here; the codes that a refusal may carry are folded away.
const meaning = item => {
  const [general, ...codes] = prose(item.description);
  return [...item.own ? prose(item.own) : [general], ...codes.length ? [el('details', {}, el('summary', { className: 'small', textContent: 'Codes' }), ...codes)] : []];
};

const answers = details => {
  const all = Object.entries(details.responses).map(([status, answer]) => ({ status, ...resolve(answer), own: answer.$ref ? answer.description : null }));
  const schema = all.find(answer => answer.status < 300)?.content?.['application/json']?.schema;
  return [
    el('h3', { textContent: 'Answers' }),
    table('Answers', [
      ['Status', item => badge(item.status, item.status < 400 ? 'good' : item.status < 500 ? 'warn' : 'bad')],
      ['Meaning', meaning],
      ['Body', item => Object.entries(item.content ?? {}).map(([type, media]) => typeOf(media.schema) || type).join() || null],
    ], all),
    ...schema ? [el('details', {}, el('summary', { className: 'small', textContent: 'Fields of the answer' }), fields('Fields of the answer', schema))] : []];
};

const operation = (path, method, details) => {
  const open = (details.security ?? api.security ?? []).length === 0;
  const inside = el('div', { className: 'inside' });
  const whole = el('details', { className: 'operation card', id: `${method.toLowerCase()}${path}` },
    el('summary', {}, badge(method, methodLook(method)), code(path), soft(details.summary ?? ''), open ? badge('no token') : null), inside);
  whole.querySelector('summary').lastElementChild.classList.toggle('key', open);
  whole.addEventListener('toggle', () => {
    if (whole.open) history.replaceState(null, '', `#${whole.id}`);
    if (whole.open && inside.childElementCount === 0)
      inside.append(...prose(details.description), form(path, method, details), ...answers(details));
  });
  whole.words = `${method} ${path} ${details.summary} ${details.description ?? ''} ${details.tags} ${details.operationId}`.toLowerCase();
  return whole;
};

const idOf = tag => `group-${tag.replaceAll(' ', '-')}`;

const filter = () => {
  const words = byId('find').value.toLowerCase().split(/\s+/).filter(Boolean);
  const all = [...document.querySelectorAll('.operation')];
  const problems = document.getElementById('group-Problems');
  problems.hidden = words.length > 0;
  document.querySelector('#groups a[href="#group-Problems"]').hidden = words.length > 0;
  for (const one of all) one.hidden = !words.every(word => one.words.includes(word));
  for (const group of document.querySelectorAll('main > section:not(#group-Problems)')) {
    group.hidden = !group.querySelector('.operation:not([hidden])');
    document.querySelector(`#groups a[href="#${group.id}"]`).hidden = group.hidden;
  }
  const found = all.filter(one => !one.hidden).length;
  byId('count').textContent = found === all.length ? `${all.length} operations` : `${found} of ${all.length}`;
};

// What the type of a problem leads to.
const problems = codes => el('section', { id: 'group-Problems' }, el('h2', { textContent: 'Problems' }),
  ...codes.map(one => el('article', { id: `problem-${one.code}`, className: 'problem card' },
    el('h3', {}, badge(one.status, one.status < 500 ? 'warn' : 'bad'), code(one.code), soft(one.title)), el('p', { textContent: one.description }))));

const openNamed = () => {
  const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (named?.classList.contains('problem')) named.scrollIntoView();
  if (!named?.classList.contains('operation')) return;
  named.open = true;
  named.querySelector('summary').focus();
  named.scrollIntoView();
};

const start = async () => {
  api = (await send('GET', '/openapi.json')).json;
  byId('title').textContent = `${api.info.title} API`;
  byId('version').textContent = api.info.version;
  byId('about').replaceChildren(...prose(api.info.description));
  byId('document').href = `${base}/openapi.json`;
  byId('sign-in').hidden = !(api.paths['/auth/login'] && api.paths['/auth/register']);
  const groups = new Map();
  for (const [path, methods] of Object.entries(api.paths)) {
    for (const [method, details] of Object.entries(methods))
      groups.set(details.tags[0], [...groups.get(details.tags[0]) ?? [], operation(path, method.toUpperCase(), details)]);
  }
  byId('operations').replaceChildren(...[...groups].map(([tag, found]) => el('section', { id: idOf(tag) }, el('h2', { textContent: tag }), ...prose(api.tags?.find(one => one.name === tag)?.description), ...found)), problems(api['x-problems']));
  byId('groups').replaceChildren(...[...groups.keys(), 'Problems'].map(tag => el('a', { href: `#${idOf(tag)}`, textContent: tag })));
  filter();
  openNamed();
};

byId('token').value = sessionStorage.getItem(kept) ?? '';
byId('token').addEventListener('change', keep);
byId('find').addEventListener('input', filter);
byId('sign-in').addEventListener('submit', event => {
  event.preventDefault();
  signIn('/auth/login');
});
byId('register').addEventListener('click', () => byId('sign-in').reportValidity() && signIn('/auth/register'));
addEventListener('hashchange', openNamed);
addEventListener('keydown', event => {
  if (event.key !== '/' || event.target.closest('input, textarea, select')) return;
  event.preventDefault();
  byId('find').focus();
});
start().catch(() => byId('operations').replaceChildren(el('p', { className: 'alert', role: 'alert', textContent: 'The description of the API could not be read. Reload the page to try again.' })));
