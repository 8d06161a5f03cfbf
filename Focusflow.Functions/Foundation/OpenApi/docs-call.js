'use strict';

// Sends calls and shows what comes back.
const base = location.pathname.replace(/\/docs\/?$/, '');

// An event stream goes on for long; what has come of it so far is shown meanwhile.
const textOf = async (answer, showSoFar) => {
  if (answer.headers.get('content-type') === 'image/webp') return `(a picture of ${(await answer.blob()).size} bytes)`;
  if (!(answer.headers.get('content-type') ?? '').startsWith('text/event-stream')) return answer.text();
  const reader = answer.body.getReader(), decoder = new TextDecoder();
  let text = '';
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    text += decoder.decode(part.value, { stream: true });
    showSoFar?.(text);
  }
  return text;
};

// A body is JSON as a text, or a file.
const typeOfBody = body => body instanceof File ? body.type : 'application/json';

const send = async (method, path, { query = new URLSearchParams(), headers = {}, body, showSoFar, signal } = {}) => {
  const token = byId('token').value.trim();
  if (token) headers = { ...headers, Authorization: `Bearer ${token}` };
  if (body !== undefined) headers = { ...headers, 'Content-Type': typeOfBody(body) };
  const began = performance.now();
  const answer = await fetch(base + path + (query.size ? `?${query}` : ''), { method, headers, body, signal });
  const about = { status: answer.status, words: answer.statusText, headers: answer.headers, ms: Math.round(performance.now() - began) };
  const text = await textOf(answer, part => showSoFar?.({ ...about, text: part }));
  let json;
  try { json = JSON.parse(text); } catch { /* not JSON */ }
  return { ...about, text, json };
};

const curlOf = (method, path, { query, headers, body }) => {
  const quote = text => `'${text.replaceAll("'", `'\\''`)}'`;
  const parts = [`curl -X ${method} ${quote(location.origin + base + path + (query.size ? `?${query}` : ''))}`];
  if (byId('token').value.trim()) parts.push('-H "Authorization: Bearer $TOKEN"');
  for (const [name, value] of Object.entries(headers)) parts.push(`-H ${quote(`${name}: ${value}`)}`);
  if (body !== undefined) parts.push(`-H 'Content-Type: ${typeOfBody(body)}'`, body instanceof File ? `--data-binary ${quote(`@${body.name}`)}` : `-d ${quote(body)}`);
  return parts.join(' ');
};

const fetchOf = (method, path, { query, headers, body }) => {
  const lines = Object.entries(headers).map(([name, value]) => `    ${JSON.stringify(name)}: ${JSON.stringify(value)},\n`);
  if (byId('token').value.trim()) lines.unshift('    Authorization: `Bearer ${token}`,\n');
  if (body !== undefined) lines.push(`    'Content-Type': '${typeOfBody(body)}',\n`);
  return `const answer = await fetch(${JSON.stringify(location.origin + base + path + (query.size ? `?${query}` : ''))}, {\n  method: '${method}',\n`
    + (lines.length ? `  headers: {\n${lines.join('')}  },\n` : '') + (body instanceof File ? '  body: file,\n' : body !== undefined ? `  body: JSON.stringify(${body}),\n` : '') + '});\n';
};

const csharpOf = (method, path, { query, headers, body }) => {
  const lines = [`using var request = new HttpRequestMessage(new HttpMethod("${method}"), ${JSON.stringify(location.origin + base + path + (query.size ? `?${query}` : ''))});`];
  if (byId('token').value.trim()) lines.push('request.Headers.Authorization = new("Bearer", token);');
  for (const [name, value] of Object.entries(headers)) lines.push(`request.Headers.TryAddWithoutValidation(${JSON.stringify(name)}, ${JSON.stringify(value)});`);
  if (body instanceof File)
    lines.push(`request.Content = new ByteArrayContent(await File.ReadAllBytesAsync(${JSON.stringify(body.name)}));`, `request.Content.Headers.ContentType = new("${body.type}");`);
  else if (body !== undefined) lines.push(`request.Content = new StringContent(${JSON.stringify(body)}, Encoding.UTF8, "application/json");`);
  return [...lines, 'using var answer = await client.SendAsync(request);', ''].join('\n');
};

// Tokens of an answer are used from then on; ids fill in the paths of the same group.
const ids = new Map();
const remember = (answer, tag) => {
  const { access_token: token, user } = answer.json ?? {};
  if (token) signedIn(token, user?.email);
  const id = answer.json?.id;
  if (!id) return;
  ids.set(tag, id);
  document.querySelectorAll(`input[data-id-of="${CSS.escape(tag)}"]`).forEach(input => { input.value ||= id; });
};

const signedIn = (token, name) => {
  byId('token').value = token;
  keep();
  byId('who').textContent = `Calls are sent ${name ? `as ${name}` : 'with this token'}.`;
};

// The token lives as long as the tab, through reloading.
const kept = 'focusflow-token';
const keep = () => byId('token').value.trim() ? sessionStorage.setItem(kept, byId('token').value.trim()) : sessionStorage.removeItem(kept);

const said = ['etag', 'location', 'link', 'retry-after', 'www-authenticate', 'idempotency-replayed'];
const showAnswer = (answer, into) => {
  const problem = (answer.headers.get('content-type') ?? '').startsWith('application/problem+json') ? answer.json : null;
  const errors = Object.entries(problem?.errors ?? {}).flatMap(([name, texts]) => [texts].flat().map(text => el('li', {}, code(name), ` ${text}`)));
  into.replaceChildren(
    el('p', { className: 'row' }, badge(`${answer.status} ${answer.words}`.trim(), answer.status < 400 ? 'good' : 'bad'), soft(`${answer.ms} ms`),
      ...said.filter(name => answer.headers.has(name)).map(name => el('span', { className: 'small' }, soft(`${name}: `), code(answer.headers.get(name))))),
    ...problem ? [el('div', { className: 'alert' }, el('strong', { textContent: problem.title ?? '' }), ' ', problem.detail ?? '',
      errors.length ? el('ul', {}, ...errors) : null,
      answer.status === 401 ? el('p', { textContent: 'Sign in above, or paste a token that is still good.' }) : null)] : [],
    ...answer.text ? [el('pre', { tabIndex: 0, 'aria-label': 'Body of the answer', role: 'region', textContent: pretty(answer.json ?? answer.text) })] : []);
};

const signIn = async path => {
  const who = byId('who');
  const body = { email: byId('email').value, password: byId('password').value };
  if (path.endsWith('register')) body.name = body.email.split('@')[0] || 'Somebody';
  byId('token').value = '';
  try {
    const answer = await send('POST', path, { body: JSON.stringify(body) });
    const problem = Object.values(answer.json?.errors ?? {}).flat().join(' ') || answer.json?.detail;
    if (answer.json?.access_token) signedIn(answer.json.access_token, body.email);
    else who.textContent = problem ?? `The answer was ${answer.status}.`;
  } catch {
    who.textContent = 'The API does not answer.';
  }
};
