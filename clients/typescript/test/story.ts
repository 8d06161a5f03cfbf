// A first quarter of an hour with the client, told line by line: node story.js URL EMAIL
import { createFocusflow, storedTokens, type Schema } from 'focusflow-client';

declare const process: { argv: string[] };
const [, , baseUrl, email] = process.argv as [string, string, string, string];

const tokens = storedTokens();
const api = createFocusflow({ baseUrl, tokens });

const said = <Data>({ data, error }: { data?: Data; error?: unknown }): Data => {
  if (error) throw new Error(JSON.stringify(error));
  return data!;
};

const ann = said(await api.POST('/auth/register', { body: { name: 'Ann Example', email, password: 'correct horse battery' } }));
tokens.write(ann);
console.log(`registered ${ann.full_name}`);

let task: Schema<'TaskResource'> = said(await api.POST('/tasks', {
  body: { title: 'Draft the talk', due_date: '2026-11-30', priority: 'high', tags: ['talk'], steps: [{ title: 'Find three pictures' }] },
}));
console.log(`task ${task.title}, ${task.priority}, due ${task.due_date ?? 'never'}, step: ${task.steps[0]?.title}`);

// Absent: what is not sent stays. Null clears.
const params = { path: { id: task.id } };
task = said(await api.PATCH('/tasks/{id}', { params, body: { title: 'Draft the whole talk' } }));
console.log(`renamed ${task.title}, due ${task.due_date ?? 'never'}`);
task = said(await api.PATCH('/tasks/{id}', { params, body: { due_date: null } }));
console.log(`cleared ${task.title}, due ${task.due_date ?? 'never'}`);

const important = said(await api.GET('/tasks', { params: { query: { priority: ['high'] } } }));
console.log(`${important.length} of high priority`);

const current = said(await api.GET('/current-session'));
console.log(`session ${current?.status ?? 'none'}`);
const session = said(await api.POST('/focus-sessions/start', { body: { duration_minutes: 25, task_id: task.id } }));
console.log(`session ${session.status}, ${session.planned_duration} minutes`);

const second = await api.POST('/focus-sessions/start', { body: { duration_minutes: 15 } });
console.log(`${second.error?.status} ${second.error?.code}: ${second.error?.detail}`);
const unknown = await api.GET('/tasks/{id}', { params: { path: { id: '00000000-0000-0000-0000-000000000000' } } });
console.log(`${unknown.error?.status} ${unknown.error?.code}: ${unknown.error?.detail}`);
