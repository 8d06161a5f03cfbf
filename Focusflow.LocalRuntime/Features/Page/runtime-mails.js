'use strict';

// The mailbox, where mail goes while no server is configured.
const mailsView = () => {
  const view = { title: 'Mails', find: '' };
  view.path = () => `/runtime/mails?parts=false&limit=100&find=${enc(view.find)}`;
  view.controls = [search('Address or subject holds', view)];
  view.render = mails => [heading('Mails that were sent'),
    mails.length === 0 ? none('There is none. With a server configured (Focusflow:Mail:Host) mail goes there.') : card(table('Mails, the newest first', [
      ['Subject', mail => el('a', { href: `#mails/${mail.id}`, textContent: mail.subject || '(no subject)', 'data-key': `mail-${mail.id}` })],
      ['To', mail => mail.to],
      ['Sent', mail => time(mail.date), 'tight'],
    ], mails))];
  return view;
};

const mailView = id => {
  const view = { title: 'Mail', part: 'text', path: () => `/runtime/mails/${enc(id)}` };
  view.controls = [el('p', {}, el('a', { href: '#mails', textContent: 'All mails' }))];
  view.render = mail => {
    const parts = {
      text: () => el('pre', { tabIndex: 0, textContent: mail.text || '(no text part)' }),
      html: () => el('iframe', { src: `/runtime/mails/${enc(id)}/html`, title: 'The mail as HTML', className: 'mail' }),
      source: () => el('pre', { tabIndex: 0, textContent: mail.source }),
    };
    const shownPart = el('div', { className: 'card' }, parts[view.part]());
    const pick = (part, label) => button(label, event => {
      view.part = part;
      for (const other of event.target.parentNode.children) other.setAttribute('aria-pressed', String(other === event.target));
      shownPart.replaceChildren(parts[part]());
    }, { className: 'slim', 'data-key': `part-${part}`, 'aria-pressed': String(view.part === part) });
    return [heading(mail.subject || '(no subject)'),
      card(el('dl', {}, el('dt', { textContent: 'From' }), el('dd', { textContent: mail.from }), el('dt', { textContent: 'To' }), el('dd', { textContent: mail.to }),
        el('dt', { textContent: 'Sent' }), el('dd', {}, time(mail.date)))),
      el('p', { className: 'row' }, pick('text', 'Text'), ...mail.html ? [pick('html', 'HTML')] : [], pick('source', 'Source')), shownPart];
  };
  return view;
};
