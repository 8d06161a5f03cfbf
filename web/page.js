'use strict';

// What both pages are built with. Text from outside reaches the page through textContent only.
const byId = id => document.getElementById(id);

const el = (tag, props = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null) continue;
    if (name.includes('-') || name === 'role') node.setAttribute(name, value);
    else node[name] = value;
  }
  node.append(...children.flat().filter(child => child !== null && child !== undefined));
  return node;
};

const badge = (text, look = '') => el('span', { className: `badge ${look}`, textContent: text });
const code = text => el('code', { textContent: text });
const soft = text => el('span', { className: 'soft', textContent: text });
const button = (text, action, props = {}) => el('button', { type: 'button', textContent: text, onclick: action, ...props });
const pretty = value => typeof value === 'string' ? value : JSON.stringify(value, null, 2);

// A table that becomes a list of cards on a phone. A column is a name and what makes its cell of an item.
const table = (caption, columns, items) => el('table', { className: 'rows', role: 'table' },
  el('caption', { className: 'off-screen', textContent: caption }),
  el('thead', { role: 'rowgroup' }, el('tr', { role: 'row' },
    ...columns.map(([name]) => el('th', { role: 'columnheader', scope: 'col' }, name || el('span', { className: 'off-screen', textContent: 'Actions' }))))),
  el('tbody', { role: 'rowgroup' }, ...items.map(item => el('tr', { role: 'row' },
    ...columns.map(([name, cell, look]) => el('td', { role: 'cell', className: look ?? '', 'data-label': name || undefined }, ...[cell(item) ?? []].flat()))))));

const copy = async (text, from) => {
  await navigator.clipboard.writeText(text);
  const before = from.textContent;
  from.textContent = 'Copied';
  setTimeout(() => from.textContent = before, 1500);
};

const methodLook = method => ({ GET: '', POST: 'good', DELETE: 'bad' }[method] ?? 'warn');
