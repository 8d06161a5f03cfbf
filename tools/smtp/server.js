'use strict';
// A mail server for tests: says its port, then each mail that arrives as a line of JSON.
const { SMTPServer } = require('smtp-server');
const { simpleParser } = require('mailparser');

const say = (what) => process.stdout.write(`${JSON.stringify(what)}\n`);
const open = new Set();
let connections = 0;

const server = new SMTPServer({
  secure: process.env.SMTP_TLS === '1',
  authOptional: process.env.SMTP_AUTH !== '1',
  allowInsecureAuth: false,
  closeTimeout: 100,
  onConnect(session, done) {
    connections++;
    done();
  },
  onAuth(auth, session, done) {
    const good = auth.username === 'focusflow' && auth.password === 'secret of mail';
    done(good ? null : Object.assign(new Error('Wrong user or password'), { responseCode: 535 }), good ? { user: auth.username } : undefined);
  },
  onRcptTo(address, session, done) {
    const refuse = (code, words) => done(Object.assign(new Error(words), { responseCode: code }));
    switch (address.address.split('@')[0]) {
      case 'refused': return refuse(550, 'No such user');
      case 'later': return refuse(451, 'Try again later');
      case 'slow': return void setTimeout(done, 20_000).unref();
      case 'dying': for (const socket of open) socket.destroy(); return undefined;
      default: return done();
    }
  },
  async onData(stream, session, done) {
    const mail = await simpleParser(stream);
    say({
      from: mail.from.text,
      to: mail.to.text,
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
      messageId: mail.messageId,
      headers: Object.fromEntries([...mail.headerLines].map(({ key, line }) => [key, line.slice(line.indexOf(':') + 1).trim()])),
      secure: session.secure,
      user: session.user ?? null,
      connections,
    });
    done();
  },
});
server.on('error', () => {}); // clients that are told to go away do
server.server.on('connection', (socket) => {
  open.add(socket);
  socket.on('close', () => open.delete(socket));
});
server.listen(Number(process.env.SMTP_PORT ?? 0), '127.0.0.1', () => say({ port: server.server.address().port }));
